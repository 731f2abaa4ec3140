"""What is asked where an index has no project documents, or nothing on a single release."""

from __future__ import annotations

import hashlib

import pytest

from mlgraph.model.errors import SourceError, TransientSourceError
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.ingest.pypi.conftest import Asker, Index, file, page, project, simple_file

METADATA = (
    b"Metadata-Version: 2.1\nName: Lib\nVersion: 1.0\nLicense: MIT\nRequires-Dist: numpy\n\nRequires-Dist: prose\n"
)
WHEEL = "lib-1.0-py3-none-any.whl"
HTML = b"""<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.0"></head><body>
<a href="../../files/lib-1.0.tar.gz#sha256=abc" data-yanked="bad">lib-1.0.tar.gz</a>
<a href="../../files/lib-1.1-py3-none-any.whl">lib-1.1-py3-none-any.whl</a></body></html>"""


def test_index_without_project_documents_is_asked_for_its_files(index: Index, ask: Asker) -> None:
    index.put("simple/lib/", page(simple_file("lib-1.0.tar.gz"), simple_file("lib-2.0rc1.tar.gz"), version="1.1"))
    said = ask("lib")
    assert index.asked == ["pypi/lib/json", "simple/lib/"]
    assert said.values(PropertyKind.RELEASED_AT) == dict.fromkeys(
        ("lib@1.0", "lib@2.0rc1"), "2024-01-02T03:04:05+00:00"
    )
    (latest,) = said.of(PropertyKind.LATEST_VERSION)
    assert (latest.value, latest.evidence.method, latest.evidence.rule) == ("1.0", Method.INFERRED, "highest-version")
    assert [text for _, text in said.problems] == [
        "pypi.example has no project documents: license, requirements and owners are unknown"
    ]


def test_web_page_in_place_of_a_project_document_leads_to_the_files(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", b"<html>welcome</html>").put("simple/lib/", page(simple_file("lib-1.0.tar.gz")))
    assert ask("lib").values(PropertyKind.LATEST_VERSION) == {"lib": "1.0"}


def test_html_page_of_files_is_read(index: Index, ask: Asker) -> None:
    index.put("simple/lib/", HTML)
    said = ask("lib")
    assert said.targets(EdgeKind.RELEASE_OF) == {("lib@1.0", "pkg:pypi/lib"), ("lib@1.1", "pkg:pypi/lib")}
    assert said.values(PropertyKind.YANKED) == {"lib@1.0": {"reason": "bad"}}
    assert said.values(PropertyKind.RELEASED_AT) == {}


def test_web_page_without_files_is_no_index(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", b"<html>sign in</html>").put("simple/lib/", b"<html><a href='/login'>sign in</a></html>")
    said = ask("lib")
    assert list(said.errors) == ["pkg:pypi/lib#index"]
    assert "no JSON: it begins with '<html>sign in" in said.errors["pkg:pypi/lib#index"]


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" * 20_000,
        b"<div>" * 20_000 + b"<a href=x>lib-1.0.tar.gz</a>",
        b"<?xml version='1.0'?><a href='lib-1.0.tar.gz'>lib-1.0.tar.gz</a>",
        b"<![foo[ <a href='https://['>lib-1.0.tar.gz</a>",
        b"<a href='https://['>lib-1.0.tar.gz</a>",
        b"<meta name='pypi:repository-version' content='9.9'><a href='x'>lib-1.0.tar.gz</a>",
        b"<meta name='pypi:repository-version' content='x'><a href='x'>lib-1.0.tar.gz</a>",
        b"<meta name='pypi:project-status' content='asleep'><a href='x'>lib-1.0.tar.gz</a>",
        b"\xff\xfe\x00\x01",
        b'{"files": {}}',
        b'{"files": [3, null, {"filename": 3}, {"filename": "lib-1.0.tar.gz", "url": []}], "meta": "1"}',
        b'{"files": [], "name": "other"}',
    ],
)
def test_page_of_any_shape_is_read_or_fails_in_one_line(index: Index, ask: Asker, content: bytes) -> None:
    index.put("simple/lib/", content)
    said = ask("lib")
    assert said.locators == ["pkg:pypi/lib#index"]
    assert not [text for text in said.errors.values() if "\n" in text]


def test_half_a_document_is_damage_and_no_reason_to_ask_elsewhere(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", b'{"info": {"na').put("simple/lib/", page(simple_file("lib-1.0.tar.gz")))
    assert "broken or cut off" in ask("lib").errors["pkg:pypi/lib#index"]
    assert index.asked == ["pypi/lib/json"]


def test_file_without_a_version_in_its_name_is_a_problem(index: Index, ask: Asker) -> None:
    index.put("simple/lib/", page(simple_file("README.md"), simple_file("lib-1.0.tar.gz")))
    assert ("#/files/0", "no file whose name says of which release it is") in ask("lib").problems


def test_release_in_use_is_described_by_its_own_document(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project(license="MIT"))
    index.put("pypi/lib/1.0/json", {"info": {"name": "lib", "version": "1.0", "license": "BSD-3-Clause"}})
    said = ask("lib==1.0")
    assert said.locators == ["pkg:pypi/lib#index", "pkg:pypi/lib@1.0#index"]
    assert said.targets(EdgeKind.LICENSED_UNDER) == {("lib@1.1", "MIT"), ("lib@1.0", "BSD-3-Clause")}


def test_newest_release_in_use_needs_no_request_of_its_own(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project())
    said = ask("lib==1.1")
    assert said.locators == ["pkg:pypi/lib#index", "pkg:pypi/lib@1.1#index"]
    assert "pypi/lib/1.1/json" not in index.asked


def test_version_in_another_spelling_gets_what_is_known_of_it(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project(license="MIT"))
    said = ask("lib==1.1.0")
    assert ("lib@1.1.0", "MIT") in said.targets(EdgeKind.LICENSED_UNDER)
    assert said.values(PropertyKind.RELEASED_AT)["lib@1.1.0"] == "2024-01-02T03:04:05+00:00"


def test_version_that_the_index_does_not_have_is_said_to_be_missing(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project())
    said = ask("lib==9")
    assert said.values(PropertyKind.ABSENT_FROM) == {"lib@9": "pypi.example"}
    assert said.locators == ["pkg:pypi/lib#index", "pkg:pypi/lib@9#index"]


def with_metadata(index: Index, digest: str | bool) -> None:
    index.put("pypi/lib/json", project(license="Apache-2.0"))
    index.put("simple/lib/", page(simple_file(WHEEL, **{"core-metadata": {"sha256": digest} if digest else True})))
    index.put(f"packages/{WHEEL}.metadata", METADATA)


def test_release_without_a_document_is_described_by_the_metadata_of_its_wheel(index: Index, ask: Asker) -> None:
    with_metadata(index, hashlib.sha256(METADATA).hexdigest())
    said = ask("lib==1.0")
    assert said.targets(EdgeKind.LICENSED_UNDER) == {("lib@1.1", "Apache-2.0"), ("lib@1.0", "MIT")}
    assert said.targets(EdgeKind.DEPENDS_ON) == {("lib@1.0", "pkg:pypi/numpy")}


def test_metadata_of_another_content_than_listed_is_not_read(index: Index, ask: Asker) -> None:
    with_metadata(index, "cd" * 32)
    said = ask("lib==1.0")
    assert "not the metadata that the index lists" in said.errors["pkg:pypi/lib@1.0#index"]
    assert said.targets(EdgeKind.LICENSED_UNDER) == {("lib@1.1", "Apache-2.0")}


def test_index_of_files_alone_describes_its_newest_release_by_its_wheel(index: Index, ask: Asker) -> None:
    index.put("simple/lib/", page(simple_file(WHEEL, **{"core-metadata": True})))
    index.put(f"packages/{WHEEL}.metadata", METADATA)
    said = ask("lib")
    assert said.targets(EdgeKind.LICENSED_UNDER) == {("lib@1.0", "MIT")}
    assert said.problems == []


def test_documents_of_releases_are_not_asked_for_again_where_there_are_none(index: Index, ask: Asker) -> None:
    names = [f"lib{number}" for number in range(20)]
    for name in names:
        index.put(f"pypi/{name}/json", project(name))
        index.put(f"simple/{name}/", page(simple_file(f"{name}-1.0-py3-none-any.whl"), version="1.1", name=name))
    said = ask(*(f"{name}==1.0" for name in names))
    assert len([path for path in index.asked if path.endswith("1.0/json")]) <= 3 + 8
    assert len([path for path in index.asked if path.startswith("simple/")]) <= 3 + 8
    assert [locator for locator in said.locators if "@" not in locator] == [f"pkg:pypi/{name}#index" for name in names]
    (warning,) = said.notes.warnings
    assert "of 20 in use" in warning


def test_name_that_the_index_does_not_have_is_an_answer(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project())
    said = ask("nothing-here", "lib")
    assert said.errors == {}
    assert said.values(PropertyKind.ABSENT_FROM) == {"nothing-here": "pypi.example"}
    assert said.locators == ["pkg:pypi/nothing-here#index", "pkg:pypi/lib#index"]


def test_index_that_does_not_answer_fails_one_document_with_a_new_fingerprint(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", TransientSourceError("https://pypi.example/pypi/lib/json: timed out; try again"))
    index.put("pypi/other/json", project("other"))
    first, second = ask("lib", "other"), ask("lib", "other")
    assert first.errors == {"pkg:pypi/lib#index": "https://pypi.example/pypi/lib/json: timed out; try again"}
    before, after = ([d.fingerprint for d in said.documents] for said in (first, second))
    assert (before[0] != after[0], before[1] == after[1]) == (True, True)


def test_status_comes_from_the_page_of_files_where_that_tells_it(index: Index, ask: Asker) -> None:
    status = {"project-status": {"status": "deprecated", "reason": "use other"}}
    index.put("pypi/lib/json", project()).put("simple/lib/", page(simple_file(WHEEL), **status))
    assert ask("lib").values(PropertyKind.INDEX_STATUS) == {"lib": {"status": "deprecated", "reason": "use other"}}


def test_page_of_files_that_fails_leaves_the_document_and_is_a_problem(index: Index, ask: Asker) -> None:
    index.put("pypi/lib/json", project()).put("simple/lib/", SourceError("https://pypi.example/simple/lib/: 403"))
    said = ask("lib")
    assert said.values(PropertyKind.LATEST_VERSION) == {"lib": "1.1"}
    assert [text for _, text in said.problems] == [
        "status and provenance are unknown: https://pypi.example/simple/lib/: 403"
    ]


def test_fingerprint_follows_what_is_read_and_nothing_else(index: Index, ask: Asker) -> None:
    def fingerprint(**more: object) -> str:
        index.put("pypi/lib/json", {**project(description="long"), **more})
        return ask("lib").documents[0].fingerprint

    same = fingerprint(last_serial=1)
    assert fingerprint(last_serial=2, vulnerabilities=[{"id": "X"}]) == same
    assert fingerprint(releases={"1.0": [file("lib-1.0.tar.gz", yanked=True)]}) != same
