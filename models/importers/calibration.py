"""Calibrators of one property's predictions, fitted on measured values; what they do is stated in ../README.md.

All arrays are float64 [rows] without missing values: `value` and `std` as the model predicts them (std None where it has
none), `measured`. Fitted numbers are rounded to 9 digits, so that they do not depend on the machine's order of summation.
"""

from __future__ import annotations

import hashlib
import math
from statistics import NormalDist
from typing import Any, Callable, Sequence

import numpy

Array = numpy.ndarray
LEVEL = 0.9
FOLDS = 5
BINS = 10
TASK_OF = {"z-scaling": "regression", "split-conformal": "regression", "isotonic": "binary"}


def default_type(task: str, has_std: bool) -> str:
    """The calibrator of a regression or binary property where none is named."""
    return "isotonic" if task == "binary" else "z-scaling" if has_std else "split-conformal"


def _rounded(number: float) -> float:
    return float(f"{number:.9g}")


def fit_z_scaling(value: Array, std: Array, measured: Array) -> dict[str, Any]:
    """The factor of the standard deviations under which the measured values are most likely, as chemprop's `zscaling`
    minimises it (Levi et al. 2022, eq. 9); it has a closed form: the root of the mean of z², z = (measured - value) / std."""
    return {"factor": _rounded(math.sqrt(numpy.mean(((measured - value) / std) ** 2)))}


def fit_split_conformal(value: Array, std: Array | None, measured: Array) -> dict[str, Any]:
    """Half of the width of an interval that holds a new measured value with a chance of at least LEVEL: the
    ceil((n + 1) LEVEL)-th smallest |measured - value|, divided by std where there is one (Lei et al. 2018, algorithm 2)."""
    scores = numpy.sort(abs(measured - value) / (1 if std is None else std))
    place = math.ceil(round((len(scores) + 1) * LEVEL, 9))  # 30 * 0.9 is no more than 27
    return {"level": LEVEL, "quantile": _rounded(scores[place - 1]), "scaled": std is not None}


def fit_isotonic(value: Array, _: Array | None, measured: Array) -> dict[str, Any]:
    """The non-decreasing function of the predicted probability that is nearest to the measured classes in least squares,
    by pool-adjacent-violators (Ayer et al. 1955); knots at both ends of each pool."""
    at, group = numpy.unique([_rounded(p) for p in value], return_inverse=True)
    pools: list[list[float]] = []  # first x, last x, sum, count
    for x, total, count in zip(at, numpy.bincount(group, measured), numpy.bincount(group)):
        pools.append([x, x, total, count])
        while len(pools) > 1 and pools[-2][2] * pools[-1][3] >= pools[-1][2] * pools[-2][3]:
            last = pools.pop()
            pools[-1] = [pools[-1][0], last[1], pools[-1][2] + last[2], pools[-1][3] + last[3]]
    knots = {x: _rounded(total / count) for first, end, total, count in pools for x in (first, end)}
    return {"x": [float(x) for x in knots], "y": list(knots.values())}


FIT: dict[str, Callable[..., dict[str, Any]]] = {
    "z-scaling": fit_z_scaling, "split-conformal": fit_split_conformal, "isotonic": fit_isotonic,
}  # fmt: skip


def calibrated(kind: str, fitted: dict[str, Any], value: Array, std: Array | None) -> tuple[Array, Array | None]:
    """Calibrated value and std; std None for binaries, whose figures do not need it."""
    if kind == "isotonic":
        return numpy.interp(value, fitted["x"], fitted["y"]), None
    if kind == "z-scaling":
        return value, fitted["factor"] * std
    half_width = fitted["quantile"] * (std if fitted["scaled"] else numpy.ones_like(value))
    return value, half_width / NormalDist().inv_cdf((1 + fitted["level"]) / 2)


def figures(task: str, value: Array, std: Array | None, measured: Array) -> dict[str, float]:
    """coverage90 of a regression: share of measured values within value ± 1.645 std; {} without std. Of a binary property
    ece, the mean over ten equal bins of |mean probability - share of class 1| (Guo et al. 2017), and brier, the mean
    squared difference."""
    if task == "regression":
        if std is None:
            return {}
        return {"coverage90": round(float(numpy.mean(abs(measured - value) <= NormalDist().inv_cdf(0.95) * std)), 4)}
    number = numpy.minimum((value * BINS).astype(int), BINS - 1)
    off = sum(abs((value - measured)[number == b].sum()) for b in range(BINS))
    return {"ece": round(float(off / len(value)), 4), "brier": round(float(numpy.mean((value - measured) ** 2)), 4)}


def fold_of(structure: str) -> int:
    """Fold of a molecule by its canonical SMILES: repeats of one molecule share a fold, and no order of rows matters."""
    return int.from_bytes(hashlib.sha256(structure.encode()).digest()[:8]) % FOLDS


def calibrate(kind: str, task: str, structures: Sequence[str], value: Array, std: Array | None, measured: Array) -> dict[str, Any]:
    """Fits on all rows. `before` are figures of the raw predictions; `after` of calibrated ones by cross-fitting: each fold
    is calibrated by what was fitted on the others."""
    fold = numpy.array([fold_of(structure) for structure in structures])
    after_value, after_std = value.copy(), None if kind == "isotonic" else numpy.zeros_like(value)
    for number in numpy.unique(fold):
        rest, part = fold != number, fold == number
        fitted = FIT[kind](value[rest], None if std is None else std[rest], measured[rest])
        after_value[part], spread = calibrated(kind, fitted, value[part], None if std is None else std[part])
        if after_std is not None:
            after_std[part] = spread
    return {
        "type": kind,
        **FIT[kind](value, std, measured),
        "rows": len(value),
        "before": figures(task, value, std, measured),
        "after": figures(task, after_value, after_std, measured),
    }
