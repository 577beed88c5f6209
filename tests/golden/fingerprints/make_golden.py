"""Writes morgan.jsonl: the bits that RDKit sets for the golden molecules, by the function that the importer uses.

    python make_golden.py     in an environment with models/importers/requirements-chemprop.txt
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODELS = HERE.parents[2] / "models"
sys.path.insert(0, str(MODELS / "importers"))

from training_fingerprints import fingerprints_of  # noqa: E402

if __name__ == "__main__":
    molecules = (MODELS / "golden_inputs/molecules.smi").read_text().split()
    lines = [json.dumps({"input": text, "bits": list(f.GetOnBits())}) for text, f in zip(molecules, fingerprints_of(molecules))]
    (HERE / "morgan.jsonl").write_text("\n".join(lines) + "\n")
