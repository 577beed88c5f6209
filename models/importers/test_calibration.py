"""Calibrators: hand calculations, the laws they obey, chemprop's own and scikit-learn's where installed; what is refused."""

import contextlib
import importlib.util
import io
import math
import random
import tempfile
import unittest
from pathlib import Path
from typing import Any

import numpy

from calibrate_checkpoint import CalibrationChoice, calibrations
from calibration import calibrate, calibrated, figures, fit_isotonic, fit_split_conformal, fit_z_scaling
from measured_file import read_measured
from refusal import Refusal

HAS_CHEMPROP = importlib.util.find_spec("chemprop") is not None


def sample(count: int, seed: int = 1) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Values, standard deviations that are half of the true ones, and measured values."""
    draw = random.Random(seed)
    value = numpy.array([draw.uniform(-5, 1) for _ in range(count)])
    std = numpy.array([draw.uniform(0.1, 1) for _ in range(count)])
    return value, std, value + 2 * std * numpy.array([draw.gauss(0, 1) for _ in range(count)])


class FitTest(unittest.TestCase):
    def test_z_scaling_is_the_root_of_the_mean_square_of_z(self) -> None:
        fitted = fit_z_scaling(numpy.array([0.0, 1.0]), numpy.array([1.0, 2.0]), numpy.array([3.0, -1.0]))  # z = 3, -1
        self.assertEqual(fitted, {"factor": 2.23606798})

    def test_split_conformal_takes_the_quantile_corrected_for_finite_samples(self) -> None:
        measured = numpy.arange(1.0, 30.0)  # 29 scores 1 to 29: ceil(30 * 0.9) = 27
        self.assertEqual(fit_split_conformal(numpy.zeros(29), None, measured), {"level": 0.9, "quantile": 27.0, "scaled": False})
        self.assertEqual(fit_split_conformal(numpy.zeros(30), None, numpy.arange(1.0, 31.0))["quantile"], 28.0)  # ceil(27.9)
        scaled = fit_split_conformal(numpy.zeros(29), numpy.full(29, 2.0), -measured)
        self.assertEqual((scaled["quantile"], scaled["scaled"]), (13.5, True))

    def test_isotonic_pools_adjacent_violators(self) -> None:
        value = numpy.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.5])
        self.assertEqual(
            fit_isotonic(value, None, numpy.array([0, 1, 0, 1, 1, 0])),
            {"x": [0.1, 0.2, 0.3, 0.4, 0.5], "y": [0.0, 0.5, 0.5, 0.666666667, 0.666666667]},
        )
        self.assertEqual(fit_isotonic(numpy.array([0.2, 0.7]), None, numpy.array([1, 0])), {"x": [0.2, 0.7], "y": [0.5, 0.5]})

    @unittest.skipUnless(importlib.util.find_spec("sklearn"), "scikit-learn is not installed in this environment")
    def test_isotonic_is_scikit_learns(self) -> None:
        from sklearn.isotonic import IsotonicRegression

        draw = random.Random(4)
        value = numpy.array([round(draw.random(), 2) for _ in range(400)])
        measured = numpy.array([float(draw.random() < p * p) for p in value])
        ours = fit_isotonic(value, None, measured)
        theirs = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(value, measured)
        grid = numpy.linspace(0, 1, 1001)
        numpy.testing.assert_allclose(calibrated("isotonic", ours, grid, None)[0], theirs.predict(grid), atol=1e-8)

    @unittest.skipUnless(HAS_CHEMPROP, "chemprop is not installed in this environment")
    def test_z_scaling_is_chemprops(self) -> None:
        import torch
        from chemprop.uncertainty.calibrator import ZScalingCalibrator

        value, std, measured = sample(300)
        tensors = [torch.tensor(column)[:, None] for column in (value, std**2, measured)]
        theirs = ZScalingCalibrator().fit(*tensors, torch.ones(300, 1, dtype=torch.bool)).scalings.item()
        self.assertAlmostEqual(fit_z_scaling(value, std, measured)["factor"], theirs, delta=1e-4)  # theirs searches

    def test_figures_are_the_textbooks(self) -> None:
        measured = numpy.array([0.0, 1.0, 2.0, 3.0])
        self.assertEqual(figures("regression", numpy.zeros(4), numpy.full(4, 1.0), measured), {"coverage90": 0.5})  # within 1.645
        self.assertEqual(figures("regression", numpy.zeros(4), None, measured), {})
        found = figures("binary", numpy.array([0.1, 0.12, 0.9, 1.0]), None, numpy.array([0.0, 1.0, 1.0, 1.0]))
        self.assertEqual(found, {"ece": round((abs(0.22 - 1) + 0.1) / 4, 4), "brier": round((0.01 + 0.88**2 + 0.01) / 4, 4)})

    def test_each_calibrator_recovers_the_coverage_of_unseen_molecules(self) -> None:
        names = [f"C{n}" for n in range(2000)]
        value, std, measured = sample(2000)
        scaling = calibrate("z-scaling", "regression", names, value, std, measured)
        self.assertAlmostEqual(scaling["factor"], 2, delta=0.1)
        self.assertAlmostEqual(scaling["before"]["coverage90"], 0.589, delta=0.03)  # P(|Z| <= 1.645 / 2)
        self.assertAlmostEqual(scaling["after"]["coverage90"], 0.9, delta=0.02)
        for spread in (None, std):
            conformal = calibrate("split-conformal", "regression", names, value, spread, measured)
            self.assertAlmostEqual(conformal["after"]["coverage90"], 0.9, delta=0.02)
        draw = random.Random(3)
        said = numpy.array([draw.random() for _ in range(2000)])
        true = numpy.array([float(draw.random() < p**3) for p in said])
        isotonic = calibrate("isotonic", "binary", names, said, None, true)
        self.assertLess(isotonic["after"]["ece"], 0.3 * isotonic["before"]["ece"])
        self.assertLess(isotonic["after"]["brier"], isotonic["before"]["brier"])

    def test_no_order_of_rows_changes_anything(self) -> None:
        value, std, measured = sample(100)
        names = [f"C{n}" for n in range(100)]
        order = random.Random(2).sample(range(100), 100)
        there = calibrate("split-conformal", "regression", names, value, std, measured)
        back = calibrate("split-conformal", "regression", [names[n] for n in order], value[order], std[order], measured[order])
        self.assertEqual(there, back)


REGRESSION = {"name": "logS", "task": "regression", "has_std": True}
BINARY = {"name": "toxic", "task": "binary", "has_std": False}


class FileTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "measured.csv"

    def run_calibrations(self, text: str, entries: list[dict[str, Any]], **choice: Any) -> dict[str, Any]:
        self.file.write_text(text, encoding="utf-8")
        std = numpy.full((1000, len(entries)), 0.5) if entries[0]["has_std"] else None
        value = numpy.linspace(0.01, 0.99, 1000)[:, None].repeat(len(entries), 1)
        with contextlib.redirect_stdout(io.StringIO()) as self.said:
            found, self.source = calibrations(
                CalibrationChoice(self.file, **choice), entries, lambda smiles: None if smiles in ("", "bad") else smiles,
                lambda smiles: (value[: len(smiles)], None if std is None else std[: len(smiles)]),
            )  # fmt: skip
        return found

    @staticmethod
    def table(header: str, rows: int, cell: Any = lambda n: n % 2) -> str:
        return header + "\n" + "".join(f"C{n},{cell(n)}\n" for n in range(rows))

    def test_each_named_column_is_calibrated_by_its_task_and_missing_cells_are_left_out(self) -> None:
        text = "id,SMILES,logS,toxic\n" + "".join(f"{n},C{n},{n * 0.01},{n % 2 if n < 31 else ''}\n" for n in range(40))
        both = [REGRESSION, BINARY | {"has_std": True}, REGRESSION | {"name": "logP"}]
        found = self.run_calibrations(text + "40,bad,1,1\n41,,2,0\n", both)
        self.assertEqual({name: (c["type"], c["rows"], c["dataset"]) for name, c in found.items()},
                         {"logS": ("z-scaling", 40, "measured.csv"), "toxic": ("isotonic", 31, "measured.csv")})  # fmt: skip
        self.assertIn("logP: measured.csv has no column of this name; it stays uncalibrated", self.said.getvalue())
        self.assertIn("2 of 42 structures cannot be read and are left out, the first in line 42", self.said.getvalue())
        self.assertEqual(set(self.source), {"file", "sha256"})
        without = self.run_calibrations(self.table("smiles,logS", 30, lambda n: n), [REGRESSION | {"has_std": False}])
        self.assertEqual((without["logS"]["type"], without["logS"]["before"]), ("split-conformal", {}))
        scaled = self.run_calibrations(self.table("smiles,logS", 30, lambda n: n), [REGRESSION], calibrator="split-conformal")
        self.assertTrue(scaled["logS"]["scaled"])

    def test_what_cannot_be_calibrated_by_is_refused_with_what_to_do(self) -> None:
        plain = REGRESSION | {"has_std": False}
        multiclass = {"name": "logS", "task": "multiclass", "has_std": False}
        for message, text, entries, choice in [
            ("has 29 measured molecules; a calibrator needs 30 or more", self.table("smiles,logS", 29), [REGRESSION], {}),
            ("has no column for logS: .*its columns: logs", self.table("smiles,logs", 30), [REGRESSION], {}),
            ("no column named smiles; .*--calibration-structure; its columns: mol, logS", self.table("mol,logS", 30), [REGRESSION], {}),
            ("several columns that may hold", self.table("smiles,structure,logS", 30), [REGRESSION], {}),
            ("has no column 'mol'; its columns: smiles, logS", self.table("smiles,logS", 30), [REGRESSION], {"structure": "mol"}),
            ("all measured values of 'logS' are 1", self.table("smiles,logS", 30, lambda n: 1), [REGRESSION], {}),
            ("all measured values of 'toxic' are 0", self.table("smiles,toxic", 30, lambda n: 0), [BINARY], {}),
            ("'toxic' is binary: expected 0 or 1, got 2", self.table("smiles,toxic", 30, lambda n: n % 3), [BINARY], {}),
            ("line 8: expected a number or nothing in column 'logS', got '>6'", self.table("smiles,logS", 30, lambda n: ">6" if n == 6 else n), [REGRESSION], {}),
            ("line 2: expected a number or nothing in column 'logS', got 'inf'", self.table("smiles,logS", 30, lambda n: "inf"), [REGRESSION], {}),
            ("no structure can be read; .*--calibration-structure", "smiles,logS\n" + "bad,1\n" * 40, [REGRESSION], {}),
            ("--calibrator isotonic is for binary properties; 'logS' is regression", self.table("smiles,logS", 30), [REGRESSION], {"calibrator": "isotonic"}),
            ("--calibrator z-scaling needs a standard deviation", self.table("smiles,logS", 30), [plain], {"calibrator": "z-scaling"}),
            ("'logS' is multiclass, for which there is no calibrator", self.table("smiles,logS", 30), [multiclass], {}),
            ("line 3: 3 cells, the header has 2", "smiles,logS\nC,1\nCC,1,2\n", [REGRESSION], {}),
        ]:
            with self.subTest(message), self.assertRaisesRegex(Refusal, message):
                self.run_calibrations(text, entries, **choice)

    def test_a_file_that_is_none_is_refused(self) -> None:
        with self.assertRaisesRegex(Refusal, "measured.csv cannot be read: No such file"):
            read_measured(self.file, None, "--x")
        self.file.write_bytes("smiles,größe\nC,1\n".encode("latin-1"))
        with self.assertRaisesRegex(Refusal, "not in UTF-8"):
            read_measured(self.file, None, "--x")
        self.file.write_bytes("\ufeffsmiles,logS\r\n\r\n C ,NaN\r\nCC\r\n".encode())
        measured = read_measured(self.file, None, "--x")
        self.assertEqual((measured.structures, measured.lines), (["C", "CC"], [3, 4]))
        self.assertTrue(all(math.isnan(number) for number in measured.numbers("logS")))


if __name__ == "__main__":
    unittest.main()
