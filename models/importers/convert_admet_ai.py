#!/usr/bin/env python3
"""Converts the weights inside the admet-ai 2.0.1 wheel into build/models/admet-ai, without installing admet-ai.

    pip download admet-ai==2.0.1 --no-deps
    python models/importers/convert_admet_ai.py --wheel admet_ai-2.0.1-py3-none-any.whl --out build/models/admet-ai

Needs numpy. Reads no pickle with pickle's own powers (see torch_file.py). Takes about a second.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from admet_ai_wheel import check_wheel, read_networks
from package import read_manifest, write_converted
from refusal import Refusal
from safetensors_file import to_safetensors

COMMITTED = Path(__file__).resolve().parent.parent / "admet-ai"


def convert(wheel: Path, out: Path) -> None:
    """Writes the package folder `out`.

    raises  Refusal where the wheel, the weights or a committed file is not the one that the manifest states
    """
    manifest = read_manifest(COMMITTED)
    check_wheel(wheel)
    networks, tensors = read_networks(wheel)
    if networks != manifest["networks"]:
        raise Refusal("the networks in the wheel are not those of models/admet-ai/manifest.json")
    write_converted(out, COMMITTED, manifest, to_safetensors(tensors))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True, help="admet_ai-2.0.1-py3-none-any.whl from the package index")
    parser.add_argument("--out", type=Path, required=True, help="package folder to write, such as build/models/admet-ai")
    arguments = parser.parse_args()
    try:
        convert(arguments.wheel, arguments.out)
    except (Refusal, OSError) as error:
        print(f"convert_admet_ai: {error}", file=sys.stderr)
        return 1
    print(f"admet-ai 2.0.1: package written to {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
