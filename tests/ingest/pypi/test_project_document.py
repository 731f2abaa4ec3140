"""What the document of a package says, whatever its shape."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.answers.json_values import load_table
from mlgraph_ingest.pypi.assertions import fact_assertions
from mlgraph_ingest.pypi.project_document import project_facts
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.ingest.pypi.conftest import Said, file, project

URL = "https://pypi.example/pypi/lib/json"


def parse(document: Any) -> Said:
    facts = project_facts("lib", load_table(json.dumps(document).encode(), URL), URL)
    return Said(assertions=list(fact_assertions(facts, "pkg:pypi/lib#index")))


def requirements(said: Said) -> dict[str, dict[str, Any]]:
    return {edge.object.key: dict(edge.qualifiers) for edge in said.of(EdgeKind.DEPENDS_ON) if edge.object}


def test_releases_have_the_date_of_their_first_file() -> None:
    later, first = file("lib-1.0.whl", "2023-05-07T00:00:00Z"), file("lib-1.0.tar.gz", "2023-05-06T07:08:09.5Z")
    said = parse({"info": {"name": "lib", "version": "1.0"}, "releases": {"1.0": [later, first], "0.9": []}})
    assert said.targets(EdgeKind.RELEASE_OF) == {("lib@1.0", "pkg:pypi/lib"), ("lib@0.9", "pkg:pypi/lib")}
    assert said.values(PropertyKind.RELEASED_AT) == {"lib@1.0": "2023-05-06T07:08:09+00:00"}
    assert said.values(PropertyKind.LATEST_VERSION) == {"lib": "1.0"}
    assert said.problems == []


def test_times_are_in_utc_whatever_zone_they_are_written_in() -> None:
    times = {"1": "2024-01-01T01:00:00+02:00", "2": "2024-01-01T01:00:00", "3": "2024-01-01"}
    said = parse({"info": {}, "releases": {version: [file("f", time)] for version, time in times.items()}})
    assert said.values(PropertyKind.RELEASED_AT) == {
        "lib@1": "2023-12-31T23:00:00+00:00",
        "lib@2": "2024-01-01T01:00:00+00:00",
        "lib@3": "2024-01-01T00:00:00+00:00",
    }


def test_release_is_yanked_only_when_all_its_files_are() -> None:
    some = [file("a", yanked=True, yanked_reason="broken"), file("b", yanked=False)]
    every = [
        file("a", yanked=True, yanked_reason=None),
        file("b", yanked=True, yanked_reason="broken, ask a@b.example"),
    ]
    said = parse({"info": {}, "releases": {"1": some, "2": every, "3": [], "4": [file("a", yanked="no wheel")]}})
    assert said.values(PropertyKind.YANKED) == {"lib@2": {"reason": "broken, ask ..."}, "lib@4": {"reason": "no wheel"}}


def test_one_broken_release_is_a_problem_and_the_rest_goes_on() -> None:
    releases: dict[str, Any] = {
        "1.0": [file("a")],
        "2.0": None,
        "3.0": [file("a"), "nonsense"],
        "4.0": [file("a", "yesterday")],
        "5.0 beta": [file("a")],
        "": [],
    }
    said = parse({"info": {"version": "1.0"}, "releases": releases})
    assert {subject for subject, _ in said.targets(EdgeKind.RELEASE_OF)} == {f"lib@{n}.0" for n in (1, 2, 3, 4)}
    assert said.values(PropertyKind.RELEASED_AT) == {"lib@1.0": "2024-01-02T03:04:05+00:00"}
    assert [place for place, _ in said.problems] == [
        "#/releases/2.0",
        "#/releases/3.0/1",
        "#/releases/4.0/0",
        "#/releases/5.0 beta",
        "#/releases/",
    ]


def test_described_release_says_what_it_is_and_requires() -> None:
    said = parse(
        project(
            summary="A  library",
            requires_python=">=3.9",
            license_expression="MIT",
            classifiers=["License :: OSI Approved :: MIT License", "Topic :: X"],
            requires_dist=["numpy>=1", 'torch[gpu]==2.0; extra == "gpu"', 'tomli; python_version < "3.11"'],
            project_urls={"Source, Code": "https://user:hunter2@github.com/Acme/lib", "Home": "mailto:x@y.example"},
            author="Jane Doe",
            author_email="jane@doe.example",
            maintainer_email="jane@doe.example",
        )
    )
    assert said.values(PropertyKind.DESCRIPTION) == {"lib@1.1": "A library"}
    assert said.values(PropertyKind.REQUIRES_PYTHON) == {"lib@1.1": ">=3.9"}
    assert said.targets(EdgeKind.LICENSED_UNDER) == {("lib@1.1", "MIT")}
    assert said.targets(EdgeKind.DEVELOPED_IN) == {("lib@1.1", "https://github.com/acme/lib")}
    assert requirements(said) == {
        "pkg:pypi/numpy": {"specifier": ">=1", "scope": "runtime"},
        "pkg:pypi/torch": {
            "specifier": "==2.0",
            "version": "2.0",
            "extras": ["gpu"],
            "marker": 'extra == "gpu"',
            "extra": "gpu",
            "scope": "optional",
        },
        "pkg:pypi/tomli": {"marker": 'python_version < "3.11"', "scope": "runtime"},
    }
    evidence = {(e.evidence.locator, e.evidence.method, e.evidence.rule) for e in said.of(EdgeKind.DEPENDS_ON)}
    assert evidence == {(f"#/info/requires_dist/{n}", Method.DECLARED, "requires_dist") for n in range(3)}
    assert not [word for word in ("hunter2", "Jane", "doe.example", "mailto") if word in repr(said.assertions)]


def test_whole_license_text_is_kept_as_words_without_addresses() -> None:
    said = parse(
        project(license="MIT License\n\nCopyright Acme <legal@acme.example>\n" + "Permission is granted. " * 9)
    )
    (words,) = said.values(PropertyKind.LICENSE_TEXT).values()
    assert words.startswith("MIT License\n\nCopyright Acme <...>")
    assert said.targets(EdgeKind.LICENSED_UNDER) == set()


def test_what_the_index_does_not_know_is_not_said() -> None:
    said = parse(project(license="UNKNOWN", home_page="UNKNOWN", summary="", requires_python="", download_url=None))
    assert {str(s.predicate) for s in said.assertions if s.subject.key == "pkg:pypi/lib@1.1"} == {
        "release_of",
        "released_at",
        "name",
        "version",
    }


def test_requirement_and_python_that_cannot_be_read_are_problems() -> None:
    said = parse(project(requires_python=">=3.x and more", requires_dist=["numpy", "not a requirement at all!"]))
    assert set(requirements(said)) == {"pkg:pypi/numpy"}
    assert said.values(PropertyKind.REQUIRES_PYTHON) == {}
    assert [place for place, _ in said.problems] == ["#/info/requires_python", "#/info/requires_dist/1"]


def owned(ownership: Any) -> tuple[dict[str, Any], dict[str, Any], set[tuple[str, str]], int]:
    said = parse(project() | {"ownership": ownership})
    owners, maintainers = (said.values(k).get("lib") for k in (PropertyKind.OWNER_COUNT, PropertyKind.MAINTAINER_COUNT))
    assert not [word for word in ("jane", "Jane", "joe") if word in repr(said.assertions)]
    return owners, maintainers, said.targets(EdgeKind.OWNED_BY), len(said.problems)


def role(name: str, user: Any) -> dict[str, Any]:
    return {"role": name, "user": user}


@pytest.mark.parametrize(
    ("ownership", "expected"),
    [
        ({"roles": [role("Owner", "jane"), role("Owner", "Jane"), role("Maintainer", "jane")]}, (1, 0, set(), 0)),
        ({"roles": [role("Owner", "jane"), role("Maintainer", "joe")], "organization": None}, (1, 1, set(), 0)),
        ({"roles": [], "organization": "Acme"}, (None, None, {("lib", "org:acme")}, 0)),
        ({"roles": [role("Owner", "jane")], "organization": "acme"}, (1, 0, {("lib", "org:acme")}, 0)),
        ({"roles": [], "organization": None}, (0, 0, set(), 0)),
        ({"roles": [role("Owner", "jane"), role("Owner", None)]}, (None, None, set(), 1)),
        ({"roles": "jane"}, (None, None, set(), 0)),
        ({"organization": "!!!"}, (None, None, set(), 1)),
        (None, (None, None, set(), 0)),
    ],
)
def test_people_are_counted_and_never_named(ownership: Any, expected: Any) -> None:
    assert owned(ownership) == expected


def test_status_is_that_of_pep_792_and_any_other_is_a_problem() -> None:
    said = parse(project() | {"project-status": {"status": "archived", "reason": "moved"}})
    assert said.values(PropertyKind.INDEX_STATUS) == {"lib": {"status": "archived", "reason": "moved"}}
    other = parse(project() | {"project-status": {"status": "asleep"}})
    assert (other.values(PropertyKind.INDEX_STATUS), len(other.problems)) == ({}, 1)


@pytest.mark.parametrize("value", [None, 3, True, [], {}, ["x", 3], {"x": [1]}, "x"])
@pytest.mark.parametrize("key", ["license", "classifiers", "requires_dist", "project_urls", "summary", "home_page"])
def test_member_of_another_type_is_a_problem_at_most(key: str, value: Any) -> None:
    said = parse(project(**{key: value}))
    assert said.values(PropertyKind.LATEST_VERSION) == {"lib": "1.1"}
    assert {place.split("/")[2] for place, _ in said.problems} <= {key}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<!DOCTYPE html><p>Sign in", "begins with '<!DOCTYPE html><p>Si'"),
        (b'{"info": {"name": "li', "broken or cut off"),
        (b"", "begins with nothing"),
        (b"[]", "a JSON list where an object belongs"),
        (b'{"message": "hello"}', "describes no package"),
        (b'{"info": []}', "describes no package"),
        (b'{"info": {"name": "other"}}', "describes 'other', not lib"),
        (b"[" * 100_000, "broken or cut off"),
    ],
)
def test_document_that_is_none_says_what_it_is_in_one_line(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        project_facts("lib", load_table(content, URL), URL)
    assert str(caught.value).startswith(URL)
    assert "\n" not in str(caught.value)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
WHOLE = project(
    license="MIT", requires_dist=["a>=1"], project_urls={"Source": "https://github.com/a/b"}, classifiers=["X"]
) | {"ownership": {"roles": [role("Owner", "jane")], "organization": "acme"}, "project-status": {"status": "active"}}


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, inner in inside for path in places(inner, (*at, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@given(st.lists(st.tuples(st.integers(0, 200), JUNK), min_size=1, max_size=4))
def test_any_change_of_a_document_gives_assertions_or_a_format_error(changes: list[tuple[int, Any]]) -> None:
    document: Any = WHOLE
    for number, junk in changes:
        paths = places(document)
        document = replaced(document, paths[number % len(paths)], junk)
    try:
        said = parse(document).assertions
    except FormatError:
        return
    assert all(isinstance(one, Assertion) for one in said)
