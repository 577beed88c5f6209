"""What is known of MEGNet's networks: properties, units, published errors, citations."""

from __future__ import annotations

from typing import Any

TITLES = {
    "megnet": "MEGNet: formation energy, band gaps of four fidelities, elastic moduli and Fermi energy of crystals",
    "megnet-disordered": "MEGNet for disordered crystals: band gaps of four fidelities, also with sites that elements share",
}
# What each training has seen: Po, At, Rn, Fr and Ra have kept the vectors that they were initialized with.
TRAINED_ELEMENTS = [*range(1, 84), *range(89, 95)]
TOLERANCE = 1e-4
CITATION = [
    "Chen C, Ye W, Zuo Y, Zheng C, Ong SP. Graph networks as a universal machine learning framework for molecules and "
    "crystals. Chemistry of Materials 2019, 31, 3564-3572. https://doi.org/10.1021/acs.chemmater.9b01294",
    "Chen C, Zuo Y, Ye W, Li X, Ong SP. Learning properties of ordered and disordered materials from multi-fidelity "
    "data. Nature Computational Science 2021, 1, 46-53. https://doi.org/10.1038/s43588-020-00002-x",
]
MP2019, MP2018 = "Materials Project of 2019-04-01, test split of {} crystals", "Materials Project of 2018-06-01, test split of {} crystals"
FIDELITIES = "test splits of Chen et al. 2021"


def prop(name: str, title: str, unit: str, error: float, dataset: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "title": title, "unit": unit, "task": "regression", "shape": [], "direction": "none"} | more | {
        "has_std": more.get("has_std", False), "tolerance": TOLERANCE, "quality": {"MAE": error, "dataset": dataset}}


def gaps(pbe: float, gllb_sc: float, hse: float, experiment: float) -> list[dict[str, Any]]:
    return [prop(f"band_gap_{name}", f"Band gap as {method}, mean of six networks", "eV", error, FIDELITIES, has_std=True)
            for name, method, error in (("pbe", "PBE has it", pbe), ("gllb_sc", "GLLB-SC has it", gllb_sc),
                                        ("hse", "HSE has it", hse), ("experiment", "measured", experiment))]


# Mean absolute errors from the README files beside the weights; a tenth of the data was the test split.
PROPERTIES = {
    "megnet": [
        prop("formation_energy_per_atom", "Formation energy of an atom, on the scale of the Materials Project of 2019", "eV/atom", 0.026, MP2019.format("13,342")),
        prop("band_gap", "Band gap as PBE has it, learned from crystals that have one", "eV", 0.33, MP2018.format("4,590")),
        *gaps(0.28, 0.48, 0.31, 0.38),
        prop("log10_k", "Bulk modulus (Voigt-Reuss-Hill)", "log10(GPa)", 0.071, MP2019.format("1,218")),
        prop("log10_g", "Shear modulus (Voigt-Reuss-Hill)", "log10(GPa)", 0.124, MP2019.format("1,218")),
        prop("fermi_energy", "Fermi energy, on the scale of each crystal's own calculation", "eV", 0.288, MP2019.format("6,668")),
    ],
    # Of ordered crystals; measured gaps of disordered ones are off by 0.51 ± 0.11 eV.
    "megnet-disordered": gaps(0.27, 0.47, 0.30, 0.37),
}
