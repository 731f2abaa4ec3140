from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mlgraph.bom.cyclonedx import write as write_cyclonedx
from mlgraph.bom.formats import write
from mlgraph.bom.spdx.inventory_things import things
from mlgraph.bom.spdx.things import ThingKind
from mlgraph_ontology.kinds import Method
from mlgraph_queries.entries import Finding, IndexFacts
from mlgraph_queries.validation import validate

FINDING = Finding("unpinned", "warning", "pkg:huggingface/gpt2", "gpt2 is used at no fixed commit.", ("app.py:7",))
SEEN = datetime(2026, 1, 2, tzinfo=UTC)


def by_ref(inventory, findings=()):
    return {thing.ref: thing for thing in things(inventory, findings)}


def test_nothing_that_cyclonedx_says_of_a_thing_is_lost(full):
    document = json.loads(write_cyclonedx(full, reproducible=True, findings=[FINDING]))
    found = by_ref(full, [FINDING])
    for said in (*document["components"], *document["services"], document["metadata"]["component"]):
        lines = {f"{p['name'].removeprefix('mlgraph:')}: {p['value']}" for p in said.get("properties", [])}
        assert lines <= set(found[said["bom-ref"]].remarks)
    whole = {f"{p['name'].removeprefix('mlgraph:')}: {p['value']}" for p in document["properties"]}
    assert whole <= set(found["project:shop"].remarks)
    assert any(line.startswith("finding: warning: unpinned") for line in whole)


def test_each_thing_leads_back_to_its_places(full):
    lost = {t.ref for t in things(full) if not any(x.startswith(("found: ", "occurrence: ")) for x in t.remarks)}
    assert lost == {"project:shop", "pkg:huggingface/org/chat"}  # the latter is only named as an origin


def test_kinds_are_those_of_the_inventory(full):
    kinds = [thing.kind for thing in things(full)]
    assert {kind: kinds.count(kind) for kind in ThingKind if kind in kinds} == {
        ThingKind.PROJECT: 1,
        ThingKind.PACKAGE: 3,
        ThingKind.MODEL: 4,
        ThingKind.DATASET: 1,
        ThingKind.FILE: 1,
        ThingKind.SERVICE: 1,
    }


def test_range_is_a_remark_and_never_a_version(full):
    pandas = by_ref(full)["pkg:pypi/pandas"]
    assert (pandas.version, pandas.source_info) == (None, None)
    assert "version-range: >=2.20" in pandas.remarks


def test_release_time_is_what_the_index_says(make):
    index = IndexFacts(SEEN, "https://pypi.example/a", SEEN, False, None, None, None, None, None, None, None)
    found = by_ref(make.inventory(packages=(make.package("a", "1.0", index=index), make.package("b", "1.0"))))
    assert [found[f"pkg:pypi/{name}@1.0"].released_at for name in "ab"] == [SEEN, None]


@pytest.mark.parametrize(
    ("url", "revision", "expected"),
    [
        ("https://files.example/a-1.0.tar.gz", None, "https://files.example/a-1.0.tar.gz"),
        ("git+https://me:pw@git.example/a/b", "v1", "git+https://git.example/a/b@v1"),
        ("file:///home/somebody/a", None, None),
        ("../a", None, None),
        ("git+ssh://git@git.example/a", None, None),
    ],
)
def test_download_location_is_the_address_that_a_package_is_asked_for_at(make, url, revision, expected):
    seen = make.sighting(url=url, revision=revision)
    inventory = make.inventory(packages=(make.package("a", declared=(seen,)),))
    (found,) = (t for t in things(inventory) if t.kind is ThingKind.PACKAGE)
    assert found.download_location == expected


def test_package_from_a_path_has_no_purl_and_its_own_name_in_every_document(make):
    local = make.package("near", "2.0", installed=(make.sighting("M", Method.OBSERVED, version="2.0", local=True),))
    inventory = make.inventory(packages=(local,), direct=(local.id,))
    assert by_ref(inventory)["local:near@2.0"].purl is None
    for form in ("spdx", "spdx2"):
        assert validate(write(inventory, form=form), name="x") == []


def test_source_info_says_by_what_the_version_is_known(make):
    locked = make.sighting("uv.lock:9", Method.RESOLVED, rule="uv.lock", version="1.0")
    found = by_ref(make.inventory(packages=(make.package("a", "1.0", installed=(), locked=(locked,)),)))
    assert found["pkg:pypi/a@1.0"].source_info == "version 1.0: uv.lock:9 (resolved, uv.lock)"


def test_remark_stays_in_its_line(make):
    seen = make.sighting("a\nfound: b:1", rule="x")
    (found,) = (t for t in things(make.inventory(packages=(make.package("a", declared=(seen,)),))) if t.purl)
    assert [line for line in found.remarks if line.startswith("found:")] == ["found: a\\nfound: b:1 (declared, x)"]
