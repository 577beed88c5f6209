"""Desirabilities and scores as the PUMAS package computes them; run in an environment with pumas==1.3.0."""
import pathlib
import random

from pumas.aggregation import aggregation_catalogue
from pumas.desirability import desirability_catalogue

HERE = pathlib.Path(__file__).parent
random.seed(20261123)


def desirabilities():
    cases = []
    for low, high, k in [(0.0, 1.0, 0.25), (-6.0, -3.0, 0.5), (40.0, 90.0, 1.0), (2.0, 2.0, 1.0), (-1e3, 1e3, 0.75)]:
        cases.append(("sigmoid", "sigmoid", dict(low=low, high=high, k=k), (low, high), False))
        cases.append(("reverse_sigmoid", "sigmoid", dict(low=low, high=high, k=k), (low, high), True))
    for low, high, div, si, se in [(1.0, 3.0, 100.0, 150.0, 150.0), (1.0, 3.0, 1.0, 2.0, 0.5), (200.0, 500.0, 500.0, 20.0, 20.0),
                                   (-2.0, 5.0, 0.0, 1.0, 1.0), (4.0, 4.0, 10.0, 7.0, 30.0)]:
        cases.append(("double_sigmoid", "double_sigmoid", dict(low=low, high=high, coef_div=div, coef_si=si, coef_se=se), (low, high), False))
    for low, high in [(0.25, 0.75), (-5.5, -5.5), (0.0, 500.0)]:
        cases.append(("step", "step", dict(low=low, high=high), (low, high), False))
    cases.append(("right_step", "rightstep", dict(high=0.5), (0.0, 1.0), False))
    cases.append(("left_step", "leftstep", dict(low=0.5), (0.0, 1.0), False))
    for knots in ([(20.0, 0.0), (40.0, 1.0), (90.0, 1.0), (120.0, 0.0)], [(-6.0, 0.1), (-3.0, 0.9)]):
        cases.append(("linear", "multistep", dict(coordinates=knots), (knots[0][0], knots[-1][0]), False))

    lines = []
    for name, theirs, parameters, (low, high), reverse in cases:
        if theirs in ("rightstep", "leftstep"):
            curve = desirability_catalogue.get(theirs)(params=dict(low=0.5, high=0.5, shift=0.0))
        else:
            curve = desirability_catalogue.get(theirs)(params=dict(parameters, shift=0.0))
        span = (high - low) or 1.0
        values = [low, high, (low + high) / 2] + [low - span + 3 * span * random.random() for _ in range(12)]
        values = [float(f"{value:.4g}") for value in values]
        if name == "linear":
            toml = "knots = [" + ", ".join(f"[{x}, {d}]" for x, d in parameters["coordinates"]) + "]"
        else:
            toml = ", ".join(f"{key} = {value}" for key, value in parameters.items())
        cells = [f'type = "{name}", {toml}']
        for value in values:
            desirability = curve.compute_numeric(float(value))
            cells += [repr(value), repr(1 - desirability if reverse else desirability)]
        lines.append("\t".join(cells))
    (HERE / "desirability.tsv").write_text("\n".join(lines) + "\n")


def scores():
    lines = []
    for name, theirs in [("geometric", "geometric_mean"), ("arithmetic", "arithmetic_mean"),
                         ("harmonic", "harmonic_mean"), ("product", "product")]:
        aggregate = aggregation_catalogue.get(theirs)()
        for k in (1, 2, 3, 7, 12):
            values = [round(random.uniform(0.01, 1), 4) for _ in range(k)]
            weights = [round(random.uniform(0.1, 5), 3) for _ in range(k)]
            score = aggregate.compute_numeric(values=values, weights=weights)
            cells = [name, repr(score)] + [repr(cell) for pair in zip(values, weights) for cell in pair]
            lines.append("\t".join(cells))
    (HERE / "score.tsv").write_text("\n".join(lines) + "\n")


desirabilities()
scores()
