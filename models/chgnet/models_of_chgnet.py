"""What is known of each CHGNet model: names, properties, units, published errors, citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PAPER = (
    "Deng B, Zhong P, Jun K, Riebesell J, Han K, Bartel CJ, Ceder G. CHGNet as a pretrained universal neural network "
    "potential for charge-informed atomistic modelling. Nature Machine Intelligence 2023, 5, 1031-1041. "
    "https://doi.org/10.1038/s42256-023-00716-3"
)
R2SCAN_PAPER = (
    "Huang X, Deng B, Zhong P, Kaplan AD, Persson KA, Ceder G. Cross-functional transferability in foundation machine "
    "learning interatomic potentials. npj Computational Materials 2025."
)


@dataclass(frozen=True)
class Model:
    """Mean absolute errors on the test split, from the README beside the weights in the wheel."""

    version: str
    title: str
    dataset: str
    energy_error: float   # eV/atom
    force_error: float    # eV/angstrom, a component
    stress_error: float   # GPa, a component
    moment_error: float   # Bohr magnetons, an atom
    citation: list[str]


MODELS = {
    "chgnet": Model("0.3.0", "CHGNet: energy, forces, stress and magnetic moments of crystals, as PBE and PBE+U give them",
                    "MPtrj, test split", 0.029, 0.068, 0.314, 0.037, [PAPER]),
    "chgnet-0-2-0": Model("0.2.0",
                          "CHGNet 0.2.0, of the paper: energy, forces, stress and magnetic moments of crystals, as PBE and PBE+U give them",
                          "MPtrj, test split", 0.030, 0.077, 0.348, 0.032, [PAPER]),
    "chgnet-r2scan": Model("2025-09-21",
                           "CHGNet r2SCAN: energy, forces, stress and magnetic moments of crystals, as r2SCAN gives them",
                           "MP-r2SCAN, test split", 0.01676, 0.03846, 0.167, 0.023, [R2SCAN_PAPER, PAPER]),
}


def properties(model: Model) -> list[dict[str, Any]]:
    """The manifest's `properties`. Tolerances: what float32 may cost; see card.md."""
    plain = {"task": "regression", "shape": [], "direction": "none"}
    return [
        {"name": "energy_per_atom", "title": "Energy of an atom, on the scale of the training data", "unit": "eV/atom"}
        | plain | {"has_std": False, "tolerance": 1.5e-5, "quality": {"MAE": model.energy_error, "dataset": model.dataset}},
        {"name": "max_force", "title": "Largest force on an atom: how far the structure is from relaxed",
         "unit": "eV/angstrom"} | plain | {"lower_bound": 0, "has_std": False, "tolerance": 2.5e-4,
         "quality": {"MAE": model.force_error, "dataset": f"{model.dataset}; a force component"}},
        {"name": "pressure", "title": "Minus the mean of the stress's diagonal: positive where the cell wants to expand",
         "unit": "GPa"} | plain | {"has_std": False, "tolerance": 1.5e-3,
         "quality": {"MAE": model.stress_error, "dataset": f"{model.dataset}; a stress component"}},
        {"name": "mean_magnetic_moment", "title": "Mean over the atoms of the size of their magnetic moment",
         "unit": "uB/atom"} | plain | {"lower_bound": 0, "has_std": False, "tolerance": 1e-4,
         "quality": {"MAE": model.moment_error, "dataset": f"{model.dataset}; an atom's moment"}},
    ]


def fields(model: Model) -> list[dict[str, Any]]:
    """The manifest's `fields`: outputs of a site, or of the cell, that are no single number."""
    return [
        {"name": "forces", "title": "Force on each atom, cartesian", "unit": "eV/angstrom", "shape": ["sites", 3],
         "tolerance": 1.5e-4, "quality": {"MAE": model.force_error, "dataset": model.dataset}},
        {"name": "stress", "title": "(1/V) dE/d(strain): positive on the diagonal where the cell wants to shrink",
         "unit": "GPa", "shape": [3, 3], "tolerance": 1.5e-3,
         "quality": {"MAE": model.stress_error, "dataset": model.dataset}},
        {"name": "magnetic_moments", "title": "Size of each atom's magnetic moment, without a sign", "unit": "uB",
         "shape": ["sites"], "tolerance": 1e-4, "quality": {"MAE": model.moment_error, "dataset": model.dataset}},
    ]
