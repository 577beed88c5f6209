"""A chemprop v2 checkpoint as a `dmpnn` network: its parameters, its tensors, or what stands in the way.

Names and meanings follow chemprop 2.3 (Heid et al., J. Chem. Inf. Model. 2024, 64, 9) and ../README.md.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy

from refusal import Refusal
from torch_file import Placeholder, TorchFile, last_name

# (atom features, bond features) of chemprop's own featurizers
FEATURIZERS = {(133, 14): "v1", (72, 14): "v2", (44, 14): "organic", (52, 2): "rigr"}
# Atomic numbers that each featurizer has a bit for; all others share one.
ELEMENTS = {
    "v1": list(range(1, 101)),
    "v2": [*range(1, 37), 53],
    "organic": [1, 5, 6, 7, 8, 9, 14, 15, 16, 17, 35, 53],
    "rigr": [*range(1, 37), 53],
}

MESSAGES = {"BondMessagePassing": "bond", "AtomMessagePassing": "atom"}
AGGREGATIONS = {
    "MeanAggregation": "mean",
    "SumAggregation": "sum",
    "NormAggregation": "norm",
    "AttentiveAggregation": "attentive",
}
OUTPUTS = {
    "RegressionFFN": "regression",
    "MveFFN": "mve",
    "EvidentialFFN": "evidential",
    "QuantileFFN": "quantile",
    "BinaryClassificationFFN": "binary",
    "BinaryDirichletFFN": "binary_dirichlet",
    "MulticlassClassificationFFN": "multiclass",
    "MulticlassDirichletFFN": "multiclass_dirichlet",
}
# Numbers that the last layer gives for each task (each class of a multiclass task).
RAW_OUTPUTS = {"mve": 2, "evidential": 4, "quantile": 2, "binary_dirichlet": 2}

# Class of torch.nn.modules.activation: (name, its one parameter, that parameter's default in PyTorch).
ACTIVATIONS = {
    "ReLU": ("relu", None, None),
    "LeakyReLU": ("leaky_relu", "negative_slope", 0.01),
    "PReLU": ("prelu", None, None),
    "Tanh": ("tanh", None, None),
    "SELU": ("selu", None, None),
    "ELU": ("elu", "alpha", 1.0),
    "GELU": ("gelu", "approximate", "none"),
    "SiLU": ("silu", None, None),
    "Sigmoid": ("sigmoid", None, None),
    "Softplus": ("softplus", "beta", 1.0),
}
# What chemprop's get_activation_function makes of a name; LEAKYRELU is nn.LeakyReLU(0.1).
NAMED_ACTIVATIONS = {
    "relu": ("relu", {}),
    "leakyrelu": ("leaky_relu", {"negative_slope": 0.1}),
    "prelu": ("prelu", {}),
    "tanh": ("tanh", {}),
    "elu": ("elu", {"alpha": 1.0}),
    "selu": ("selu", {}),
}
BATCH_NORM_EPSILON = 1e-5  # torch.nn.BatchNorm1d's default, which chemprop keeps

# Tensors that training needs and prediction does not.
_TRAINING_ONLY = re.compile(r"metrics\.|predictor\.criterion\.|bn\.num_batches_tracked$")


@dataclasses.dataclass
class Dmpnn:
    """One network of one checkpoint.

    parameters      as ../README.md lists them for the architecture `dmpnn`
    tensors         float32 arrays by chemprop's state-dict key, without those that only training needs
    tasks           number of properties
    output_columns  their names, where the checkpoint has them
    """

    parameters: dict[str, Any]
    tensors: dict[str, numpy.ndarray]
    tasks: int
    output_columns: list[str] | None


def read_dmpnn(file: TorchFile, name: str) -> Dmpnn:
    """Describes a checkpoint, `name` being what error texts call it.

    raises  Refusal naming the part that furui cannot reproduce
    """
    try:
        return _describe(file.content, name)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Refusal(f"{name} lacks what chemprop 2 writes into its hyper_parameters ({type(error).__name__}: {error})") from error


def _describe(content: Any, name: str) -> Dmpnn:
    if not isinstance(content, dict) or "hyper_parameters" not in content or "state_dict" not in content:
        if isinstance(content, dict) and "args" in content:
            raise Refusal(f"{name} is a chemprop v1 checkpoint; convert it with `chemprop convert --conversion v1_to_v2`")
        raise Refusal(f"{name} has no hyper_parameters and state_dict: it is not a chemprop v2 checkpoint")
    hyper, state = content["hyper_parameters"], content["state_dict"]
    passing, aggregation, predictor = (hyper.get(part) for part in ("message_passing", "agg", "predictor"))
    _require_single_molecule(passing, hyper, name)
    for part, value in (("agg", aggregation), ("predictor", predictor)):
        if not isinstance(value, dict) or "cls" not in value:
            raise Refusal(f"{name}: its hyper_parameters have no '{part}' with a class")

    parameters = _message_passing(passing, state, name)
    parameters |= _aggregation(aggregation, name)
    parameters |= _normalization(hyper)
    parameters |= _predictor(predictor, state, parameters["hidden"], name)
    tensors = {key: _float32(value, key, name) for key, value in state.items() if not _TRAINING_ONLY.match(key)}
    _require_known_tensors(tensors, parameters, name)

    per_task = RAW_OUTPUTS.get(parameters["output"], 1) * parameters.get("classes", 1)
    outputs = len(tensors[f"predictor.ffn.{parameters['ffn_layers']}.2.bias" if parameters["ffn_layers"] else "predictor.ffn.0.0.bias"])
    if outputs % per_task:
        raise Refusal(f"{name}: the last layer gives {outputs} numbers, which {per_task} a task does not divide")
    columns = content.get("output_columns")
    if columns is not None and not (isinstance(columns, (list, tuple)) and all(isinstance(c, str) for c in columns)):
        raise Refusal(f"{name} predicts atoms or bonds (its output_columns are a list a kind); furui predicts molecules")
    return Dmpnn(parameters, tensors, outputs // per_task, list(columns) if columns else None)


def _require_single_molecule(passing: Any, hyper: dict, name: str) -> None:
    kind = last_name(passing.get("cls")) if isinstance(passing, dict) else None
    if kind == "MulticomponentMessagePassing":
        raise Refusal(f"{name} is a multicomponent model (several molecules a row); furui predicts one molecule a row")
    if kind and kind.startswith("MAB"):
        raise Refusal(f"{name} predicts atoms or bonds ({kind}); furui predicts molecules")
    if kind not in MESSAGES:
        raise Refusal(f"{name}: message passing of class {kind or type(passing).__name__} is not known; known: {', '.join(MESSAGES)}")
    if hyper.get("X_d_transform") is not None:
        raise Refusal(f"{name} needs extra molecule descriptors (X_d_transform); furui gives a network the molecule only")


def _message_passing(passing: dict, state: dict, name: str) -> dict[str, Any]:
    if passing.get("d_vd"):
        raise Refusal(f"{name} needs {passing['d_vd']} extra atom descriptors (V_d); furui gives a network the molecule only")
    widths = passing["d_v"], passing["d_e"]
    if any(key.startswith("message_passing.graph_transform.") for key in state):
        raise Refusal(f"{name} scales extra atom or bond features (graph_transform); furui gives a network the molecule only")
    if widths not in FEATURIZERS:
        known = "; ".join(f"{mode}: {v} and {e}" for (v, e), mode in FEATURIZERS.items())
        raise Refusal(
            f"{name} takes {widths[0]} atom and {widths[1]} bond features, which no featurizer of chemprop gives ({known}); "
            "reaction (CGR) models, extra features and custom featurizers cannot be reproduced"
        )
    activation, activation_parameters = _activation(passing["activation"], name)
    return {
        "messages": MESSAGES[last_name(passing["cls"])],
        "featurizer": FEATURIZERS[widths],
        "atom_features": widths[0],
        "bond_features": widths[1],
        "depth": int(passing["depth"]),
        "hidden": int(passing["d_h"]),
        "bias": bool(passing["bias"]),
        "undirected": bool(passing["undirected"]),
        "activation": activation,
        **({"activation_parameters": activation_parameters} if activation_parameters else {}),
    }


def _activation(value: Any, name: str) -> tuple[str, dict[str, Any]]:
    """Name and parameters of an activation given as a text, as chemprop's enum, or as a PyTorch module."""
    if last_name(value) == "Activation" and isinstance(value, Placeholder) and value.arguments:
        value = value.arguments[-1]
    elif last_name(value) == "getattr":
        value = value.arguments[-1]
    if isinstance(value, str):
        if value.lower() not in NAMED_ACTIVATIONS:
            raise Refusal(f"{name}: activation '{value}' is not known; known: {', '.join(NAMED_ACTIVATIONS)}")
        return NAMED_ACTIVATIONS[value.lower()]
    kind = last_name(value)
    if kind not in ACTIVATIONS:
        raise Refusal(f"{name}: activation {kind or value!r} is not known; known: {', '.join(ACTIVATIONS)}")
    known_name, parameter, default = ACTIVATIONS[kind]
    if kind == "Softplus" and (value.state or {}).get("threshold", 20.0) != 20.0:
        raise Refusal(f"{name}: activation Softplus with another threshold than 20 is not known")
    return known_name, {} if parameter is None else {parameter: (value.state or {}).get(parameter, default)}


def _aggregation(aggregation: dict, name: str) -> dict[str, Any]:
    kind = last_name(aggregation["cls"])
    if kind not in AGGREGATIONS:
        raise Refusal(f"{name}: aggregation {kind} is not known; known: {', '.join(AGGREGATIONS)}")
    if aggregation.get("dim", 0) != 0:
        raise Refusal(f"{name}: {kind} along dimension {aggregation['dim']} is not known")
    norm = {"aggregation_norm": float(aggregation["norm"])} if kind == "NormAggregation" else {}
    return {"aggregation": AGGREGATIONS[kind], **norm}


def _normalization(hyper: dict) -> dict[str, Any]:
    if not hyper.get("batch_norm"):
        return {"batch_norm": False}
    return {"batch_norm": True, "batch_norm_epsilon": BATCH_NORM_EPSILON}


def _predictor(predictor: dict, state: dict, fingerprint: int, name: str) -> dict[str, Any]:
    kind = last_name(predictor["cls"])
    if kind not in OUTPUTS:
        what = "spectra" if kind == "SpectralFFN" else f"a predictor of class {kind}"
        raise Refusal(f"{name} predicts {what}, which furui does not; known: {', '.join(OUTPUTS)}")
    if predictor["input_dim"] != fingerprint:
        extra = predictor["input_dim"] - fingerprint
        raise Refusal(f"{name} needs {extra} extra molecule descriptors (X_d); furui gives a network the molecule only")
    hidden, layers = predictor["hidden_dim"], predictor["n_layers"]
    widths = [hidden] * layers if isinstance(hidden, int) else list(hidden)
    activation, activation_parameters = _activation(predictor["activation"], name)
    classes = {"classes": int(predictor["n_classes"])} if OUTPUTS[kind].startswith("multiclass") else {}
    return {
        "ffn_layers": len(widths),
        "ffn_hidden": widths[0] if len(set(widths)) == 1 else widths,
        "ffn_activation": activation,
        **({"ffn_activation_parameters": activation_parameters} if activation_parameters else {}),
        "output": OUTPUTS[kind],
        **classes,
        "unscaled": "predictor.output_transform.mean" in state,
    }


def _float32(value: Any, key: str, name: str) -> numpy.ndarray:
    if not isinstance(value, numpy.ndarray) or value.dtype.kind != "f":
        raise Refusal(f"{name}: '{key}' is no tensor of floating-point numbers")
    return value.astype(numpy.float32)


def _require_known_tensors(tensors: dict[str, numpy.ndarray], parameters: dict, name: str) -> None:
    """Compares the names and shapes of the tensors with what the parameters imply."""
    expected = expected_shapes(parameters, tensors)
    unknown = sorted(set(tensors) - set(expected))
    missing = sorted(set(expected) - set(tensors))
    if unknown or missing:
        raise Refusal(f"{name}: tensors that its parameters do not explain: {unknown or 'none'}; missing: {missing or 'none'}")
    for key, shape in expected.items():
        if shape is not None and tensors[key].shape != shape:
            raise Refusal(f"{name}: '{key}' has shape {tensors[key].shape}, its parameters imply {shape}")


def expected_shapes(parameters: dict, tensors: dict[str, numpy.ndarray]) -> dict[str, tuple | None]:
    """Shape of each tensor of a network by name; None where the parameters leave it open (number of tasks)."""
    atom, bond, hidden = parameters["atom_features"], parameters["bond_features"], parameters["hidden"]
    from_bond = parameters["messages"] == "bond"
    shapes: dict[str, tuple | None] = {
        "message_passing.W_i.weight": (hidden, atom + bond if from_bond else atom),
        "message_passing.W_h.weight": (hidden, hidden if from_bond else bond + hidden),
        "message_passing.W_o.weight": (hidden, atom + hidden),
        "message_passing.W_o.bias": (hidden,),
    }
    if parameters["bias"]:
        shapes |= {"message_passing.W_i.bias": (hidden,), "message_passing.W_h.bias": (hidden,)}
    if parameters["activation"] == "prelu":
        shapes["message_passing.tau.weight"] = None
    if parameters["aggregation"] == "attentive":
        shapes |= {"agg.W.weight": (1, hidden), "agg.W.bias": (1,)}
    if parameters["batch_norm"]:
        shapes |= {f"bn.{part}": (hidden,) for part in ("weight", "bias", "running_mean", "running_var")}
    widths = parameters["ffn_hidden"]
    widths = [hidden] + ([widths] * parameters["ffn_layers"] if isinstance(widths, int) else widths)
    for layer, (inner, outer) in enumerate(zip(widths, [*widths[1:], None])):
        key = f"predictor.ffn.{layer}.{2 if layer else 0}"
        shapes[f"{key}.weight"] = None if outer is None else (outer, inner)
        shapes[f"{key}.bias"] = None if outer is None else (outer,)
        if layer and parameters["ffn_activation"] == "prelu":
            shapes[f"predictor.ffn.{layer}.0.weight"] = None
    if parameters["unscaled"]:
        shapes |= {"predictor.output_transform.mean": None, "predictor.output_transform.scale": None}
    return shapes
