"""Fronts, crowding distances and hypervolumes as pymoo computes them; run in an environment with pymoo==0.6.2."""
import math
import pathlib
import random

import numpy
from pymoo.indicators.hv import HV
from pymoo.operators.survival.rank_and_crowding.metrics import calc_crowding_distance
from pymoo.util.dominator import Dominator
from pymoo.util.nds.non_dominated_sorting import NonDominatedSorting

HERE = pathlib.Path(__file__).parent
GOALS = ["minimize", "maximize", "target"]
TARGET = 0.25
random.seed(20261128)


class Constrained:
    """Domination by violation first, then by objectives: pymoo's own relation, for its own sort."""

    def __init__(self, violation):
        self.violation = numpy.array(violation)[:, None]

    def calc_domination_matrix(self, costs):
        return Dominator.calc_domination_matrix_loop(costs, self.violation)


def costs_of(rows, goals):
    columns = []
    for column, goal in zip(zip(*rows), goals):
        column = numpy.array(column)
        columns.append({"minimize": column, "maximize": -column, "target": abs(column - TARGET)}[goal])
    return numpy.array(columns).T


def value(levels):
    """A multiple of 1/levels in [0, 1): few levels make equal values abound; a power of two is exact in float32."""
    return random.randrange(levels) / levels


def line(head, rows):
    return "\t".join([*map(str, head), *("{:.10g}".format(cell) for row in rows for cell in row)])


def fronts():
    """objectives, goals..., then rows of values, violation and front."""
    lines = []
    for objectives in range(1, 6):
        for levels, constrained, infinite in [(4, False, False), (1024, False, False), (8, True, False), (8, False, True)]:
            goals = [random.choice(GOALS) for _ in range(objectives)]
            rows = [[value(levels) for _ in goals] for _ in range(50)]
            if infinite:
                rows = [[random.choice([-math.inf, math.inf, x, x, x, x]) for x in row] for row in rows]
            # Violations differ: of equal ones pymoo compares the objectives, which Deb et al. 2002 do not.
            violation = [random.choice([0, 0, 1 + i / 64]) if constrained else 0 for i in range(len(rows))]
            # The default sort, moocore's, goes wrong on infinite costs of three objectives: for the rows (inf, 0, 1),
            # (inf, 0, 2), (inf, 1, 1) and (0, 0, 3) it says 0, 2, 1, 0. pymoo's sort by its own relation does not.
            plain = not constrained and not infinite
            sorting = NonDominatedSorting() if plain else NonDominatedSorting(dominator=Constrained(violation))
            _, front = sorting.do(costs_of(rows, goals), return_rank=True)
            lines.append(line([objectives, *goals], [[*row, v, f] for row, v, f in zip(rows, violation, front)]))
    (HERE / "fronts.tsv").write_text("\n".join(lines) + "\n")


def crowding():
    """objectives, goals..., then rows of values and distance: one front of different values, or one value throughout.

    pymoo's distance is the mean over objectives, the paper's the sum.
    """
    lines = []
    for objectives in range(1, 6):
        for constant in (False, True):
            goals = [random.choice(GOALS[:2]) for _ in range(objectives)]
            columns = [[level / 256 for level in random.sample(range(256), 25)] for _ in goals]
            if constant and objectives > 1:
                columns[-1] = [0.5] * 25
            rows = list(zip(*columns))
            distance = calc_crowding_distance(costs_of(rows, goals)) * objectives
            lines.append("\t".join([str(objectives), *goals, *(repr(float(cell)) for row, d in zip(rows, distance)
                                                               for cell in [*row, d])]))
    (HERE / "crowding.tsv").write_text("\n".join(lines) + "\n")


def hypervolumes():
    """objectives, goals..., reference..., volume, then rows of values."""
    lines = []
    for objectives in (2, 3):
        for levels, beyond in [(4, False), (1024, False), (1024, True), (16, True)]:
            goals = [random.choice(GOALS) for _ in range(objectives)]
            rows = [[value(levels) for _ in goals] for _ in range(40)]
            worst = {"minimize": 0.75 if beyond else 1, "maximize": 0.25 if beyond else 0, "target": 0.5 if beyond else 1}
            reference = [worst[goal] for goal in goals]
            costs = [-r if goal == "maximize" else r for r, goal in zip(reference, goals)]
            volume = HV(ref_point=numpy.array(costs, dtype=float)).do(costs_of(rows, goals))
            lines.append("\t".join([str(objectives), *goals, *map(str, reference), repr(float(volume)),
                                    *(str(cell) for row in rows for cell in row)]))
    (HERE / "hypervolume.tsv").write_text("\n".join(lines) + "\n")


fronts()
crowding()
hypervolumes()
