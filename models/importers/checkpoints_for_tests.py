"""Small checkpoints as chemprop writes them, for tests that run without chemprop; needs torch to save them."""

from __future__ import annotations

import contextlib
import sys
import types
from pathlib import Path
from typing import Any, Iterator

import torch

CLASSES = {
    "chemprop.nn.message_passing.base": ["BondMessagePassing", "AtomMessagePassing"],
    "chemprop.nn.message_passing.multi": ["MulticomponentMessagePassing"],
    "chemprop.nn.message_passing.mol_atom_bond": ["MABBondMessagePassing"],
    "chemprop.nn.agg": ["MeanAggregation", "NormAggregation", "AttentiveAggregation", "MedianAggregation"],
    "chemprop.nn.predictors": ["RegressionFFN", "MveFFN", "BinaryClassificationFFN", "SpectralFFN", "RankingFFN"],
}


@contextlib.contextmanager
def stand_ins() -> Iterator[dict[str, type]]:
    """Classes of chemprop's names, for as long as a file is being saved."""
    before = dict(sys.modules)
    made: dict[str, type] = {}
    try:
        for module, names in CLASSES.items():
            parts = module.split(".")
            for end in range(1, len(parts) + 1):
                sys.modules[".".join(parts[:end])] = types.ModuleType(".".join(parts[:end]))
            for name in names:
                made[name] = type(name, (), {"__module__": module})
                setattr(sys.modules[module], name, made[name])
        yield made
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "chemprop"]:
            del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if name.partition(".")[0] == "chemprop"})


def hyper_parameters(**changes: Any) -> dict[str, Any]:
    """What chemprop saves for a small regression network; `part__key=value` changes a key, class names are texts."""
    hyper: dict[str, Any] = {
        "message_passing": {
            "cls": "BondMessagePassing", "d_v": 72, "d_e": 14, "d_h": 4, "bias": False, "depth": 3, "dropout": 0.0,
            "activation": "relu", "undirected": False, "d_vd": None, "V_d_transform": None, "graph_transform": None,
        },
        "agg": {"cls": "NormAggregation", "dim": 0, "norm": 100.0},
        "predictor": {
            "cls": "RegressionFFN", "n_tasks": 2, "input_dim": 4, "hidden_dim": 3, "n_layers": 1, "dropout": 0.0,
            "activation": "relu", "criterion": None, "task_weights": None, "threshold": None, "output_transform": None,
        },
        "batch_norm": False, "metrics": None, "X_d_transform": None,
    }  # fmt: skip
    for key, value in changes.items():
        part, _, inner = key.partition("__")
        if inner:
            hyper[part][inner] = value
        else:
            hyper[part] = value
    return hyper


def state_dict() -> dict[str, torch.Tensor]:
    """Tensors of the shapes that hyper_parameters() implies, with values of their own."""
    shapes = {
        "message_passing.W_i.weight": (4, 86), "message_passing.W_h.weight": (4, 4), "message_passing.W_o.weight": (4, 76),
        "message_passing.W_o.bias": (4,), "predictor.ffn.0.0.weight": (3, 4), "predictor.ffn.0.0.bias": (3,),
        "predictor.ffn.1.2.weight": (2, 3), "predictor.ffn.1.2.bias": (2,),
    }  # fmt: skip
    generator = torch.Generator().manual_seed(1)
    state = {key: torch.randn(shape, generator=generator) for key, shape in shapes.items()}
    state["predictor.criterion.task_weights"] = torch.ones(1, 2)  # only training needs it
    return state


def save_checkpoint(
    path: Path, hyper: dict[str, Any] | None = None, state: dict[str, torch.Tensor] | None = None, columns: Any = None
) -> Path:
    """Writes a checkpoint as chemprop's save_model does."""
    hyper = hyper_parameters() if hyper is None else hyper
    with stand_ins() as classes:
        for part in ("message_passing", "agg", "predictor"):
            hyper[part] = {**hyper[part], "cls": classes[hyper[part]["cls"]]}
        content = {"hyper_parameters": hyper, "state_dict": state or state_dict(), "output_columns": columns}
        torch.save(content, path)
    return path
