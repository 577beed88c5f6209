"""ADMET-AI itself on a list of SMILES; prints one line of JSON. Loading and a warm-up are not counted."""

import json
import sys
import time

import torch
from admet_ai import ADMETModel


def main() -> None:
    smiles = open(sys.argv[1]).read().split()
    # Neither its own physicochemical properties nor the DrugBank percentiles: furui computes neither here.
    model = ADMETModel(include_physchem=False, drugbank_path=None)
    model.predict(smiles=smiles[:64])
    start = time.perf_counter()
    result = model.predict(smiles=smiles)
    seconds = time.perf_counter() - start
    print(json.dumps({"rows": len(smiles), "columns": result.shape[1], "seconds": seconds,
                      "threads": torch.get_num_threads()}))


if __name__ == "__main__":
    main()
