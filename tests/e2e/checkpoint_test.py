"""A checkpoint trained here, added by chemprop's own library, calibrated by measured molecules, and what it then predicts."""

import csv
import os
import pathlib
import re
import subprocess
import unittest

from furui_home import BIN, EXAMPLE, FuruiHome

BESIDE = pathlib.Path(__file__).resolve().parent
CHEMPROP = pathlib.Path(os.environ.get("FURUI_CHEMPROP_PYTHON", BIN.parent / "chemprop/bin/python"))
MEASURED = "measured_log10_solubility_mol_per_l"


def measured_molecules():
    """(SMILES, measured solubility) of the example list, without its rows that cannot be read."""
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        return [(row["smiles"], row[MEASURED]) for row in csv.DictReader(file) if row[MEASURED]]


@unittest.skipUnless(CHEMPROP.exists(), "no environment with chemprop is here; models/README.md says how to make one")
class Checkpoint(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        molecules = measured_molecules()
        cls.trained, cls.held_out = molecules[::2], molecules[1::2]
        cls.training = cls.write("training.csv", cls.trained)
        cls.calibration = cls.write("held out.csv", [*cls.held_out, ("C1CC", "-1"), ("CCO", "")])
        subprocess.run([CHEMPROP, BESIDE / "make_checkpoint.py", cls.training, cls.home.folder / "ensemble"], check=True)

    @classmethod
    def write(cls, name, molecules):
        return cls.home.write(name, "smiles,logS\n" + "".join(f"{smiles},{value}\n" for smiles, value in molecules))

    def add(self, path, name, *words):
        ran = self.home.run("model", "add", self.home.folder / "ensemble" / path, "--name", name, "--units", "log10(mol/L)", *words)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("is available: its golden set is reproduced", ran.stdout)
        return ran

    def predict(self, name):
        file = self.write("asked.csv", self.held_out)
        ran = self.home.run("predict", file, "--model", name, "--standardize", "none", "-o", "out.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return self.home.records("out.csv")

    def test_an_ensemble_is_calibrated_by_the_scale_of_its_spread(self):
        self.add("", "plain")
        said = self.add("", "scaled", "--calibration", self.calibration).stderr
        self.assertIn("1 of 102 structures cannot be read and are left out, the first in line 102", said)
        (entry,) = self.home.json("model", "show", "scaled")["properties"]
        calibration = entry["calibration"]
        self.assertEqual((calibration["type"], calibration["rows"], calibration["dataset"]), ("z-scaling", 100, "held out.csv"))
        self.assertGreater(calibration["factor"], 1)
        self.assertLess(calibration["before"]["coverage90"], calibration["after"]["coverage90"])
        self.assertAlmostEqual(calibration["after"]["coverage90"], 0.9, delta=0.1)
        raw, ours = self.predict("plain"), self.predict("scaled")
        for before, after in zip(raw, ours):
            self.assertEqual(before["logS"], after["logS"])
            self.assertAlmostEqual(float(before["logS_std"]) * calibration["factor"] / float(after["logS_std"]), 1, delta=1e-6)
        shown = self.home.run("model", "show", "scaled")
        self.assertIn("calibrated: logS by z-scaling, 100 measured molecules of held out.csv; coverage of the 90 % interval 0.", shown.stdout)
        self.assertIn("1 (1 calibrated)", self.home.run("model", "list").stdout)
        self.assertIn("## Calibration", self.home.run("model", "show", "scaled", "--card").stdout)
        self.assertNotIn("calibrated: ", self.home.run("model", "show", "plain").stdout)

    def test_one_network_without_a_spread_gets_a_standard_deviation_from_its_errors(self):
        self.add("model_0.pt", "single", "--calibration", self.calibration)
        (entry,) = self.home.json("model", "show", "single")["properties"]
        calibration = entry["calibration"]
        self.assertEqual((calibration["type"], calibration["scaled"], calibration["before"]), ("split-conformal", False, {}))
        measured = [float(value) for _, value in self.held_out]
        rows = self.predict("single")
        within = sum(abs(float(row["logS"]) - value) <= calibration["quantile"] + 1e-5 for row, value in zip(rows, measured))
        self.assertGreaterEqual(within, 91, "ceil(101 * 0.9) of 100")
        self.assertEqual({row["logS_std"] for row in rows}, {rows[0]["logS_std"]})
        self.assertAlmostEqual(float(rows[0]["logS_std"]), calibration["quantile"] / 1.6448536, delta=1e-6)

    def test_candidates_are_graded_by_nearness_to_the_training_molecules(self):
        said = self.add("model_0.pt", "near", "--calibration", self.calibration, "--training", self.training).stderr
        self.assertIn("fingerprints of 100 training molecules", said)
        domain = self.home.json("model", "show", "near")["training_domain"]
        self.assertEqual(domain["fingerprint"], "morgan-2-2048")
        self.assertLessEqual(domain["borderline"], domain["in"])
        self.assertIn(f"domain: by Tanimoto similarity to the nearest of {domain['molecules']} training molecules", self.home.run("model", "show", "near").stdout)
        strange = "FS(F)(F)(F)(F)C#CI"
        file = self.write("graded.csv", [*self.trained, *self.held_out, (strange, "0"), ("CCC[Hg]CC", "0")])
        ran = self.home.run("predict", file, "--model", "near", "--name", "graded", "--standardize", "none", "-o", "graded-out.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        rows = self.home.records("graded-out.csv")
        for row in rows[:100]:
            self.assertEqual((row["status"], row["detail"]), ("ok", ""), "a training molecule itself")
        note = r"nearest training molecule of model near has Tanimoto (0\.\d{3}); borderline from 0\.\d{3}, in from 0\.\d{3}"
        grades = {"ok": 0, "borderline": 0, "out_of_domain": 0}
        for row in rows[100:200]:
            nearest = re.fullmatch(note, row["detail"])
            grades["borderline" if row["status"] == "ok" and nearest else row["status"]] += 1
            if nearest:
                self.assertLess(float(nearest[1]), domain["in"] + 0.0005)
                self.assertEqual(row["status"], "ok" if float(nearest[1]) > domain["borderline"] - 0.0005 else "out_of_domain", row)
        self.assertGreater(grades["ok"], 50)
        self.assertGreater(grades["borderline"], 0)
        self.assertEqual(rows[200]["status"], "out_of_domain")
        self.assertRegex(rows[200]["detail"], note)
        self.assertIn("Outside: nearest training molecule", self.home.run("explain", "graded", "200").stdout)
        self.assertRegex(rows[201]["detail"], "Hg is none of the elements")
        border = next(n for n in range(100, 200) if rows[n]["status"] == "ok" and rows[n]["detail"])
        self.assertIn("Borderline: nearest training molecule", self.home.run("explain", "graded", border).stdout)

    def test_what_cannot_be_done_is_said(self):
        for words, code, text in (
            (("--calibration", "absent.csv"), 1, "there is no file absent.csv"),
            (("--calibration", self.calibration, "--calibration-structure", "mol"), 1, "has no column 'mol'; its columns: smiles, logS"),
            (("--calibration", self.calibration, "--calibrator", "isotonic"), 1, "isotonic is for binary properties; 'logS' is regression"),
            (("--calibration", self.calibration, "--calibrator", "platt"), 2, "platt"),
            (("--calibrator", "isotonic"), 2, "--calibration"),
            (("--training", "absent.csv"), 1, "there is no file absent.csv"),
            (("--training", self.calibration, "--training-structure", "mol"), 1, "has no column 'mol'; its columns: smiles, logS"),
        ):
            ran = self.home.run("model", "add", self.home.folder / "ensemble", "--name", "wrong", *words)
            self.assertEqual(ran.returncode, code, ran.stderr)
            self.assertIn(text, ran.stderr)


if __name__ == "__main__":
    unittest.main()
