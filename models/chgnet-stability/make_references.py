#!/usr/bin/env python3
"""Reference states of the elements for formation energies by CHGNet: references.json of this package or its r2SCAN twin.

    python make_references.py --package chgnet

Each element in the structure of ASE's reference table (ase.data.reference_states), relaxed by the package's own model
with chgnet's StructOptimizer to 0.01 eV/angstrom. Where ASE's table names a structure without its basis, the AFLOW
prototype of that structure, as pymatgen has it, gives the places. H, N, O, F and Cl: a molecule in a box. Elements that
the model was not trained on have none. Runs in an environment with ../chgnet/requirements.txt.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import json
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy
import pymatgen.analysis.prototypes
from ase.build import bulk
from ase.data import reference_states
from chgnet.model import StructOptimizer
from monty.json import MontyDecoder
from pymatgen.core import Lattice, Structure
from pymatgen.io.ase import AseAtomsAdaptor

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "chgnet"))

from reference import load  # noqa: E402
from structures import SYMBOLS  # noqa: E402

BOX = 13.0  # angstrom: beyond twice the model's cutoff
MOLECULES = {"H": 0.74, "N": 1.10, "O": 1.21, "F": 1.42, "Cl": 1.99}
# Element: (AFLOW prototype, element of the entry, a, b and c in angstrom where it is another element's).
PROTOTYPES: dict[str, tuple[str, str, tuple[float, float, float] | None]] = {
    "B": ("A_hR12_166_2h", "B", None), "P": ("A_oC8_64_f", "P", None), "S": ("A_oF128_70_4h", "S", None), "Mn": ("A_cI58_217_ac2g", "Mn", None),
    "Ga": ("A_oC8_64_f", "Ga", None), "Se": ("A_hP3_152_a", "Se", None), "Te": ("A_hP3_152_a", "Se", (4.45, 4.45, 5.92)),
    "Br": ("A_oC8_64_f", "I", (0, 0, 0)), "I": ("A_oC8_64_f", "I", None), "Pa": ("A_tI2_139_a", "Pa", None), "Pu": ("A_mP16_11_8e", "Pu", None)}
FORCE, STEPS = 0.01, 1000


def aflow() -> dict[tuple[str, str], Structure]:
    file = Path(pymatgen.analysis.prototypes.__file__).parent / "aflow_prototypes.json.gz"
    with gzip.open(file, "rt") as text:
        entries = json.load(text, cls=MontyDecoder)
    structures = [(entry["tags"]["aflow"], entry["snl"].structure) for entry in entries]
    return {(name, s.composition.elements[0].symbol): s for name, s in structures if len(s.composition.elements) == 1}


def start(symbol: str, prototypes: dict[tuple[str, str], Structure]) -> tuple[Structure, str] | None:
    """The structure that is relaxed, and what it is; nothing where no table has one."""
    if symbol in MOLECULES:
        away = MOLECULES[symbol] / BOX / numpy.sqrt(3)
        return Structure(Lattice.cubic(BOX), [symbol] * 2, [[0.5, 0.5, 0.5], [0.5 + away] * 3]), f"{symbol}2 in a box of {BOX:g} angstrom"
    if symbol in PROTOTYPES:
        name, element, cell = PROTOTYPES[symbol]
        structure = prototypes[name, element].copy()
        if element != symbol:
            structure.replace_species({element: symbol})
        if cell == (0, 0, 0):  # by the table's own ratio to the other's cell
            here, there = reference_states[SYMBOLS.index(symbol) + 1], reference_states[SYMBOLS.index(element) + 1]
            structure.scale_lattice(structure.volume * (here["a"] / there["a"]) ** 3)
        elif cell is not None:
            structure = Structure(Lattice.hexagonal(cell[0], cell[2]), structure.species, structure.frac_coords)
        return structure, f"AFLOW prototype {name}"
    try:
        atoms = bulk(symbol)
    except (ValueError, KeyError, NotImplementedError):
        return None
    if len(atoms) == 0:
        return None
    return AseAtomsAdaptor.get_structure(atoms), str(reference_states[SYMBOLS.index(symbol) + 1]["symmetry"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", choices=("chgnet", "chgnet-r2scan"), required=True)
    package = parser.parse_args().package
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()):
        optimizer = StructOptimizer(model=load(package), use_device="cpu")
    prototypes = aflow()
    elements: list[dict[str, Any]] = []
    trained = json.loads((HERE.parent / package / "manifest.json").read_text())["domain"]["elements"]
    for symbol in (SYMBOLS[number - 1] for number in trained):
        begun = start(symbol, prototypes)
        if begun is None:
            print(symbol, "has no structure")
            continue
        structure, what = begun
        try:
            result = optimizer.relax(structure, fmax=FORCE, steps=STEPS, relax_cell=symbol not in MOLECULES, verbose=False)
        except ValueError as error:  # an isolated atom
            print(symbol, error)
            continue
        final = result["final_structure"]
        energy = float(result["trajectory"].energies[-1]) / len(final)
        print(f"{symbol:2} {energy:10.5f} eV/atom  {len(result['trajectory'].energies) - 2:4} steps  {final.volume / len(final):8.3f} A3/atom  {what}", flush=True)
        elements.append({"symbol": symbol, "energy_per_atom": round(energy, 6), "structure": what,
                         "lattice": final.lattice.matrix.round(6).tolist(), "fractional": final.frac_coords.round(8).tolist()})
    (HERE.parent / f"{package}-stability" / "references.json").write_text(
        json.dumps({"set": f"ASE {version('ase')} reference states", "relaxed_to": FORCE,
                    "made_with": {name: version(name) for name in ("chgnet", "torch", "ase", "pymatgen")}}, indent=1)[:-2]
        + ',\n "elements": [\n  ' + ",\n  ".join(map(json.dumps, elements)) + "\n ]}\n")


if __name__ == "__main__":
    main()
