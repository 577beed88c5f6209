#!/usr/bin/env python3
"""What one RDKit perceives in molecules, so that two RDKit versions can be compared.

    python perceive.py < smiles.txt > perceived.jsonl

One line in (a SMILES), one line out: `null` where RDKit refuses, otherwise {"atoms": [...], "bonds": [...]} with
everything that chemprop's featurizers read. Runs on RDKit 2022.09 and later.
"""

from __future__ import annotations

import json
import sys

from rdkit import Chem, RDLogger


def perceive(smiles: str) -> dict | None:
    """Atoms as [element, degree, charge, chirality, hydrogens, hybridization, aromatic, in ring, mass] and bonds as
    [begin, end, order, stereo, conjugated, in ring], in input order."""
    molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:
        return None
    return {
        "atoms": [
            [
                atom.GetSymbol(),
                atom.GetTotalDegree(),
                atom.GetFormalCharge(),
                str(atom.GetChiralTag()),
                atom.GetTotalNumHs(),
                str(atom.GetHybridization()),
                atom.GetIsAromatic(),
                atom.IsInRing(),
                atom.GetMass(),
            ]
            for atom in molecule.GetAtoms()
        ],
        "bonds": [
            [
                bond.GetBeginAtomIdx(),
                bond.GetEndAtomIdx(),
                str(bond.GetBondType()),
                str(bond.GetStereo()),
                bond.GetIsConjugated(),
                bond.IsInRing(),
            ]
            for bond in molecule.GetBonds()
        ],
    }


def main() -> None:
    RDLogger.DisableLog("rdApp.*")
    for line in sys.stdin:
        print(json.dumps(perceive(line.rstrip("\n"))))


if __name__ == "__main__":
    main()
