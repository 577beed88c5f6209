#!/usr/bin/env python3
"""MEGNet's own package on the same crystals: its values, its times, and how far others are from it.

    python peer_megnet.py CRYSTALS.jsonl each OUT.jsonl       predict_structure of every network, state and member
    python peer_megnet.py CRYSTALS.jsonl batched OUT.jsonl    predict_structures, 128 at a time
    python peer_megnet.py compare REFERENCE.jsonl OTHER.jsonl largest and median differences of each property

Runs in the environment of models/megnet/requirements.txt; MEGNET_SDIST in the environment names the source package,
PACKAGE one of furui's packages other than megnet.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models" / "megnet"))
PACKAGE = os.environ.get("PACKAGE", "megnet")


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def each(networks: list, structures: list) -> list[dict[str, Any]]:
    from reference import predict

    found = []
    for structure in structures:
        try:
            values, std = predict(networks, structure)
            found.append({"values": values, "std": std})
        except Exception as refusal:  # whatever it is by which the package refuses
            found.append({"rejected": f"{type(refusal).__name__}: {str(refusal)[:80]}"})
    return found


def batched(networks: list, structures: list) -> list[dict[str, Any]]:
    from reference import states_of, with_state

    columns, spreads = [], []
    for source, members in networks:
        for state in states_of(source):
            stated = [with_state(structure, state) for structure in structures]
            of_members = numpy.array([model.predict_structures(stated).ravel() for model in members])
            columns.append(of_members.mean(axis=0))
            spreads.append(of_members.std(axis=0, ddof=1).tolist() if len(members) > 1 else [None] * len(stated))
    return [{"values": [float(column[i]) for column in columns], "std": [spread[i] for spread in spreads]} for i in range(len(structures))]


def measure(crystals: str, how: str, out: str) -> None:
    from reference import load, pymatgen_structure

    structures = [pymatgen_structure(line["input"]) for line in lines(crystals)]
    with tempfile.TemporaryDirectory() as scratch:
        networks = load(Path(os.environ["MEGNET_SDIST"]), PACKAGE, Path(scratch))
    run = {"each": each, "batched": batched}[how]
    run(networks, structures[:2])  # Keras traces its functions at the first call
    begin = time.perf_counter()
    found = run(networks, structures)
    print(json.dumps({"crystals": len(structures), "how": how, "seconds": time.perf_counter() - begin}))
    Path(out).write_text("\n".join(map(json.dumps, found)) + "\n")


def compare(reference: str, other: str) -> None:
    pairs = list(zip(lines(reference), lines(other), strict=True))
    both = [(a, b) for a, b in pairs if "values" in a and "values" in b]
    print(f"{len(both)} compared, {sum('values' not in a and 'values' not in b for a, b in pairs)} rejected by both, "
          f"{sum(('values' in a) != ('values' in b) for a, b in pairs)} by one only")
    properties = json.loads((ROOT / "models" / PACKAGE / "manifest.json").read_text())["properties"]
    for kind in ("values", "std"):
        for c, entry in enumerate(properties):
            if kind == "std" and not entry["has_std"]:
                continue
            off = numpy.array([abs(a[kind][c] - b[kind][c]) for a, b in both])
            print(f"{kind:7}{entry['name']:27} largest {off.max():.2g}  99 % {numpy.quantile(off, 0.99):.2g}  "
                  f"median {numpy.median(off):.2g}  {entry['unit']}")


if __name__ == "__main__":
    compare(*sys.argv[2:]) if sys.argv[1] == "compare" else measure(*sys.argv[1:])
