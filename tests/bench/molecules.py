"""Molecules for the benchmark: drug-like, distinct, in a fixed order, from the CSV files given."""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

ORGANIC = set("CNOSPFIBrcnosplH()[]=#@+-/\\0123456789%l")


def drug_like(smiles: str) -> bool:
    """Cheap and toolkit-free: one fragment, organic elements only, 20 to 90 characters."""
    return 20 <= len(smiles) <= 90 and "." not in smiles and set(smiles) <= ORGANIC


def read(files: list[Path], wanted: int) -> list[str]:
    """`wanted` distinct drug-like SMILES, shuffled with a fixed seed.

    raises  SystemExit saying how many there are, where there are fewer
    """
    found: dict[str, None] = {}
    for file in files:
        with file.open(newline="") as stream:
            rows = csv.reader(stream)
            header = next(rows)
            column = next((i for i, name in enumerate(header) if name.strip().lower() == "smiles"), None)
            if column is None:
                sys.exit(f"{file}: no column named smiles; columns: {', '.join(header)}")
            for row in rows:
                if column < len(row) and drug_like(row[column].strip()):
                    found[row[column].strip()] = None
    smiles = list(found)
    if len(smiles) < wanted:
        sys.exit(f"{len(smiles)} drug-like molecules found, {wanted} wanted: name more CSV files with --molecules")
    random.Random(20260101).shuffle(smiles)
    return smiles[:wanted]
