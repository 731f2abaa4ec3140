"""How packages are asked for: what names them, in which order, how far ahead, and where it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mlgraph
from mlgraph.app.ingest import ingest
from mlgraph.model.errors import SourceError, UsageError
from mlgraph.model.http import Answer
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.pypi import PypiRequest, read, source
from mlgraph_ingest.pypi.target import Target
from mlgraph_ontology.kinds import PropertyKind
from tests.ingest.pypi.conftest import Asker, Index, Notes, page, project, take


def filled(index: Index, *names: str, **requires: list[str]) -> Index:
    for name in (*names, *requires):
        index.put(f"pypi/{name}/json", project(name, requires_dist=requires.get(name)))
    return index


class Slow(Index):
    """Answers late those who come first, and counts how many are begun."""

    def get(self, url: str, **more: Any) -> Answer:
        time.sleep(0.02 / (1 + len(self.asked)))
        return super().get(url, **more)


def packages(index: Index) -> list[str]:
    return [path for path in index.asked if path.startswith("pypi/")]


@pytest.mark.usefixtures("index")
def test_documents_come_in_the_order_asked_however_long_each_takes() -> None:
    names = [f"p{number}" for number in range(30)]
    slow = filled(Slow(), *names)
    notes = Notes()
    said = take(source(Request(tuple(names)), http=slow, report=notes), notes)
    assert said.locators == [f"pkg:pypi/{name}#index" for name in names]
    assert (notes.steps, notes.done) == ([("asking pypi.example", 30)], 30)


def test_nothing_is_asked_before_the_first_document_is_wanted(index: Index) -> None:
    source(Request(("lib",)), http=index, report=Reporter())
    assert index.asked == []


def test_packages_are_asked_for_a_few_ahead_and_no_more(index: Index) -> None:
    names = tuple(f"p{number}" for number in range(50))
    readings = source(Request(names), http=filled(index, *names), report=Reporter())
    for taken in range(1, 20):
        next(readings)
        time.sleep(0.002)
        assert len(packages(index)) <= taken + 8
    assert isinstance(readings, Iterator)


def test_closing_stops_asking_and_leaves_no_thread(index: Index) -> None:
    names = tuple(f"p{number}" for number in range(50))
    readings: Any = source(Request(names), http=filled(index, *names), report=Reporter())
    next(readings)
    readings.close()
    deadline = time.monotonic() + 5
    while any(thread.name.startswith("ahead") for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "threads are left"
        time.sleep(0.01)
    assert len(packages(index)) < 20


@pytest.mark.parametrize(
    ("locator", "locators"),
    [
        ("Lib", ["pkg:pypi/lib#index"]),
        ("lib==1.0", ["pkg:pypi/lib#index", "pkg:pypi/lib@1.0#index"]),
        ("pkg:pypi/lib@1.0", ["pkg:pypi/lib#index", "pkg:pypi/lib@1.0#index"]),
        ("lib[gpu] == 1.1", ["pkg:pypi/lib#index", "pkg:pypi/lib@1.1#index"]),
    ],
)
def test_package_is_named_as_people_name_it(index: Index, ask: Asker, locator: str, locators: list[str]) -> None:
    filled(index, "lib").put("pypi/lib/1.0/json", {"info": {"name": "lib", "version": "1.0"}})
    assert ask(locator).locators == locators


@pytest.mark.parametrize(
    ("locator", "warning"),
    [
        ("no name!", "'no name!' is no name of a Python package; it was not asked for"),
        ("lib>=1", "'lib>=1' names no one version; give the name alone, or NAME==VERSION; it was not asked for"),
        ("lib @ https://me:hunter2@h.example/lib.whl", "names no package of an index alone"),
        ("pkg:npm/left-pad", "is no Python package"),
        ("", "'' is no name of a Python package"),
        ("lib\n\n==1; x", "is no name of a Python package"),
    ],
)
def test_what_names_no_package_is_one_warning_and_the_rest_goes_on(
    index: Index, ask: Asker, locator: str, warning: str
) -> None:
    filled(index, "lib")
    said = ask(locator, "lib")
    (text,) = said.notes.warnings
    assert warning in text
    assert "hunter2" not in text
    assert said.locators == ["pkg:pypi/lib#index"]


def test_package_asked_for_twice_is_one_with_all_its_versions(index: Index, ask: Asker) -> None:
    filled(index, "lib", "other")
    for version in ("1.0", "0.9"):
        index.put(f"pypi/lib/{version}/json", {"info": {"name": "lib", "version": version}})
    index.answers["pypi/lib/json"]["releases"]["0.9"] = []
    said = ask("lib==1.0", "other", "LIB==0.9")
    assert said.locators == [f"pkg:pypi/{n}#index" for n in ("lib", "lib@0.9", "lib@1.0", "other")]


def test_requirements_are_followed_as_far_as_asked_each_once(index: Index, ask: Asker) -> None:
    filled(index, a=["b>=1", 'c; sys_platform == "win32"', 'd; extra == "x"'], b=["a", "e"], c=[], d=[], e=["f"])
    linux = {"environment": "python=3.12,platform=linux"}
    assert ask("a").locators == ["pkg:pypi/a#index"]
    assert ask("a", depth="1", **linux).locators == ["pkg:pypi/a#index", "pkg:pypi/b#index"]
    assert ask("a[x]", depth="1", **linux).locators == [f"pkg:pypi/{n}#index" for n in "abd"]
    assert ask("a", depth="2", **linux).locators == [f"pkg:pypi/{n}#index" for n in "abe"]
    assert ask("a", depth="1").locators == [f"pkg:pypi/{n}#index" for n in "abc"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"depth": "-1"}, "depth '-1' is no number of steps"),
        ({"depth": "9" * 5}, "is no number of steps"),
        ({"environment": "python=2.7"}, r"give python=3\.X"),
        ({"environment": "python=3.12,platform=amiga"}, r"give python=3\.X"),
        ({"index": "ftp://pypi.example/simple"}, "is no address of a package index"),
        ({"index": "https://me:hunter2@/simple"}, "is no address of a package index"),
        ({"nonsense": "1"}, "the source pypi has no option 'nonsense'"),
    ],
)
def test_option_that_makes_no_sense_is_wrong_use(index: Index, options: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        source(Request(("lib",), options), http=index, report=Reporter())
    assert "hunter2" not in str(caught.value)


def test_pip_that_is_told_to_use_no_index_asks_none(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SourceError, match="no-index"):
        source(Request(("lib",)), http=index, report=Reporter())


def test_without_a_door_nothing_can_be_asked() -> None:
    with pytest.raises(SourceError, match="cannot be asked"):
        read(PypiRequest({"lib": set()}), http=None, report=Reporter())


def test_credentials_are_used_and_nothing_shows_them(index: Index, ask: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://me:hunter2@pypi.example/simple/")
    asked: list[str] = []
    filled(index, "lib").put("simple/lib/", page()).put("pypi/broken/json", b"<html>")
    original = index.get

    class Recording(Index):
        def get(self, url: str, **more: Any) -> Answer:
            asked.append(url)
            return original(url, **more)

    notes = Notes()
    request = Request(("lib", "lib2", "broken"))
    said = take(source(request, http=Recording(), report=notes), notes)
    assert "https://me:hunter2@pypi.example/pypi/lib/json" in asked
    assert "hunter2" not in repr((said.documents, said.assertions, said.errors, notes.warnings, notes.steps))


def test_second_index_is_asked_for_what_the_first_does_not_have(
    index: Index, ask: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://extra.example/own/simple")
    filled(index, "lib").put("own/pypi/inner/json", project("inner"))
    said = ask("lib", "inner", "none")
    assert [d.title for d in said.documents] == [
        "https://pypi.example/pypi/lib/json",
        "https://extra.example/own/pypi/inner/json",
        "https://pypi.example/pypi/none/json",
    ]
    assert {(a.subject.key, a.value) for a in said.of(PropertyKind.ABSENT_FROM)} == {
        ("pkg:pypi/none", "pypi.example"),
        ("pkg:pypi/none", "extra.example"),
    }


def test_packages_in_use_are_asked_for_with_their_versions(index: Index) -> None:
    filled(index, "lib", "other").put("pypi/lib/1.0/json", {"info": {"name": "lib", "version": "1.0"}})
    notes = Notes()
    request = PypiRequest({"Lib": {"1.0", "1.1"}, "other": set(), "no name": set()}, target=Target("3.12"))
    said = take(read(request, http=index, report=notes), notes)
    assert said.locators == [
        "pkg:pypi/lib#index",
        "pkg:pypi/lib@1.0#index",
        "pkg:pypi/lib@1.1#index",
        "pkg:pypi/other#index",
    ]
    assert notes.warnings == ["'no name' is no name of a Python package; it was not asked for"]


def test_graph_keeps_what_was_said_when_the_index_fails_later(index: Index, tmp_path: Path) -> None:
    store = mlgraph.Store(tmp_path / "graph.duckdb")
    filled(index, "lib", "other")

    def run() -> Any:
        return ingest(store, source(Request(("lib", "other")), http=index, report=Reporter()), Reporter())

    titles = ["https://pypi.example/pypi/lib/json", "https://pypi.example/pypi/other/json"]
    assert run().read == titles
    assert run().unchanged == titles
    index.put("pypi/lib/json", SourceError("https://pypi.example/pypi/lib/json: 500"))
    again = run()
    assert (again.unchanged, again.failed) == (titles[1:], [(titles[0], "https://pypi.example/pypi/lib/json: 500")])
    said = {row[0] for row in store.sql("SELECT subject FROM edges")[1]}
    assert {"pkg:pypi/lib@1.1", "pkg:pypi/other@1.1"} <= said
