#!/usr/bin/env python3
"""Writes the same crystals as CIF, extended XYZ, pymatgen JSON and OPTIMADE JSON by the libraries whose formats they are.

    python make_golden.py ../../../../shared/data/crystals
"""
import io
import json
import pathlib
import sys
import warnings

import ase.io
from pymatgen.core import Structure
from pymatgen.io.ase import AseAtomsAdaptor
from pymatgen.io.cif import CifWriter
from pymatgen.io.optimade import OptimadeStructureAdapter

HERE = pathlib.Path(__file__).parent
NAMES = ["aflow/AB_cF8_225_a_b-NaCl.cif", "aflow/A2B_hP9_152_c_a-SiO2.cif", "aflow/AB2_hP3_164_a_d-CdI2.cif",
         "aflow/AB3C_cP5_221_a_c_b-CaTiO3.cif", "aflow/A2B_aP6_2_2i_i-PI2.cif", "aflow/ABC2_tI16_122_a_b_d-FeCuS2.cif"]


def main():
    warnings.filterwarnings("ignore")
    folder = pathlib.Path(sys.argv[1])
    structures = [Structure.from_file(folder / name) for name in NAMES]
    ids = [name.split("-")[-1].removesuffix(".cif") for name in NAMES]
    cifs = [str(CifWriter(structure)).replace("data_" + structure.composition.reduced_formula, "data_" + name, 1)
            for structure, name in zip(structures, ids)]
    (HERE / "structures.cif").write_text("".join(cifs))
    frames = io.StringIO()
    for structure in structures:
        ase.io.write(frames, AseAtomsAdaptor.get_atoms(structure), format="extxyz")
    (HERE / "structures.extxyz").write_text(frames.getvalue())
    (HERE / "structures.pymatgen.json").write_text(json.dumps([structure.as_dict() for structure in structures], indent=1) + "\n")
    data = []
    for structure, name in zip(structures, ids):
        attributes = json.loads(json.dumps(dict(OptimadeStructureAdapter.get_optimade_structure(structure)["attributes"]), default=str))
        data.append({"id": name, "type": "structures", "attributes": attributes})
    (HERE / "structures.optimade.json").write_text(json.dumps({"data": data, "meta": {"api_version": "1.2.0"}}, indent=1) + "\n")


if __name__ == "__main__":
    main()
