#!/usr/bin/env python3
"""Relaxations of crystals by the chgnet package's own StructOptimizer: one result a crystal, and the seconds that all took.

    python peer_relax.py CRYSTALS.jsonl OUT.jsonl [FMAX] [STEPS]

Lines of CRYSTALS.jsonl hold {"input": {"lattice", "atomic_numbers", "fractional"}}. Runs in the environment of
models/chgnet/requirements.txt.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "chgnet"))


def main(crystals: str, out: str, fmax: float, steps: int) -> None:
    import torch
    from chgnet.model import StructOptimizer
    from reference import pymatgen_structure
    from structures import Structure

    warnings.simplefilter("ignore")
    lines = [json.loads(line) for line in Path(crystals).read_text().splitlines()]
    optimizer = StructOptimizer()
    seconds, taken = 0.0, 0
    with Path(out).open("w") as results:
        for line in lines:
            given = line["input"]
            structure = pymatgen_structure(Structure(numpy.array(given["lattice"]), given["atomic_numbers"], numpy.array(given["fractional"])))
            begin = time.perf_counter()
            result: dict[str, Any]
            try:
                found = optimizer.relax(structure, fmax=fmax, steps=steps, verbose=False)
            except (ValueError, RuntimeError) as error:  # an isolated atom
                result = {"rejected": str(error)[:80]}
            else:
                trajectory = found["trajectory"]
                sites = len(structure)
                result = {"steps": len(trajectory.energies) - 1, "energy_per_atom": float(trajectory.energies[-1]) / sites,
                          "volume_per_atom": float(found["final_structure"].volume) / sites}
                taken += result["steps"]
            seconds += time.perf_counter() - begin
            results.write(json.dumps({**{k: line[k] for k in ("file",) if k in line}, **result}) + "\n")
            results.flush()
    print(json.dumps({"threads": torch.get_num_threads(), "crystals": len(lines), "steps": taken, "seconds": seconds}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 0.1, int(sys.argv[4]) if len(sys.argv) > 4 else 500)
