"""Molecule graphs from RDKit in furui's stored form (services/screening/core/molecule_graph.h, version 1)."""

import struct

from rdkit import Chem

_HYBRIDIZATION = {"UNSPECIFIED": 0, "S": 1, "SP": 2, "SP2": 3, "SP3": 4, "SP2D": 5, "SP3D": 6, "SP3D2": 7, "OTHER": 8}
_ORDER = {"SINGLE": 1, "DOUBLE": 2, "TRIPLE": 3, "AROMATIC": 4, "DATIVE": 5, "ZERO": 6}


def graph_bytes(molecule: Chem.Mol) -> bytes:
    """The stored form: version byte, counts, then 14 bytes an atom and 7 a bond, little endian."""
    parts = [struct.pack("<BHH", 1, molecule.GetNumAtoms(), molecule.GetNumBonds())]
    for atom in molecule.GetAtoms():
        parts.append(
            struct.pack(
                "<BBbBBBBBHf",
                atom.GetAtomicNum(),
                atom.GetTotalDegree(),
                atom.GetFormalCharge(),
                int(atom.GetChiralTag()),
                atom.GetTotalNumHs(),
                _HYBRIDIZATION[str(atom.GetHybridization())],
                atom.GetIsAromatic(),
                atom.IsInRing(),
                atom.GetIsotope(),
                atom.GetMass(),
            )
        )
    for bond in molecule.GetBonds():
        parts.append(
            struct.pack(
                "<HHBBB",
                bond.GetBeginAtomIdx(),
                bond.GetEndAtomIdx(),
                _ORDER.get(str(bond.GetBondType()), 0),
                int(bond.GetStereo()),
                int(bond.GetIsConjugated()) | int(bond.IsInRing()) << 1,
            )
        )
    return b"".join(parts)
