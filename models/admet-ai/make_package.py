#!/usr/bin/env python3
"""Makes the committed part of this package: manifest.json, and golden.jsonl by the original library.

    python make_package.py --wheel admet_ai-2.0.1-py3-none-any.whl            everything
    python make_package.py --wheel admet_ai-2.0.1-py3-none-any.whl --manifest-only   keeps golden.jsonl

Runs in an environment with admet-ai 2.0.1 (README.md has the versions). Building or running furui needs neither.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "importers"))

from admet_ai_wheel import WHEEL, WHEEL_SHA256, check_wheel, read_endpoints, read_networks  # noqa: E402
from dmpnn import ELEMENTS  # noqa: E402
from endpoints import ENDPOINTS  # noqa: E402
from package import WEIGHTS, golden_line, manifest_text, sha256  # noqa: E402
from safetensors_file import to_safetensors  # noqa: E402

METRICS = {"R^2": "R2", "MAE": "MAE", "AUROC": "AUROC", "AUPRC": "AUPRC"}
CITATION = [
    "Swanson K, Walther P, Leitz J, Mukherjee S, Wu JC, Shivnaraine RV, Zou J. ADMET-AI: a machine learning ADMET "
    "platform for evaluation of large-scale chemical libraries. Bioinformatics 2024, 40(7), btae416. "
    "https://doi.org/10.1093/bioinformatics/btae416",
    "Heid E, Greenman KP, Chung Y, et al. Chemprop: a machine learning package for chemical property prediction. "
    "J. Chem. Inf. Model. 2024, 64(1), 9-17. https://doi.org/10.1021/acs.jcim.3c01250",
    "Huang K, Fu T, Gao W, et al. Therapeutics Data Commons: machine learning datasets and tasks for drug discovery "
    "and development. NeurIPS Datasets and Benchmarks 2021. https://arxiv.org/abs/2102.09548",
]


def properties(published: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """The manifest's `properties`, in the order of the package's own table."""
    assert list(published) == list(ENDPOINTS), "the wheel's table lists other endpoints"
    entries = []
    for name, endpoint in ENDPOINTS.items():
        row = published[name]
        entry: dict[str, Any] = {
            "name": name,
            "title": endpoint.title,
            "unit": endpoint.unit,
            "task": "binary" if row["task_type"] == "classification" else "regression",
            "shape": [],
            "direction": endpoint.direction,
        }
        for bound in ("lower_bound", "upper_bound"):
            if getattr(endpoint, bound) is not None:
                entry[bound] = getattr(endpoint, bound)
        if endpoint.species:
            entry["species"] = endpoint.species
        quality = {key: round(float(row[column]), 4) for column, key in METRICS.items() if row[column]}
        entry |= {"has_std": True, "quality": quality | {"dataset": f"TDC {name}", "n": int(row["size"])}}
        entries.append(entry)
    return entries


def golden(smiles: list[str]) -> str:
    """golden.jsonl: the library's public predictions, and the spread of its members' own forward passes.

    The spread is computed in float64: between members that agree to five digits, float32 leaves little of it.
    """
    import copy

    import torch
    from admet_ai import ADMETModel

    model = ADMETModel(include_physchem=False, drugbank_path=None, num_workers=0)
    table = model.predict(smiles)
    assert list(table.index) == smiles, "the original library refused an input"
    loader = list(model._build_dataloader(mols=model._filter_valid_molecules(smiles)[0]))
    for batch in loader:
        batch.bmg.V, batch.bmg.E = batch.bmg.V.double(), batch.bmg.E.double()
    spread: dict[str, Any] = {}
    for tasks, members in zip(model.task_lists, model.model_lists):
        outputs = []
        for member in members:
            exact = copy.deepcopy(member).double().eval()
            with torch.inference_mode():
                outputs.append(torch.cat([exact.predict_step(batch, 0) for batch in loader]))
        stacked = torch.stack(outputs)
        difference = abs(stacked.mean(dim=0).numpy() - table[tasks].to_numpy()) / table[tasks].to_numpy().std(axis=0)
        assert difference.max() < 1e-5, "not the library's own outputs"
        spread |= dict(zip(tasks, stacked.std(dim=0, correction=1).numpy().T))
    lines = []
    for row, text in enumerate(smiles):
        values = [shortest(table[name].iloc[row]) for name in ENDPOINTS]
        lines.append(golden_line(text, values, [float(spread[name][row]) for name in ENDPOINTS]))
    return "\n".join(lines) + "\n"


def shortest(value: Any) -> float:
    """A float32 as the float whose shortest text reads back as that float32."""
    return float(str(value))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--manifest-only", action="store_true", help="keep golden.jsonl and its reference versions")
    arguments = parser.parse_args()
    check_wheel(arguments.wheel)
    if arguments.manifest_only:
        reference = json.loads((HERE / "manifest.json").read_text())["reference"]
    else:
        smiles = (HERE.parent / "golden_inputs" / "molecules.smi").read_text().split()
        (HERE / "golden.jsonl").write_text(golden(smiles))
        reference = {name: version(name) for name in ("admet-ai", "chemprop", "rdkit", "torch")}
    networks, tensors = read_networks(arguments.wheel)
    manifest = {
        "format": 1,
        "name": "admet-ai",
        "version": "2.0.1",
        "title": "ADMET-AI: absorption, distribution, metabolism, excretion and toxicity of drug-like molecules",
        "input": "molecule",
        "networks": networks,
        "properties": properties(read_endpoints(arguments.wheel)),
        # The largest molecules of Tox21 and ClinTox, two of its training sets, have 132 and 136 heavy atoms.
        "domain": {"elements": ELEMENTS["v2"], "max_heavy_atoms": 136},
        "refused_elements": [],
        "licence": {"code": "MIT", "weights": "MIT"},
        "citation": CITATION,
        "source": {"package": "admet-ai", "version": "2.0.1", "file": WHEEL, "sha256": WHEEL_SHA256},
        "reference": reference,
        "tolerance": 1e-5,
        "files": {
            "card.md": sha256((HERE / "card.md").read_bytes()),
            "golden.jsonl": sha256((HERE / "golden.jsonl").read_bytes()),
            WEIGHTS: sha256(to_safetensors(tensors)),
        },
    }
    (HERE / "manifest.json").write_bytes(manifest_text(manifest))


if __name__ == "__main__":
    main()
