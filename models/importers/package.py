"""A model package on disk: its manifest, its files, their digests (the contract is ../README.md)."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Mapping

from refusal import Refusal

WEIGHTS = "weights.safetensors"
NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,62}")


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_file(path: Path, name: str, expected: str, remedy: str) -> None:
    """raises  Refusal where `path` is no file (with the remedy), or not the file `name` with the SHA-256 `expected`"""
    if not path.is_file():
        raise Refusal(f"{path} is no file; {remedy}")
    digest = sha256_of_file(path)
    if digest != expected:
        raise Refusal(f"{path.name}: expected SHA-256 {expected} ({name}), got {digest}; "
                      "delete the file and fetch it again")


def manifest_text(manifest: Mapping[str, Any]) -> bytes:
    """The bytes of manifest.json: keys in the given order, two spaces, one newline at the end."""
    return (json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a package folder.

    raises  Refusal where there is none, or it is of another format
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise Refusal(f"{folder.name} has no manifest.json: it is no model package") from None
    except ValueError as error:
        raise Refusal(f"{folder.name}/manifest.json is not JSON: {error}") from None
    if manifest.get("format") != 1:
        raise Refusal(f"{folder.name}/manifest.json: expected format 1, got {manifest.get('format')!r}")
    return manifest


def require_digest(name: str, content: bytes, manifest: Mapping[str, Any]) -> None:
    """raises  Refusal where a file's SHA-256 is not the one that the manifest states"""
    expected = manifest["files"].get(name)
    if expected != sha256(content):
        raise Refusal(f"{name}: expected SHA-256 {expected}, got {sha256(content)}; the source or this importer changed")


def write_package(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes files into a package folder; the manifest last, so that a folder with one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sorted(files, key=lambda name: (name == "manifest.json", name)):
        beside = folder / f".{name}.{os.getpid()}"
        beside.write_bytes(files[name])
        os.replace(beside, folder / name)


def write_converted(folder: Path, committed: Path, manifest: Mapping[str, Any], weights: bytes) -> None:
    """Writes the package of freshly converted weights beside the committed files.

    raises  Refusal where any of them is not the one that the manifest states
    """
    files = {WEIGHTS: weights}
    for name in manifest["files"]:
        if name != WEIGHTS:
            files[name] = (committed / name).read_bytes()
        require_digest(name, files[name], manifest)
    files["manifest.json"] = (committed / "manifest.json").read_bytes()
    write_package(folder, files)


def column_names(manifest: Mapping[str, Any]) -> list[str]:
    """Names of the output columns in order: a property, or property.class for a multiclass one."""
    names: list[str] = []
    for entry in manifest["properties"]:
        names += [f"{entry['name']}.{c}" for c in entry["classes"]] if entry["task"] == "multiclass" else [entry["name"]]
    return names


def golden_line(text: str, values: list[float | None], std: list[float | None] | None) -> str:
    """One line of golden.jsonl, numbers in shortest round-trip form; `std` None where the model has no std."""
    return json.dumps({"input": text, "values": values, "std": std}, allow_nan=False, ensure_ascii=False)
