#!/usr/bin/env python3
"""Turns a chemprop v2 checkpoint, or a folder of them (an ensemble), into a model package.

    python import_chemprop.py best.pt --name my-solubility --properties logS --units "log10(mol/L)" --out my-solubility

Runs in an environment with chemprop (requirements-chemprop.txt), whose own outputs become the golden set. Checkpoints of
chemprop 2.0 are converted on the way. What furui cannot reproduce is refused by name. The last line is JSON:
{"package", "properties", "members"}.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy

from calibrate_checkpoint import CalibrationChoice, calibrations
from calibration import TASK_OF
from chemprop_card import card
from dmpnn import ELEMENTS, Dmpnn, read_dmpnn
from ensemble import network, require_agreement, tensors_of
from package import NAME, VERSION, WEIGHTS, golden_line, manifest_text, sha256, sha256_of_file, write_package
from refusal import Refusal
from safetensors_file import to_safetensors
from torch_file import TorchFile
from training_fingerprints import FILE as TRAINING_FILE, TrainingChoice, training_domain

INPUTS = Path(__file__).resolve().parent.parent / "golden_inputs" / "molecules.smi"
NETWORK = "network"
LARGEST_ROUNDING = 1e-3  # standard deviations
WITH_VARIANCE = ("mve", "evidential")


def find_checkpoints(path: Path) -> list[Path]:
    """The file itself, or a folder's .pt files at any depth as `chemprop predict` takes them, else its .ckpt files;
    model_10 after model_9."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise Refusal(f"{path} is no file and no folder")
    found = list(path.rglob("*.pt")) or list(path.rglob("*.ckpt"))
    if not found:
        raise Refusal(f"{path} holds no .pt and no .ckpt file")
    pieces = re.compile(r"(\d+)")
    return sorted(found, key=lambda file: [int(p) if p.isdigit() else p for p in pieces.split(str(file.relative_to(path)))])


def split_option(text: str | None, option: str, count: int) -> list[str] | None:
    """The entries of --properties or --units; None where the option was not given."""
    if text is None:
        return None
    entries = [entry.strip() for entry in text.split(",")]
    if len(entries) != count:
        raise Refusal(f"{option} names {len(entries)}, the model has {count} output{'s' if count > 1 else ''}")
    return entries


def property_names(member: Dmpnn, given: str | None, model_name: str) -> list[str]:
    """Names by --properties, else the checkpoint's own, else the model's name where there is one output."""
    names = split_option(given, "--properties", member.tasks) or member.output_columns
    if names is None:
        if member.tasks > 1:
            raise Refusal(f"the checkpoint does not name its {member.tasks} outputs; name them with --properties A,B,…")
        names = [model_name]
    if len(names) != member.tasks:
        raise Refusal(f"the checkpoint names {len(names)} outputs and predicts {member.tasks}; name them with --properties A,B,…")
    if len(set(names)) != len(names) or not all(name and name.isprintable() for name in names):
        raise Refusal(f"each output needs a printable name of its own: {', '.join(map(repr, names))}; choose with --properties")
    return names


def properties(parameters: dict[str, Any], names: list[str], units: list[str] | None, has_std: bool) -> list[dict[str, Any]]:
    """The manifest's `properties`."""
    output = parameters["output"]
    task = "binary" if output.startswith("binary") else "multiclass" if output.startswith("multiclass") else "regression"
    entries = []
    for n, name in enumerate(names):
        entry: dict[str, Any] = {
            "name": name,
            "title": "",
            "unit": units[n] if units else "" if task == "regression" else "1",
            "task": task,
        }
        if task == "multiclass":
            entry |= {"classes": [str(c) for c in range(parameters["classes"])], "shape": [parameters["classes"]]}
        else:
            entry |= {"shape": []}
        entry |= {"direction": "none"}
        if task != "regression":
            entry |= {"lower_bound": 0.0, "upper_bound": 1.0}
        entries.append(entry | {"has_std": has_std, "quality": {}})
    return entries


def tolerance(rounding: float) -> float:
    """1e-5, and never less than four times the rounding of the original itself: two float32 programs that sum in different
    orders cannot agree better than each does with the exact sum."""
    return float(f"{max(1e-5, 4 * rounding):.1e}")


def load(paths: list[Path], members: list[Dmpnn]) -> list[Any]:
    """The checkpoints as chemprop itself loads them.

    raises  Refusal where it loads other weights than were read here
    """
    import chemprop_library as original

    models = []
    for path, member in zip(paths, members):
        print(f"loading {path.name} by chemprop {version('chemprop')}", flush=True)
        models.append(original.load(path))
        original.require_equal_weights(models[-1], member.tensors, path.name)
    return models


def golden(models: list[Any], parameters: dict[str, Any]) -> tuple[str, int, float]:
    """golden.jsonl by chemprop itself, its number of lines, and chemprop's own rounding (float32 against float64, values
    and standard deviations) as a share of each column's standard deviation.

    raises  Refusal where that rounding is so large that nobody's float32 result would mean anything
    """
    import chemprop_library as original

    smiles = INPUTS.read_text().split()
    print(f"predicting {len(smiles)} golden molecules", flush=True)
    batch = original.batch_of(smiles, parameters["featurizer"])
    values, std = original.outputs(models, batch, parameters["output"], double=True)
    single, single_std = original.outputs(models, batch, parameters["output"], double=False)
    if not numpy.isfinite(values).all():
        raise Refusal("chemprop itself predicts NaN or infinity for some molecules: the model was not trained to an end")
    spread = values.std(0, ddof=1)
    off = abs(single - values) if std is None else numpy.maximum(abs(single - values), abs(single_std - std))
    rounding = float((off.max(0) / numpy.where(spread > 0, spread, 1)).max())
    if not rounding < LARGEST_ROUNDING:
        raise Refusal(
            f"chemprop's own outputs in float32 and float64 differ by {rounding:.1e} standard deviations, more than "
            f"{LARGEST_ROUNDING:.0e}: the model is numerically unstable, and no float32 program reproduces it"
        )
    lines = [
        golden_line(text, values[row].tolist(), None if std is None else std[row].tolist()) for row, text in enumerate(smiles)
    ]
    return "\n".join(lines) + "\n", len(smiles), rounding


def calibrate(
    choice: CalibrationChoice, models: list[Any], parameters: dict[str, Any], entries: list[dict[str, Any]]
) -> dict[str, str]:
    """Adds `calibration` to the properties that have measured values; gives the file as `source` states it."""
    import chemprop_library as original

    found, source = calibrations(choice, entries, original.canonical, lambda smiles: original.predict(models, smiles, parameters))
    for entry in entries:
        if entry["name"] in found:
            entry |= {"has_std": entry["has_std"] or entry["task"] == "regression", "calibration": found[entry["name"]]}
    return source


def import_checkpoints(
    path: Path, out: Path, name: str, version_text: str, given: str | None, units: str | None,
    calibration: CalibrationChoice | None = None, training: TrainingChoice | None = None
) -> dict[str, Any]:
    """Writes the package; gives the summary that is printed last.

    raises  Refusal saying what cannot be imported, and why
    """
    if not NAME.fullmatch(name):
        raise Refusal(f"'{name}' is no name for a model: a lower-case letter, then up to 62 of a-z, 0-9 and '-'")
    if not VERSION.fullmatch(version_text):
        raise Refusal(f"'{version_text}' is no version: up to 63 of A-Z, a-z, 0-9, '.', '_', '+' and '-'")
    paths = find_checkpoints(path)
    members: list[Dmpnn] = []
    for number, file in enumerate(paths, 1):
        print(f"reading {file.name} ({number} of {len(paths)})", flush=True)
        members.append(read_dmpnn(TorchFile(file), file.name))
    require_agreement(path.name, members)
    parameters = members[0].parameters
    names = property_names(members[0], given, name)
    unit_list = split_option(units, "--units", len(names))
    has_std = len(members) > 1 or parameters["output"] in WITH_VARIANCE
    models = load(paths, members)
    lines, molecules, rounding = golden(models, parameters)
    entries = properties(parameters, names, unit_list, has_std)
    given_files = {} if calibration is None else {"calibration": calibrate(calibration, models, parameters, entries)}
    domain: dict[str, Any] = {"elements": ELEMENTS[parameters["featurizer"]]}
    training_files = {}
    if training is not None:
        domain["training"], training_files[TRAINING_FILE], given_files["training"] = training_domain(training)
    sources = [{"file": file.name, "sha256": sha256_of_file(file)} for file in paths]
    manifest: dict[str, Any] = {
        "format": 1,
        "name": name,
        "version": version_text,
        "title": f"chemprop model for {', '.join(names[:5])}{', …' if len(names) > 5 else ''}",
        "input": "molecule",
        "networks": [network(NETWORK, members, names)],
        "properties": entries,
        "domain": domain,
        "refused_elements": [],
        "licence": {"code": "NOASSERTION", "weights": "NOASSERTION"},
        "citation": [
            "Heid E, Greenman KP, Chung Y, et al. Chemprop: a machine learning package for chemical property prediction. "
            "J. Chem. Inf. Model. 2024, 64(1), 9-17. https://doi.org/10.1021/acs.jcim.3c01250"
        ],
        "source": {"package": "checkpoint", "version": "", "files": sources} | given_files,
        "reference": {part: version(part) for part in ("chemprop", "rdkit", "torch")} | {"precision": "float64"},
        "tolerance": tolerance(rounding),
    }
    files = {
        WEIGHTS: to_safetensors(tensors_of(NETWORK, members)),
        "golden.jsonl": lines.encode(),
        "card.md": card(manifest, sources, molecules, rounding).encode(),
    } | training_files
    manifest["files"] = {file: sha256(content) for file, content in sorted(files.items())}
    write_package(out, files | {"manifest.json": manifest_text(manifest)})
    return {"package": str(out), "properties": names, "members": len(members)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", type=Path, metavar="PATH", help="a checkpoint (.pt, .ckpt), or a folder of them: an ensemble")
    parser.add_argument("--name", required=True, help="the model's name: a-z, 0-9 and '-'")
    parser.add_argument("--out", type=Path, required=True, help="package folder to write")
    parser.add_argument("--version", default="1", help="the package's version (default: 1)")
    parser.add_argument("--properties", help="names of the outputs, separated by commas (default: the checkpoint's)")
    parser.add_argument("--units", help="their units in the same order, such as 'log10(mol/L),1' (default: unknown)")
    parser.add_argument("--calibration", type=Path, help="CSV of held-out measured molecules, a column a property, to calibrate by")
    parser.add_argument("--calibration-structure", help="its column of structures (default: the one named smiles or the like)")
    parser.add_argument("--calibrator", choices=sorted(TASK_OF), help="calibrator of every property (default: by its task)")
    parser.add_argument("--training", type=Path, help="CSV of the molecules that it was trained on: candidates are graded by nearness to them")
    parser.add_argument("--training-structure", help="its column of structures (default: the one named smiles or the like)")
    given = parser.parse_args()
    calibration = None if given.calibration is None else CalibrationChoice(given.calibration, given.calibration_structure, given.calibrator)
    training = None if given.training is None else TrainingChoice(given.training, given.training_structure)
    try:
        summary = import_checkpoints(
            given.path, given.out, given.name, given.version, given.properties, given.units, calibration, training
        )
    except (Refusal, OSError) as error:
        print(f"import_chemprop: {error}", file=sys.stderr)
        return 1
    print(json.dumps(summary))
    return 0


if __name__ == "__main__":
    sys.exit(main())
