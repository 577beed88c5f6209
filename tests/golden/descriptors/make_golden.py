#!/usr/bin/env python3
"""Computes descriptors.jsonl with RDKit's own Python functions; see README.md.

usage: /usr/bin/python3 make_golden.py > descriptors.jsonl
"""
import json
import os
import sys

from rdkit import Chem, RDConfig, RDLogger
from rdkit.Chem import Crippen, Descriptors, QED, rdMolDescriptors

sys.path.append(os.path.join(RDConfig.RDContribDir, "SA_Score"))
import sascorer  # noqa: E402

RDLogger.DisableLog("rdApp.*")

# Drugs, dyes, sugars and odd ones written for this purpose: rings, bridges, spiro atoms, charges, stereo, isotopes, metals.
MOLECULES = """
CC(=O)Oc1ccccc1C(=O)O
CN1C=NC2=C1C(=O)N(C(=O)N2C)C
CC(C)Cc1ccc(cc1)C(C)C(=O)O
CC(=O)Nc1ccc(O)cc1
CN1CCC[C@H]1c1cccnc1
C[C@]12CC[C@H]3[C@H]([C@@H]1CC[C@@H]2O)CCC4=CC(=O)CC[C@]34C
CN(C)C(=N)NC(=N)N
Clc1ccc(cc1)C(c1ccccc1)N1CCN(CC1)CCOCC(=O)O
CC1(C)S[C@@H]2[C@H](NC(=O)Cc3ccccc3)C(=O)N2[C@H]1C(=O)O
CN1C(=O)CN=C(c2ccccc2)c2cc(Cl)ccc12
CCOC(=O)N1CCC(=C2c3ccc(Cl)cc3CCc3cccnc32)CC1
COc1ccc2[nH]c(nc2c1)S(=O)Cc1ncc(C)c(OC)c1C
CC(C)NCC(O)COc1cccc2ccccc12
CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5
OC[C@H]1O[C@@H](O)[C@H](O)[C@@H](O)[C@@H]1O
NCCc1ccc(O)c(O)c1
CC(C)(C)NCC(O)c1ccc(O)c(CO)c1
Cc1ccc(cc1Nc1nccc(n1)-c1cccnc1)NC(=O)c1ccc(cc1)CN1CCN(C)CC1
CNC(=O)c1cc(ccn1)Oc1ccc(cc1)NC(=O)Nc1ccc(Cl)c(c1)C(F)(F)F
CCCCC(CC)COC(=O)c1ccccc1C(=O)OCC(CC)CCCC
CC(C)(c1ccc(O)cc1)c1ccc(O)cc1
O=[N+]([O-])c1ccc(cc1)N=Nc1ccc(cc1)N(C)C
C1CC2(CC1)OCCO2
C1CC2CCC1CC2
C1C2CC3CC1CC(C2)C3
C1CCCCCCCCCCC1
CC1CCCC(=O)CCCCCC(=O)O1
[O-]S(=O)(=O)c1ccccc1.[Na+]
C[N+](C)(C)CCO
[NH3+]CC([O-])=O
[13CH3]C([2H])([2H])O
c1ccc2c(c1)ccc1ccccc12
c1cc2ccc3cccc4ccc(c1)c2c34
O=C1c2ccccc2C(=O)c2ccccc12
C[Si](C)(C)O[Si](C)(C)C
FC(F)(F)C(F)(F)C(F)(F)C(F)(F)S(=O)(=O)O
OB(O)c1ccccc1
CP(=O)(OC)OC
CC(=O)SCCNC(=O)CCNC(=O)[C@H](O)C(C)(C)COP(=O)(O)OP(=O)(O)OC[C@H]1O[C@H]([C@H](O)[C@@H]1OP(=O)(O)O)n1cnc2c(N)ncnc12
CC(C)C[C@H](NC(=O)[C@H](Cc1ccccc1)NC(=O)CNC(=O)CNC(=O)[C@@H](N)Cc1ccc(O)cc1)C(=O)O
N[C@@H](CCC(=O)N[C@@H](CS)C(=O)NCC(=O)O)C(=O)O
CCCCCCCCCCCCCCCCCC(=O)OCC(O)CO
C/C=C/C(=O)N1CCOCC1
F/C=C\\F
O=C(/C=C/c1ccc(O)cc1)CC(=O)/C=C/c1ccc(O)cc1
S=C1NC(=O)C(S1)=Cc1ccccc1
O=C1C=CC(=O)C=C1
N#Cc1ccccc1C=C=C
C#CCN1CCCCC1
[H]OC([H])([H])C
[H][H]
O
[Na+].[Cl-]
[Cu+2].[O-]C(=O)C.[O-]C(=O)C
C[Hg]C
CC[S+](C)[O-]
c1ccsc1
c1cc[se]c1
Nc1ncnc2c1ncn2[C@@H]1O[C@H](CO)[C@@H](O)[C@H]1O
CCCC[N+]1(C)[C@H]2C[C@H](OC(=O)[C@H](CO)c3ccccc3)C[C@@H]1[C@H]1O[C@@H]21
*c1ccccc1
""".split()


def describe(molecule):
    weight = Descriptors.MolWt(molecule)
    logp = Crippen.MolLogP(molecule)
    tpsa = rdMolDescriptors.CalcTPSA(molecule)
    donors = rdMolDescriptors.CalcNumHBD(molecule)
    acceptors = rdMolDescriptors.CalcNumHBA(molecule)
    rotatable = rdMolDescriptors.CalcNumRotatableBonds(molecule)
    return {
        "molecular_weight": weight,
        "logP": logp,
        "tpsa": tpsa,
        "hbd": donors,
        "hba": acceptors,
        "rotatable_bonds": rotatable,
        "rings": rdMolDescriptors.CalcNumRings(molecule),
        "aromatic_rings": rdMolDescriptors.CalcNumAromaticRings(molecule),
        "heavy_atoms": molecule.GetNumHeavyAtoms(),
        "fsp3": rdMolDescriptors.CalcFractionCSP3(molecule),
        "qed": QED.weights_mean(molecule),
        "sa_score": sascorer.calculateScore(molecule),
        "lipinski_violations": (weight > 500) + (logp > 5) + (donors > 5) + (acceptors > 10),
        "veber_violations": (rotatable > 10) + (tpsa > 140),
        "formal_charge": Chem.GetFormalCharge(molecule),
    }


for smiles in MOLECULES:
    molecule = Chem.MolFromSmiles(smiles)
    assert molecule is not None, smiles
    print(json.dumps({"input": smiles, "values": describe(molecule)}))
