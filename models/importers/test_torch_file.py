"""Reading checkpoints without executing them, held to torch's own reading."""

import os
import pickle
import tempfile
import unittest
import warnings
import zipfile
from pathlib import Path

import numpy
import torch

from refusal import Refusal
from torch_file import TorchFile, last_name


class Hostile:
    """Unpickled by pickle itself, this creates a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.system, (f"touch '{self.mark}'",)


class HostileAttribute:
    """Reaches a function through getattr, as pickles of enumerations do."""

    def __reduce__(self):
        return getattr, (dict, "fromkeys")


class TorchFileTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def save(self, content: object) -> Path:
        torch.save(content, self.folder / "model.pt")
        return self.folder / "model.pt"

    def test_a_hostile_pickle_is_read_and_nothing_of_it_runs(self) -> None:
        mark = self.folder / "mark"
        file = TorchFile(self.save({"a": Hostile(mark), "b": torch.ones(2)}))
        self.assertFalse(mark.exists())
        self.assertEqual(last_name(file.content["a"]), "system")
        self.assertIn((os.system.__module__, "system"), file.names)
        numpy.testing.assert_array_equal(file.content["b"], [1, 1])

        torch.load(self.folder / "model.pt", weights_only=False)  # the check can fail: pickle itself does run it
        self.assertTrue(mark.exists())

    def test_a_pickle_before_a_zip_file_is_refused(self) -> None:
        path = self.save({"a": torch.ones(2)})
        path.write_bytes(pickle.dumps(Hostile(self.folder / "mark"), protocol=2) + path.read_bytes())
        self.assertTrue(zipfile.is_zipfile(path))  # Python takes it for one; PyTorch would run the pickle
        with self.assertRaisesRegex(Refusal, "is not a checkpoint in the zip format"):
            TorchFile(path)

    def test_a_torchscript_program_is_refused(self) -> None:
        path = self.folder / "scripted.pt"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.jit.save(torch.jit.script(torch.nn.Identity()), str(path))
        stored = self.folder / "stored.pt"  # torch compresses the code in it; whoever hides a program need not
        with zipfile.ZipFile(path) as compressed, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as plain:
            for name in compressed.namelist():
                plain.writestr(name, compressed.read(name))
        with self.assertRaisesRegex(Refusal, "is a TorchScript program"):
            TorchFile(stored)

    def test_getattr_in_a_pickle_reads_nothing(self) -> None:
        file = TorchFile(self.save([HostileAttribute()]))
        self.assertEqual(last_name(file.content[0]), "getattr")
        self.assertEqual(len(file.attribute_reads), 1)

    def test_tensors_are_those_that_torch_saved(self) -> None:
        base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
        tensors = {
            "plain": base,
            "transposed": base.t(),
            "a view into shared storage": base[1:3, ::2],
            "double": torch.randn(3, dtype=torch.float64),
            "half": torch.randn(3).half(),
            "long": torch.tensor([1, -2]),
            "bool": torch.tensor([True, False]),
            "scalar": torch.tensor(2.5),
            "empty": torch.zeros(0, 3),
            "parameter": torch.nn.Parameter(torch.ones(2)),
        }
        read = TorchFile(self.save(tensors)).content
        for name, tensor in tensors.items():
            with self.subTest(name):
                self.assertEqual(read[name].shape, tuple(tensor.shape))
                numpy.testing.assert_array_equal(read[name], tensor.detach().numpy())

    def test_a_file_that_is_no_zip_is_refused(self) -> None:
        path = self.folder / "model.pt"
        path.write_bytes(b"\x80\x02}q\x00.")
        with self.assertRaisesRegex(Refusal, "zip format of PyTorch 1.6"):
            TorchFile(path)

    def test_a_zip_without_a_pickle_is_refused(self) -> None:
        path = self.folder / "model.pt"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "hello")
        with self.assertRaisesRegex(Refusal, "not a PyTorch checkpoint"):
            TorchFile(path)

    def test_a_file_cut_short_is_refused_wherever_it_is_cut(self) -> None:
        content = self.save({"a": torch.ones(200)}).read_bytes()
        for size in range(0, len(content), 61):
            (self.folder / "cut.pt").write_bytes(content[:size])
            with self.subTest(size), self.assertRaises(Refusal):
                TorchFile(self.folder / "cut.pt")

    def rewritten(self, changed: str, content: bytes, compression: int = zipfile.ZIP_STORED) -> Path:
        """The saved file with one entry's bytes replaced."""
        path = self.folder / "rewritten.pt"
        with zipfile.ZipFile(self.folder / "model.pt") as old, zipfile.ZipFile(path, "w", compression) as new:
            for entry in old.namelist():
                new.writestr(entry, content if entry.endswith(changed) else old.read(entry))
        return path

    def test_a_storage_that_lacks_bytes_is_refused(self) -> None:
        self.save({"a": torch.ones(200)})
        with self.assertRaisesRegex(Refusal, "lacks bytes"):
            TorchFile(self.rewritten("data/0", b"\0" * 799))

    def test_a_tensor_beyond_its_storage_is_refused(self) -> None:
        pickle = zipfile.ZipFile(self.save({"a": torch.ones(200)})).read("model/data.pkl")
        self.assertEqual(pickle.count(b"K\xc8"), 2)  # 200: elements of the storage, then size of the tensor
        reaching = pickle[::-1].replace(b"\xc8K", b"\xc9K", 1)[::-1]
        with self.assertRaisesRegex(Refusal, "beyond its storage"):
            TorchFile(self.rewritten("data.pkl", reaching))

    def test_a_compressed_file_is_refused_so_that_it_cannot_swell(self) -> None:
        self.save({"a": torch.zeros(1000)})
        with self.assertRaisesRegex(Refusal, "compressed"):
            TorchFile(self.rewritten("nothing", b"", zipfile.ZIP_DEFLATED))

    def test_bytes_of_another_order_are_refused(self) -> None:
        self.save({"a": torch.ones(2)})
        with self.assertRaisesRegex(Refusal, "big-endian"):
            TorchFile(self.rewritten("byteorder", b"big"))


if __name__ == "__main__":
    unittest.main()
