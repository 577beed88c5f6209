"""`furui model add` for chemprop checkpoints: what it finds, how it names, and whole imports where chemprop is installed."""

import contextlib
import importlib.util
import io
import json
import os
import pickle
import tempfile
import unittest
from pathlib import Path
from typing import Any

import numpy
import torch

from calibrate_checkpoint import CalibrationChoice
from dmpnn import Dmpnn
from import_chemprop import INPUTS, find_checkpoints, import_checkpoints, properties, property_names, split_option, tolerance
from package import read_manifest, require_digest
from refusal import Refusal
from safetensors_file import from_safetensors
from training_fingerprints import TrainingChoice

HAS_CHEMPROP = importlib.util.find_spec("chemprop") is not None


class OptionsTest(unittest.TestCase):
    def test_a_folder_gives_its_pt_files_in_the_order_of_their_numbers(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file in ("model_10/best.pt", "model_9/best.pt", "model_9/checkpoints/last.ckpt", "config.toml"):
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).touch()
            self.assertEqual([f.parent.name for f in find_checkpoints(folder)], ["model_9", "model_10"])
            (folder / "model_9/best.pt").unlink()
            (folder / "model_10/best.pt").unlink()
            self.assertEqual([f.name for f in find_checkpoints(folder)], ["last.ckpt"])
            (folder / "model_9/checkpoints/last.ckpt").unlink()
            with self.assertRaisesRegex(Refusal, "holds no .pt and no .ckpt"):
                find_checkpoints(folder)
        with self.assertRaisesRegex(Refusal, "no file and no folder"):
            find_checkpoints(folder)

    def test_outputs_are_named_by_the_option_else_the_checkpoint_else_the_model(self) -> None:
        def member(tasks: int, columns: list[str] | None) -> Dmpnn:
            return Dmpnn({}, {}, tasks, columns)

        self.assertEqual(property_names(member(2, ["a", "b"]), "x, y", "m"), ["x", "y"])
        self.assertEqual(property_names(member(2, ["a", "b"]), None, "m"), ["a", "b"])
        self.assertEqual(property_names(member(1, None), None, "m"), ["m"])
        for text, arguments in [
            ("does not name its 2 outputs", (member(2, None), None, "m")),
            ("--properties names 1, the model has 2 outputs", (member(2, None), "x", "m")),
            ("a printable name of its own", (member(2, None), "x,x", "m")),
            ("a printable name of its own", (member(2, None), "x,", "m")),
            ("names 1 outputs and predicts 2", (member(2, ["a"]), None, "m")),
        ]:
            with self.subTest(text), self.assertRaisesRegex(Refusal, text):
                property_names(*arguments)

    def test_units_may_be_empty_but_not_fewer(self) -> None:
        self.assertEqual(split_option("log10(mol/L),", "--units", 2), ["log10(mol/L)", ""])
        with self.assertRaisesRegex(Refusal, "--units names 1, the model has 2 outputs"):
            split_option("1", "--units", 2)

    def test_a_probability_has_the_unit_1_and_bounds_and_a_class_its_column(self) -> None:
        (binary,) = properties({"output": "binary_dirichlet"}, ["a"], None, False)
        self.assertEqual((binary["task"], binary["unit"], binary["upper_bound"]), ("binary", "1", 1.0))
        (several,) = properties({"output": "multiclass", "classes": 3}, ["a"], None, True)
        self.assertEqual((several["classes"], several["shape"], several["has_std"]), (["0", "1", "2"], [3], True))
        (number,) = properties({"output": "mve"}, ["a"], ["h"], True)
        self.assertEqual((number["task"], number["unit"], "upper_bound" in number), ("regression", "h", False))

    def test_the_tolerance_is_a_hundred_thousandth_unless_the_original_rounds_more(self) -> None:
        self.assertEqual(tolerance(1e-6), 1e-5)
        self.assertEqual(tolerance(1e-5), 4e-5)


class Hostile:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.system, (f"touch '{self.mark}'",)


@unittest.skipUnless(HAS_CHEMPROP, "chemprop is not installed in this environment")
class WholeImportTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "in").mkdir()

    def save(self, name: str, head: str = "RegressionFFN", columns: Any = ("logS",), seed: int = 1, **keywords: Any) -> Path:
        from chemprop import models, nn
        from chemprop.models.utils import save_model
        from chemprop.nn.transforms import UnscaleTransform

        torch.manual_seed(seed)
        transform = UnscaleTransform([2.0], [3.0])
        predictor = getattr(nn, head)(input_dim=8, hidden_dim=6, output_transform=transform, **keywords)
        model = models.MPNN(nn.BondMessagePassing(d_h=8), nn.MeanAggregation(), predictor)
        save_model(self.folder / "in" / name, model, list(columns))
        return self.folder / "in" / name

    def run_import(self, path: Path, **changes: Any) -> dict[str, Any]:
        arguments: dict[str, Any] = {"name": "mine", "version_text": "3", "given": None, "units": "log10(mol/L)"}
        with contextlib.redirect_stdout(io.StringIO()) as self.progress:
            return import_checkpoints(path, self.folder / "out", **(arguments | changes))

    def test_an_ensemble_becomes_a_package_whose_golden_set_is_chemprops(self) -> None:
        files = [self.save(f"model_{m}.pt", seed=m) for m in range(3)]
        summary = self.run_import(self.folder / "in")
        self.assertEqual(summary, {"package": str(self.folder / "out"), "properties": ["logS"], "members": 3})
        self.assertIn("reading model_2.pt (3 of 3)", self.progress.getvalue())
        manifest = read_manifest(self.folder / "out")
        for name in manifest["files"]:
            require_digest(name, (self.folder / "out" / name).read_bytes(), manifest)
        self.assertEqual(manifest["version"], "3")
        self.assertEqual((manifest["properties"][0]["unit"], manifest["properties"][0]["has_std"]), ("log10(mol/L)", True))
        self.assertEqual(len(from_safetensors((self.folder / "out/weights.safetensors").read_bytes())), 3 * 10)

        from chemprop.data import MoleculeDatapoint, MoleculeDataset, build_dataloader
        from chemprop.models.utils import load_model

        golden = [json.loads(line) for line in (self.folder / "out/golden.jsonl").read_text().splitlines()][20:60]
        data = MoleculeDataset([MoleculeDatapoint.from_smi(line["input"]) for line in golden])
        outputs = []
        for file in files:  # the way chemprop's own users predict, in float32
            model = load_model(file).eval()
            with torch.inference_mode():
                outputs.append(torch.cat([model.predict_step(b, 0) for b in build_dataloader(data, shuffle=False)]).numpy())
        numpy.testing.assert_allclose([line["values"] for line in golden], numpy.mean(outputs, 0), rtol=1e-5, atol=1e-5)
        numpy.testing.assert_allclose([line["std"] for line in golden], numpy.std(outputs, 0, ddof=1), rtol=1e-3, atol=1e-5)

    def test_the_same_checkpoints_give_the_same_bytes(self) -> None:
        self.save("best.pt")
        self.run_import(self.folder / "in")
        first = {file.name: file.read_bytes() for file in (self.folder / "out").iterdir()}
        self.run_import(self.folder / "in")
        self.assertEqual(first, {file.name: file.read_bytes() for file in (self.folder / "out").iterdir()})

    def test_one_member_with_a_variance_has_a_std_and_one_without_has_none(self) -> None:
        for head, has_std in [("MveFFN", True), ("EvidentialFFN", True), ("RegressionFFN", False)]:
            with self.subTest(head):
                self.run_import(self.save("best.pt", head))
                self.assertEqual(read_manifest(self.folder / "out")["properties"][0]["has_std"], has_std)
                line = json.loads((self.folder / "out/golden.jsonl").read_text().partition("\n")[0])
                self.assertEqual(line["std"] is not None, has_std)

    def test_a_measured_file_calibrates_and_the_golden_set_stays_raw(self) -> None:
        measured = self.folder / "measured.csv"
        molecules = INPUTS.read_text().split()[:80]
        measured.write_text("logS,mol\n" + "".join(f"{n % 7},{smiles}\n" for n, smiles in enumerate(molecules)))
        choice = CalibrationChoice(measured, "mol")
        self.save("best.pt")
        self.run_import(self.folder / "in")
        raw = (self.folder / "out/golden.jsonl").read_bytes()
        self.run_import(self.folder / "in", calibration=choice)
        manifest = read_manifest(self.folder / "out")
        (entry,) = manifest["properties"]
        self.assertEqual((entry["has_std"], entry["calibration"]["type"], entry["calibration"]["rows"]), (True, "split-conformal", 80))
        self.assertGreater(entry["calibration"]["after"]["coverage90"], 0.75)
        self.assertEqual(manifest["source"]["calibration"]["file"], "measured.csv")
        self.assertEqual((self.folder / "out/golden.jsonl").read_bytes(), raw)
        self.assertIn("| `logS` | split-conformal | 80 |", (self.folder / "out/card.md").read_text())
        self.save("second.pt", seed=2)
        self.run_import(self.folder / "in", calibration=choice)
        first = (self.folder / "out/manifest.json").read_bytes()
        self.assertEqual(json.loads(first)["properties"][0]["calibration"]["type"], "z-scaling")
        self.run_import(self.folder / "in", calibration=choice)
        self.assertEqual((self.folder / "out/manifest.json").read_bytes(), first)

    def test_training_molecules_become_the_domain(self) -> None:
        training = self.folder / "training.csv"
        training.write_text("smiles\n" + "\n".join(INPUTS.read_text().split()) + "\n")
        self.save("best.pt")
        self.run_import(self.folder / "in", training=TrainingChoice(training))
        manifest = read_manifest(self.folder / "out")
        content = (self.folder / "out/training_fingerprints.bin").read_bytes()
        require_digest("training_fingerprints.bin", content, manifest)
        self.assertEqual(len(content), 16 + 256 * manifest["domain"]["training"]["molecules"])
        self.assertIn("elements", manifest["domain"])
        self.assertEqual(manifest["source"]["training"]["file"], "training.csv")
        self.assertIn("## Domain", (self.folder / "out/card.md").read_text())

    def test_a_hostile_checkpoint_is_refused_and_not_executed(self) -> None:
        path, mark = self.save("best.pt"), self.folder / "mark"
        content = torch.load(path, weights_only=False)
        torch.save(content | {"callbacks": Hostile(mark)}, path)
        with self.assertRaisesRegex(Refusal, r"names (posix|os)\.system"):
            self.run_import(path)
        self.assertFalse(mark.exists())
        self.assertFalse((self.folder / "out").exists())

    def test_a_pickle_before_a_checkpoint_is_refused_and_not_executed(self) -> None:
        path, mark = self.save("best.pt"), self.folder / "mark"
        path.write_bytes(pickle.dumps(Hostile(mark), protocol=2) + path.read_bytes())
        with self.assertRaisesRegex(Refusal, "is not a checkpoint in the zip format"):
            self.run_import(path)
        import chemprop_library

        with self.assertRaisesRegex(Refusal, "is a bare pickle"):  # the second lock, should the first be passed
            chemprop_library.load(path)
        self.assertFalse(mark.exists())

    def test_a_bad_name_or_version_is_refused_before_anything_is_read(self) -> None:
        with self.assertRaisesRegex(Refusal, "'My Model' is no name"):
            self.run_import(self.folder / "absent.pt", name="My Model")
        with self.assertRaisesRegex(Refusal, "is no version"):
            self.run_import(self.folder / "absent.pt", version_text="")


if __name__ == "__main__":
    unittest.main()
