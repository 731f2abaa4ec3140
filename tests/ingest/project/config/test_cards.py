"""Front matter of cards and the configuration beside weights say what the weights come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.project.conftest import Said

Write = Callable[[Mapping[str, str | bytes]], object]
CARD = """---
license: apache-2.0
base_model: org/base
datasets:
- org/data
- local data
base_model_relation: quantized
pipeline_tag: text-generation
---
# Title
base_model: org/not
"""


def _edges(found: Said, kind: EdgeKind) -> set[tuple[str, str, str | None]]:
    return {
        (str(e.subject).rpartition("/")[2], str(e.object).rpartition("huggingface")[2], e.qualifiers.get("relation"))
        for e in found.edges(kind)
    }


def test_card_says_what_the_project_uses_and_the_weights_beside_it_derive_from(
    write: Write, said: Callable[..., Said]
) -> None:
    found = said(write({"m/README.md": CARD, "m/model.gguf": b"x", "m/notes.txt": "x", "model.gguf": b"x"}))
    assert _edges(found, EdgeKind.DEPENDS_ON) == {
        ("app", "/org/base", "quantized"),
        ("app", ".co/datasets/org/data", None),
    }
    assert _edges(found, EdgeKind.DERIVED_FROM) == {("model.gguf", "/org/base", "quantized")}
    assert _edges(found, EdgeKind.TRAINED_ON) == {("model.gguf", ".co/datasets/org/data", None)}
    assert {(str(e.object), e.evidence.locator) for e in found.edges(EdgeKind.LICENSED_UNDER)} == {("Apache-2.0", "2")}
    assert {e.evidence.locator for e in found.edges(EdgeKind.DERIVED_FROM)} == {"3"}


def test_license_that_is_no_expression_keeps_its_words(write: Write, said: Callable[..., Said]) -> None:
    card = "---\nlicense: other\nlicense_name: own terms\nbase_model: org/base\n---\n"
    found = said(write({"README.md": card, "model.gguf": b"x"}))
    assert found.values(PropertyKind.LICENSE_TEXT) == ["own terms"]


@pytest.mark.parametrize(
    "text",
    [
        "# A title\n\nbase_model: org/m\n",
        "---\ntitle: a page\nlayout: post\n---\n",
        "---\n: broken [\ntitle: x\n---\n",
        "---\nbase_model: org/m\nnot closed\n",
        "---\n\n---\ntext",
    ],
)
def test_readme_that_is_no_card_says_nothing(write: Write, said: Callable[..., Said], text: str) -> None:
    found = said(write({"README.md": text}))
    assert found.edges(EdgeKind.DEPENDS_ON) == []
    assert found.errors == {} or "---\n\n---" in text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\nbase_model: !!python/object/apply:os.system [x]\n---\n", "README.md:2: the tag"),
        ("---\nbase_model: [\n---\n", "README.md:3: not YAML"),
        ("---\n- base_model: x\n---\n", "README.md:2: front matter that is no mapping"),
        ("---\nbase_model: x\nx: " + "y" * 300_000 + "\n---\n", "README.md: front matter of more than"),
        (b"---\nbase_model: \xff\n---\n", "README.md:2: not UTF-8"),
    ],
)
def test_broken_card_is_told_in_one_line(write: Write, said: Callable[..., Said], text: str | bytes, why: str) -> None:
    found = said(write({"README.md": text, "train.yaml": "model_name_or_path: org/m\n"}))
    assert len(found.edges(EdgeKind.DEPENDS_ON)) == 1
    message = str(found.errors["README.md"])
    assert message.startswith(why)
    assert "\n" not in message


def test_card_larger_than_cards_are_is_told(write: Write, said: Callable[..., Said]) -> None:
    found = said(write({"README.md": b"---\n" + b"x: y\n" * 1_000_000}))
    assert "larger than the limit" in str(found.errors["README.md"])


def test_adapter_names_its_base_at_its_revision(write: Write, said: Callable[..., Said]) -> None:
    config = '{"base_model_name_or_path": "org/base",\n "peft_type": "LORA", "revision": "abc"}'
    found = said(write({"a/adapter_config.json": config, "a/adapter_model.bin": b"x"}))
    [edge] = found.edges(EdgeKind.DEPENDS_ON)
    assert (str(edge.object), edge.qualifiers["revision"], edge.qualifiers["relation"], edge.evidence.locator) == (
        "pkg:huggingface/org/base",
        "abc",
        "adapter",
        "1",
    )
    assert _edges(found, EdgeKind.DERIVED_FROM) == {("adapter_model.bin", "/org/base", "adapter")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"_name_or_path": "org/base", "architectures": ["X"]}', {"/org/base"}),
        ('{"_name_or_path": "./out", "architectures": ["X"]}', set()),
        ('{"_name_or_path": "org/base"}', set()),
        ('{"hf_model_id": "org/served", "port": 80}', {"/org/served"}),
        ('["model_type"]', set()),
    ],
)
def test_configuration_of_a_model_names_what_it_was_loaded_from(
    write: Write, said: Callable[..., Said], text: str, expected: set[str]
) -> None:
    assert {name for _, name, _ in _edges(said(write({"config.json": text})), EdgeKind.DEPENDS_ON)} == expected


def test_fingerprint_changes_with_the_weights_beside_a_card(write: Write, said: Callable[..., Said]) -> None:
    def fingerprint(files: Mapping[str, str | bytes]) -> str:
        return next(d.fingerprint for d in said(write(files)).documents if d.title == "README.md")

    assert fingerprint({"README.md": CARD}) != fingerprint({"model.gguf": b"x"})
