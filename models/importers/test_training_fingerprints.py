"""The domain of training molecules: the file's bytes, thresholds by hand, and what is refused."""

import contextlib
import importlib.util
import io
import struct
import tempfile
import unittest
from pathlib import Path

import training_fingerprints
from refusal import Refusal
from training_fingerprints import TrainingChoice, bytes_of, file_bytes, fingerprints_of, nearest_of_others, threshold, training_domain

HAS_RDKIT = importlib.util.find_spec("rdkit") is not None


class FileTest(unittest.TestCase):
    def test_the_file_has_its_header_and_fewer_bits_first(self) -> None:
        few, many = b"\x80" + bytes(255), bytes(254) + b"\x01\x02"
        self.assertEqual(file_bytes([many, few]), b"FURUI-FP" + struct.pack("<II", 1, 2) + few + many)
        self.assertEqual(file_bytes([few, many]), file_bytes([many, few]))

    def test_thresholds_are_similarities_that_occur(self) -> None:
        nearest = [n / 100 for n in range(100, 0, -1)]  # 0.01 to 1
        self.assertEqual(threshold(nearest, 0.05), 0.05)
        self.assertEqual(threshold(nearest, 0.01), 0.01)
        self.assertEqual(sum(n >= threshold(nearest, 0.05) for n in nearest), 96)
        self.assertEqual(threshold([0.3, 0.2], 0.05), 0.2)


@unittest.skipUnless(HAS_RDKIT, "RDKit is not installed in this environment")
class DomainTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "train.csv"

    def run_domain(self, structures: list[str]):
        self.file.write_text("smiles\n" + "".join(f"{text}\n" for text in structures))
        with contextlib.redirect_stdout(io.StringIO()) as self.said:
            return training_domain(TrainingChoice(self.file))

    def test_repeats_stereoisomers_and_unreadable_structures_count_once_or_not(self) -> None:
        chains = [x + "C" * n + "O" + "C" * m + "N" for x in ("F", "Cl") for n in range(1, 7) for m in range(1, 8)]
        domain, content, source = self.run_domain(chains + ["C[C@H](N)O", "C[C@@H](N)O", chains[0], "C1CC"])
        distinct = {bytes_of(f) for f in fingerprints_of(chains + ["CC(N)O"])}
        self.assertEqual((domain["file"], domain["fingerprint"], domain["molecules"]), ("training_fingerprints.bin", "morgan-2-2048", len(distinct)))
        self.assertEqual(content, file_bytes(list(distinct)))
        self.assertEqual(set(source), {"file", "sha256"})
        self.assertIn("1 of 88 structures cannot be read and are left out, the first in line 89", self.said.getvalue())
        self.assertTrue(0 < domain["borderline"] <= domain["in"] < 1)

    def test_nearest_leaves_the_molecule_itself_out(self) -> None:
        first, second, third = fingerprints_of(["CCO", "CCCO", "c1ccccc1"])
        shared = len(set(first.GetOnBits()) & set(second.GetOnBits()))
        either = len(set(first.GetOnBits()) | set(second.GetOnBits()))
        with contextlib.redirect_stdout(io.StringIO()):
            self.assertEqual(nearest_of_others([first, second, third], range(2)), [shared / either, shared / either])

    def test_too_few_molecules_are_refused(self) -> None:
        with self.assertRaisesRegex(Refusal, "train.csv has 2 distinct training molecules; a domain needs 30 to 1000000; .*--training-structure"):
            self.run_domain(["CC", "CCO", "CC"])
        with self.assertRaisesRegex(Refusal, "cannot be read: No such file"):
            training_domain(training_fingerprints.TrainingChoice(self.file.parent / "absent.csv"))


if __name__ == "__main__":
    unittest.main()
