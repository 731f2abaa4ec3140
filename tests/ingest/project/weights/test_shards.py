from __future__ import annotations

import pytest

from mlgraph_ingest.project.weights.shards import Shard, shard_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("model-00001-of-00003.safetensors", Shard(1, 3, "model.safetensors")),
        ("pytorch_model-00002-of-00002.bin", Shard(2, 2, "pytorch_model.bin")),
        ("Grok-100B-Q4_0-00003-of-00009.gguf", Shard(3, 9, "Grok-100B-Q4_0.gguf")),
        ("model.fp16-00001-of-00002.safetensors", Shard(1, 2, "model.fp16.safetensors")),
        ("variables.data-00000-of-00002", Shard(1, 2, "variables")),
        ("variables.data-00000-of-00001", None),
        ("model-00001-of-00001.safetensors", None),
        ("model-00004-of-00003.safetensors", None),
        ("model-00000-of-00003.safetensors", None),
        ("model-99999-of-99999.safetensors", None),
        ("model-1-of-3.safetensors", None),
        ("model.safetensors", None),
        ("-00001-of-00002.gguf", None),
    ],
)
def test_part_of_a_model_is_told_from_the_name(name: str, expected: Shard | None) -> None:
    assert shard_of(name) == expected
