"""Fingerprints of the molecules that a model was trained on, and how near they lie to each other: the domain of a package.

Runs in an environment with RDKit (requirements-chemprop.txt).
"""

from __future__ import annotations

import hashlib
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy

from measured_file import read_measured
from refusal import Refusal

FILE = "training_fingerprints.bin"
KIND = "morgan-2-2048"
STRUCTURE_OPTION = "--training-structure"
BITS = 2048
LEAST_MOLECULES = 30
MOST_MOLECULES = 1_000_000
MOST_QUERIES = 5000  # of which the nearest neighbour is looked for; more only take longer
IN, BORDERLINE = 0.05, 0.01


@dataclass(frozen=True)
class TrainingChoice:
    """file of training molecules; its column of structures (None: found by name)."""

    file: Path
    structure: str | None = None


def fingerprints_of(structures: Sequence[str]) -> list[Any]:
    """RDKit's Morgan fingerprint of radius 2 in 2,048 bits with its defaults; None where a structure cannot be read."""
    from rdkit import Chem, RDLogger
    from rdkit.Chem import rdFingerprintGenerator

    RDLogger.DisableLog("rdApp.*")
    generator = rdFingerprintGenerator.GetMorganGenerator(radius=2, fpSize=BITS)
    molecules = (Chem.MolFromSmiles(text) for text in structures)
    return [generator.GetFingerprint(m) if m is not None and m.GetNumAtoms() > 0 else None for m in molecules]


def bytes_of(fingerprint: Any) -> bytes:
    """256 bytes: bit b in byte b // 8, as bit b % 8."""
    bits = numpy.zeros(BITS, numpy.uint8)
    bits[list(fingerprint.GetOnBits())] = 1
    return numpy.packbits(bits, bitorder="little").tobytes()


def file_bytes(fingerprints: Sequence[bytes]) -> bytes:
    """training_fingerprints.bin as ../README.md states it, of distinct fingerprints in any order."""
    ordered = sorted(fingerprints, key=lambda one: (int.from_bytes(one, "little").bit_count(), one))
    return b"FURUI-FP" + struct.pack("<II", 1, len(ordered)) + b"".join(ordered)


def threshold(nearest: Sequence[float], share: float) -> float:
    """The smallest similarity that at least this share of molecules does not exceed: one that occurs."""
    return sorted(nearest)[max(0, math.ceil(round(share * len(nearest), 9)) - 1)]


def nearest_of_others(fingerprints: Sequence[Any], queries: Sequence[int]) -> list[float]:
    """Tanimoto similarity of each query to the nearest of the others: leave one out."""
    from rdkit.DataStructs import BulkTanimotoSimilarity

    found = []
    for n, query in enumerate(queries):
        if n % 1000 == 0:
            print(f"nearest neighbours: {n} of {len(queries)}", flush=True)
        similarity = BulkTanimotoSimilarity(fingerprints[query], fingerprints)
        similarity[query] = 0.0
        found.append(max(similarity))
    return found


def training_domain(choice: TrainingChoice) -> tuple[dict[str, Any], bytes, dict[str, str]]:
    """The manifest's `domain.training`, the bytes of the file that it names, and `source.training`.

    Molecules of equal fingerprints count once, so that repeats and stereoisomers are not each other's neighbours.
    raises  Refusal where the file lacks structures
    """
    rows = read_measured(choice.file, choice.structure, STRUCTURE_OPTION)
    print(f"fingerprints of {len(rows.structures)} training molecules", flush=True)
    made = fingerprints_of(rows.structures)
    unread = [line for line, fingerprint in zip(rows.lines, made) if fingerprint is None]
    if unread:
        print(f"{rows.name}: {len(unread)} of {len(made)} structures cannot be read and are left out, the first in line {unread[0]}", flush=True)
    distinct = {bytes_of(fingerprint): fingerprint for fingerprint in made if fingerprint is not None}
    if not LEAST_MOLECULES <= len(distinct) <= MOST_MOLECULES:
        raise Refusal(
            f"{rows.name} has {len(distinct)} distinct training molecules; a domain needs {LEAST_MOLECULES} to {MOST_MOLECULES}; "
            f"is the column of structures another one? {STRUCTURE_OPTION} names it"
        )
    ordered = sorted(distinct, key=lambda one: hashlib.sha256(one).digest())
    nearest = nearest_of_others([distinct[one] for one in ordered], range(min(len(ordered), MOST_QUERIES)))
    domain = {
        "file": FILE,
        "fingerprint": KIND,
        "molecules": len(distinct),
        "in": threshold(nearest, IN),
        "borderline": threshold(nearest, BORDERLINE),
    }
    print(f"domain: {len(distinct)} distinct molecules; in from Tanimoto {domain['in']:.3f}, borderline from {domain['borderline']:.3f}", flush=True)
    return domain, file_bytes(ordered), {"file": rows.name, "sha256": rows.sha256}
