"""Reads a PyTorch checkpoint (the zip format of torch.save) without executing anything that is in it.

A pickle is a program that calls whatever it names. Here every name but a dozen harmless ones becomes an inert
`Placeholder` that remembers how it was called, so a hostile file has nothing to call. Needs numpy only.
"""

from __future__ import annotations

import collections
import math
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy

from refusal import Refusal

ZIP_BEGINNING = b"PK\x03\x04"  # of a local file header; a zip file that holds anything begins so
STORAGE_TYPES = {
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "i1",
    "ByteStorage": "u1",
    "BoolStorage": "?",
}


class Placeholder(dict):
    """Stands for an object of a class or function that was not imported.

    python_name  "module.name" of what the pickle names
    arguments    what it would have been called with
    state        what it would have been restored from; items of a dict subclass are items of the placeholder
    """

    python_name = ""

    def __new__(cls, *arguments: Any, **named: Any) -> "Placeholder":
        self = super().__new__(cls)
        self.arguments = arguments
        self.state = None
        self.elements = []
        return self

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__()

    def __setstate__(self, state: Any) -> None:
        self.state = state

    def append(self, element: Any) -> None:
        self.elements.append(element)

    def extend(self, elements: Any) -> None:
        self.elements.extend(elements)

    def add(self, element: Any) -> None:
        self.elements.append(element)

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    def __repr__(self) -> str:
        return f"<{self.python_name}>"


def last_name(value: Any) -> str | None:
    """Name of the class that a placeholder, or a placeholder's class, stands for: "ReLU"; None for anything else."""
    name = getattr(value, "python_name", None)
    return name.rpartition(".")[2] if name else None


class _Storage:
    """The type of a storage: a numpy dtype text."""

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype


def _tensor(storage: numpy.ndarray, offset: int, size: tuple, stride: tuple, *_: Any) -> numpy.ndarray:
    if len(size) != len(stride) or any(n < 0 for n in (*size, *stride, offset)):
        raise Refusal("a tensor in the checkpoint has an impossible shape")
    if 0 in size:
        return numpy.zeros(size, storage.dtype)
    last = offset + sum((n - 1) * step for n, step in zip(size, stride))
    if last >= len(storage) or math.prod(size) > max(len(storage), 1):
        raise Refusal("a tensor in the checkpoint reaches beyond its storage")
    strides = [step * storage.itemsize for step in stride]
    view = numpy.lib.stride_tricks.as_strided(storage[offset:], size, strides)
    return numpy.array(view, order="C").reshape(size)


def _parameter(tensor: numpy.ndarray, *_: Any) -> numpy.ndarray:
    return tensor


class _InertUnpickler(pickle.Unpickler):
    KNOWN = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("collections", "defaultdict"): lambda *_: {},
        ("builtins", "set"): set,
        ("builtins", "frozenset"): frozenset,
        ("torch", "Size"): tuple,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch._utils", "_rebuild_parameter"): _parameter,
    }

    def __init__(self, file: Any, archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(file)
        self._archive = archive
        self._root = root
        self._storages: dict[str, numpy.ndarray] = {}
        self.names: set[tuple[str, str]] = set()
        self.attribute_reads: list[Placeholder] = []

    def find_class(self, module: str, name: str) -> Any:
        module = {"__builtin__": "builtins"}.get(module, module)
        self.names.add((module, name))
        if (module, name) in self.KNOWN:
            return self.KNOWN[module, name]
        if module == "torch" and name in STORAGE_TYPES:
            return _Storage(STORAGE_TYPES[name])
        placeholder = type(name, (Placeholder,), {"python_name": f"{module}.{name}"})
        if (module, name) == ("builtins", "getattr"):
            return self._read_attribute(placeholder)
        return placeholder

    def _read_attribute(self, placeholder: type[Placeholder]) -> Any:
        def remember(*arguments: Any) -> Placeholder:
            self.attribute_reads.append(placeholder(*arguments))
            return self.attribute_reads[-1]

        return remember

    def persistent_load(self, pid: Any) -> numpy.ndarray:
        if not (isinstance(pid, tuple) and len(pid) == 5 and pid[0] == "storage" and isinstance(pid[1], _Storage)):
            raise Refusal("the checkpoint holds a storage of an unknown kind")
        kind, key, count = pid[1], str(pid[2]), pid[4]
        if key not in self._storages:
            content = self._archive.read(f"{self._root}/data/{key}")
            if len(content) < count * numpy.dtype(kind.dtype).itemsize:
                raise Refusal(f"the checkpoint is cut short: storage {key} lacks bytes")
            self._storages[key] = numpy.frombuffer(content, kind.dtype, count)
        return self._storages[key]


class TorchFile:
    """A checkpoint as plain values.

    content          what was saved: dicts, lists, numbers, texts, numpy arrays, and placeholders
    names            every (module, name) that the pickle refers to
    attribute_reads  placeholders of getattr calls that unpickling would make
    """

    def __init__(self, path: Path) -> None:
        """Reads `path`.

        raises  Refusal where it is no zip checkpoint of PyTorch 1.6 or later, or is damaged
        """
        try:
            # zipfile also takes a zip file with something before it, which PyTorch would take for a bare pickle and run.
            with path.open("rb") as file:
                if file.read(len(ZIP_BEGINNING)) != ZIP_BEGINNING:
                    raise zipfile.BadZipFile
            with zipfile.ZipFile(path) as archive:
                self._read(archive, path)
        except zipfile.BadZipFile:
            raise Refusal(
                f"{path.name} is not a checkpoint in the zip format of PyTorch 1.6 and later; "
                "load it once with its own library and save it again"
            ) from None
        except (pickle.UnpicklingError, EOFError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
            raise Refusal(f"{path.name} is damaged or not a checkpoint: {error}") from error

    def _read(self, archive: zipfile.ZipFile, path: Path) -> None:
        pickles = [name for name in archive.namelist() if name.endswith("/data.pkl") and name.count("/") == 1]
        if len(pickles) != 1:
            raise Refusal(f"{path.name} holds no data.pkl: it is a zip file, but not a PyTorch checkpoint")
        if any(entry.compress_type != zipfile.ZIP_STORED for entry in archive.infolist()):
            raise Refusal(f"{path.name} is compressed; PyTorch stores checkpoints uncompressed")
        root = pickles[0].rpartition("/")[0]
        if f"{root}/constants.pkl" in archive.namelist():
            raise Refusal(f"{path.name} is a TorchScript program, not a checkpoint; save the model by chemprop's save_model")
        if f"{root}/byteorder" in archive.namelist() and archive.read(f"{root}/byteorder") != b"little":
            raise Refusal(f"{path.name} was saved on a big-endian machine; save it again on a little-endian one")
        with archive.open(pickles[0]) as file:
            unpickler = _InertUnpickler(file, archive, root)
            self.content = unpickler.load()
        self.names = unpickler.names
        self.attribute_reads = unpickler.attribute_reads
