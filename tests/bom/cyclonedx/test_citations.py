from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def resolved(document, pointer):
    value = document
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def test_citation_points_at_the_field_that_it_explains(full, bom):
    document = bom(full, spec_version="1.7", reproducible=False, now=NOW)
    cited = {c["note"]: resolved(document, c["pointers"][0]) for c in document["citations"]}
    assert cited["torch METADATA (observed, metadata)"] == "2.4.0+cu121"
    assert cited["METADATA (observed)"] == [{"license": {"acknowledgement": "declared", "id": "BSD-3-Clause"}}]
    assert {c["attributedTo"] for c in document["citations"]} == {"tool:mlgraph"}


def test_source_that_says_another_version_is_not_cited_for_it(make, bom):
    locked = (make.sighting("uv.lock", version="1.0"),)
    inventory = make.inventory(packages=(make.package("a", "2.0", locked=locked),))
    (citation,) = bom(inventory, spec_version="1.7", reproducible=False, now=NOW)["citations"]
    assert citation["note"] == "a METADATA (observed, metadata)"


def test_citations_need_a_time_and_version_1_7(full, bom):
    assert "citations" not in bom(full, spec_version="1.7")
    assert "citations" not in bom(full, spec_version="1.6", reproducible=False, now=NOW)
