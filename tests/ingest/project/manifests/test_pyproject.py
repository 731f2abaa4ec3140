from __future__ import annotations

from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

HEAD = '[project]\nname = "mlapp"\n'


def test_project_says_who_it_is(write, said):
    text = """\
[project]
name = "MLapp"
version = "0.3.0"
description = "What it does"
license = "apache-2.0"
requires-python = ">=3.10"
[project.urls]
Source = "https://me:hunter2@github.com/Acme/mlapp/tree/main"
"""
    found = said(write({"pyproject.toml": text}))
    names = [(a.value, a.evidence.method) for _, a in found.assertions if a.predicate is PropertyKind.NAME]
    assert names == [("app", Method.INFERRED), ("MLapp", Method.DECLARED)]
    assert found.values(PropertyKind.VERSION) == ["0.3.0"]
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.10"]
    assert [str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)] == ["Apache-2.0"]
    assert [str(e.object) for e in found.edges(EdgeKind.DEVELOPED_IN)] == ["https://github.com/acme/mlapp"]
    assert "hunter2" not in repr(found.assertions)


def test_dependencies_extras_groups_and_build_have_their_scope_and_line(write, said):
    text = """\
[build-system]
requires = ["hatchling"]
[project]
name = "mlapp"
dependencies = [
  "torch==2.4.0",
  "datasets>=2.20",
]
[project.optional-dependencies]
"Eval_Kit" = ["ragas"]
test = ["pytest"]
[dependency-groups]
dev = ["ruff"]
"""
    found = said(write({"pyproject.toml": text}))
    rows = [(str(e.object), e.evidence.locator, dict(e.qualifiers)) for e in found.edges(EdgeKind.DEPENDS_ON)]
    assert rows == [
        ("pkg:pypi/torch", "6", {"specifier": "==2.4.0", "version": "2.4.0", "scope": "runtime"}),
        ("pkg:pypi/datasets", "7", {"specifier": ">=2.20", "scope": "runtime"}),
        ("pkg:pypi/ragas", "10", {"scope": "optional", "extra": "eval-kit"}),
        ("pkg:pypi/pytest", "11", {"scope": "test", "extra": "test"}),
        ("pkg:pypi/ruff", "13", {"scope": "development", "group": "dev"}),
        ("pkg:pypi/hatchling", "2", {"scope": "build"}),
    ]


def test_reference_to_own_extras_stands_for_what_they_hold(write, said):
    text = (
        HEAD
        + """\
[project.optional-dependencies]
eval = ["ragas; python_version > '3'"]
all = ["mlapp[eval,all]; sys_platform == 'linux'", "rich"]
"""
    )
    found = said(write({"pyproject.toml": text}))
    of_all = [
        (str(e.object), e.qualifiers.get("marker"))
        for e in found.edges(EdgeKind.DEPENDS_ON)
        if e.qualifiers["extra"] == "all"
    ]
    assert of_all == [
        ("pkg:pypi/ragas", '(python_version > "3") and (sys_platform == "linux")'),
        ("pkg:pypi/rich", None),
    ]
    assert "pkg:pypi/mlapp" not in {str(e.object) for e in found.edges(EdgeKind.DEPENDS_ON)}


def test_groups_include_groups_and_cycles_end(write, said):
    text = """\
[dependency-groups]
Dev = ["ruff", { include-group = "test" }, { include-group = "missing" }, 3]
test = [
  "pytest",
  { include-group = "dev" },
]
"""
    found = said(write({"pyproject.toml": text}))
    rows = [(str(e.object), e.qualifiers["group"], e.evidence.locator) for e in found.edges(EdgeKind.DEPENDS_ON)]
    assert rows == [
        ("pkg:pypi/ruff", "dev", "2"),
        ("pkg:pypi/pytest", "dev", "2"),
        ("pkg:pypi/pytest", "test", "4"),
        ("pkg:pypi/ruff", "test", "5"),
    ]
    assert [place for _, place, _ in found.problems] == ["2", "2"]


def test_dynamic_dependencies_are_unknown_unless_a_file_is_named(write, said):
    text = HEAD + 'dynamic = ["dependencies"]\n'
    unknown = said(write({"pyproject.toml": text}))
    assert [(place, "unknown" in problem) for _, place, problem in unknown.problems] == [("3", True)]
    text += '[tool.setuptools.dynamic]\ndependencies = { file = ["needs.lst"] }\n'
    known = said(write({"pyproject.toml": text, "needs.lst": "numpy\n"}))
    assert known.problems == []
    assert known.wanted() == {"numpy": {"scope": "runtime"}}


def test_wrong_types_are_problems_and_the_rest_goes_on(write, said):
    text = HEAD + 'dependencies = "torch"\noptional-dependencies = 3\n[dependency-groups]\nx = 1\ny = ["numpy", "=="]\n'
    found = said(write({"pyproject.toml": text}))
    assert list(found.wanted()) == ["numpy"]
    assert [place for _, place, _ in found.problems] == ["3", "4", "6", "7"]


def test_extras_that_multiply_are_refused(write, said):
    names = [f"e{n}" for n in range(600)]
    every = ",".join(names)
    lines = "".join(f'{name} = ["mlapp[{every}]", "x{name}"]\n' for name in names)
    found = said(write({"pyproject.toml": HEAD + "[project.optional-dependencies]\n" + lines}))
    assert "100,000" in str(found.errors["pyproject.toml"])


def test_text_that_is_no_toml_or_nested_without_end_names_the_file(write, said):
    root = write({"pyproject.toml": "a = [", "a/pyproject.toml": "x = " + "[" * 9000, "b/pyproject.toml": b"\xff"})
    found = said(root)
    assert sorted(found.errors) == ["a/pyproject.toml", "b/pyproject.toml", "pyproject.toml"]
    assert all(title in str(error) for title, error in found.errors.items())
