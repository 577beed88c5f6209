#!/usr/bin/env python3
"""Chooses real molecules that reach every branch of the featurizers, the same to the old and to the new RDKit.

    python choose.py smiles.txt perceived-2022.jsonl perceived-2026.jsonl > molecules.smi

Molecules that the two RDKit versions perceive differently are left out: they would test RDKit, not a network.
The choice depends on the candidates only, not on their order: ties go to the smaller SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

COUNT = 200
LARGEST = 100  # heavy atoms; sums over more atoms carry more of float32's rounding than of a network's meaning
# Smaller than anything in the data sets: no bond at all, no heavy atom, explicit hydrogens, isotopes, a dummy atom.
SMALL = ["C", "O", "[He]", "[Na+]", "[H][H]", "[H+]", "[2H]O[2H]", "[13CH4]", "[C-]#[O+]", "*C", "[U]", "[Na+].[Cl-]"]
ISOTOPE = re.compile(r"\[\d+")


def branches(smiles: str, perceived: dict) -> set[tuple]:
    """What a molecule reaches: values of single features, their telling pairs, and shapes of the graph."""
    found: set[tuple] = set()
    atoms, bonds = perceived["atoms"], perceived["bonds"]
    for element, degree, charge, chirality, hydrogens, hybridization, aromatic, ring, _ in atoms:
        found |= {
            ("element", element),
            ("degree", degree),
            ("charge", charge),
            ("chirality", chirality),
            ("hydrogens", hydrogens),
            ("hybridization", hybridization),
            ("aromatic", element, aromatic),
        }
        if element in {"C", "N", "O", "P", "S", "Si", "B", "F", "Cl", "Br", "I", "Se"}:
            found |= {("element and hybridization", element, hybridization), ("element and charge", element, charge)}
    for _, _, order, stereo, conjugated, ring in bonds:
        found |= {("bond", order, conjugated, ring), ("stereo", stereo)}
    if ISOTOPE.search(smiles):
        found.add(("isotope",))
    found.add(("fragments", min(smiles.count("."), 4)))
    found.add(("atoms", min(len(atoms), 10) if len(atoms) <= 10 else 10 * (len(atoms) // 10)))
    return found


def digest(smiles: str) -> str:
    return hashlib.sha256(smiles.encode()).hexdigest()


def choose(candidates: dict[str, set[tuple]]) -> list[str]:
    """A cover of all branches, the rarest first, then further candidates up to COUNT."""
    holders: dict[tuple, list[str]] = {}
    for smiles in sorted(candidates, key=digest):
        for branch in candidates[smiles]:
            holders.setdefault(branch, []).append(smiles)
    chosen = [smiles for smiles in SMALL if smiles in candidates]
    covered = set().union(*(candidates[smiles] for smiles in chosen))
    for branch in sorted(holders, key=lambda branch: (len(holders[branch]), str(branch))):
        if branch not in covered:
            best = max(holders[branch], key=lambda smiles: len(candidates[smiles] - covered))
            chosen.append(best)
            covered |= candidates[best]
    rest = iter(sorted(candidates.keys() - set(chosen), key=digest))
    while len(chosen) < COUNT:
        chosen.append(next(rest))
    return chosen


def main() -> None:
    smiles_file, old_file, new_file = (Path(argument).read_text().splitlines() for argument in sys.argv[1:4])
    candidates: dict[str, set[tuple]] = {}
    for smiles, old, new in zip(smiles_file, old_file, new_file, strict=True):
        if old == new and old != "null":
            perceived = json.loads(old)
            if len(perceived["atoms"]) <= LARGEST:
                candidates[smiles] = branches(smiles, perceived)
    print("\n".join(choose(candidates)))


if __name__ == "__main__":
    main()
