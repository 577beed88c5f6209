#!/usr/bin/env python3
"""Makes the committed part of a stability package: manifest.json, and golden.jsonl by pymatgen's PhaseDiagram.

    python make_package.py --package chgnet-stability          after make_references.py; also for chgnet-r2scan-stability

Runs in an environment with ../chgnet/requirements.txt. Building or running furui needs neither.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pymatgen.analysis.phase_diagram import PDEntry, PhaseDiagram
from pymatgen.core import Composition

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "importers"))

from package import manifest_text, sha256  # noqa: E402

SEED = 20261128
SYSTEMS = ("Li O", "Na Cl", "Fe", "Ti C", "Li Co O", "Li Mn O", "Mg Si O", "Ba Ti O", "Li Mn Ni O", "La Sr Fe O", "Li Ni Mn Co O", "Y Ba Cu O", "K Mg Al Si O H")


def random_entries(elements: list[str], energies: dict[str, float], chance: random.Random) -> list[dict[str, Any]]:
    """Phases of up to all of the elements, most of them bound by up to 2 eV/atom, some twice, some of one element."""
    entries = []
    for _ in range(chance.randint(3, 12) * len(elements)):
        chosen = chance.sample(elements, chance.randint(1, len(elements)))
        amounts = {element: chance.choice([1, 1, 1, 2, 2, 3, 4, 7]) for element in chosen}
        atoms = sum(amounts.values())
        bound = chance.uniform(-2, 0.3) if len(chosen) > 1 else chance.uniform(-0.05, 0.4)
        energy = sum(energies[element] * amount for element, amount in amounts.items()) / atoms + bound
        entries.append({"atoms": amounts, "energy_per_atom": round(energy, 9)})
        if chance.random() < 0.2:  # another phase of the same composition
            entries.append({"atoms": amounts, "energy_per_atom": round(energy + chance.choice([0, 0.01, -0.02]), 9)})
    return entries


def golden_line(entries: list[dict[str, Any]], energies: dict[str, float]) -> str:
    """Formation energy and energy above the hull of each entry, the elements' reference states being there too."""
    phases = [PDEntry(Composition(entry["atoms"]), entry["energy_per_atom"] * sum(entry["atoms"].values())) for entry in entries]
    elements = sorted({element for entry in entries for element in entry["atoms"]})
    states = {element: PDEntry(Composition(element), energies[element]) for element in elements}
    diagram = PhaseDiagram([*phases, *states.values()])

    def formation(phase: PDEntry) -> float:
        return float(phase.energy_per_atom - sum(share * energies[element.symbol] for element, share in phase.composition.fractional_composition.items()))

    return json.dumps({"entries": entries, "values": [[formation(phase), float(diagram.get_e_above_hull(phase))] for phase in phases]})


# Of CHGNet 0.3.0, FIRE through the Frechet cell filter, at most 500 steps, against the hull of the Materials Project by DFT, where an
# error of the formation energy is one of the energy above the hull: models/chgnet/chgnet-0.3.0.yml of Matbench Discovery 1.0.0.
WBM = {"dataset": "WBM, unique prototypes (Matbench Discovery): relaxed by CHGNet, the hull by DFT", "n": 215488}
PUBLISHED: dict[str, dict[str, Any]] = {
    "chgnet-stability": {
        "formation": {"MAE": 0.063} | WBM,
        "hull": {"MAE": 0.063, "R2": 0.689} | WBM,
        "citation": ["Riebesell J, Goodall REA, Benner P, et al. A framework to evaluate machine learning crystal stability predictions. Nat. Mach. Intell. 2025, 7, 836-847. https://doi.org/10.1038/s42256-025-01055-1"],
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--package", choices=("chgnet-stability", "chgnet-r2scan-stability"), required=True)
    name = parser.parse_args().package
    folder, energy_model = HERE.parent / name, name.removesuffix("-stability")
    of_energies = json.loads((HERE.parent / energy_model / "manifest.json").read_text())
    references = json.loads((folder / "references.json").read_text())
    energies = {state["symbol"]: state["energy_per_atom"] for state in references["elements"]}
    chance = random.Random(SEED)
    lines = [golden_line(random_entries(system.split(), energies, chance), energies) for system in SYSTEMS]
    (folder / "golden.jsonl").write_text("\n".join(lines) + "\n")
    published = PUBLISHED.get(name, {})
    plain = {"unit": "eV/atom", "task": "regression", "shape": [], "direction": "lower", "has_std": False, "tolerance": 1e-6}
    manifest: dict[str, Any] = {
        "format": 1,
        "name": name,
        "version": of_energies["version"],
        "title": f"Formation energy and energy above the hull, by the energies of {energy_model}",
        "input": "crystal",
        "networks": [{"name": "hull", "architecture": "hull", "members": 1,
                      "parameters": {"energies": f"{energy_model}/{of_energies['version']}", "property": "energy_per_atom"},
                      "properties": ["formation_energy_per_atom", "energy_above_hull"]}],
        "properties": [
            {"name": "formation_energy_per_atom", "title": "Energy of formation from the elements' reference states"} | plain | {"quality": published.get("formation", {})},
            {"name": "energy_above_hull", "title": "Energy above the mixture of competing phases that is lowest"} | plain | {"lower_bound": 0, "quality": published.get("hull", {})},
        ],
        "licence": of_energies["licence"],
        "citation": of_energies["citation"] + published.get("citation", []),
        "reference": {name: version(name) for name in ("pymatgen", "numpy")} | references["made_with"],
        "files": {file: sha256((folder / file).read_bytes()) for file in ("card.md", "golden.jsonl", "references.json")},
    }
    (folder / "manifest.json").write_bytes(manifest_text(manifest))


if __name__ == "__main__":
    main()
