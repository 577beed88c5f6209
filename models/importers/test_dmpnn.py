"""Checkpoints as networks of a package, and every refusal by its text."""

import tempfile
import unittest
from pathlib import Path
from typing import Any

import torch

from checkpoints_for_tests import hyper_parameters, save_checkpoint, state_dict
from dmpnn import Dmpnn, read_dmpnn
from ensemble import network, require_agreement, tensors_of
from refusal import Refusal
from torch_file import TorchFile


class DmpnnTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "best.pt"

    def read(self, state: dict[str, torch.Tensor] | None = None, columns: Any = None, **changes: Any) -> Dmpnn:
        save_checkpoint(self.path, hyper_parameters(**changes), state, columns)
        return read_dmpnn(TorchFile(self.path), "best.pt")

    def refused(self, text: str, **changes: Any) -> None:
        with self.assertRaisesRegex(Refusal, text) as raised:
            self.read(**changes)
        self.assertIn("best.pt", str(raised.exception))

    def test_a_checkpoint_is_described_as_the_contract_says(self) -> None:
        found = self.read(columns=["logS", "logD"])
        self.assertEqual(
            found.parameters,
            {
                "messages": "bond", "featurizer": "v2", "atom_features": 72, "bond_features": 14, "depth": 3, "hidden": 4,
                "bias": False, "undirected": False, "activation": "relu", "aggregation": "norm", "aggregation_norm": 100.0,
                "batch_norm": False, "ffn_layers": 1, "ffn_hidden": 3, "ffn_activation": "relu", "output": "regression",
                "unscaled": False,
            },
        )  # fmt: skip
        self.assertEqual((found.tasks, found.output_columns), (2, ["logS", "logD"]))
        self.assertEqual(found.tensors.keys(), state_dict().keys() - {"predictor.criterion.task_weights"})
        torch.testing.assert_close(
            torch.from_numpy(found.tensors["message_passing.W_i.weight"]), state_dict()["message_passing.W_i.weight"], rtol=0, atol=0
        )

    def test_an_output_transform_means_unscaled(self) -> None:
        state = state_dict() | {f"predictor.output_transform.{part}": torch.ones(1, 2) for part in ("mean", "scale")}
        self.assertTrue(self.read(state).parameters["unscaled"])

    def test_activations_are_named_with_their_parameters(self) -> None:
        for value, name, parameters in [
            ("LEAKYRELU", "leaky_relu", {"negative_slope": 0.1}),  # chemprop's, not PyTorch's 0.01
            (torch.nn.LeakyReLU(), "leaky_relu", {"negative_slope": 0.01}),
            (torch.nn.ELU(alpha=0.7), "elu", {"alpha": 0.7}),
            (torch.nn.GELU(approximate="tanh"), "gelu", {"approximate": "tanh"}),
            ("tanh", "tanh", None),
        ]:
            with self.subTest(str(value)):
                found = self.read(message_passing__activation=value).parameters
                self.assertEqual((found["activation"], found.get("activation_parameters")), (name, parameters))

    def test_what_cannot_be_reproduced_is_refused_by_name(self) -> None:
        for text, changes in [
            ("multicomponent", {"message_passing__cls": "MulticomponentMessagePassing"}),
            ("predicts atoms or bonds", {"message_passing__cls": "MABBondMessagePassing"}),
            ("predicts atoms or bonds", {"columns": (["a"], ["b"], None)}),
            ("extra atom descriptors", {"message_passing__d_vd": 3}),
            ("X_d_transform", {"X_d_transform": torch.nn.Identity()}),
            ("needs 200 extra molecule descriptors", {"predictor__input_dim": 204}),
            ("takes 106 atom and 28 bond features.*CGR", {"message_passing__d_v": 106, "message_passing__d_e": 28}),
            ("predicts spectra", {"predictor__cls": "SpectralFFN"}),
            ("predictor of class RankingFFN", {"predictor__cls": "RankingFFN"}),
            ("aggregation MedianAggregation is not known", {"agg__cls": "MedianAggregation"}),
            ("activation 'swish' is not known", {"predictor__activation": "swish"}),
            ("activation .Hardtanh. is not known", {"message_passing__activation": torch.nn.Hardtanh()}),
            ("threshold", {"message_passing__activation": torch.nn.Softplus(threshold=5)}),
            ("graph_transform", {"state": state_dict() | {"message_passing.graph_transform.V_transform.mean": torch.ones(1)}}),
            ("do not explain: .'extra.weight'", {"state": state_dict() | {"extra.weight": torch.ones(1)}}),
            ("'message_passing.W_h.weight' has shape", {"message_passing__d_h": 4, "state": state_dict() | {"message_passing.W_h.weight": torch.ones(4, 5)}}),
            ("missing: .'message_passing.W_h.bias'", {"message_passing__bias": True}),
            ("gives 3 numbers, which 2 a task does not divide", {"predictor__cls": "MveFFN", "state": state_dict() | {"predictor.ffn.1.2.weight": torch.ones(3, 3), "predictor.ffn.1.2.bias": torch.ones(3)}}),
            ("no tensor of floating-point", {"state": state_dict() | {"message_passing.W_o.bias": torch.ones(4, dtype=torch.long)}}),
        ]:  # fmt: skip
            with self.subTest(text):
                self.refused(text, **changes)

    def test_a_hyper_parameter_that_lacks_is_a_refusal_and_no_crash(self) -> None:
        hyper = hyper_parameters()
        del hyper["message_passing"]["depth"]
        save_checkpoint(self.path, hyper)
        with self.assertRaisesRegex(Refusal, "lacks what chemprop 2 writes.*depth"):
            read_dmpnn(TorchFile(self.path), "best.pt")

    def test_a_chemprop_1_checkpoint_says_how_to_convert_it(self) -> None:
        torch.save({"args": {}, "state_dict": {}, "data_scaler": None}, self.path)
        with self.assertRaisesRegex(Refusal, "v1_to_v2"):
            read_dmpnn(TorchFile(self.path), "best.pt")

    def test_another_kind_of_file_is_refused(self) -> None:
        torch.save({"weights": torch.ones(2)}, self.path)
        with self.assertRaisesRegex(Refusal, "not a chemprop v2 checkpoint"):
            read_dmpnn(TorchFile(self.path), "best.pt")

    def test_members_that_differ_are_refused_by_what_differs(self) -> None:
        one = self.read(columns=["a", "b"])
        for text, other in [
            ("member 1 has depth 5, member 0 has 3", self.read(columns=["a", "b"], message_passing__depth=5)),
            ("member 1 has output columns", self.read(columns=["a", "c"])),
            ("member 1 has aggregation mean, member 0 has norm", self.read(columns=["a", "b"], agg__cls="MeanAggregation")),
        ]:
            with self.subTest(text), self.assertRaisesRegex(Refusal, text):
                require_agreement("folder", [one, other])
        require_agreement("folder", [one, one])

    def test_members_are_numbered_in_the_weights(self) -> None:
        one = self.read()
        self.assertEqual(network("net", [one, one], ["a", "b"])["members"], 2)
        names = tensors_of("net", [one, one]).keys()
        self.assertEqual(len(names), 16)
        self.assertIn("net/1/predictor.ffn.1.2.bias", names)


if __name__ == "__main__":
    unittest.main()
