"""Bills of materials as what they are about: written again, brought together, scanned."""

from __future__ import annotations

import json

import pytest

from mlgraph.app.bills import look_at_bills, read_bills, rewrite, scan_bill
from mlgraph.app.project import look
from mlgraph.app.sources import ingest_source
from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_queries.validation import validate
from tests.bom.bills import CHAT, put
from tests.ingest.signatures.signing import signer


def test_document_is_written_in_another_format(tmp_path):
    path = put(tmp_path, "chat.json", CHAT)
    document, ingested = rewrite([path], store=Store(tmp_path / "g.duckdb"), form="spdx2", reproducible=True)
    assert json.loads(document)["spdxVersion"] == "SPDX-2.3"
    assert ingested.failed == []


def test_format_that_is_not_written_is_refused_before_anything_is_read(tmp_path):
    with pytest.raises(UsageError, match="no format"):
        rewrite([tmp_path / "none.json"], store=Store(tmp_path / "g.duckdb"), form="text")
    assert list(tmp_path.iterdir()) == []


def test_folder_among_documents_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        rewrite([put(tmp_path, "chat.json", CHAT), tmp_path], store=Store(tmp_path / "g.duckdb"))


@pytest.mark.parametrize(
    "content", [b"{", b"", b"hello", b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{']
)
def test_what_cannot_be_read_is_one_line_with_the_file(tmp_path, content):
    path = put(tmp_path, "bad.json", content)
    with pytest.raises(FormatError) as caught:
        rewrite([path], store=Store(tmp_path / "g.duckdb"))
    assert "bad.json" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_document_that_breaks_later_does_not_stand_for_what_it_was(tmp_path):
    store = Store(tmp_path / "g.duckdb")
    rewrite([put(tmp_path, "chat.json", CHAT)], store=store)
    with pytest.raises(FormatError):
        rewrite([put(tmp_path, "chat.json", b"{")], store=store)


RECORD = {
    "id": "PYSEC-2026-1",
    "modified": "2026-01-01T00:00:00Z",
    "aliases": ["CVE-2026-1"],
    "details": "It fails.",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "numpy"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.1"}]}],
        }
    ],
}
LISTED = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [
        {"type": "library", "bom-ref": "one", "name": "numpy", "version": "2.0.1", "purl": "pkg:pypi/numpy@2.0.1"}
    ],
}


@pytest.mark.parametrize(("form", "is_told"), [("cyclonedx", False), ("spdx", False), ("cyclonedx", True)])
def test_advisories_that_were_read_are_told_of_what_a_document_lists(tmp_path, form, is_told):
    store = Store(tmp_path / "g.duckdb")
    records = put(tmp_path, "PYSEC-2026-1.json", RECORD)
    ingest_source("osv", Request((str(records),)), store=store)
    stated = {"vulnerabilities": [{"id": "CVE-2026-1", "affects": [{"ref": "one"}]}]} if is_told else {}
    document, _ = rewrite([put(tmp_path, "chat.json", {**LISTED, **stated})], store=store, form=form)
    assert validate(document, name="written") == []
    said = json.loads(document)
    if form == "cyclonedx":
        refs = [[target["ref"] for target in row["affects"]] for row in said["vulnerabilities"]]
        assert refs == [["one"]]
    else:
        ends = [each["from"] for each in said["@graph"] if each.get("relationshipType") == "hasAssociatedVulnerability"]
        assert [end.rpartition("#")[2] for end in ends] == ["one"]


def test_signature_that_does_not_hold_is_a_finding(tmp_path):
    signed = {**signer("ES256").sign({**LISTED}), "version": 2}
    path, store = put(tmp_path, "chat.json", signed), Store(tmp_path / "g.duckdb")
    read_bills([path], store=store)
    _, found = look(path, store=store)
    assert [(f.severity, f.where[0].rpartition("#")[2]) for f in found if f.kind == "invalid-signature"] == [
        ("warning", "/signature")
    ]


def test_scan_of_a_document_writes_its_documents_and_a_report(tmp_path):
    dangling = {**CHAT, "dependencies": [*CHAT["dependencies"], {"ref": "nobody", "dependsOn": ["web"]}]}
    path, store = put(tmp_path, "chat.cdx.json", dangling), Store(tmp_path / "g.duckdb")
    found = scan_bill(path, store=store, out=tmp_path / "out", offline=True, reproducible=True)
    assert {file.name for file in found.written} == {"aibom.cdx.json", "aibom.spdx.json", "report.html"}
    for file in found.written[:2]:
        assert validate(file.read_bytes(), name=file.name) == []
        assert str(tmp_path) not in file.read_text(encoding="utf-8")
    page = found.written[2].read_text(encoding="utf-8")
    assert "chat 1.0" in page
    assert str(tmp_path) not in page
    assert {finding.kind for finding in found.findings} == {"license-unknown", "unread"}


def test_looking_again_says_the_same(tmp_path):
    path, store = put(tmp_path, "chat.json", CHAT), Store(tmp_path / "g.duckdb")
    rewrite([path], store=store)
    assert look_at_bills([path], store=store)[0].packages == look_at_bills([path, path], store=store)[0].packages
