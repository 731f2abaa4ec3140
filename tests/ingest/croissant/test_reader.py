"""Descriptions in Croissant on disk: all versions are read, and what is none is one failure."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model.assertions import Reading
from mlgraph.model.errors import MlgraphError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.croissant import source
from mlgraph_ontology.kinds import EdgeKind, PropertyKind


def read(*paths: Path, **options: str) -> list[Reading]:
    return list(source(Request(tuple(map(str, paths)), options), http=None, report=Reporter()))


def error_of(path: Path) -> str:
    (reading,) = read(path)
    with pytest.raises(MlgraphError) as raised:
        list(reading.assertions())
    return str(raised.value)


def test_file_describes_the_dataset_at_its_address(tmp_path: Path) -> None:
    said = {
        "@type": "sc:Dataset",
        "url": "https://data.example/set/",
        "name": {"de": "Menge", "en": "Set"},
        "license": "mit",
    }
    (tmp_path / "c.json").write_text(json.dumps(said))
    (reading,) = read(tmp_path / "c.json")
    found = list(reading.assertions())
    assert {one.subject.key for one in found} == {"https://data.example/set"}
    assert {(one.predicate, one.object.key if one.object else one.value) for one in found} == {
        (PropertyKind.NAME, "Set"),
        (EdgeKind.LICENSED_UNDER, "MIT"),
    }
    assert reading.document.locator == (tmp_path / "c.json").as_uri()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "its JSON is broken or cut off"),
        (b"[]", "a JSON list where an object belongs"),
        (b"{}", "no description of a dataset in Croissant"),
        (b'{"@type": "sc:Dataset"}', "it does not say where its dataset is"),
        (b'{"@type": "Dataset", "url": "https://<b>"}', "is no URL"),
        (b'{"@type": "Dataset", "url": "https://huggingface.co/datasets/../x"}', "is not of the form namespace/name"),
    ],
)
def test_what_is_no_description_is_one_failure_that_names_the_file(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(content)
    text = error_of(path)
    assert text.startswith(str(path))
    assert why in text


def test_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    assert "cannot be read" in error_of(tmp_path / "none.json")


def test_options_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no option 'depth'"):
        read(tmp_path / "c.json", depth="1")


@pytest.mark.shared_data
def test_examples_of_all_versions_say_what_they_say(shared_data: Path) -> None:
    paths = sorted((shared_data / "croissant").rglob("*.json"))
    seen: Counter[Any] = Counter()
    unnamed = 0
    for path, reading in zip(paths, read(*paths), strict=True):
        raw = json.loads(path.read_bytes())
        if not raw.get("url", "").startswith("http"):
            unnamed += 1
            assert "does not say where its dataset is" in error_of(path)
            continue
        found = {one.predicate for one in reading.assertions()}
        expected = {PropertyKind.NAME} | ({PropertyKind.DESCRIPTION} if raw.get("description") else set())
        if raw.get("license", "unknown") != "unknown":
            expected.add(PropertyKind.LICENSE_TEXT if EdgeKind.LICENSED_UNDER not in found else EdgeKind.LICENSED_UNDER)
        for key, kind in (("citation", PropertyKind.CITATION), ("rai:dataBiases", PropertyKind.BIAS), ("rai:dataCollection", PropertyKind.COLLECTION_PROCESS), ("version", PropertyKind.VERSION)):  # fmt: skip
            expected |= {kind} if raw.get(key) else set()
        assert expected <= found, path
        seen.update(found)
    assert (len(paths) >= 63, unnamed) == (True, 7)
    assert seen[EdgeKind.LICENSED_UNDER] >= 25
    assert seen[PropertyKind.DATA_TYPE] >= 50
