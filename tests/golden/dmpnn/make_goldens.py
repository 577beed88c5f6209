"""Writes small D-MPNN packages with chemprop's own outputs: `python make_goldens.py` (versions in README.md)."""

import copy
import hashlib
import json
import struct
from pathlib import Path

import numpy
import torch
from chemprop import nn as chemprop_nn
from chemprop.data import BatchMolGraph
from chemprop.featurizers import SimpleMoleculeMolGraphFeaturizer
from chemprop.featurizers.atom import MultiHotAtomFeaturizer, RIGRAtomFeaturizer
from chemprop.featurizers.bond import MultiHotBondFeaturizer, RIGRBondFeaturizer
from chemprop.models import MPNN
from chemprop.nn.transforms import UnscaleTransform
from rdkit import Chem

from graph_bytes import graph_bytes

SEED = 20_260_101
HERE = Path(__file__).parent

# Inputs that reach every branch of the featurizers; names in the comments.
INPUTS = [
    "C",  # one atom, no bond
    "[Na+].[Cl-]",  # two fragments without bonds
    "[H][H]",
    "CCO",
    "CC(=O)Oc1ccccc1C(=O)O",  # aspirin
    "CN1C=NC2=C1C(=O)N(C(=O)N2C)C",  # caffeine
    "C[C@H](N)C(=O)O",  # L-alanine
    "C[C@@H](N)C(=O)O",  # D-alanine
    "F/C=C/F",
    "F/C=C\\F",
    "FC=CF",
    "CC#N",
    "C[N+](C)(C)CC([O-])=O",  # betaine
    "[O-]S(=O)(=O)[O-].[Mg+2]",
    "FS(F)(F)(F)(F)F",  # sp3d2, degree 6
    "FP(F)(F)(F)F",  # sp3d
    "[2H]C([2H])([2H])O",  # isotopes change the mass
    "[13CH4]",
    "c1ccsc1",
    "c1cc[nH]c1",
    "CCI",
    "CCBr",
    "OB(O)c1ccccc1",
    "C[Si](C)(C)C",
    "[Al+3].[OH-].[OH-].[OH-]",
    "C[Hg]C",  # an element without a bit in v2
    "[Pt](Cl)(Cl)(N)N",
    "*CC*",  # dummy atoms
    "N->[Cu]",  # a dative bond
    "[Fe+3]",
    "C1CC1C1CCC1",
    "O=C=O",
    "CC(C)(C)c1ccc(cc1)C(O)CCCN1CCC(CC1)C(O)(c1ccccc1)c1ccccc1",  # terfenadine
    "OCC1OC(O)C(O)C(O)C1O",  # glucose
    "C12C3C4C1C5C2C3C45",  # cubane: every atom alike
]

FEATURIZERS = {
    "v1": (MultiHotAtomFeaturizer.v1, MultiHotBondFeaturizer),
    "v2": (MultiHotAtomFeaturizer.v2, MultiHotBondFeaturizer),
    "organic": (MultiHotAtomFeaturizer.organic, MultiHotBondFeaturizer),
    "rigr": (RIGRAtomFeaturizer, RIGRBondFeaturizer),
}
ACTIVATIONS = {
    "relu": (torch.nn.ReLU, {}),
    "leaky_relu": (torch.nn.LeakyReLU, {"negative_slope": 0.1}),
    "prelu": (torch.nn.PReLU, {}),
    "tanh": (torch.nn.Tanh, {}),
    "selu": (torch.nn.SELU, {}),
    "elu": (torch.nn.ELU, {"alpha": 0.7}),
    "gelu": (torch.nn.GELU, {"approximate": "none"}),
    "gelu_tanh": (torch.nn.GELU, {"approximate": "tanh"}),
    "silu": (torch.nn.SiLU, {}),
    "sigmoid": (torch.nn.Sigmoid, {}),
    "softplus": (torch.nn.Softplus, {"beta": 1.5}),
}
OUTPUTS = {
    "regression": chemprop_nn.RegressionFFN,
    "binary": chemprop_nn.BinaryClassificationFFN,
    "multiclass": chemprop_nn.MulticlassClassificationFFN,
    "mve": chemprop_nn.MveFFN,
    "evidential": chemprop_nn.EvidentialFFN,
    "quantile": chemprop_nn.predictors.QuantileFFN,
    "binary_dirichlet": chemprop_nn.BinaryDirichletFFN,
    "multiclass_dirichlet": chemprop_nn.MulticlassDirichletFFN,
}
DEFAULTS = dict(
    messages="bond", featurizer="v2", depth=3, hidden=12, bias=False, undirected=False, activation="relu",
    aggregation="norm", batch_norm=False, ffn_hidden=[8], ffn_activation="relu", output="regression",
    unscaled=True, members=2, tasks=2,
)
CASES = {
    "bond-default": {},
    "bond-depth1": dict(depth=1, members=1),
    "bond-depth2-bias-mean": dict(depth=2, bias=True, aggregation="mean", ffn_hidden=[8, 6]),
    "bond-depth5-sum": dict(depth=5, aggregation="sum", hidden=9),
    "bond-undirected": dict(undirected=True, depth=4, bias=True),
    "bond-attentive": dict(aggregation="attentive", activation="leaky_relu"),
    "bond-batch-norm": dict(batch_norm=True, aggregation="mean", ffn_hidden=[]),
    "bond-prelu": dict(activation="prelu", ffn_activation="prelu", ffn_hidden=[8, 8]),
    "bond-wide": dict(hidden=70, ffn_hidden=[65], members=1, featurizer="organic"),
    "atom-default": dict(messages="atom"),
    "atom-depth1": dict(messages="atom", depth=1),
    "atom-depth4-bias": dict(messages="atom", depth=4, bias=True, activation="tanh", aggregation="sum"),
    "atom-undirected": dict(messages="atom", undirected=True, bias=True, aggregation="mean"),
    "atom-attentive-rigr": dict(messages="atom", aggregation="attentive", featurizer="rigr"),
    "v1-selu": dict(featurizer="v1", activation="selu", ffn_activation="tanh", hidden=8),
    "organic-elu": dict(featurizer="organic", activation="elu", ffn_activation="elu"),
    "rigr-gelu": dict(featurizer="rigr", activation="gelu", ffn_activation="gelu_tanh"),
    "silu-sigmoid": dict(activation="silu", ffn_activation="sigmoid", aggregation="sum"),
    "softplus": dict(activation="softplus", ffn_activation="softplus", aggregation="mean"),
    "binary": dict(output="binary", unscaled=False, members=3),
    "multiclass": dict(output="multiclass", unscaled=False, classes=3),
    "mve": dict(output="mve"),
    "mve-one-member": dict(output="mve", members=1),
    "evidential": dict(output="evidential"),
    "quantile": dict(output="quantile"),
    "binary-dirichlet": dict(output="binary_dirichlet", unscaled=False),
    "multiclass-dirichlet": dict(output="multiclass_dirichlet", unscaled=False, classes=3),
}


def build_model(case: dict) -> MPNN:
    atom_featurizer, bond_featurizer = (make() for make in FEATURIZERS[case["featurizer"]])

    def activation(key: str) -> torch.nn.Module:
        make, parameters = ACTIVATIONS[case[key]]
        return make(**parameters)

    passing = {"bond": chemprop_nn.BondMessagePassing, "atom": chemprop_nn.AtomMessagePassing}[case["messages"]](
        d_v=len(atom_featurizer), d_e=len(bond_featurizer), d_h=case["hidden"], bias=case["bias"],
        depth=case["depth"], undirected=case["undirected"], activation=activation("activation"),
    )
    aggregation = {
        "mean": chemprop_nn.MeanAggregation,
        "sum": chemprop_nn.SumAggregation,
        "norm": lambda: chemprop_nn.NormAggregation(norm=20.0),
        "attentive": lambda: chemprop_nn.AttentiveAggregation(output_size=case["hidden"]),
    }[case["aggregation"]]()
    transform = UnscaleTransform([1.5 + t for t in range(case["tasks"])], [0.5 + t for t in range(case["tasks"])])
    keywords = {"n_classes": case["classes"]} if "classes" in case else {}
    predictor = OUTPUTS[case["output"]](
        n_tasks=case["tasks"], input_dim=case["hidden"], hidden_dim=case["ffn_hidden"],
        n_layers=len(case["ffn_hidden"]), activation=activation("ffn_activation"),
        output_transform=transform if case["unscaled"] else None, **keywords,
    )
    model = MPNN(passing, aggregation, predictor, batch_norm=case["batch_norm"])
    with torch.no_grad():
        for name, tensor in model.named_parameters():
            if tensor.dim() == 2:  # enough weight that every layer shows in the output
                tensor.normal_(0, 1.2 / tensor.shape[1] ** 0.5)
            elif not name.startswith("bn"):
                tensor.uniform_(-0.4, 0.4)
        if case["batch_norm"]:
            model.bn.weight.uniform_(0.5, 1.5)
            model.bn.bias.normal_()
            model.bn.running_mean.normal_()
            model.bn.running_var.uniform_(0.2, 2)
    return model.eval()


def outputs(case: dict, models: list[MPNN], batch: BatchMolGraph) -> tuple[numpy.ndarray, numpy.ndarray | None]:
    """Mean over members, and the root of variance between members (ddof 1) plus the heads' mean variance."""
    batch.V, batch.E = batch.V.double(), batch.E.double()  # in double, so that only furui's rounding shows
    with torch.no_grad():
        predictions = torch.stack([copy.deepcopy(model).double()(batch) for model in models]).numpy()
    variance = None
    match case["output"]:
        case "mve":
            predictions, variance = predictions[..., 0], predictions[..., 1]
        case "evidential":
            mean, nu, alpha, beta = numpy.moveaxis(predictions, -1, 0)
            predictions, variance = mean, (1 + 1 / nu) * (beta / (alpha - 1))
        case "quantile" | "binary_dirichlet":
            predictions = predictions[..., 0]
    predictions = predictions.reshape(len(models), predictions.shape[1], -1)
    if len(models) == 1 and variance is None:
        return predictions[0], None
    spread = predictions.var(0, ddof=1) if len(models) > 1 else 0
    return predictions.mean(0), numpy.sqrt(spread + (0 if variance is None else variance.mean(0)))


def parameters(case: dict) -> dict:
    result = {key: case[key] for key in ("messages", "featurizer", "depth", "hidden", "bias", "undirected")}
    atom_featurizer, bond_featurizer = (make() for make in FEATURIZERS[case["featurizer"]])
    result |= {"atom_features": len(atom_featurizer), "bond_features": len(bond_featurizer)}
    for key in ("activation", "ffn_activation"):
        values = ACTIVATIONS[case[key]][1]
        result[key] = case[key].removesuffix("_tanh")
        if values:
            result[f"{key}_parameters"] = values
    result |= {"aggregation": case["aggregation"], "batch_norm": case["batch_norm"]}
    if case["aggregation"] == "norm":
        result["aggregation_norm"] = 20.0
    if case["batch_norm"]:
        result["batch_norm_epsilon"] = 1e-5
    result |= {"ffn_layers": len(case["ffn_hidden"]), "ffn_hidden": case["ffn_hidden"], "output": case["output"]}
    if "classes" in case:
        result["classes"] = case["classes"]
    return result | {"unscaled": case["unscaled"]}


def safetensors_bytes(tensors: dict[str, numpy.ndarray]) -> bytes:
    header, offset, parts = {}, 0, []
    for name in sorted(tensors):
        part = numpy.ascontiguousarray(tensors[name], dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(part)]}
        offset += len(part)
        parts.append(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(parts)


def write_case(name: str, case: dict, molecules: list[Chem.Mol]) -> None:
    featurizer = SimpleMoleculeMolGraphFeaturizer(*(make() for make in FEATURIZERS[case["featurizer"]]))
    batch = BatchMolGraph([featurizer(molecule) for molecule in molecules])
    models = [build_model(case) for _ in range(case["members"])]
    values, std = outputs(case, models, batch)
    tensors = {}
    for member, model in enumerate(models):
        for key, tensor in model.state_dict().items():
            if not key.startswith(("metrics.", "predictor.criterion.")) and key != "bn.num_batches_tracked":
                tensors[f"net/{member}/{key}"] = tensor.numpy()
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    golden = "".join(
        json.dumps({"input": text, "values": values[i].tolist(), "std": None if std is None else std[i].tolist()}) + "\n"
        for i, text in enumerate(INPUTS)
    )
    files = {"weights.safetensors": safetensors_bytes(tensors), "golden.jsonl": golden.encode()}
    for file, content in files.items():
        (folder / file).write_bytes(content)
    multiclass = {"task": "multiclass", "classes": [f"c{i}" for i in range(case.get("classes", 0))]}
    task = multiclass if "classes" in case else {"task": "binary" if "binary" in case["output"] else "regression"}
    names = [f"p{t}" for t in range(case["tasks"])]
    network = {"name": "net", "architecture": "dmpnn", "members": case["members"], "properties": names}
    manifest = {
        "format": 1, "name": name, "version": "1", "input": "molecule",
        "properties": [{"name": p, **task, "has_std": std is not None} for p in names],
        "networks": [network | {"parameters": parameters(case)}],
        "files": {file: hashlib.sha256(content).hexdigest() for file, content in files.items()},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def main() -> None:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    molecules = [Chem.MolFromSmiles(text) for text in INPUTS]
    (HERE / "graphs.hex").write_text("".join(graph_bytes(molecule).hex() + "\n" for molecule in molecules))
    for name, changes in CASES.items():
        write_case(name, DEFAULTS | changes, molecules)


if __name__ == "__main__":
    main()
