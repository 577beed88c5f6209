#!/usr/bin/env python3
"""Makes the committed part of a CHGNet package: manifest.json, and golden.jsonl by CHGNet's own package in float64.

    python make_package.py --wheel chgnet-0.4.2-….whl --package chgnet                    everything
    python make_package.py --wheel chgnet-0.4.2-….whl --package chgnet --manifest-only    keeps golden.jsonl

Runs in an environment with requirements.txt; with --manifest-only numpy suffices. Building or running furui needs neither.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "importers"))

from chgnet_wheel import (  # noqa: E402
    CHECKPOINTS, ELEMENTS, NETWORK, WHEEL, WHEEL_SHA256, check_wheel, read_checkpoint, read_network, trained_elements)
from models_of_chgnet import MODELS, fields, properties  # noqa: E402
from package import WEIGHTS, manifest_text, sha256  # noqa: E402
from safetensors_file import to_safetensors  # noqa: E402
from structures import Structure, golden_structures  # noqa: E402


def columns(outputs: dict[str, numpy.ndarray]) -> list[float]:
    """The scalar properties of one crystal, from the package's e, f, s and m."""
    return [float(outputs["e"]), float(numpy.linalg.norm(outputs["f"], axis=1).max()),
            float(-numpy.trace(outputs["s"]) / 3), float(outputs["m"].mean())]


def golden_line(structure: Structure, outputs: dict[str, numpy.ndarray]) -> str:
    entry = {
        "input": {"lattice": structure.lattice.tolist(), "atomic_numbers": structure.numbers,
                  "fractional": structure.fractional.tolist()},
        "values": columns(outputs),
        "std": None,
        "forces": outputs["f"].tolist(),
        "stress": outputs["s"].tolist(),
        "magnetic_moments": outputs["m"].tolist(),
    }
    return json.dumps(entry, allow_nan=False)


def golden(package: str) -> str:
    """golden.jsonl by the original package in float64."""
    from reference import predict

    crystals = golden_structures()
    return "\n".join(map(golden_line, crystals, predict(package, crystals))) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--package", choices=sorted(CHECKPOINTS), required=True)
    parser.add_argument("--manifest-only", action="store_true", help="keep golden.jsonl and its reference versions")
    arguments = parser.parse_args()
    check_wheel(arguments.wheel)
    folder, model = HERE.parent / arguments.package, MODELS[arguments.package]
    if arguments.manifest_only:
        reference = json.loads((folder / "manifest.json").read_text())["reference"]
    else:
        (folder / "golden.jsonl").write_text(golden(arguments.package))
        reference = {name: version(name) for name in ("chgnet", "torch", "pymatgen", "numpy")} | {"precision": "float64"}
    checkpoint = read_checkpoint(arguments.wheel, arguments.package)
    parameters, tensors = read_network(checkpoint)
    stated = properties(model)
    manifest: dict[str, Any] = {
        "format": 1,
        "name": arguments.package,
        "version": model.version,
        "title": model.title,
        "input": "crystal",
        "networks": [{"name": NETWORK, "architecture": "chgnet", "parameters": parameters, "members": 1,
                      "properties": [entry["name"] for entry in stated]}],
        "properties": stated,
        "fields": fields(model),
        "domain": {"elements": trained_elements(checkpoint)},
        "refused_elements": list(range(ELEMENTS + 1, 119)),
        "licence": {"code": "BSD-3-Clause-LBNL", "weights": "BSD-3-Clause-LBNL"},
        "citation": model.citation,
        "source": {"package": "chgnet", "version": "0.4.2", "file": WHEEL, "sha256": WHEEL_SHA256},
        "reference": reference,
        "files": {
            "card.md": sha256((folder / "card.md").read_bytes()),
            "golden.jsonl": sha256((folder / "golden.jsonl").read_bytes()),
            WEIGHTS: sha256(to_safetensors(tensors)),
        },
    }
    (folder / "manifest.json").write_bytes(manifest_text(manifest))


if __name__ == "__main__":
    main()
