#!/usr/bin/env python3
"""Makes the packages crystal-descriptors, charge-balance, magpie, element-cost and element-supply: tables, golden sets by the original libraries, manifests.

    python make_packages.py --crystals FOLDER       everything; FOLDER/aflow holds pymatgen's AFLOW prototypes as CIF
    python make_packages.py --manifest-only         keeps elements.csv, golden.jsonl, their sources and reference versions

Runs in an environment with requirements.txt; with --manifest-only the standard library suffices. No seed: nothing is random.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "importers"))
sys.path.insert(0, str(HERE))

from package import manifest_text, sha256  # noqa: E402
from packages import PACKAGES, Package  # noqa: E402


def golden_structures(folder: Path) -> list[Any]:
    """Prototypes of at most 20 sites, every second one: enough to hold each descriptor to its word in a second."""
    from pymatgen.core import Structure

    small = [Structure.from_file(file) for file in sorted((folder / "aflow").glob("*.cif"))]
    return [structure for structure in small if len(structure) <= 20][::2]


def golden(package: Package, structures: list[Any]) -> str:
    lines = []
    for structure in structures:
        values = package.reference(structure)
        entry = {
            "input": {"lattice": structure.lattice.matrix.tolist(), "atomic_numbers": [site.specie.Z for site in structure],
                      "fractional": structure.frac_coords.tolist()},
            "values": values, "std": None,
        }
        if values is None:
            entry["refused"] = "an element has no value in the original's table"
        lines.append(json.dumps(entry, allow_nan=False))
    return "\n".join(lines) + "\n"


def properties(package: Package, golden_text: str) -> list[dict[str, Any]]:
    rows = [line["values"] for line in map(json.loads, golden_text.splitlines()) if line["values"] is not None]
    result = []
    for column, of in enumerate(package.properties):
        largest = max(abs(row[column]) for row in rows)
        entry: dict[str, Any] = {"name": of.name, "title": of.title, "unit": of.unit, "task": "regression", "shape": [], "direction": of.direction}
        if of.lower is not None:
            entry["lower_bound"] = of.lower
        if of.upper is not None:
            entry["upper_bound"] = of.upper
        # A millionth of the largest value, which float32 leaves room for.
        result.append({**entry, "has_std": False, "tolerance": float(f"{max(largest, 1.0) * 1e-6:.3g}"), "quality": {}})
    return result


def write(package: Package, structures: list[Any] | None) -> None:
    folder = HERE.parent / package.name
    if structures is None:
        old = json.loads((folder / "manifest.json").read_text())
        reference, source = old["reference"], old["source"]
    else:
        (folder / "elements.csv").write_text(package.table())
        (folder / "golden.jsonl").write_text(golden(package, structures))
        reference, source = package.versions(), package.source()
    manifest = {
        "format": 1, "name": package.name, "version": package.version, "title": package.title, "input": package.input,
        "networks": [{"name": "descriptors", "architecture": "descriptors", "parameters": {}, "members": 0,
                      "properties": [of.name for of in package.properties]}],
        "properties": properties(package, (folder / "golden.jsonl").read_text()),
        "domain": package.domain(),
        "refused_elements": [],
        "licence": {"code": "Apache-2.0", "weights": package.licence},
        "citation": package.citation,
        "source": source,
        "reference": reference,
        "tolerance": 1e-6,
        "files": {name: sha256((folder / name).read_bytes()) for name in ("card.md", "elements.csv", "golden.jsonl", "notice.txt")},
    }
    (folder / "manifest.json").write_bytes(manifest_text(manifest))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--crystals", type=Path)
    parser.add_argument("--manifest-only", action="store_true", help="keep tables, golden sets and reference versions")
    options = parser.parse_args()
    if options.manifest_only == (options.crystals is not None):
        parser.error("expected --crystals FOLDER, or --manifest-only")
    structures = golden_structures(options.crystals) if options.crystals else None
    for package in PACKAGES:
        write(package, structures)


if __name__ == "__main__":
    main()
