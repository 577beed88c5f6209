#!/usr/bin/env python3
"""Converts the weights inside the chgnet 0.4.2 wheel into build/models/chgnet, without installing or running chgnet.

    python models/importers/convert_chgnet.py --wheel chgnet-0.4.2-….whl --package chgnet --out build/models/chgnet

Needs numpy. Reads no pickle with pickle's own powers (see torch_file.py). Takes about a second.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chgnet_wheel import CHECKPOINTS, check_wheel, read_checkpoint, read_network
from package import read_manifest, write_converted
from refusal import Refusal
from safetensors_file import to_safetensors

MODELS = Path(__file__).resolve().parent.parent


def convert(wheel: Path, package: str, out: Path) -> None:
    """Writes the package folder `out`.

    raises  Refusal where the wheel, the weights or a committed file is not the one that the manifest states
    """
    committed = MODELS / package
    manifest = read_manifest(committed)
    check_wheel(wheel)
    parameters, tensors = read_network(read_checkpoint(wheel, package))
    if parameters != manifest["networks"][0]["parameters"]:
        raise Refusal(f"the network in the wheel is not that of models/{package}/manifest.json")
    write_converted(out, committed, manifest, to_safetensors(tensors))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True, help="the wheel of chgnet 0.4.2 that models/set_up.py fetches")
    parser.add_argument("--package", choices=sorted(CHECKPOINTS), required=True, help="which of its models")
    parser.add_argument("--out", type=Path, required=True, help="package folder to write, such as build/models/chgnet")
    arguments = parser.parse_args()
    try:
        convert(arguments.wheel, arguments.package, arguments.out)
    except (Refusal, OSError) as error:
        print(f"convert_chgnet: {error}", file=sys.stderr)
        return 1
    print(f"{arguments.package}: package written to {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
