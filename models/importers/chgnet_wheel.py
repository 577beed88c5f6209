"""The networks inside the chgnet 0.4.2 wheel: CHGNet 0.3.0, its descendant trained on r2SCAN, and 0.2.0, that of the paper.

Deng et al., Nature Machine Intelligence 2023, 5, 1031. The wheel for CPython 3.11 on x86-64 Linux is read on every
machine: it is a zip file, and pip fetches a wheel for a named platform anywhere without running anything, while the
source package would have its build script run to learn its metadata.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy

from package import require_file
from refusal import Refusal
from torch_file import TorchFile

WHEEL = "chgnet-0.4.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
WHEEL_SHA256 = "f60a3ed0dacc4657c511807eb1de44e12654e54d8f5a0cc483d1255564fb378a"
CHECKPOINTS = {
    "chgnet": "chgnet/pretrained/0.3.0/chgnet_0.3.0_e29f68s314m37.pth.tar",
    "chgnet-0-2-0": "chgnet/pretrained/0.2.0/chgnet_0.2.0_e30f77s348m32.pth.tar",
    "chgnet-r2scan": "chgnet/pretrained/r2scan/chgnet_r2scan_transfer_learning_e15f36s161m23.pth.tar",
}
NETWORK = "potential"
ELEMENTS = 94
# What a checkpoint states, and what it must state for the architecture of ../README.md to be the one that it holds.
EXPECTED = {
    "atom_fea_dim": 64, "bond_fea_dim": 64, "angle_fea_dim": 64, "atom_conv_hidden_dim": 64, "bond_conv_hidden_dim": 64,
    "angle_layer_hidden_dim": 0, "update_bond": True, "update_angle": True, "mlp_first": True, "is_intensive": True,
    "non_linearity": "silu", "conv_norm": None, "learnable_rbf": True,
}
NORMS = {"layer": True, None: False}


def check_wheel(path: Path) -> None:
    """raises  Refusal where `path` is not the wheel that the packages were made from"""
    require_file(path, WHEEL, WHEEL_SHA256, "models/set_up.py fetches it")


def read_checkpoint(wheel: Path, package: str) -> dict[str, Any]:
    """The checkpoint of a package ("chgnet"), as plain values; nothing in it is executed."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as scratch:
        return TorchFile(Path(archive.extract(CHECKPOINTS[package], scratch))).content


def read_network(checkpoint: dict[str, Any]) -> tuple[dict[str, Any], dict[str, numpy.ndarray]]:
    """The manifest's `parameters`, and every tensor that the network needs by its name in weights.safetensors.

    raises  Refusal where the checkpoint states an option that the architecture does not have
    """
    stated, state = checkpoint["model"]["model_args"], checkpoint["model"]["state_dict"]
    for key, expected in EXPECTED.items():
        if stated.get(key) != expected:
            raise Refusal(f"the checkpoint's {key} is {stated.get(key)!r}; the architecture 'chgnet' has {expected!r}")
    norm = stated.get("gMLP_norm", "not stated")
    if norm not in NORMS or stated.get("readout_norm", "not stated") != norm:
        raise Refusal(f"the checkpoint's gMLP_norm is {norm!r} and its readout_norm {stated.get('readout_norm')!r}; "
                      "the architecture 'chgnet' has 'layer' for both, or None")
    layers = stated["n_conv"]
    parameters = {
        "elements": ELEMENTS,
        "width": stated["atom_fea_dim"],
        "layers": layers,
        "radial": stated["num_radial"],
        "angular": stated["num_angular"],
        "bond_cutoff_angstrom": float(stated["atom_graph_cutoff"]),
        "angle_cutoff_angstrom": float(stated["bond_graph_cutoff"]),
        "cutoff_exponent": stated["cutoff_coeff"],
        "readout_hidden": list(stated["mlp_hidden_dims"]),
    } | ({"norm_epsilon": 1e-5} if NORMS[norm] else {"norms": False})
    # Not stated by the checkpoint: the package turns it on by the name 0.2.0.
    if "atom_conv_layers.0.mlp_out.layers.1.bias" in state:
        parameters["update_bias"] = True
    # The angles that the last update would give are never read.
    unused = f"angle_layers.{layers - 2}."
    tensors = {f"{NETWORK}/0/{name}": tensor for name, tensor in state.items() if not name.startswith(unused)}
    return parameters, tensors


def trained_elements(checkpoint: dict[str, Any]) -> list[int]:
    """Atomic numbers whose embedding the training has moved: those with a second moment in Adam's state."""
    moments = [entry["exp_avg_sq"] for entry in checkpoint["optimizer"]["state"].values()]
    width = checkpoint["model"]["model_args"]["atom_fea_dim"]
    (embedding,) = [moment for moment in moments if moment.shape == (ELEMENTS, width)]
    return [z + 1 for z in range(ELEMENTS) if embedding[z].any()]
