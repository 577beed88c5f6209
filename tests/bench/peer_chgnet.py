#!/usr/bin/env python3
"""CHGNet's own package on the same crystals: its times, and how far others are from its float64.

    python peer_chgnet.py CRYSTALS.jsonl reference OUT.jsonl   its outputs in float64 (slow), in the form of golden.jsonl
    python peer_chgnet.py CRYSTALS.jsonl float32 OUT.jsonl     its outputs in float32, and the seconds that they took
    python peer_chgnet.py compare REFERENCE.jsonl OTHER.jsonl  largest and median differences

Runs in the environment of models/chgnet/requirements.txt; PACKAGE in the environment names another package.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "chgnet"))
PACKAGE = os.environ.get("PACKAGE", "chgnet")
UNITS = {"energy": "eV/atom", "forces": "eV/angstrom", "stress": "GPa", "magnetic_moments": "uB"}


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def output(prediction: dict[str, Any] | None) -> str:
    if prediction is None:
        return json.dumps({"rejected": "by the original"})
    return json.dumps({"values": [float(prediction["e"])], "forces": prediction["f"].tolist(), "stress": prediction["s"].tolist(),
                       "magnetic_moments": prediction["m"].tolist()})


def predict(crystals: str, precision: str, out: str) -> None:
    import torch
    from reference import float64, load, pymatgen_structure
    from structures import Structure

    warnings.simplefilter("ignore")
    inputs = [line["input"] for line in lines(crystals)]
    structures = [pymatgen_structure(Structure(numpy.array(i["lattice"]), i["atomic_numbers"], numpy.array(i["fractional"]))) for i in inputs]

    def graphs(model: Any) -> list[Any]:
        made = []
        for structure in structures:
            try:
                made.append(model.graph_converter(structure))
            except ValueError:  # an isolated atom
                made.append(None)
        return made

    if precision == "reference":
        with float64():
            model = load(PACKAGE).double()
            predictions = [None if g is None else model.predict_graph(g, task="efsm") for g in graphs(model)]
    else:
        model = load(PACKAGE)
        begin = time.perf_counter()
        made = graphs(model)
        report: dict[str, Any] = {"threads": torch.get_num_threads(), "graphs_seconds": time.perf_counter() - begin}
        for title, task in (("energy_seconds", "e"), ("all_seconds", "efsm")):
            begin = time.perf_counter()
            predictions = [None if g is None else model.predict_graph(g, task=task) for g in made]
            report[title] = time.perf_counter() - begin
        print(json.dumps(report))
    Path(out).write_text("\n".join(map(output, predictions)) + "\n")


def differences(reference: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    found = {"energy": abs(reference["values"][0] - other["values"][0])}
    for name in ("forces", "stress", "magnetic_moments"):
        found[name] = float(numpy.abs(numpy.array(reference[name]) - numpy.array(other[name])).max())
    return found


def compare(reference: str, other: str) -> None:
    pairs = list(zip(lines(reference), lines(other), strict=True))
    found = [differences(a, b) for a, b in pairs if "values" in a and "values" in b]
    print(f"{len(found)} compared, {sum('values' not in a and 'values' not in b for a, b in pairs)} rejected by both, "
          f"{sum(('values' in a) != ('values' in b) for a, b in pairs)} by one only")
    for name, unit in UNITS.items():
        column = numpy.array([row[name] for row in found])
        print(f"{name:17} largest {column.max():.2g}  99 % {numpy.quantile(column, 0.99):.2g}  median {numpy.median(column):.2g}  {unit}")


if __name__ == "__main__":
    compare(*sys.argv[2:]) if sys.argv[1] == "compare" else predict(*sys.argv[1:])
