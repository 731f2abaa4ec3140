"""Write the adapter that training begins with: rank 1, first attention layer, the same bytes each time."""

from __future__ import annotations

import json
import struct
from pathlib import Path

HIDDEN = 192
"""Width of a layer of vit-tiny."""
LAYER = "base_model.model.vit.encoder.layer.0.attention.attention.query"
METADATA = {"format": "pt", "license": "apache-2.0", "base_model": "WinKawaks/vit-tiny-patch16-224"}


def adapter() -> bytes:
    """A safetensors file: length of the header, header, tensors one after the other."""
    down = struct.pack(f"<{HIDDEN}e", *((i % 17 - 8) / 64 for i in range(HIDDEN)))
    up = bytes(2 * HIDDEN)
    header = {
        "__metadata__": METADATA,
        f"{LAYER}.lora_A.weight": {"dtype": "F16", "shape": [1, HIDDEN], "data_offsets": [0, len(down)]},
        f"{LAYER}.lora_B.weight": {
            "dtype": "F16",
            "shape": [HIDDEN, 1],
            "data_offsets": [len(down), len(down) + len(up)],
        },
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + down + up


if __name__ == "__main__":
    Path(__file__).with_name("dishes-lora").joinpath("adapter_model.safetensors").write_bytes(adapter())
