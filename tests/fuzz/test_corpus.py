"""The fuzz harness: every document of the corpus, and every one that once broke a reader, is read or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlgraph.model.errors import FormatError
from tests.fuzz.engine import attempt, corpus, fuzz
from tests.fuzz.mutation import of_bytes, of_json
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_every_reader_has_a_corpus(name: str) -> None:
    assert corpus(TARGETS[name])


@pytest.mark.parametrize(
    ("name", "path"),
    [pytest.param(name, path, id=f"{name}-{path.name}") for name in TARGETS for path in corpus(TARGETS[name])],
)
def test_a_document_of_the_corpus_is_read_or_refused(name: str, path: Path) -> None:
    assert attempt(TARGETS[name].read, path.read_bytes()) is None


def brittle(document: bytes) -> None:
    if b"\0" in document:
        raise ZeroDivisionError
    if not document.startswith(b"{"):
        raise FormatError("no document")


def test_the_harness_finds_a_reader_that_breaks(tmp_path: Path) -> None:
    target = Target("cyclonedx-json", brittle, (of_json, of_bytes))

    outcome = fuzz(target, seconds=5, seed=1, keep=tmp_path)

    assert [wrong for _, wrong in outcome.failures if wrong.startswith("ZeroDivisionError")]
    assert any(b"\0" in path.read_bytes() for path in tmp_path.iterdir())


def test_the_same_seed_gives_the_same_mutants() -> None:
    from random import Random

    from tests.fuzz.mutation import mutant

    documents = [path.read_bytes() for path in corpus(TARGETS["cyclonedx-json"])]

    first, second = (
        [mutant(random, documents[0], documents, (of_json, of_bytes)) for _ in range(50)]
        for random in (Random(7), Random(7))
    )

    assert first == second
