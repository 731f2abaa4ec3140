"""Real documents: all are read, and as much is found in them as was measured."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from mlgraph.model import ids
from mlgraph_ingest.pypi.assertions import fact_assertions
from mlgraph_ingest.pypi.facts import File
from mlgraph_ingest.pypi.project_document import project_facts
from mlgraph_ingest.pypi.provenance import attested
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

pytestmark = pytest.mark.shared_data
MEASURED = {
    "any license": 5_294,
    "licensed_under": 3_227,
    "developed_in": 4_631,
    "homepage": 5_246,
    "depends_on": 4_098,
    "requires_python": 3_770,
    "released_at": 5_478,
    "latest_version": 5_478,
    "yanked": 697,
    "requirements": 47_651,
}
"""Documents that say each of these, as measured in November 2026; and requirements in all of them."""
LICENSES = {EdgeKind.LICENSED_UNDER, PropertyKind.LICENSE_TEXT, PropertyKind.LICENSE_CLASSIFIER}


def found_in(document: dict[str, Any]) -> Counter[str]:
    """How many of each kind a document says, and whether it says a license at all."""
    name = ids.canonical_name(document["info"]["name"])
    said = list(fact_assertions(project_facts(name, document, "document"), f"pkg:pypi/{name}#index"))
    kinds = {one.predicate for one in said}
    found = Counter(str(kind) for kind in kinds)
    found["any license"] = int(bool(LICENSES & kinds))
    found["statements"] = len(said)
    found["requirements"] = sum(one.predicate == EdgeKind.DEPENDS_ON for one in said)
    return found


def untrimmed(line: bytes) -> dict[str, Any]:
    """A trimmed document with each release as a list of one file again."""
    document: dict[str, Any] = orjson.loads(line)
    releases = {}
    for version, (time, is_yanked) in document["releases"].items():
        file = {"filename": version, "upload_time_iso_8601": time, "yanked": is_yanked}
        releases[version] = [file] if time is not None else []
    return {**document, "releases": releases}


@pytest.mark.slow
def test_thousands_of_documents_are_read_and_say_what_was_measured(shared_data: Path) -> None:
    total: Counter[str] = Counter()
    with gzip.open(shared_data / "pypi-json-8k" / "pypi_json_trimmed.jsonl.gz") as lines:
        for line in lines:
            total += found_in(untrimmed(line))
            total["documents"] += 1
    assert total["documents"] >= 5_478
    assert {kind: total[kind] for kind, least in MEASURED.items() if total[kind] < least} == {}
    assert total["problem"] <= 1


def whole(shared_data: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((shared_data / "pypi-json-8k" / "raw").glob("*.json.gz")):
        yield path.name, orjson.loads(gzip.decompress(path.read_bytes()))
    for path in sorted((shared_data / "api-recordings" / "pypi").glob("*.json.gz")):
        yield path.name, orjson.loads(gzip.decompress(path.read_bytes()))
    for path in sorted((shared_data / "api-recordings" / "pypi").glob("*.json")):
        body = json.loads(path.read_bytes())["response"]["body"]
        if isinstance(body, dict) and "info" in body:
            yield path.name, body


def test_whole_documents_are_read(shared_data: Path) -> None:
    found = {name: found_in(document) for name, document in whole(shared_data)}
    assert len(found) >= 20
    without = [name for name, said in found.items() if not said["any license"]]
    assert without == ["ecosystems_yiban-0.1.2.32.json"]  # it states none
    assert [name for name, said in found.items() if not said["latest_version"]] == []


def test_recorded_provenance_names_the_repository_and_only_for_its_file(shared_data: Path) -> None:
    path = shared_data / "api-recordings" / "pypi" / "integrity_sampleproject_4.0.0_provenance.json"
    content = json.dumps(json.loads(path.read_bytes())["response"]["body"]).encode()
    sha256 = "0ace7980f82c5815ede4cd7bf9f6693684cec2ae47b9b7ade9add533b8627c6b"
    file = File("sampleproject-4.0.0.tar.gz", "https://files.example/x", sha256)
    (one,) = attested("4.0.0", file, content, shown="https://pypi.example/p", host="pypi.example")
    assert one.repository == "https://github.com/pypa/sampleproject"
