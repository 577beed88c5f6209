"""The model card of an imported checkpoint: what is known of it, and what nobody has said."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

WORDS = {
    "regression": "regression",
    "binary": "binary classification; values are P(class 1)",
    "multiclass": "multiclass classification; values are the classes' probabilities",
    "mve": "regression with a predicted variance (mean-variance estimation)",
    "evidential": "evidential regression; the standard deviation holds the total (aleatoric and epistemic) variance",
    "quantile": "quantile regression; values are the middle of the predicted interval",
    "binary_dirichlet": "binary classification (Dirichlet); values are the expected P(class 1)",
    "multiclass_dirichlet": "multiclass classification (Dirichlet); values are the classes' expected probabilities",
}


def figures_text(calibration: Mapping[str, Any]) -> str:
    """"coverage90 none → 0.91", each figure before and after."""
    return ", ".join(f"{name} {calibration['before'].get(name, 'none')} → {after}" for name, after in calibration["after"].items())


def calibration_text(manifest: Mapping[str, Any]) -> str:
    """The section on calibrators; empty where no property has one."""
    found = [(p["name"], p["calibration"]) for p in manifest["properties"] if "calibration" in p]
    if not found:
        return ""
    rows = "\n".join(f"| `{name}` | {c['type']} | {c['rows']} | {figures_text(c)} |" for name, c in found)
    measured = manifest["source"]["calibration"]
    return f"""
## Calibration
What furui predicts is calibrated by held-out measured values of `{measured['file']}` (SHA-256 `{measured['sha256']}`); the golden set is raw.

| property | calibrator | molecules | before → after |
| --- | --- | --- | --- |
{rows}

`coverage90` is the share of measured values within the 90 % interval, `ece` the expected calibration error over ten bins, `brier` the mean squared difference to the class. `after` is cross-fitted: each fifth of the molecules is calibrated by what was fitted on the others.
"""


def training_text(manifest: Mapping[str, Any]) -> str:
    """The section on training molecules; empty where the package carries none."""
    training = manifest["domain"].get("training")
    if training is None:
        return ""
    rows = manifest["source"]["training"]
    return f"""
## Domain
A candidate is graded by its Tanimoto similarity ({training['fingerprint']}) to the nearest of {training['molecules']} distinct training molecules of `{rows['file']}` (SHA-256 `{rows['sha256']}`): in from {training['in']:.3f}, borderline from {training['borderline']:.3f}, which 95 % and 99 % of these molecules reach among the others. A candidate with an element that the featurizer does not tell apart is out regardless.
"""


def card(manifest: Mapping[str, Any], sources: Sequence[Mapping[str, str]], molecules: int, rounding: float) -> str:
    """Markdown.

    manifest   as it will be written, without `files`
    sources    {"file", "sha256"} of each checkpoint, in the order of members
    molecules  size of the golden set
    rounding   largest difference between the original library in float32 and in float64, in standard deviations
    """
    network = manifest["networks"][0]
    parameters = network["parameters"]
    reference = manifest["reference"]
    properties = "\n".join(f"| `{p['name']}` | {p['unit'] or 'unknown'} | {p['task']} |" for p in manifest["properties"])
    checkpoints = "\n".join(f"- member {m}: `{s['file']}`, SHA-256 `{s['sha256']}`" for m, s in enumerate(sources))
    shape = "\n".join(f"| {key} | {value} |" for key, value in parameters.items())
    return f"""# {manifest['name']} {manifest['version']}

Imported from {len(sources)} chemprop checkpoint{'s' if len(sources) > 1 else ''}. {WORDS[parameters['output']].capitalize()}.

| property | unit | task |
| --- | --- | --- |
{properties}

## How good
Unknown here: a checkpoint does not say how it was tested, on what it was trained, or under which licence it stands. Whoever trained it does.

## What to mind
- Molecules are read as chemprop reads them by default: hydrogens implicit, stereo kept. A model trained with `--keep-h`, `--add-h` or `--ignore-stereo` says so nowhere in its checkpoint, and would give other values here.
- Elements without a bit of their own in the featurizer `{parameters['featurizer']}` share one; such molecules are marked out of domain.
{calibration_text(manifest)}{training_text(manifest)}
## The network
{network['members']} member{'s' if network['members'] > 1 else ''}, chemprop v2 D-MPNN:

| parameter | value |
| --- | --- |
{shape}

{checkpoints}

## Golden set
{molecules} molecules computed by chemprop {reference['chemprop']} (RDKit {reference['rdkit']}, torch {reference['torch']}) in float64. The same library in float32 differs from itself in float64 by up to {rounding:.1e} of a property's standard deviation over these molecules; a result counts as reproduced within {manifest['tolerance']:.1e}.
"""
