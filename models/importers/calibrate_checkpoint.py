"""Fits a calibrator for each property of a checkpoint for which a file holds measured values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy

from calibration import TASK_OF, calibrate, default_type
from measured_file import MeasuredFile, listed, read_measured
from refusal import Refusal

LEAST_ROWS = 30
STRUCTURE_OPTION = "--calibration-structure"

Predict = Callable[[Sequence[str]], tuple[numpy.ndarray, numpy.ndarray | None]]


@dataclass(frozen=True)
class CalibrationChoice:
    """file of measured molecules; its column of structures (None: found by name); calibrator (None: by the task)."""

    file: Path
    structure: str | None = None
    calibrator: str | None = None


def _chosen_type(entry: Mapping[str, Any], calibrator: str | None) -> str:
    if entry["task"] == "multiclass":
        raise Refusal(f"property '{entry['name']}' is multiclass, for which there is no calibrator; leave its column away")
    kind = calibrator or default_type(entry["task"], entry["has_std"])
    if TASK_OF[kind] != entry["task"]:
        raise Refusal(f"--calibrator {kind} is for {TASK_OF[kind]} properties; '{entry['name']}' is {entry['task']}")
    if kind == "z-scaling" and not entry["has_std"]:
        raise Refusal(f"--calibrator z-scaling needs a standard deviation, and the model gives none for '{entry['name']}'; split-conformal does without")
    return kind


def _require_varied(file: str, name: str, task: str, measured: numpy.ndarray) -> None:
    advice = "leave the column away to keep the property as it is"
    if len(measured) < LEAST_ROWS:
        raise Refusal(f"{file}: property '{name}' has {len(measured)} measured molecules; a calibrator needs {LEAST_ROWS} or more; or {advice}")
    if task == "binary" and not numpy.isin(measured, (0, 1)).all():
        raise Refusal(f"{file}: property '{name}' is binary: expected 0 or 1, got {measured[~numpy.isin(measured, (0, 1))][0]:g}")
    if (measured == measured[0]).all():
        raise Refusal(f"{file}: all measured values of '{name}' are {measured[0]:g}; nothing can be calibrated by them: {advice}")


def _calibrate_column(
    measured: MeasuredFile, entry: Mapping[str, Any], kind: str, structures: Sequence[str], value: numpy.ndarray, std: numpy.ndarray | None
) -> dict[str, Any]:
    name, numbers = entry["name"], measured.numbers(entry["name"])
    wanted = numpy.isfinite(numbers) & numpy.array([text != "" for text in structures])
    if kind != "isotonic" and std is not None:
        certain = wanted & ~(std > 0)
        if certain.any():
            print(f"{name}: {certain.sum()} molecules have a standard deviation of 0 and are left out", flush=True)
        wanted &= std > 0
    _require_varied(measured.name, name, entry["task"], numbers[wanted])
    if entry["task"] == "binary" and value[wanted].min() == value[wanted].max():
        raise Refusal(f"{measured.name}: the model gives every molecule the same probability of '{name}'; there is nothing to calibrate")
    fitted = calibrate(
        kind, entry["task"], [text for text, used in zip(structures, wanted) if used], value[wanted],
        None if std is None else std[wanted], numbers[wanted],
    )  # fmt: skip
    said = "; ".join(f"{figure} {fitted['before'].get(figure, 'none')} before, {number} after" for figure, number in fitted["after"].items())
    print(f"{name}: {kind} by {fitted['rows']} measured molecules; {said} (cross-fitted)", flush=True)
    rows = fitted.pop("rows")
    before, after = fitted.pop("before"), fitted.pop("after")
    return fitted | {"rows": rows, "dataset": measured.name, "before": before, "after": after}


def calibrations(
    choice: CalibrationChoice, entries: Sequence[Mapping[str, Any]], canonical: Callable[[str], str | None], predict: Predict
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Calibrators by property name, and the file as the manifest's `source` states it.

    entries    the manifest's properties, none multiclass but where its column is absent
    canonical  canonical SMILES of a structure; None where it cannot be read
    predict    values and std [molecules, properties] of SMILES, by the original library
    raises     Refusal saying what is lacking, and what to do
    """
    measured = read_measured(choice.file, choice.structure, STRUCTURE_OPTION)
    present = [entry for entry in entries if entry["name"] in measured.cells]
    if not present:
        names = [entry["name"] for entry in entries]
        raise Refusal(
            f"{measured.name} has no column for {listed(names)}: a column of measured values is named as its property is "
            f"(--properties renames properties); its columns: {listed(list(measured.cells))}"
        )
    for entry in entries:
        if entry not in present:
            print(f"{entry['name']}: {measured.name} has no column of this name; it stays uncalibrated", flush=True)
    kinds = [_chosen_type(entry, choice.calibrator) for entry in present]
    structures = [canonical(text) or "" for text in measured.structures]
    unread = [line for line, text in zip(measured.lines, structures) if not text]
    if unread:
        print(f"{measured.name}: {len(unread)} of {len(structures)} structures cannot be read and are left out, the first in line {unread[0]}", flush=True)
    read = numpy.array([text != "" for text in structures], bool)
    print(f"predicting {read.sum()} measured molecules", flush=True)
    if not read.any():
        raise Refusal(f"{measured.name}: no structure can be read; is the column of structures another one? {STRUCTURE_OPTION} names it")
    found, spread = predict([text for text, readable in zip(measured.structures, read) if readable])
    value = numpy.full((len(structures), len(entries)), numpy.nan)
    value[read] = found
    std = None if spread is None else value.copy()
    if std is not None:
        std[read] = spread
    if not numpy.isfinite(found).all():
        raise Refusal(f"{measured.name}: chemprop itself predicts NaN or infinity for some of its molecules")
    fitted = {}
    for entry, kind in zip(present, kinds):
        column = [other["name"] for other in entries].index(entry["name"])
        fitted[entry["name"]] = _calibrate_column(
            measured, entry, kind, structures, value[:, column], None if std is None else std[:, column]
        )
    return fitted, {"file": measured.name, "sha256": measured.sha256}
