"""The networks inside the admet-ai 2.0.1 wheel: two ensembles of five D-MPNNs, and the published table of endpoints.

Swanson et al., Bioinformatics 2024, 40, btae416. The wheel's table of DrugBank predictions is not read.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy

from dmpnn import Dmpnn, read_dmpnn
from ensemble import network, require_agreement, tensors_of
from package import require_file
from refusal import Refusal
from torch_file import TorchFile

WHEEL = "admet_ai-2.0.1-py3-none-any.whl"
WHEEL_SHA256 = "fef3527f637abb00d272cf824e8eef0136fe31ebde6c56881f1a8c02c0417806"
ENSEMBLES = {"classification": "admet_classification", "regression": "admet_regression"}
MEMBERS = 5


def check_wheel(path: Path) -> None:
    """raises  Refusal where `path` is not the wheel that the package was made from"""
    require_file(path, WHEEL, WHEEL_SHA256, "fetch it with: pip download admet-ai==2.0.1 --no-deps")


def read_endpoints(path: Path) -> dict[str, dict[str, str]]:
    """Rows of the wheel's own table of endpoints by endpoint name, in its order, without the computed descriptors."""
    with zipfile.ZipFile(path) as wheel:
        text = wheel.read("admet_ai/resources/data/admet.csv").decode()
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text)) if row["category"] != "Physicochemical"}


def read_networks(path: Path) -> tuple[list[dict[str, Any]], dict[str, numpy.ndarray]]:
    """The manifest's `networks` and every tensor of them by its name in weights.safetensors."""
    networks: list[dict[str, Any]] = []
    tensors: dict[str, numpy.ndarray] = {}
    with zipfile.ZipFile(path) as wheel, tempfile.TemporaryDirectory() as scratch:
        for name, folder in ENSEMBLES.items():
            members: list[Dmpnn] = []
            for member in range(MEMBERS):
                inside = f"admet_ai/resources/models/{folder}/model_{member}.pt"
                members.append(read_dmpnn(TorchFile(Path(wheel.extract(inside, scratch))), inside))
            require_agreement(name, members)
            networks.append(network(name, members, members[0].output_columns))
            tensors |= tensors_of(name, members)
    return networks, tensors
