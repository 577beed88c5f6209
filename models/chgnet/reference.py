"""CHGNet's own package in float64: what the golden sets hold."""

from __future__ import annotations

import contextlib
import io
from typing import Any, Iterator

import chgnet.data.dataset
import chgnet.graph.converter
import chgnet.graph.crystalgraph
import chgnet.model.model
import numpy
import torch
from pymatgen.core import Structure as PymatgenStructure

from structures import Structure

LOADED_AS = {"chgnet": "0.3.0", "chgnet-0-2-0": "0.2.0", "chgnet-r2scan": "r2scan"}
MODULES = (chgnet.data.dataset, chgnet.graph.converter, chgnet.graph.crystalgraph, chgnet.model.model)


@contextlib.contextmanager
def float64() -> Iterator[None]:
    """The package names float32 in each of its modules, by torch's default, and by Tensor.float in one place."""
    to_float = torch.Tensor.float
    for module in MODULES:
        module.TORCH_DTYPE = torch.float64
    torch.set_default_dtype(torch.float64)
    torch.Tensor.float = torch.Tensor.double
    try:
        yield
    finally:
        torch.Tensor.float = to_float
        torch.set_default_dtype(torch.float32)
        for module in MODULES:
            module.TORCH_DTYPE = torch.float32


def pymatgen_structure(structure: Structure) -> PymatgenStructure:
    return PymatgenStructure(structure.lattice, structure.numbers, structure.fractional)


def load(package: str) -> Any:
    """The package's model of the weights that `package` ("chgnet") holds, in float32."""
    with contextlib.redirect_stdout(io.StringIO()):
        return chgnet.model.model.CHGNet.load(model_name=LOADED_AS[package], use_device="cpu", verbose=False)


def predict(package: str, structures: list[Structure]) -> list[dict[str, numpy.ndarray]]:
    """Outputs in float64: e in eV/atom, f n × 3 in eV/Å, s 3 × 3 in GPa, m n in μB; one structure at a time."""
    with float64():
        model = load(package).double()
        return [model.predict_structure(pymatgen_structure(s), task="efsm") for s in structures]
