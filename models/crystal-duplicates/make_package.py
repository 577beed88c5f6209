#!/usr/bin/env python3
"""Makes manifest.json, and golden.jsonl by pymatgen's StructureMatcher.

    python make_package.py                    everything; needs pymatgen
    python make_package.py --manifest-only    keeps golden.jsonl; needs numpy alone
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "importers"), str(HERE.parent / "chgnet")]

from package import manifest_text, sha256  # noqa: E402
from structures import SEED, Structure, golden_structures  # noqa: E402

STRAIN, DISPLACEMENT, OCCUPANCY = 0.025, 0.05, 0.01
MOST_SITES = 12
PROPERTIES = [
    ("duplicate_of", "Index of the first candidate, from 0, that is the same crystal; its own where there is none before it", "1", {}),
    ("is_duplicate", "1 where an earlier candidate is the same crystal, else 0", "1", {"upper_bound": 1.0}),
    ("duplicate_displacement", "Largest displacement of a site from that candidate, once cells are mapped onto each other", "angstrom", {}),
]


def otherwise(structure: Structure, random: numpy.random.Generator, noise: float) -> Structure:
    """The same crystal in another cell, origin, order and direction; each site moved by up to `noise` angstrom along each axis."""
    basis = numpy.array([(1, 0, 0), (1, 1, 0), (0, -1, 1)]) @ numpy.diag((1, 2, 1))
    lattice = basis @ structure.lattice
    # Sites of the larger cell: images of all sites whose coordinates in it are in [0, 1).
    images = [(number, (at + shift) @ numpy.linalg.inv(basis)) for number, at in zip(structure.numbers, structure.fractional % 1)
              for shift in numpy.array(numpy.meshgrid(*[range(-4, 5)] * 3)).T.reshape(-1, 3)]
    inside = [(number, at) for number, at in images if ((at > -1e-9) & (at < 1 - 1e-9)).all()]
    order = random.permutation(len(inside))
    rotation, _ = numpy.linalg.qr(random.normal(size=(3, 3)))
    cartesian = numpy.array([inside[i][1] for i in order]) @ lattice + random.uniform(-noise, noise, (len(inside), 3))
    return Structure(lattice @ rotation, [inside[i][0] for i in order], (cartesian @ numpy.linalg.inv(lattice) + random.uniform(0, 1, 3)) % 1)


def changed(structure: Structure, random: numpy.random.Generator) -> list[Structure]:
    """Others, of the same elements: stretched by a tenth, and with a site moved by half an angstrom."""
    moved = structure.fractional + 0
    moved[0] += 0.5 * numpy.linalg.inv(structure.lattice)[0]
    return [Structure(structure.lattice * 1.1, structure.numbers, structure.fractional), Structure(structure.lattice, structure.numbers, moved)]


def lists() -> list[list[Structure]]:
    random = numpy.random.default_rng(SEED)
    result = []
    for structure in golden_structures():
        if 1 < len(structure.numbers) <= MOST_SITES:
            stretched, moved = changed(structure, random)
            result.append([structure, stretched, otherwise(structure, random, 0.01), moved, otherwise(stretched, random, 0.01), otherwise(structure, random, 0)])
    return result


def golden() -> str:
    """The first crystal of a list that StructureMatcher calls the same, for each."""
    from pymatgen.analysis.structure_matcher import StructureMatcher
    from pymatgen.core import Structure as PymatgenStructure

    matcher = StructureMatcher(ltol=STRAIN, stol=DISPLACEMENT, angle_tol=2.9, primitive_cell=True, scale=False)
    lines = []
    for structures in lists():
        originals = [PymatgenStructure(one.lattice, one.numbers, one.fractional) for one in structures]
        groups: list[int] = []
        for i, one in enumerate(originals):
            groups.append(next((j for j in range(i) if groups[j] == j and matcher.fit(originals[j], one)), i))
        lines.append(json.dumps({"crystals": [{"lattice": one.lattice.tolist(), "atomic_numbers": one.numbers, "fractional": one.fractional.tolist()} for one in structures],
                                 "duplicate_of": groups}))
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--manifest-only", action="store_true", help="keep golden.jsonl and its reference versions")
    if parser.parse_args().manifest_only:
        reference = json.loads((HERE / "manifest.json").read_text())["reference"]
    else:
        (HERE / "golden.jsonl").write_text(golden())
        reference = {name: version(name) for name in ("pymatgen-core", "numpy")}
    manifest: dict[str, Any] = {
        "format": 1,
        "name": "crystal-duplicates",
        "version": "1",
        "title": "Which crystals of a screening are the same, whatever cell they are given in",
        "input": "crystal",
        "networks": [{"name": "duplicates", "architecture": "duplicates", "members": 1,
                      "parameters": {"strain": STRAIN, "displacement": DISPLACEMENT, "occupancy": OCCUPANCY},
                      "properties": [name for name, *_ in PROPERTIES]}],
        "properties": [{"name": name, "title": title, "unit": unit, "task": "regression", "shape": [], "direction": "none", "has_std": False, "lower_bound": 0.0,
                        "quality": {}} | more for name, title, unit, more in PROPERTIES],
        "licence": {"code": "Apache-2.0", "weights": "Apache-2.0"},
        "citation": ["Widdowson D, Mosca MM, Pulido A, Kurlin V, Cooper AI. Average minimum distances of periodic point sets - foundational invariants for mapping "
                     "periodic crystals. MATCH Communications in Mathematical and in Computer Chemistry 2022, 87, 529-559. https://doi.org/10.46793/match.87-3.529W"],
        "reference": reference,
        "files": {name: sha256((HERE / name).read_bytes()) for name in ("card.md", "golden.jsonl")},
    }
    (HERE / "manifest.json").write_bytes(manifest_text(manifest))


if __name__ == "__main__":
    main()
