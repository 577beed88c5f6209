"""MEGNet's own package: what the golden set holds, and what it is measured against."""

from __future__ import annotations

import os
import sys
import tarfile
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.simplefilter("ignore")

import numpy  # noqa: E402
from megnet.models import MEGNetModel  # noqa: E402
from pymatgen.core import Structure as PymatgenStructure  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "importers"))
from megnet_sdist import FOLDER, PACKAGES, SYMBOLS, NetworkSource  # noqa: E402


def pymatgen_structure(crystal: dict[str, Any]) -> PymatgenStructure:
    """Of a golden line's "input": lattice rows in angstrom, atomic numbers (from 128: of mixtures), fractional coordinates."""
    mixtures = [{SYMBOLS[z]: share for z, share in mixture} for mixture in crystal.get("mixtures", [])]
    species = [z if z < 128 else mixtures[z - 128] for z in crystal["atomic_numbers"]]
    return PymatgenStructure(crystal["lattice"], species, crystal["fractional"])


def load(sdist: Path, package: str, scratch: Path) -> list[tuple[NetworkSource, list[Any]]]:
    """Every network of a package of ours with its members, as the original loads them; `scratch` takes the files."""
    with tarfile.open(sdist) as archive:
        wanted = [entry for entry in archive.getmembers() if entry.name.startswith(FOLDER)]
        archive.extractall(scratch, wanted, filter="data")
    return [(source, [MEGNetModel.from_file(str(scratch / FOLDER / f"{file}.hdf5")) for file in source.files]) for source in PACKAGES[package]]


def states_of(source: NetworkSource) -> list[list[int] | None]:
    """What a structure's `state` is for each property; None where the network takes none."""
    return [None] if len(source.properties) == 1 else [[state] for state in range(len(source.properties))]


def with_state(structure: PymatgenStructure, state: list[int] | None) -> PymatgenStructure:
    structure = structure.copy()
    if state is not None:
        structure.state = state
    return structure


def predict(networks: list[tuple[NetworkSource, list[Any]]], structure: PymatgenStructure) -> tuple[list[float], list[float | None]]:
    """Values and std (ddof 1 between members; None of one member) of all properties, one structure at a time.

    raises  whatever the package raises where it refuses the structure
    """
    values: list[float] = []
    std: list[float | None] = []
    for source, members in networks:
        for state in states_of(source):
            of_members = numpy.array([float(model.predict_structure(with_state(structure, state)).ravel()[0]) for model in members])
            values.append(float(of_members.mean()))
            std.append(float(of_members.std(ddof=1)) if len(members) > 1 else None)
    return values, std
