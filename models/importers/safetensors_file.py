"""Writes and reads .safetensors files: an 8-byte length, a JSON header, then the tensors' bytes, little endian.

The format is https://huggingface.co/docs/safetensors (format description of 2023). Writing is deterministic: tensors
sorted by name, no metadata, the header padded with spaces to a multiple of 8 bytes.
"""

from __future__ import annotations

import json
import struct
from typing import Mapping

import numpy

from refusal import Refusal


def to_safetensors(tensors: Mapping[str, numpy.ndarray]) -> bytes:
    """The bytes of a .safetensors file.

    tensors  float32 arrays of any shape by name
    raises   Refusal for another type, or a value that is not finite
    """
    header: dict[str, dict] = {}
    body: list[bytes] = []
    offset = 0
    for name in sorted(tensors):
        tensor = tensors[name]
        if tensor.dtype != numpy.float32:
            raise Refusal(f"tensor {name} is {tensor.dtype}; only float32 is supported")
        if not numpy.isfinite(tensor).all():
            raise Refusal(f"tensor {name} holds NaN or infinity: the model was not trained to an end")
        content = numpy.ascontiguousarray(tensor, "<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(content)]}
        body.append(content)
        offset += len(content)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(body)


def from_safetensors(content: bytes) -> dict[str, numpy.ndarray]:
    """The float32 arrays of a file that to_safetensors wrote, by name."""
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    body = memoryview(content)[8 + length :]
    return {
        name: numpy.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
    }
