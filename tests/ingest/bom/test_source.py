"""The source `bom`: what it takes for a document, and that one bad file stops no other."""

from __future__ import annotations

import gzip
import json

import pytest

from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.bom import source

BOM = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "a"}]}


def read(*locators, **options):
    """Title -> names of components, or what is wrong."""
    found = {}
    for reading in source(Request(tuple(map(str, locators)), options), http=None, report=Reporter()):
        title = reading.document.title.rpartition("/")[2]
        try:
            found[title] = {a.value for a in reading.assertions() if a.predicate == "name"}
        except FormatError as error:
            found[title] = str(error).partition(": ")[2].partition(":")[0]
    return found


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(BOM))
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(json.dumps(BOM).encode()))
    (tmp_path / "c.json").write_text(json.dumps(BOM)[:-4])
    (tmp_path / "d.xml").write_text('<!DOCTYPE x [<!ENTITY e "e">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>')
    schema = (
        '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="http://cyclonedx.org/schema/bom/1.6"/>'
    )
    (tmp_path / "schema.xml").write_text(schema)
    (tmp_path / "package.json").write_text('{"name": "x"}')
    (tmp_path / "notes.txt").write_text("nothing")
    return tmp_path


def test_bad_documents_of_a_folder_stop_no_other(folder) -> None:
    assert read(folder) == {
        "a.json": {"a"}, "b.json.gz": {"a"}, "c.json": "its JSON is broken or cut off",
        "d.xml": "it has a document type (DOCTYPE), which a bill of materials does not need; take it out",
    }  # fmt: skip


def test_file_that_is_named_has_to_be_one(folder) -> None:
    found = read(folder / "package.json", folder / "a.json")
    assert found["a.json"] == {"a"}
    assert "no bill of materials" in found["package.json"]


def test_document_beyond_the_limit_is_refused(folder) -> None:
    assert "larger than the limit" in read(folder / "a.json", limit="10")["a.json"]


def test_pattern_and_what_is_not_there(folder) -> None:
    assert set(read(f"{folder}/*.json")) == {"a.json", "c.json", "package.json"}
    with pytest.raises(UsageError, match="no such file"):
        read(folder / "gone.json")
