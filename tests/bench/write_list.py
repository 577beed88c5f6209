"""Writes the list whose graphs furui_predict_bench reads: a model's golden inputs, then drug-like molecules."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import molecules


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--golden", type=Path, required=True, help="golden.jsonl of the model")
    parser.add_argument("--molecules", type=Path, nargs="+", required=True, help="CSV files with a column smiles")
    parser.add_argument("--size", type=int, required=True, help="number of drug-like molecules after the golden ones")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    golden = [json.loads(line)["input"] for line in arguments.golden.read_text().splitlines()]
    smiles = golden + molecules.read(arguments.molecules, arguments.size)
    arguments.output.write_text("\n".join(smiles) + "\n")


if __name__ == "__main__":
    main()
