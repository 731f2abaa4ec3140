"""conda-lock.yml and pixi.lock: what is asserted is what an independent look at the file finds."""

from __future__ import annotations

import runpy
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.locks.conda_lock import read_conda_lock
from mlgraph_ingest.project.locks.pixi_lock import read_pixi_lock
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind
from tests.ingest.project.conda_oracle import (
    Facts,
    asked,
    asserted,
    of_conda_lock,
    of_environment,
    of_pixi_lock,
    of_pixi_manifest,
)

LOCKS = Path(__file__).parent / "locks" / "conda"
NAMES = {"conda-lock.yml": (read_conda_lock, of_conda_lock), "pixi.lock": (read_pixi_lock, of_pixi_lock)}
OWN = sorted(path for name in NAMES for path in LOCKS.rglob(name))
READ_VERSIONS = {"conda-lock.yml": ("1",), "pixi.lock": ("4", "5", "6")}

CONDA_LOCK = """\
version: 1
metadata: {}
package:
- name: numpy
  version: 1.26.4
  manager: conda
  platform: linux-64
  dependencies:
    __glibc: '>=2.17'
    python: '>=3.11'
    absent: ''
  url: https://me:hunter2@conda.example/t/hunter2/team/linux-64/numpy-1.26.4-py311_0.conda
  hash: {md5: 0123456789abcdef0123456789abcdef, sha256: null}
  category: main
  optional: false
- {name: python, version: 3.11.9, manager: conda, platform: linux-64, dependencies: {numpy: ''}, hash: {},
   url: 'https://conda.example/team/noarch/python-3.11.9-0.conda', category: main}
- {name: python, version: 3.11.9, manager: conda, platform: osx-64, dependencies: {}, hash: {},
   url: 'https://conda.example/team/noarch/python-3.11.9-0.conda', category: dev}
- {name: Numpy, version: 1.26.3, manager: pip, platform: linux-64, dependencies: {python: '>=3'}, hash: {},
   url: 'https://files.example/numpy-1.26.3-cp311.whl', category: gpu}
"""
PIXI = """\
version: 6
environments:
  default:
    channels: [{url: https://conda.example/team/}]
    packages:
      linux-64:
      - conda: https://me:hunter2@conda.example/t/hunter2/team/linux-64/a-1-h0_0.conda
      - conda: https://conda.example/team/linux-64/b-1-h0_0.conda
      - pypi: ./
      - pypi: https://files.example/c.whl
      osx-64:
      - conda: https://conda.example/team/osx-64/b-2-h0_0.conda
  dev:
    packages:
      linux-64:
      - conda: https://conda.example/team/linux-64/b-2-h0_0.conda
      - conda: https://me:hunter2@conda.example/t/hunter2/team/linux-64/a-1-h0_0.conda
packages:
- conda: https://me:hunter2@conda.example/t/hunter2/team/linux-64/a-1-h0_0.conda
  sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  depends: [b >=1, __cuda >=12, gone]
- conda: https://conda.example/team/linux-64/b-1-h0_0.conda
  depends: [a]
- conda: https://conda.example/team/osx-64/b-2-h0_0.conda
- conda: https://conda.example/team/linux-64/b-2-h0_0.conda
- pypi: ./
  name: mine
  version: '1'
- pypi: https://files.example/c.whl
  name: C.x
  version: '1'
  requires_dist: ["a>=1 ; extra == 'all'"]
"""


def facts(said: Callable[..., Any], write: Callable[..., Path], name: str, text: str) -> Facts:
    found = said(write({name: text}))
    assert (found.errors, found.problems) == ({}, [])
    return asserted(assertion for _, assertion in found.assertions)


def contained(found: Any) -> dict[str, dict[str, Any]]:
    return {str(said.object): dict(said.qualifiers) for said in found.edges(EdgeKind.CONTAINS)}


def required(found: Any) -> list[tuple[str, str]]:
    edges = found.edges(EdgeKind.DEPENDS_ON)
    return sorted((str(said.subject), str(said.object)) for said in edges if str(said.subject).startswith("pkg:"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.parent.name)
def test_lock_says_what_an_independent_look_at_it_finds(write, said, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = NAMES[path.name][1](text)
    assert len(expected.packages) >= 60
    assert len({platform for *_, kind, platform in expected.used if kind == "platform"}) == 2
    assert expected.edges
    assert expected.builds
    assert facts(said, write, path.name, text) == expected


def test_there_is_a_lock_of_each_format_and_version() -> None:
    assert [path.parent.name for path in OWN] == ["conda-lock", "pixi-4", "pixi-5", "pixi-6"]


def test_locks_are_what_their_generator_makes() -> None:
    documents = runpy.run_path(str(LOCKS / "generate.py"))["documents"]()
    assert {path.relative_to(LOCKS).as_posix(): text for path, text in documents.items()} == {
        path.relative_to(LOCKS).as_posix(): path.read_text(encoding="utf-8") for path in OWN
    }


@pytest.mark.shared_data
def test_every_lock_of_the_corpora_says_what_an_independent_look_at_it_finds(shared_data: Path, context) -> None:
    found = [path for root in (LOCKS, shared_data) for name in NAMES for path in sorted(root.rglob(name))]
    assert len(found) >= len(OWN) > 0
    for path in found:
        text = path.read_text(encoding="utf-8")
        if not any(f"version: {version}\n" in text for version in READ_VERSIONS[path.name]):
            continue
        read, oracle = NAMES[path.name]
        assertions = list(read(SourceFile(path, path.name, path.stat().st_size), context))
        assert asserted(assertions) == oracle(text), path


def test_manifests_beside_the_locks_say_what_an_independent_look_at_them_finds(write, said) -> None:
    for name, oracle in (("environment.yml", of_environment), ("pixi.toml", of_pixi_manifest)):
        text = (LOCKS / name).read_text(encoding="utf-8")
        found = said(write({name: text}))
        assert (found.errors, found.problems) == ({}, [])
        rows = asked(assertion for document, assertion in found.assertions if document.title == name)
        expected = {(*row, None)[:3] for row in oracle(text)}
        assert rows == expected
        assert len(rows) >= 14


def test_locks_satisfy_what_the_manifest_beside_them_asks_for() -> None:
    names = {row[:2] for row in of_pixi_lock((LOCKS / "pixi-6" / "pixi.lock").read_text(encoding="utf-8")).packages}
    assert {row[:2] for row in of_pixi_manifest((LOCKS / "pixi.toml").read_text(encoding="utf-8"))} <= names


def test_conda_and_python_packages_of_one_name_stay_apart(write, said) -> None:
    found = said(write({"conda-lock.yml": CONDA_LOCK}))
    numpy = "pkg:conda/numpy@1.26.4?build=py311_0&channel=https://conda.example/team&subdir=linux-64"
    python = "pkg:conda/python@3.11.9?build=0&channel=https://conda.example/team&subdir=noarch"
    assert contained(found) == {
        numpy: {
            "scope": "runtime",
            "hashes": ["md5:0123456789abcdef0123456789abcdef"],
            "index": "https://conda.example/team",
            "platforms": ["linux-64"],
            "virtual_packages": ["__glibc >=2.17"],
        },
        python: {
            "scope": "runtime",
            "index": "https://conda.example/team",
            "platforms": ["linux-64", "osx-64"],
        },
        "pkg:pypi/numpy@1.26.3": {
            "scope": "optional",
            "groups": ["gpu"],
            "platforms": ["linux-64"],
        },
    }
    assert required(found) == [
        (numpy, "pkg:conda/absent"),
        (numpy, python),
        (python, numpy),
        ("pkg:pypi/numpy@1.26.3", "pkg:pypi/python"),
    ]
    assert {(str(e.subject), str(e.object)) for e in found.edges(EdgeKind.RELEASE_OF)} == {
        (numpy, "pkg:conda/numpy"),
        (python, "pkg:conda/python"),
        ("pkg:pypi/numpy@1.26.3", "pkg:pypi/numpy"),
    }
    assert found.edges(EdgeKind.SAME_AS) == []
    assert "hunter2" not in repr((found.assertions, found.problems))
    assert [said.evidence.locator for said in found.edges(EdgeKind.CONTAINS)] == ["4", "16", "20"]


def test_pixi_edges_are_those_of_the_environments_and_platforms(write, said) -> None:
    found = said(write({"pixi.lock": PIXI}))
    a, b1, b2, osx = (
        f"pkg:conda/{name}?build=h0_0&channel=https://conda.example/team&subdir={subdir}"
        for name, subdir in [("a@1", "linux-64"), ("b@1", "linux-64"), ("b@2", "linux-64"), ("b@2", "osx-64")]
    )
    said_of = contained(found)
    assert set(said_of) == {a, b1, b2, osx, "pkg:pypi/c-x@1"}
    assert said_of[a]["virtual_packages"] == ["__cuda >=12"]
    assert {node: (row["scope"], row["environments"]) for node, row in said_of.items()} == {
        a: ("runtime", ["default", "dev"]),
        b1: ("runtime", ["default"]),
        b2: ("development", ["dev"]),
        osx: ("runtime", ["default"]),
        "pkg:pypi/c-x@1": ("runtime", ["default"]),
    }
    assert required(found) == [(a, b1), (a, b2), (a, "pkg:conda/gone"), (b1, a), ("pkg:pypi/c-x@1", "pkg:pypi/a")]
    assert "hunter2" not in repr((found.assertions, found.problems))


@pytest.mark.parametrize(
    ("name", "text", "version"),
    [
        ("conda-lock.yml", "version: 2\npackage: []\n", "'2'; this version of mlgraph reads 1"),
        ("conda-lock.yml", "package: []\n", "None; this version of mlgraph reads 1"),
        ("conda-lock.yml", "version: [1]\npackage: []\n", "['1']; this version of mlgraph reads 1"),
        ("pixi.lock", "version: 7\npackages: []\n", "'7'; this version of mlgraph reads 4, 5, 6"),
        ("pixi.lock", "version: 3\npackage: []\n", "'3'; this version of mlgraph reads 4, 5, 6"),
    ],
)
def test_version_that_is_not_known_is_refused_in_one_line(write, said, name: str, text: str, version: str) -> None:
    found = said(write({name: text}))
    assert str(found.errors[name]) == f"{name}: lock version {version}"
    assert found.edges(EdgeKind.CONTAINS) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_lock_says_a_part_of_the_whole_or_is_refused(write, said, name: str, share: float) -> None:
    text = next(path for path in OWN if path.name == name).read_text(encoding="utf-8")
    whole = NAMES[name][1](text)
    found = said(write({name: text[: int(len(text) * share)]}))
    part = asserted(assertion for _, assertion in found.assertions)
    assert len(part.packages - whole.packages) <= 1  # the last one, whose version may be cut off
    assert found.errors or found.problems or part.packages


@pytest.mark.parametrize("value", ["5", "[]", "{}", "null", "[[x]]", "{a: {b: c}}", "''", "true", "x y", "../x"])
@pytest.mark.parametrize(
    ("name", "text"), [("conda-lock.yml", CONDA_LOCK), ("pixi.lock", PIXI)], ids=["conda-lock", "pixi"]
)
def test_wrong_type_in_any_field_is_a_problem_or_nothing(write, said, name: str, text: str, value: str) -> None:
    lines = text.splitlines()
    for index, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        if colon and "{" not in key and not line.lstrip().startswith("#"):
            changed = "\n".join([*lines[:index], f"{key}: {value}", *_after(lines, index)]) + "\n"
            found = said(write({name: changed}))
            assert all(isinstance(error, FormatError) and "\n" not in str(error) for error in found.errors.values())
            assert all("\n" not in text for _, _, text in found.problems)
            assert "hunter2" not in repr((found.assertions, found.problems, found.errors))


def _after(lines: list[str], index: int) -> list[str]:
    """The lines that are not within the value of a line."""
    indent = len(lines[index]) - len(lines[index].lstrip(" -"))
    rest = lines[index + 1 :]
    while rest and len(rest[0]) - len(rest[0].lstrip(" -")) > indent:
        rest.pop(0)
    return rest


@pytest.mark.parametrize("bad", ["a b", "-x", "", "x" * 300, "__glibc", "é", "a/../b"])
def test_name_that_is_none_is_a_problem_and_the_rest_goes_on(write, said, bad: str) -> None:
    text = CONDA_LOCK.replace("- name: numpy", f"- name: '{bad}'").replace("numpy: ''", "other: ''")
    found = said(write({"conda-lock.yml": text}))
    assert len(found.edges(EdgeKind.CONTAINS)) == 2
    assert [line for _, line, _ in found.problems] == ([] if bad.startswith("__") else ["4"])


def test_reference_to_what_the_lock_does_not_describe_is_a_problem(write, said) -> None:
    found = said(write({"pixi.lock": PIXI.replace("      - pypi: ./\n", "      - conda: https://x.example/y.conda\n")}))
    assert [(line, text) for _, line, text in found.problems] == [
        ("9", "an environment uses a package that the lock does not describe; not read")
    ]


def many(count: int) -> dict[str, str]:
    url = "https://conda.example/c/linux-64/pkg{0}-1-h0_0.conda"
    lock = ["version: 1", "package:"]
    pixi = ["version: 6", "environments:", "  default:", "    packages:", "      linux-64:"]
    pixi += [f"      - conda: {url.format(i)}" for i in range(count)] + ["packages:"]
    for i in range(count):
        needs = [f"pkg{(i * 7 + k) % count}" for k in range(1, 6)]
        lock += [f"- name: pkg{i}", "  version: '1'", "  manager: conda", "  platform: linux-64", "  dependencies:"]
        lock += [*(f"    {need}: '>=1'" for need in dict.fromkeys(needs)), f"  url: {url.format(i)}", "  hash:"]
        lock += [f"    md5: {i:032x}", f"    sha256: {i:064x}", "  category: main", "  optional: false"]
        pixi += [f"- conda: {url.format(i)}", f"  sha256: {i:064x}", "  depends:", *(f"  - {n} >=1" for n in needs)]
    return {"conda-lock.yml": "\n".join(lock) + "\n", "pixi.lock": "\n".join(pixi) + "\n"}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_packages_that_require_each_other_in_circles_are_read_in_seconds(
    source, context, name: str
) -> None:
    file = source(many(10_000)[name].encode(), name)
    start = time.perf_counter()
    assertions: list[Assertion] = list(NAMES[name][0](file, context))
    assert time.perf_counter() - start < 20
    assert sum(said.predicate is EdgeKind.CONTAINS for said in assertions) == 10_000
    assert sum(said.predicate is EdgeKind.DEPENDS_ON for said in assertions) == 50_000


@pytest.mark.parametrize("name", [*NAMES, "environment.yml"])
def test_file_over_the_limit_is_refused_in_one_line_and_little_memory(tmp_path: Path, said, name: str) -> None:
    (tmp_path / name).touch()
    with (tmp_path / name).open("r+b") as stream:
        stream.truncate(300 * 2**20)
    tracemalloc.start()
    try:
        found = said(tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(found.errors[name]) == f"{name}: larger than the limit of 67,108,864 bytes; it was not read"
    assert peak < 200 * 2**20
