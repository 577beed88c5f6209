#!/usr/bin/env python3
"""Crystals of equal formulas, copies of them with known changes, and which of them pymatgen's StructureMatcher joins.

    python make_golden.py ../../../../shared/data/crystals     in the environment of models/chgnet/requirements.txt
"""
import itertools
import json
import pathlib
import sys
import warnings

import numpy
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Lattice, Structure
from pymatgen.io.vasp import Poscar

HERE = pathlib.Path(__file__).parent
STRAIN, SHARE = 0.025, 0.05  # furui's defaults
# Lengths by furui's strain, angles by the shear of that principal strain; sites by their root mean square. No volume is scaled.
MATCHER = StructureMatcher(ltol=STRAIN, stol=SHARE, angle_tol=2.86, scale=False)
# How far those are from each other that are near at all.
NEAR = StructureMatcher(ltol=STRAIN, stol=0.3, angle_tol=2.86, scale=False)
METALS = {"Ti", "V", "Cr", "Fe", "Co", "Ni"}
MOST_COPIED_SITES = 10
MOST_SUBSTITUTED_SITES = 16


def read(path: pathlib.Path) -> Structure:
    return Structure.from_file(path) if path.suffix == ".cif" else Poscar.from_file(path).structure


def unimodular(random: numpy.random.Generator) -> numpy.ndarray:
    """A random change of basis: elementary steps, and a reflection in half of the cases."""
    matrix = numpy.eye(3, dtype=int)
    for _ in range(3):
        i, j = random.choice(3, size=2, replace=False)
        matrix[i] += int(random.choice([-1, 1])) * matrix[j]
    return matrix * int(random.choice([-1, 1]))


def rotation(random: numpy.random.Generator) -> numpy.ndarray:
    q, r = numpy.linalg.qr(random.normal(size=(3, 3)))
    return q * numpy.sign(numpy.diag(r))


def rebased(structure: Structure, times: int, noise: float, random: numpy.random.Generator) -> Structure:
    """Another cell, origin, order and orientation of the same, a supercell where times is above 1; noise in angstrom a coordinate."""
    copy = structure.copy()
    scale = numpy.eye(3, dtype=int)
    scale[random.integers(3)] *= times
    copy.make_supercell(unimodular(random) @ scale)
    places = copy.cart_coords + random.uniform(-noise, noise, size=(len(copy), 3))
    turn = rotation(random)
    lattice = copy.lattice.matrix @ turn
    places = places @ turn + random.uniform(-1, 1, size=3)
    order = random.permutation(len(copy))
    return Structure(Lattice(lattice), [copy.species[i] for i in order], places[order], coords_are_cartesian=True)


def strained(structure: Structure, by: float, random: numpy.random.Generator) -> Structure:
    """One principal strain of this much, two of less, along random axes."""
    turn = rotation(random)
    strain = turn.T @ numpy.diag(numpy.exp(by * numpy.array([1.0, -0.5, 0.3]))) @ turn
    return Structure(Lattice(structure.lattice.matrix @ strain), structure.species, structure.frac_coords)


def copies(name: str, structure: Structure, random: numpy.random.Generator):
    yield f"{name}, other cell", rebased(structure, 1, 0.01, random)
    yield f"{name}, supercell", rebased(structure, 2, 0.02, random)
    yield f"{name}, strained by 1 %", rebased(strained(structure, 0.01, random), 1, 0, random)
    yield f"{name}, strained by 4 %", rebased(strained(structure, 0.04, random), 1, 0, random)
    moved = structure.copy()
    step = random.normal(size=3)
    moved.translate_sites([0], 0.5 * step / numpy.linalg.norm(step), frac_coords=False)
    yield f"{name}, a site moved by 0.5 angstrom", rebased(moved, 1, 0, random)
    other = next((i for i, species in enumerate(structure.species) if species != structure.species[0]), None)
    if other is not None:
        swapped = structure.copy()
        swapped[0], swapped[other] = structure.species[other], structure.species[0]
        yield f"{name}, two sites swapped", rebased(swapped, 1, 0, random)


def rounded(structure: Structure) -> dict:
    return {"lattice": numpy.round(structure.lattice.matrix, 5).tolist(), "atomic_numbers": [s.Z for s in structure.species],
            "fractional": numpy.round(structure.frac_coords % 1, 5).tolist()}


def main() -> None:
    warnings.filterwarnings("ignore")
    random = numpy.random.default_rng(20261128)
    folder = pathlib.Path(sys.argv[1])
    originals = {str(path.relative_to(folder)): read(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    originals = {name: structure for name, structure in originals.items() if structure.is_ordered}
    # Oxides of one metal in the place of another: neighbours in geometry that no file of duplicates would hold.
    for name in [name for name in originals if name.startswith("phases/")]:
        structure = originals[name]
        if len(structure) > MOST_SUBSTITUTED_SITES:
            continue
        present = METALS & {element.symbol for element in structure.elements}
        if present:
            as_manganese = structure.copy()
            as_manganese.replace_species({metal: "Mn" for metal in present})
            originals[f"{name}, Mn for {'-'.join(sorted(present))}"] = as_manganese
    structures: dict[str, Structure] = {}
    pairs: list[tuple[str, str]] = []
    by_formula: dict[str, list[str]] = {}
    for name, structure in originals.items():
        by_formula.setdefault(structure.composition.reduced_formula, []).append(name)
    for names in by_formula.values():
        pairs += itertools.combinations(names, 2)
    for name, structure in originals.items():
        if len(structure) <= MOST_COPIED_SITES and ", Mn for" not in name:
            for copy_name, copy in copies(name, structure, random):
                structures[copy_name] = copy
                pairs.append((name, copy_name))
    structures |= originals
    used = {name for pair in pairs for name in pair}
    written = {name: rounded(structures[name]) for name in structures if name in used}
    with open(HERE / "crystals.jsonl", "w") as file:
        for name, numbers in written.items():
            file.write(json.dumps({"name": name, **numbers}, separators=(",", ":")) + "\n")
    as_written = {name: Structure(Lattice(w["lattice"]), w["atomic_numbers"], w["fractional"]) for name, w in written.items()}
    with open(HERE / "pairs.jsonl", "w") as file:
        for one, other in pairs:
            a, b = as_written[one], as_written[other]
            length = ((a.volume / len(a) + b.volume / len(b)) / 2) ** (1 / 3)
            near = NEAR.get_rms_dist(a, b)
            row = {"one": one, "other": other, "fit": bool(MATCHER.fit(a, b))}
            if near is not None:
                row |= {"rms_angstrom": round(float(near[0]) * length, 6), "largest_angstrom": round(float(near[1]) * length, 6)}
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
