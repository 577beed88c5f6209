"""Several checkpoints as one network of a package: they must agree in everything but their weights."""

from __future__ import annotations

from typing import Any, Sequence

import numpy

from dmpnn import Dmpnn
from refusal import Refusal


def require_agreement(name: str, members: Sequence[Dmpnn]) -> None:
    """raises  Refusal where members differ in parameters or outputs, naming what differs"""
    first = members[0]
    for m, member in enumerate(members):
        for key in first.parameters | member.parameters:
            ours, theirs = first.parameters.get(key), member.parameters.get(key)
            if ours != theirs:
                raise Refusal(f"{name}: member {m} has {key} {theirs}, member 0 has {ours}; an ensemble's members share one shape")
        for part, ours, theirs in (
            ("number of outputs", first.tasks, member.tasks),
            ("output columns", first.output_columns, member.output_columns),
        ):
            if ours != theirs:
                raise Refusal(f"{name}: member {m} has {part} {theirs}, member 0 has {ours}; an ensemble's members predict the same")


def network(name: str, members: Sequence[Dmpnn], properties: list[str]) -> dict[str, Any]:
    """One entry of the manifest's `networks`."""
    return {
        "name": name,
        "architecture": "dmpnn",
        "parameters": members[0].parameters,
        "members": len(members),
        "properties": properties,
    }


def tensors_of(name: str, members: Sequence[Dmpnn]) -> dict[str, numpy.ndarray]:
    """The members' tensors by their name in weights.safetensors."""
    return {f"{name}/{m}/{key}": value for m, member in enumerate(members) for key, value in member.tensors.items()}
