"""A model package of one network of another package: a second model of everyday size for the benchmark."""

from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path


def tensors_of(weights: bytes, prefix: str) -> bytes:
    """The safetensors file that holds only the tensors whose names begin with `prefix`."""
    length = struct.unpack("<Q", weights[:8])[0]
    header = json.loads(weights[8 : 8 + length])
    data = weights[8 + length :]
    kept, body = {}, b""
    for name in sorted(name for name in header if name.startswith(prefix)):
        begin, end = header[name]["data_offsets"]
        kept[name] = {**header[name], "data_offsets": [len(body), len(body) + end - begin]}
        body += data[begin:end]
    text = json.dumps(kept).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def columns_of(manifest: dict, network: dict) -> list[int]:
    """Indices of the network's properties among the package's output columns, one a property."""
    names = [entry["name"] for entry in manifest["properties"]]
    return [names.index(name) for name in network["properties"]]


def write_part(package: Path, network_name: str, name: str, folder: Path) -> None:
    """Writes the package `name` into `folder`: that network alone, with all its members and its golden values."""
    manifest = json.loads((package / "manifest.json").read_text())
    network = next(entry for entry in manifest["networks"] if entry["name"] == network_name)
    columns = columns_of(manifest, network)
    golden = []
    for line in (package / "golden.jsonl").read_text().splitlines():
        row = json.loads(line)
        for key in ("values", "std"):
            if row.get(key) is not None:
                row[key] = [row[key][column] for column in columns]
        golden.append(json.dumps(row))
    files = {
        "weights.safetensors": tensors_of((package / "weights.safetensors").read_bytes(), network_name + "/"),
        "golden.jsonl": ("\n".join(golden) + "\n").encode(),
        "card.md": f"The network {network_name} of {manifest['name']}, for the benchmark.\n".encode(),
    }
    manifest |= {
        "name": name,
        "networks": [network],
        "properties": [manifest["properties"][column] for column in columns],
        "files": {file: hashlib.sha256(content).hexdigest() for file, content in files.items()},
    }
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
