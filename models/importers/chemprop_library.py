"""Runs a checkpoint by chemprop's own library, for the golden set: every object in the file is vetted before it is made.

Runs in an environment with chemprop 2.2 or later (requirements-chemprop.txt).
"""

from __future__ import annotations

import copy
import enum
import re
import tempfile
import types
import warnings
from pathlib import Path
from typing import Any, Sequence

import numpy

from refusal import Refusal

try:
    import torch
    from chemprop.data import BatchMolGraph
    from chemprop.featurizers import SimpleMoleculeMolGraphFeaturizer
    from chemprop.featurizers.atom import MultiHotAtomFeaturizer, RIGRAtomFeaturizer
    from chemprop.featurizers.bond import MultiHotBondFeaturizer, RIGRBondFeaturizer
    from chemprop.models import MPNN
    from chemprop.utils import v2_0_to_v2_1
    from rdkit import Chem, RDLogger
except ImportError as error:
    raise Refusal(
        f"chemprop's own library is needed to compute the golden set, and this Python lacks a part of it ({error}); "
        "make an environment with: pip install -r requirements-chemprop.txt"
    ) from None

FEATURIZERS = {
    "v1": (MultiHotAtomFeaturizer.v1, MultiHotBondFeaturizer),
    "v2": (MultiHotAtomFeaturizer.v2, MultiHotBondFeaturizer),
    "organic": (MultiHotAtomFeaturizer.organic, MultiHotBondFeaturizer),
    "rigr": (RIGRAtomFeaturizer, RIGRBondFeaturizer),
}
SLICE = 500  # molecules predicted at once
# Names outside of chemprop's, PyTorch's and torchmetrics' own classes that a checkpoint may use; none does anything.
HARMLESS = {
    "_codecs": {"encode"},
    "argparse": {"Namespace"},
    "builtins": {"set", "frozenset", "dict", "list", "tuple", "int", "float", "str", "bool", "complex", "slice"},
    "collections": {"OrderedDict", "defaultdict"},
    "lightning.fabric.utilities.data": {"AttributeDict"},
    "lightning.pytorch.utilities.parsing": {"AttributeDict"},
    "pytorch_lightning.utilities.parsing": {"AttributeDict"},
    "numpy": {"dtype", "ndarray", "float32", "float64", "int32", "int64"},
    "numpy.core.multiarray": {"scalar", "_reconstruct"},
    "numpy._core.multiarray": {"scalar", "_reconstruct"},
    "pathlib": {"Path", "PosixPath", "PurePosixPath"},
    "torch": {"device", "Size", "float16", "float32", "float64", "int32", "int64", "bool"},
    "torch._utils": {"_rebuild_tensor_v2", "_rebuild_parameter"},
    "torch.nn.parameter": {"Parameter"},
    "torchmetrics.metric": {"jit_distributed_available"},
    "torchmetrics.utilities.data": {"dim_zero_cat", "dim_zero_max", "dim_zero_mean", "dim_zero_min", "dim_zero_sum"},
}
CLASSES = re.compile(
    r"(chemprop\.(nn|utils)|torch\.nn\.modules|torchmetrics\.(metric|aggregation|classification|regression))(\.|$)"
)


def _enum_member(kind: Any, name: Any) -> Any:
    """What pickle calls getattr for, and nothing else."""
    if not (isinstance(kind, type) and issubclass(kind, enum.Enum) and name in kind.__members__):
        raise Refusal("the checkpoint reads an attribute while it is loaded; only members of enumerations may be read so")
    return kind[name]


class _VettedUnpickler(v2_0_to_v2_1.Unpickler):
    """chemprop's own converter of 2.0 checkpoints (it renames metrics), with a list of what may be named."""

    def find_class(self, module: str, name: str) -> Any:
        module = {"__builtin__": "builtins"}.get(module, module)
        if (module, name) == ("builtins", "getattr"):
            return _enum_member
        if name in HARMLESS.get(module, ()) or (module == "torch" and re.fullmatch(r"[A-Z][A-Za-z0-9]*Storage", name)):
            return super().find_class(module, name)
        if CLASSES.match(module) and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and issubclass(found, (torch.nn.Module, enum.Enum)):
                return found
        raise Refusal(f"the checkpoint names {module}.{name}, which a chemprop model does not need; it is not loaded")


def _refuse_bare_pickle(*_: Any, **__: Any) -> Any:
    """In place of pickle.load, which torch.load would call on a file that is no zip file, and which nothing vets."""
    raise Refusal("the checkpoint is a bare pickle, not in the zip format of PyTorch 1.6 and later; it is not loaded")


def load(path: Path) -> MPNN:
    """The model of a chemprop 2.x checkpoint, in evaluation mode on the CPU.

    raises  Refusal where the file names something that is not chemprop's, or chemprop itself cannot load it
    """
    vetted = types.SimpleNamespace(__name__="pickle", Unpickler=_VettedUnpickler, load=_refuse_bare_pickle)
    try:
        content = torch.load(path, map_location="cpu", pickle_module=vetted, weights_only=False)
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            converted = Path(folder) / "model.pt"
            torch.save(content, converted)
            return MPNN.load_from_file(converted, map_location="cpu").eval()
    except Refusal:
        raise
    except Exception as error:  # whatever chemprop makes of a damaged or foreign file
        raise Refusal(f"{path.name}: chemprop cannot load it: {type(error).__name__}: {error}") from error


def require_equal_weights(model: MPNN, tensors: dict[str, numpy.ndarray], name: str) -> None:
    """raises  Refusal where chemprop's model has other weights than were read from the file"""
    state = model.state_dict()
    for key, tensor in tensors.items():
        if key not in state or not numpy.array_equal(state[key].float().numpy(), tensor):
            raise Refusal(f"{name}: chemprop loads another '{key}' than the file holds; please report this checkpoint")


def batch_of(smiles: Sequence[str], featurizer: str) -> BatchMolGraph:
    """Molecules as chemprop reads and featurizes them by default: hydrogens implicit, stereo kept."""
    RDLogger.DisableLog("rdApp.*")
    molecules = [Chem.MolFromSmiles(text) for text in smiles]
    unread = [text for text, molecule in zip(smiles, molecules) if molecule is None]
    if unread:
        raise Refusal(f"RDKit {Chem.rdBase.rdkitVersion} cannot read {len(unread)} molecules, first: {unread[0]}")
    make = SimpleMoleculeMolGraphFeaturizer(*(part() for part in FEATURIZERS[featurizer]))
    return BatchMolGraph([make(molecule) for molecule in molecules])


def canonical(smiles: str) -> str | None:
    """Canonical SMILES as RDKit writes it; None where it reads no molecule."""
    RDLogger.DisableLog("rdApp.*")
    molecule = Chem.MolFromSmiles(smiles)
    return Chem.MolToSmiles(molecule) if molecule is not None and molecule.GetNumAtoms() > 0 else None


def outputs(models: Sequence[MPNN], batch: BatchMolGraph, output: str, double: bool) -> tuple[numpy.ndarray, numpy.ndarray | None]:
    """What chemprop's ensemble predicts.

    output   kind of output as the manifest names it
    double   run in float64, so that the original's own rounding is not in the result
    returns  mean over members [molecules, columns]; standard deviation: the root of the variance between members
             (ddof 1) plus the heads' own mean variance (chemprop's `mve` and `evidential-total` estimators), or None
    """
    batch = copy.deepcopy(batch)
    if double:
        batch.V, batch.E = batch.V.double(), batch.E.double()
    with torch.inference_mode():
        members = [(copy.deepcopy(model).double() if double else model)(batch) for model in models]
    predicted = torch.stack(members).double().numpy()
    variance = None
    if output == "mve":
        predicted, variance = predicted[..., 0], predicted[..., 1]
    elif output == "evidential":
        predicted, nu, alpha, beta = numpy.moveaxis(predicted, -1, 0)
        variance = (1 + 1 / nu) * (beta / (alpha - 1))
    elif output in ("quantile", "binary_dirichlet"):
        predicted = predicted[..., 0]
    predicted = predicted.reshape(len(models), predicted.shape[1], -1)
    if len(models) == 1 and variance is None:
        return predicted[0], None
    spread = predicted.var(0, ddof=1) if len(models) > 1 else 0
    return predicted.mean(0), numpy.sqrt(spread + (0 if variance is None else variance.mean(0)))


def predict(models: Sequence[MPNN], smiles: Sequence[str], parameters: dict[str, Any]) -> tuple[numpy.ndarray, numpy.ndarray | None]:
    """`outputs` in float64 of any number of molecules, a slice at a time."""
    slices = [smiles[first : first + SLICE] for first in range(0, len(smiles), SLICE)]
    parts = [outputs(models, batch_of(part, parameters["featurizer"]), parameters["output"], double=True) for part in slices]
    spread = None if parts[0][1] is None else numpy.concatenate([std for _, std in parts if std is not None])
    return numpy.concatenate([values for values, _ in parts]), spread
