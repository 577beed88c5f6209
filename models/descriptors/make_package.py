#!/usr/bin/env python3
"""Makes the committed part of this package: manifest.json, and golden.jsonl by RDKit's own Python functions.

    /usr/bin/python3 make_package.py                  everything
    /usr/bin/python3 make_package.py --manifest-only  keeps golden.jsonl and its reference versions

Runs on Debian's RDKit (python3-rdkit, rdkit-data), the version that the service reads molecules with.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Callable

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "importers"))

from package import golden_line, manifest_text, sha256  # noqa: E402

FRAGMENTS = {
    "package": "rdkit-data",
    "version": "202209.3-1",
    "file": "Contrib/SA_Score/fpscores.pkl.gz",
    "sha256": "12556931eb2b909c099639dd866e5a85cb68bb2b4e3433ea6de0e267f9afd077",
}
CITATION = [
    "RDKit: Open-source cheminformatics. https://www.rdkit.org",
    "Wildman SA, Crippen GM. Prediction of physicochemical parameters by atomic contributions. J. Chem. Inf. Comput. "
    "Sci. 1999, 39(5), 868-873. https://doi.org/10.1021/ci990307l",
    "Ertl P, Rohde B, Selzer P. Fast calculation of molecular polar surface area as a sum of fragment-based "
    "contributions. J. Med. Chem. 2000, 43(20), 3714-3717. https://doi.org/10.1021/jm000942e",
    "Bickerton GR, Paolini GV, Besnard J, Muresan S, Hopkins AL. Quantifying the chemical beauty of drugs. Nat. Chem. "
    "2012, 4, 90-98. https://doi.org/10.1038/nchem.1243",
    "Ertl P, Schuffenhauer A. Estimation of synthetic accessibility score of drug-like molecules based on molecular "
    "complexity and fragment contributions. J. Cheminform. 2009, 1, 8. https://doi.org/10.1186/1758-2946-1-8",
    "Lipinski CA, Lombardo F, Dominy BW, Feeney PJ. Experimental and computational approaches to estimate solubility "
    "and permeability in drug discovery and development settings. Adv. Drug Deliv. Rev. 1997, 23, 3-25. "
    "https://doi.org/10.1016/S0169-409X(96)00423-1",
    "Veber DF, Johnson SR, Cheng HY, Smith BR, Ward KW, Kopple KD. Molecular properties that influence the oral "
    "bioavailability of drug candidates. J. Med. Chem. 2002, 45(12), 2615-2623. https://doi.org/10.1021/jm020017n",
]

# name: (title, unit, direction, lower bound, upper bound)
PROPERTIES: dict[str, tuple[str, str, str, float | None, float | None]] = {
    "molecular_weight": ("molecular weight, natural isotope abundance unless isotopes are given", "Da", "none", 0.0, None),
    "logP": ("octanol/water partition by atomic contributions (Crippen)", "1", "none", None, None),
    "tpsa": ("topological polar surface area (N and O)", "Å^2", "none", 0.0, None),
    "hbd": ("hydrogen-bond donors", "1", "none", 0.0, None),
    "hba": ("hydrogen-bond acceptors", "1", "none", 0.0, None),
    "rotatable_bonds": ("rotatable bonds, amide bonds not counted", "1", "none", 0.0, None),
    "rings": ("rings (smallest set)", "1", "none", 0.0, None),
    "aromatic_rings": ("aromatic rings", "1", "none", 0.0, None),
    "heavy_atoms": ("atoms that are not hydrogen", "1", "none", 0.0, None),
    "fsp3": ("share of carbons that are sp3", "1", "none", 0.0, 1.0),
    "qed": ("quantitative estimate of drug-likeness, mean weights", "1", "higher", 0.0, 1.0),
    "sa_score": ("synthetic accessibility, 1 easy to 10 hard", "1", "lower", 1.0, 10.0),
    "lipinski_violations": ("rule of five: violations of 4", "1", "lower", 0.0, 4.0),
    "veber_violations": ("Veber's rule: violations of 2", "1", "lower", 0.0, 2.0),
    "formal_charge": ("net formal charge", "1", "none", None, None),
}


def functions() -> dict[str, Callable[[Any], float]]:
    """RDKit's own function of each property."""
    from rdkit import Chem, RDConfig
    from rdkit.Chem import Crippen, Descriptors, QED, rdMolDescriptors

    sys.path.append(str(Path(RDConfig.RDContribDir) / "SA_Score"))
    import sascorer

    weight, logp = Descriptors.MolWt, Crippen.MolLogP
    tpsa, rotatable = rdMolDescriptors.CalcTPSA, rdMolDescriptors.CalcNumRotatableBonds
    donors, acceptors = rdMolDescriptors.CalcNumHBD, rdMolDescriptors.CalcNumHBA
    return {
        "molecular_weight": weight,
        "logP": logp,
        "tpsa": tpsa,
        "hbd": donors,
        "hba": acceptors,
        "rotatable_bonds": rotatable,
        "rings": rdMolDescriptors.CalcNumRings,
        "aromatic_rings": rdMolDescriptors.CalcNumAromaticRings,
        "heavy_atoms": lambda molecule: molecule.GetNumHeavyAtoms(),
        "fsp3": rdMolDescriptors.CalcFractionCSP3,
        "qed": QED.weights_mean,
        "sa_score": sascorer.calculateScore,
        "lipinski_violations": lambda m: (weight(m) > 500) + (logp(m) > 5) + (donors(m) > 5) + (acceptors(m) > 10),
        "veber_violations": lambda m: (rotatable(m) > 10) + (tpsa(m) > 140),
        "formal_charge": Chem.GetFormalCharge,
    }


def golden(smiles: list[str]) -> str:
    """golden.jsonl: one line a molecule; null where RDKit's own function fails."""
    from rdkit import Chem, RDLogger

    RDLogger.DisableLog("rdApp.*")
    of = functions()
    lines = []
    for text in smiles:
        molecule = Chem.MolFromSmiles(text)
        assert molecule is not None, text
        values: list[float | None] = []
        for name in PROPERTIES:
            try:
                values.append(float(of[name](molecule)))
            except (ArithmeticError, ValueError) as error:
                print(f"{text}: {name}: {error}", file=sys.stderr)
                values.append(None)
        lines.append(golden_line(text, values, None))
    return "\n".join(lines) + "\n"


def properties() -> list[dict[str, Any]]:
    """The manifest's `properties`."""
    entries = []
    for name, (title, unit, direction, lower, upper) in PROPERTIES.items():
        entry: dict[str, Any] = {"name": name, "title": title, "unit": unit, "task": "regression", "shape": []}
        entry |= {"direction": direction}
        entry |= {key: bound for key, bound in (("lower_bound", lower), ("upper_bound", upper)) if bound is not None}
        entries.append(entry | {"has_std": False, "quality": {}})
    return entries


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--manifest-only", action="store_true", help="keep golden.jsonl and its reference versions")
    if parser.parse_args().manifest_only:
        reference = json.loads((HERE / "manifest.json").read_text())["reference"]
    else:
        import rdkit

        smiles = (HERE.parent / "golden_inputs" / "molecules.smi").read_text().split()
        (HERE / "golden.jsonl").write_text(golden(smiles))
        reference = {"rdkit": rdkit.__version__}
    manifest = {
        "format": 1,
        "name": "descriptors",
        "version": "1",
        "title": "Descriptors without weights: size, polarity, flexibility, drug-likeness, synthetic accessibility",
        "input": "molecule",
        "networks": [
            {
                "name": "descriptors",
                "architecture": "descriptors",
                "parameters": {},
                "members": 0,
                "properties": list(PROPERTIES),
            }
        ],
        "properties": properties(),
        "domain": {},
        "refused_elements": [],
        "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause"},
        "citation": CITATION,
        "source": FRAGMENTS,
        "reference": reference,
        "tolerance": 1e-5,
        "files": {name: sha256((HERE / name).read_bytes()) for name in ("card.md", "golden.jsonl")},
    }
    (HERE / "manifest.json").write_bytes(manifest_text(manifest))


if __name__ == "__main__":
    main()
