#!/usr/bin/env python3
"""ASE's own relaxations of small crystals under a pair potential: every point of FIRE's and L-BFGS's way.

    python make_golden.py > relaxations.jsonl     in the environment of models/chgnet/requirements.txt
"""

from __future__ import annotations

import itertools
import json

import numpy
from ase import Atoms
from ase.calculators.calculator import Calculator, all_changes
from ase.filters import FrechetCellFilter
from ase.optimize import FIRE, LBFGS

DEPTH, STEEPNESS = 0.5, 3.0  # eV, 1/angstrom
IMAGES = numpy.array(list(itertools.product(range(-3, 4), repeat=3)), dtype=float)


def rest_length(one: int, other: int) -> float:
    """Where the Morse potential of two elements is least, in angstrom."""
    return 1.5 + 0.02 * (one + other)


class PairPotential(Calculator):
    """Morse between every two sites and all images of the second up to three cells away, without a cutoff."""

    implemented_properties = ["energy", "forces", "stress"]

    def calculate(self, atoms=None, properties=None, system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        cell, places, numbers = atoms.cell.array, atoms.positions, atoms.numbers
        energy, forces, strain = 0.0, numpy.zeros_like(places), numpy.zeros((3, 3))
        for i, j in itertools.product(range(len(places)), repeat=2):
            vectors = places[i] - (places[j] + IMAGES @ cell)
            lengths = numpy.linalg.norm(vectors, axis=1)
            real = numpy.ones(len(lengths), dtype=bool) if i != j else lengths > 1e-9
            vectors, lengths = vectors[real], lengths[real]
            decay = numpy.exp(-STEEPNESS * (lengths - rest_length(int(numbers[i]), int(numbers[j]))))
            energy += 0.5 * DEPTH * float(((1 - decay) ** 2 - 1).sum())
            slopes = (DEPTH * STEEPNESS * (1 - decay) * decay / lengths)[:, None] * vectors  # half of both ends
            forces[i] -= slopes.sum(axis=0)
            forces[j] += slopes.sum(axis=0)
            strain += vectors.T @ slopes
        stress = strain / atoms.get_volume()
        self.results = {"energy": energy, "forces": forces,
                        "stress": numpy.array([stress[0, 0], stress[1, 1], stress[2, 2], stress[1, 2], stress[0, 2], stress[0, 1]])}


CRYSTALS = {
    "two sites, triclinic": Atoms(numbers=[12, 8], cell=[[2.5, 0.1, 0.0], [0.2, 2.6, 0.1], [-0.1, 0.2, 2.4]],
                                  scaled_positions=[[0.02, 0.0, 0.03], [0.47, 0.55, 0.49]], pbc=True),
    "five sites, off their places": Atoms(numbers=[20, 22, 8, 8, 8], cell=[[4.6, 0, 0], [0, 4.3, 0.1], [0.2, 0, 4.8]],
                                          scaled_positions=[[0.03, 0, 0.01], [0.5, 0.52, 0.46], [0.5, 0.45, 0.02], [0.55, 0, 0.5], [0, 0.5, 0.55]],
                                          pbc=True),
}
CASES = [("fire", True, 0.0), ("fire", True, 20.0), ("fire", False, 0.0), ("lbfgs", True, 0.0), ("lbfgs", False, 0.0)]
GIGAPASCAL = 1 / 160.21766208


def near_its_minimum(crystal: Atoms) -> Atoms:
    """Where every curvature is positive: elsewhere ASE's L-BFGS keeps pairs that furui's leaves out."""
    atoms = crystal.copy()
    atoms.calc = PairPotential()
    FIRE(FrechetCellFilter(atoms), logfile=None).run(fmax=0.001, steps=2000)
    atoms.set_cell(atoms.cell.array * 1.01, scale_atoms=True)
    atoms.positions += 0.03 * numpy.sin(numpy.arange(3.0 * len(atoms))).reshape(-1, 3)
    return atoms


def main() -> None:
    for (name, crystal), (optimizer, relax_cell, pressure) in itertools.product(CRYSTALS.items(), CASES):
        atoms = near_its_minimum(crystal) if optimizer == "lbfgs" else crystal.copy()
        start = atoms.copy()
        atoms.calc = PairPotential()
        moved = FrechetCellFilter(atoms, scalar_pressure=pressure * GIGAPASCAL) if relax_cell else atoms
        points: dict[str, list[float]] = {"energy_per_atom": [], "largest_force": [], "volume": []}

        def note() -> None:
            points["energy_per_atom"].append(atoms.get_potential_energy() / len(atoms))
            points["largest_force"].append(float(numpy.sqrt((moved.get_forces() ** 2).sum(axis=1).max())))
            points["volume"].append(atoms.get_volume())

        run = (FIRE if optimizer == "fire" else LBFGS)(moved, logfile=None)
        run.attach(note)
        converged = bool(run.run(fmax=0.002, steps=200))
        print(json.dumps({"name": name, "optimizer": optimizer, "relax_cell": relax_cell, "pressure_gpa": pressure, "fmax": 0.002, "steps": 200,
                          "atomic_numbers": start.numbers.tolist(), "lattice": start.cell.array.tolist(),
                          "fractional": start.get_scaled_positions(wrap=False).tolist(), "converged": converged, **points,
                          "final_lattice": atoms.cell.array.tolist()}))


if __name__ == "__main__":
    main()
