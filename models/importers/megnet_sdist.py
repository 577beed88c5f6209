"""The networks inside the source package of megnet 1.3.2: which there are, and their weights by name.

Chen et al., Chem. Mater. 2019, 31, 3564 (MEGNet); Chen et al., Nat. Comput. Sci. 2021, 1, 46 (bands of many fidelities).
The wheel holds no weights, the source package holds all: Keras models as HDF5, and beside each a JSON file with what
turns crystals into graphs and outputs into values. Both are read as data; nothing of the package is run or installed.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import h5py
import numpy

from package import require_file
from refusal import Refusal

SDIST = "megnet-1.3.2.tar.gz"
SDIST_SHA256 = "0c2de597860fa3caeefc3591f01fe48e8cc70adbda812f5b72a47c3eb6361a99"
FOLDER = "megnet-1.3.2/mvl_models/"
ELEMENTS = 94
# By atomic number; the first is no element.
SYMBOLS = ("", *"""H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo
Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn
Fr Ra Ac Th Pa U Np Pu""".split())
EMBEDDING, HIDDEN, WIDTH, READOUT_WIDTH, BLOCKS, ZEROS = 16, 64, 32, 16, 3, 2


@dataclass(frozen=True)
class NetworkSource:
    name: str
    files: tuple[str, ...]       # one a member, without ".hdf5"
    properties: tuple[str, ...]  # one a state


GAPS = ("band_gap_pbe", "band_gap_gllb_sc", "band_gap_hse", "band_gap_experiment")


def of_fidelities(folder: str) -> NetworkSource:
    return NetworkSource("band_gap_fidelities", tuple(f"mf_2020/{folder}/{member}/best_model" for member in range(6)), GAPS)


ORDERED = (
    NetworkSource("formation_energy", ("mp-2019.4.1/formation_energy",), ("formation_energy_per_atom",)),
    NetworkSource("band_gap", ("mp-2018.6.1/band_gap_regression",), ("band_gap",)),
    of_fidelities("pbe_gllb_hse_exp"),
    NetworkSource("log10_k", ("mp-2019.4.1/log10K",), ("log10_k",)),
    NetworkSource("log10_g", ("mp-2019.4.1/log10G",), ("log10_g",)),
    NetworkSource("fermi_energy", ("mp-2019.4.1/efermi",), ("fermi_energy",)),
)
# By the name of the package that takes them.
PACKAGES = {"megnet": ORDERED, "megnet-disordered": (of_fidelities("pbe_gllb_hse_exp_disorder"),)}


def check_sdist(path: Path) -> None:
    """raises  Refusal where `path` is not the source package that the weights come from"""
    require_file(path, SDIST, SDIST_SHA256, "models/set_up.py fetches it")


def read_networks(sdist: Path, package: str) -> tuple[list[dict[str, Any]], dict[str, numpy.ndarray]]:
    """The manifest's `networks`, and every tensor by its name in weights.safetensors.

    raises  Refusal where a model is not of the architecture that models/README.md describes
    """
    networks, tensors = [], {}
    with tarfile.open(sdist) as archive:
        for source in PACKAGES[package]:
            stated: list[dict[str, Any]] = []
            for member, file in enumerate(source.files):
                settings = json.load(_open(archive, f"{file}.hdf5.json"))
                with h5py.File(_open(archive, f"{file}.hdf5")) as model:
                    parameters, of_member = read_model(model, settings, file)
                stated.append(parameters)
                tensors |= {f"{source.name}/{member}/{name}": tensor for name, tensor in of_member.items()}
            if any(parameters != stated[0] for parameters in stated) or max(stated[0]["states"], 1) != len(source.properties):
                raise Refusal(f"{source.name}: its members differ, or have not one state a property")
            networks.append({"name": source.name, "architecture": "megnet", "parameters": stated[0],
                             "members": len(source.files), "properties": list(source.properties)})
    return networks, tensors


def read_model(model: h5py.File, settings: dict[str, Any], file: str) -> tuple[dict[str, Any], dict[str, numpy.ndarray]]:
    """One Keras model: its parameters, and its tensors under the names of models/README.md."""
    layers = json.loads(model.attrs["model_config"])["config"]["layers"]
    of_kind = {kind: sorted((layer for layer in layers if layer["class_name"] == kind), key=_number)
               for kind in ("Embedding", "Dense", "MEGNetLayer", "Set2Set")}
    expect(file, "layers", {kind: len(found) for kind, found in of_kind.items() if kind != "Embedding"},
           {"Dense": 6 * BLOCKS + 3, "MEGNetLayer": BLOCKS, "Set2Set": 2})
    for layer in of_kind["Dense"][:-1] + of_kind["MEGNetLayer"]:
        expect(file, layer["name"], layer["config"]["activation"], "softplus2")
    expect(file, "last layer", of_kind["Dense"][-1]["config"]["activation"], "linear")
    expect(file, "pooling", {layer["config"]["pool_method"] for layer in of_kind["MEGNetLayer"]}, {"mean"})
    for layer in of_kind["Set2Set"]:
        expect(file, layer["name"], [layer["config"][key] for key in ("n_hidden", "activation_lstm", "recurrent_activation", "T")],
               [READOUT_WIDTH, "tanh", "hard_sigmoid", of_kind["Set2Set"][0]["config"]["T"]])
    tensors = dict(_tensors(_weights(model), of_kind, _fixed_embedding(settings["graph_converter"], file)))
    states = tensors["state_embedding"].shape[0] if "state_embedding" in tensors else 0
    parameters = {"elements": ELEMENTS, "embedding": EMBEDDING, "states": states, "state_width": EMBEDDING if states else ZEROS,
                  "blocks": BLOCKS, "hidden": HIDDEN, "width": WIDTH, "readout_steps": of_kind["Set2Set"][0]["config"]["T"],
                  "readout_width": READOUT_WIDTH} | _geometry(settings, file)
    return parameters, tensors


def expect(file: str, what: str, found: Any, expected: Any) -> None:
    """raises  Refusal naming the file and what in it is otherwise"""
    if found != expected:
        raise Refusal(f"{file}: {what} is {found!r}; the architecture 'megnet' has {expected!r}")


def _open(archive: tarfile.TarFile, name: str) -> io.BytesIO:
    found = archive.extractfile(FOLDER + name)
    if found is None:
        raise Refusal(f"{SDIST} holds no {name}")
    return io.BytesIO(found.read())


def _number(layer: dict[str, Any]) -> int:
    """dense_12 → 12, dense → 0: Keras numbers layers as they were made."""
    found = re.search(r"_(\d+)$", layer["name"])
    return int(found.group(1)) if found else 0


def _geometry(settings: dict[str, Any], file: str) -> dict[str, Any]:
    graph, scaler = settings["graph_converter"], settings.get("target_scaler", {})
    expect(file, "graph", graph["@class"] in ("CrystalGraph", "CrystalGraphDisordered"), True)
    expect(file, "scaler", scaler.get("@class", "DummyScaler") in ("DummyScaler", "StandardScaler") and scaler.get("is_intensive", True), True)
    centers = numpy.array(graph["bond_converter"]["centers"]["data"])
    even = numpy.linspace(0, centers[-1], len(centers))
    expect(file, "spacing of the Gaussians", bool(numpy.abs(centers - even).max() < 1e-12), True)
    return {"cutoff_angstrom": float(graph["cutoff"]), "centers": len(centers), "last_center_angstrom": float(centers[-1]),
            "gaussian_width_angstrom": float(graph["bond_converter"]["width"]),
            "mean": float(scaler.get("mean", 0)), "deviation": float(scaler.get("std", 1))}


def _fixed_embedding(graph: dict[str, Any], file: str) -> numpy.ndarray | None:
    """The atoms' vectors where they are no weights but were taken from another model, zeros for who has none; else None."""
    if graph["@class"] == "CrystalGraph":
        return None
    vectors = graph["atom_converter"]["embedding_dict"]
    embedding = numpy.zeros((ELEMENTS + 1, EMBEDDING), numpy.float32)
    for symbol, vector in vectors.items():
        expect(file, f"atomic number of {symbol}", symbol in SYMBOLS, True)
        embedding[SYMBOLS.index(symbol)] = vector
    return embedding


def _weights(model: h5py.File) -> dict[str, numpy.ndarray]:
    """Every weight by "LAYER/NAME", such as "dense_1/kernel" or "meg_net_layer_1/weight_e_0"."""
    found: dict[str, numpy.ndarray] = {}

    def visit(path: str, entry: Any) -> None:
        if isinstance(entry, h5py.Dataset):
            found[f"{path.split('/')[0]}/{path.split('/')[-1].removesuffix(':0')}"] = entry[()]

    model["model_weights"].visititems(visit)
    return found


def _tensors(weights: dict[str, numpy.ndarray], of_kind: dict[str, list[dict[str, Any]]], fixed: numpy.ndarray | None) -> Iterator[tuple[str, numpy.ndarray]]:
    # Keras keeps inputs × outputs; ours are outputs × inputs.
    names = {kind: [layer["name"] for layer in layers] for kind, layers in of_kind.items()}
    learned = [weights[f"{name}/embeddings"] for name in names["Embedding"]]
    yield from zip(("atom_embedding", "state_embedding"), learned if fixed is None else [fixed, *learned])
    # Two layers each of atoms, bonds and state before every block; three at the end. Later versions of megnet name them.
    kinds = [(block, part, layer) for block in range(BLOCKS) for part in ("atom", "bond", "state") for layer in (0, 1)]
    places = [f"blocks.{block}.before.{part}.{layer}" for block, part, layer in kinds] + [f"readout.{layer}" for layer in range(3)]
    named = [f"block_{block}_{part}_ff_{layer}" if block else f"preblock_{part}_{layer}" for block, part, layer in kinds] + [f"readout_{layer}" for layer in range(3)]
    for place, name in zip(places, named if set(named) == set(names["Dense"]) else names["Dense"]):
        yield f"{place}.weight", weights[f"{name}/kernel"].T
        yield f"{place}.bias", weights[f"{name}/bias"]
    for block, name in enumerate(names["MEGNetLayer"]):
        for part, letter in (("bond", "e"), ("atom", "v"), ("state", "u")):
            for layer in range(3):
                yield f"blocks.{block}.update.{part}.{layer}.weight", weights[f"{name}/weight_{letter}_{layer}"].T
                yield f"blocks.{block}.update.{part}.{layer}.bias", weights[f"{name}/bias_{letter}_{layer}"]
    for part, name in zip(("atom", "bond"), sorted(names["Set2Set"])):
        for ours, theirs in (("memory.weight", "x_to_m_weight"), ("memory.bias", "x_to_m_bias"),
                             ("gates.weight", "recurrent_kernel"), ("gates.bias", "recurrent_bias")):
            yield f"readout.{part}.{ours}", weights[f"{name}/{theirs}"].T
