#!/usr/bin/env python3
"""Makes the committed part of the MEGNet package: manifest.json, and golden.jsonl by MEGNet's own package.

    python make_package.py --sdist megnet-1.3.2.tar.gz                    everything
    python make_package.py --sdist megnet-1.3.2.tar.gz --manifest-only    keeps golden.jsonl

Runs in an environment with requirements.txt; with --manifest-only numpy and h5py suffice. Building or running furui
needs neither.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE.parent / "importers"), str(HERE.parent / "chgnet")]

from megnet_sdist import ELEMENTS, SDIST, SDIST_SHA256, check_sdist, read_networks  # noqa: E402
from models_of_megnet import CITATION, PROPERTIES, TITLE, TRAINED_ELEMENTS  # noqa: E402
from package import WEIGHTS, manifest_text, sha256  # noqa: E402
from safetensors_file import to_safetensors  # noqa: E402
from structures import Structure, build, golden_structures  # noqa: E402

LIBRARIES = ("megnet", "tensorflow-cpu", "pymatgen", "numpy")


def crystals() -> list[Structure]:
    """CHGNet's golden crystals; one without bonds, one with an atom that has none, one beyond the last element."""
    lone = [("O", [(0.5, 0.5, 0.5)]), ("H", [(0.56, 0.5, 0.5)]), ("Ne", [(0, 0, 0)])]
    curium = build(4.0, [("Pu", [(0, 0, 0)]), ("O", [(0.5, 0.5, 0.5)])])
    curium.numbers[0] = 96
    return [*golden_structures(), build(9.0, [("Ar", [(0, 0, 0)])]), build(14.0, lone), curium]


def golden(sdist: Path) -> str:
    """golden.jsonl by the original package, one structure at a time."""
    from reference import load, predict, pymatgen_structure

    with tempfile.TemporaryDirectory() as scratch:
        networks = load(sdist, Path(scratch))
    lines = []
    for structure in crystals():
        entry: dict[str, Any] = {"input": {"lattice": structure.lattice.tolist(), "atomic_numbers": structure.numbers,
                                           "fractional": structure.fractional.tolist()}}
        try:
            values, std = predict(networks, pymatgen_structure(entry["input"]))
            entry |= {"values": values, "std": std}
        except Exception as refusal:  # whatever it is by which the package refuses
            entry |= {"values": None, "std": None, "refused": f"{type(refusal).__name__}: {str(refusal).splitlines()[0][:120]}"}
        lines.append(json.dumps(entry, allow_nan=False))
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdist", type=Path, required=True)
    parser.add_argument("--manifest-only", action="store_true", help="keep golden.jsonl and its reference versions")
    arguments = parser.parse_args()
    check_sdist(arguments.sdist)
    if arguments.manifest_only:
        reference = json.loads((HERE / "manifest.json").read_text())["reference"]
    else:
        (HERE / "golden.jsonl").write_text(golden(arguments.sdist))
        reference = {name: version(name) for name in LIBRARIES} | {"precision": "float32"}
    networks, tensors = read_networks(arguments.sdist)
    manifest: dict[str, Any] = {
        "format": 1,
        "name": "megnet",
        "version": "1.3.2",
        "title": TITLE,
        "input": "crystal",
        "networks": networks,
        "properties": PROPERTIES,
        "domain": {"elements": TRAINED_ELEMENTS},
        "refused_elements": list(range(ELEMENTS + 1, 119)),
        "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause"},
        "citation": CITATION,
        "source": {"package": "megnet", "version": "1.3.2", "file": SDIST, "sha256": SDIST_SHA256},
        "reference": reference,
        "files": {
            "card.md": sha256((HERE / "card.md").read_bytes()),
            "golden.jsonl": sha256((HERE / "golden.jsonl").read_bytes()),
            WEIGHTS: sha256(to_safetensors(tensors)),
        },
    }
    (HERE / "manifest.json").write_bytes(manifest_text(manifest))


if __name__ == "__main__":
    main()
