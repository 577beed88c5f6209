#!/usr/bin/env python3
"""Makes the committed part of a MEGNet package: manifest.json, and golden.jsonl by MEGNet's own package.

    python make_package.py --sdist megnet-1.3.2.tar.gz --package megnet                    everything
    python make_package.py --sdist megnet-1.3.2.tar.gz --package megnet --manifest-only    keeps golden.jsonl

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

from megnet_sdist import ELEMENTS, PACKAGES, SDIST, SDIST_SHA256, check_sdist, read_networks  # noqa: E402
from models_of_megnet import CITATION, PROPERTIES, TITLES, TRAINED_ELEMENTS  # noqa: E402
from package import WEIGHTS, manifest_text, sha256  # noqa: E402
from safetensors_file import to_safetensors  # noqa: E402
from structures import Structure, build, golden_structures  # noqa: E402

LIBRARIES = ("megnet", "tensorflow-cpu", "pymatgen", "numpy")


def ordered_crystals() -> list[Structure]:
    """CHGNet's golden crystals; one without bonds, one with an atom that has none, one beyond the last element."""
    lone = [("O", [(0.5, 0.5, 0.5)]), ("H", [(0.56, 0.5, 0.5)]), ("Ne", [(0, 0, 0)])]
    curium = build(4.0, [("Pu", [(0, 0, 0)]), ("O", [(0.5, 0.5, 0.5)])])
    curium.numbers[0] = 96
    return [*golden_structures(), build(9.0, [("Ar", [(0, 0, 0)])]), build(14.0, lone), curium]


def inputs(package: str) -> list[dict[str, Any]]:
    """The golden lines' inputs."""
    crystals = [{"lattice": structure.lattice.tolist(), "atomic_numbers": structure.numbers, "fractional": structure.fractional.tolist()}
                for structure in ordered_crystals()]
    return crystals if package == "megnet" else [*crystals[::4], *disordered_crystals()]


def disordered_crystals() -> list[dict[str, Any]]:
    """Alloys on one and on both sites of textbook crystals, five cations on one, vacancies, and an atom that has two places."""
    def crystal(lattice: Any, sites: list[tuple[dict[int, float], tuple[float, float, float]]]) -> dict[str, Any]:
        mixtures = sorted({tuple(sorted(of.items())) for of, _ in sites if of != {min(of): 1}})
        numbers = [min(of) if of == {min(of): 1} else 128 + mixtures.index(tuple(sorted(of.items()))) for of, _ in sites]
        return {"lattice": lattice, "atomic_numbers": numbers, "fractional": [list(at) for _, at in sites], "mixtures": [[list(share) for share in mixture] for mixture in mixtures]}

    def fcc(a: float) -> list[list[float]]:
        return [[0, a / 2, a / 2], [a / 2, 0, a / 2], [a / 2, a / 2, 0]]

    def cubic(a: float) -> list[list[float]]:
        return [[a, 0, 0], [0, a, 0], [0, 0, a]]

    half, quarter = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)
    face = [(0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5)]
    slab = [[2.83, 0, 0], [-1.415, 2.4509, 0], [0, 0, 14.1]]
    return [
        crystal(fcc(4.26), [({12: 0.5, 26: 0.5}, (0, 0, 0)), ({8: 1}, half)]),
        crystal(fcc(5.55), [({31: 1}, (0, 0, 0)), ({15: 0.25, 33: 0.75}, quarter)]),
        crystal(fcc(5.8), [({13: 0.3, 31: 0.7}, (0, 0, 0)), ({33: 0.6, 51: 0.4}, quarter)]),
        crystal(fcc(4.23), [({12: 0.2, 27: 0.2, 28: 0.2, 29: 0.2, 30: 0.2}, (0, 0, 0)), ({8: 1}, half)]),
        crystal(fcc(4.3), [({26: 0.93}, (0, 0, 0)), ({8: 1}, half)]),
        crystal(cubic(3.9), [({38: 0.5, 57: 0.5}, (0, 0, 0)), ({22: 0.4, 41: 0.6}, half), *[({8: 0.95}, at) for at in face]]),
        crystal(cubic(6.28), [({55: 0.1, 37: 0.9}, (0, 0, 0)), ({50: 0.5, 82: 0.5}, half), *[({35: 1 / 3, 53: 2 / 3}, at) for at in face]]),
        crystal(slab, [({3: 0.5}, (0, 0, 0.5)), ({25: 0.1, 27: 0.8, 28: 0.1}, (0, 0, 0)), ({8: 1}, (1 / 3, 2 / 3, 0.07)), ({8: 1}, (2 / 3, 1 / 3, 0.93))]),
        crystal(cubic(4.1), [({17: 1}, (0, 0, 0)), ({55: 0.5}, (0.47, 0.5, 0.5)), ({55: 0.5}, (0.53, 0.5, 0.5))]),
        crystal(fcc(6.4), [({82: 0.5, 84: 0.5}, (0, 0, 0)), ({52: 1}, half)]),
    ]


def golden(sdist: Path, package: str) -> str:
    """golden.jsonl by the original package, one structure at a time."""
    from reference import load, predict, pymatgen_structure

    with tempfile.TemporaryDirectory() as scratch:
        networks = load(sdist, package, Path(scratch))
    lines = []
    for crystal in inputs(package):
        entry: dict[str, Any] = {"input": crystal}
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
    parser.add_argument("--package", choices=sorted(PACKAGES), required=True)
    parser.add_argument("--manifest-only", action="store_true", help="keep golden.jsonl and its reference versions")
    arguments = parser.parse_args()
    check_sdist(arguments.sdist)
    folder, mixed = HERE.parent / arguments.package, arguments.package == "megnet-disordered"
    if arguments.manifest_only:
        reference = json.loads((folder / "manifest.json").read_text())["reference"]
    else:
        (folder / "golden.jsonl").write_text(golden(arguments.sdist, arguments.package))
        reference = {name: version(name) for name in LIBRARIES} | {"precision": "float32"}
    networks, tensors = read_networks(arguments.sdist, arguments.package)
    manifest: dict[str, Any] = {
        "format": 1,
        "name": arguments.package,
        "version": "1.3.2",
        "title": TITLES[arguments.package],
        "input": "crystal",
        **({"mixed_sites": True} if mixed else {}),
        "networks": networks,
        "properties": PROPERTIES[arguments.package],
        "domain": {"elements": TRAINED_ELEMENTS},
        "refused_elements": [z for z in range(1, 119) if z > ELEMENTS or (mixed and z not in TRAINED_ELEMENTS)],
        "licence": {"code": "BSD-3-Clause", "weights": "BSD-3-Clause"},
        "citation": CITATION,
        "source": {"package": "megnet", "version": "1.3.2", "file": SDIST, "sha256": SDIST_SHA256},
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
