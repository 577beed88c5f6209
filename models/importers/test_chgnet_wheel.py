"""The CHGNet checkpoints in the wheel that set-up fetches: what is read of them, and what is refused."""

import copy
import os
import unittest
from pathlib import Path

import numpy

from chgnet_wheel import CHECKPOINTS, ELEMENTS, WHEEL, check_wheel, read_checkpoint, read_network, trained_elements
from package import WEIGHTS, read_manifest, require_digest
from refusal import Refusal
from safetensors_file import to_safetensors

MODELS = Path(__file__).resolve().parent.parent
BUILD = Path(os.environ.get("FURUI_BUILD_DIR", MODELS.parent / "build"))


class ChgnetWheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.wheel = BUILD / "downloads" / WHEEL
        if not cls.wheel.is_file():
            raise unittest.SkipTest(f"no {WHEEL}; models/set_up.py fetches it")
        cls.checkpoint = read_checkpoint(cls.wheel, "chgnet")

    def test_gives_the_committed_network_and_weights_of_each_package(self) -> None:
        check_wheel(self.wheel)
        for package in CHECKPOINTS:
            manifest = read_manifest(MODELS / package)
            checkpoint = read_checkpoint(self.wheel, package)
            parameters, tensors = read_network(checkpoint)
            self.assertEqual(parameters, manifest["networks"][0]["parameters"])
            self.assertEqual(trained_elements(checkpoint), manifest["domain"]["elements"])
            require_digest(WEIGHTS, to_safetensors(tensors), manifest)

    def test_says_which_elements_the_training_saw(self) -> None:
        self.assertEqual(trained_elements(self.checkpoint), [z for z in range(1, ELEMENTS + 1) if z not in range(84, 89)])

    def test_leaves_out_the_angle_update_that_nothing_reads(self) -> None:
        names = read_network(self.checkpoint)[1]
        self.assertTrue(any("angle_layers.1." in name for name in names))
        self.assertFalse(any("angle_layers.2." in name for name in names))
        self.assertTrue(all(tensor.dtype == numpy.float32 for tensor in names.values()))

    def test_refuses_an_option_that_the_architecture_does_not_have(self) -> None:
        for key, value, expected in [("gMLP_norm", None, "gMLP_norm is None and its readout_norm 'layer'"),
                                     ("gMLP_norm", "batch", "gMLP_norm is 'batch'"), ("conv_norm", "layer", "conv_norm is 'layer'")]:
            changed = {"model": {"model_args": copy.deepcopy(self.checkpoint["model"]["model_args"]), "state_dict": {}}}
            changed["model"]["model_args"][key] = value
            with self.assertRaisesRegex(Refusal, expected):
                read_network(changed)

    def test_says_what_version_0_2_0_has_not_and_has(self) -> None:
        parameters, tensors = read_network(read_checkpoint(self.wheel, "chgnet-0-2-0"))
        self.assertEqual((parameters["norms"], parameters["update_bias"]), (False, True))
        self.assertNotIn("norm_epsilon", parameters)
        self.assertFalse(any(".bn1." in name or "readout_norm" in name for name in tensors))
        self.assertIn("potential/0/bond_conv_layers.2.mlp_out.layers.1.bias", tensors)
        self.assertFalse({"norms", "update_bias"} & read_network(self.checkpoint)[0].keys())

    def test_refuses_another_file(self) -> None:
        with self.assertRaisesRegex(Refusal, "expected SHA-256"):
            check_wheel(Path(__file__))


if __name__ == "__main__":
    unittest.main()
