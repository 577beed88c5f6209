#!/usr/bin/env python3
"""Converts the weights inside megnet's source package into a package folder, without installing or running megnet.

    python models/importers/convert_megnet.py --sdist megnet-1.3.2.tar.gz --package megnet-disordered --out build/models/megnet-disordered

Needs numpy and h5py. Takes a few seconds.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from megnet_sdist import PACKAGES, check_sdist, read_networks
from package import read_manifest, write_converted
from refusal import Refusal
from safetensors_file import to_safetensors

MODELS = Path(__file__).resolve().parent.parent


def convert(sdist: Path, package: str, out: Path) -> None:
    """Writes the package folder `out`.

    raises  Refusal where the source package, the weights or a committed file is not the one that the manifest states
    """
    manifest = read_manifest(MODELS / package)
    check_sdist(sdist)
    networks, tensors = read_networks(sdist, package)
    if networks != manifest["networks"]:
        raise Refusal(f"the networks in the source package are not those of models/{package}/manifest.json")
    write_converted(out, MODELS / package, manifest, to_safetensors(tensors))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sdist", type=Path, required=True, help="the source package of megnet 1.3.2 that models/set_up.py fetches")
    parser.add_argument("--package", choices=sorted(PACKAGES), required=True)
    parser.add_argument("--out", type=Path, required=True, help="package folder to write, such as build/models/megnet")
    arguments = parser.parse_args()
    try:
        convert(arguments.sdist, arguments.package, arguments.out)
    except (Refusal, OSError) as error:
        print(f"convert_megnet: {error}", file=sys.stderr)
        return 1
    print(f"{arguments.package}: package written to {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
