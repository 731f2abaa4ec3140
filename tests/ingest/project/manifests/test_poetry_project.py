from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph_ingest.project.manifests import poetry_project
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

HEAD = '[tool.poetry]\nname = "mlapp"\nversion = "1.0"\n[tool.poetry.dependencies]\n'


def rows(found):
    return [(str(e.object)[9:], e.evidence.locator, dict(e.qualifiers)) for e in found.edges(EdgeKind.DEPENDS_ON)]


def test_project_of_poetry_says_who_it_is(write, said):
    text = """\
[tool.poetry]
name = "MLapp"
version = "0.3.0"
description = "What it does"
license = "MIT"
repository = "https://me:hunter2@github.com/Acme/mlapp"
[tool.poetry.urls]
Issues = "https://github.com/acme/mlapp/issues"
[tool.poetry.dependencies]
python = "^3.10"
"""
    found = said(write({"pyproject.toml": text}))
    names = [value for value in found.values(PropertyKind.NAME) if value != "app"]
    assert (names, found.values(PropertyKind.VERSION)) == (["MLapp"], ["0.3.0"])
    assert found.values(PropertyKind.DESCRIPTION) == ["What it does"]
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.10,<4.0"]
    assert [str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)] == ["MIT"]
    assert [str(e.object) for e in found.edges(EdgeKind.DEVELOPED_IN)] == ["https://github.com/acme/mlapp"]
    assert [value["label"] for value in found.values(PropertyKind.HOMEPAGE)] == ["repository", "issues"]
    assert "hunter2" not in repr(found.assertions)
    assert found.wanted() == {}


def test_project_table_speaks_before_poetry(write, said):
    text = """\
[project]
name = "mlapp"
version = "2.0"
license = "MIT"
requires-python = ">=3.11"
[tool.poetry]
name = "other"
version = "1.0"
description = "Only here"
license = "Apache-2.0"
[tool.poetry.dependencies]
python = "^3.8"
torch = "^2.4"
"""
    found = said(write({"pyproject.toml": text}))
    assert found.values(PropertyKind.VERSION) == ["2.0"]
    assert found.values(PropertyKind.DESCRIPTION) == ["Only here"]
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.11"]
    assert [str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)] == ["MIT"]
    assert found.wanted() == {"torch": {"specifier": ">=2.4,<3.0", "scope": "runtime"}}


def test_dependencies_have_their_range_condition_and_line(write, said):
    text = HEAD + (
        'python = "^3.10"\n'
        'torch = "~2.4"\n'
        'pandas = [\n  { version = "^1.5", python = "<3.9" },\n  { version = "^2.0", python = ">=3.9", platform = "linux" },\n]\n'
        'uvicorn = { version = ">=0.30", extras = ["Standard"], markers = "sys_platform == \'linux\' or os_name == \'nt\'", python = "^3.11" }\n'
        'exact = "==1.0"\n'
    )
    assert rows(said(write({"pyproject.toml": text}))) == [
        ("torch", "6", {"specifier": ">=2.4,<2.5", "scope": "runtime"}),
        ("pandas", "8", {"specifier": ">=1.5,<2.0", "marker": 'python_version < "3.9"', "scope": "runtime"}),
        (
            "pandas",
            "9",
            {
                "specifier": ">=2.0,<3.0",
                "marker": 'python_version >= "3.9" and sys_platform == "linux"',
                "scope": "runtime",
            },
        ),
        (
            "uvicorn",
            "11",
            {
                "specifier": ">=0.30",
                "marker": '(sys_platform == "linux" or os_name == "nt") and python_version >= "3.11" and python_version < "4.0"',
                "extras": ["standard"],
                "scope": "runtime",
            },
        ),
        ("exact", "12", {"specifier": "==1.0", "version": "1.0", "scope": "runtime"}),
    ]


def test_choice_of_ranges_is_said_to_be_not_comparable(write, said):
    found = said(write({"pyproject.toml": HEAD + 'torch = ">=1,<2 || >=3"\n'}))
    assert found.wanted() == {"torch": {"specifier": ">=1,<2 || >=3", "scope": "runtime"}}
    [(_, place, text)] = found.problems
    assert (place, "compared with nothing" in text) == ("5", True)


def test_extras_and_groups_say_what_they_are_for(write, said):
    text = (
        HEAD
        + """\
redis = { version = "^5", optional = true }
orphan = { version = "*", optional = true }
[tool.poetry.extras]
cache = ["Redis"]
all = ["redis"]
[tool.poetry.dev-dependencies]
ruff = "*"
[tool.poetry.group.dev.dependencies]
mypy = "*"
[tool.poetry.group.Quality_Checks]
optional = true
include-groups = ["dev", "missing"]
[tool.poetry.group.Quality_Checks.dependencies]
deptry = "*"
[tool.poetry.group.bench.dependencies]
asv = "*"
"""
    )
    found = said(write({"pyproject.toml": text}))
    assert {(n, q.get("extra"), q.get("group"), q["scope"]) for n, _, q in rows(found)} == {
        ("redis", "cache", None, "optional"),
        ("redis", "all", None, "optional"),
        ("orphan", None, None, "optional"),
        ("ruff", None, "dev", "development"),
        ("mypy", None, "dev", "development"),
        ("deptry", None, "quality-checks", "optional"),
        ("ruff", None, "quality-checks", "optional"),
        ("mypy", None, "quality-checks", "optional"),
        ("asv", None, "bench", "development"),
    }
    assert [(place, "'missing'" in text) for _, place, text in found.problems] == [("16", True)]


def test_places_other_than_the_index_are_named_without_credentials(write, said):
    wheel = "https://me:hunter2@h.example/torch-2.4.0%2Bcpu-cp311-cp311-linux_x86_64.whl"
    text = HEAD + (
        'a = { git = "https://me:hunter2@github.com/acme/a.git", tag = "v1", subdirectory = "py" }\n'
        'b = { git = "git@github.com:acme/b.git", rev = "0a1b", branch = "main" }\n'
        f'torch = {{ url = "{wheel}" }}\n'
        'd = { path = "../elsewhere/d", develop = true }\n'
        'e = { version = "*", source = "inner" }\n'
        '[[tool.poetry.source]]\nname = "inner"\nurl = "https://me:hunter2@index.example/simple"\n'
    )
    found = said(write({"pyproject.toml": text}))
    assert found.wanted() == {
        "a": {
            "scope": "runtime",
            "url": "https://github.com/acme/a.git",
            "vcs": "git",
            "revision": "v1",
            "subdirectory": "py",
        },
        "b": {"scope": "runtime", "url": "ssh://git@github.com/acme/b.git", "vcs": "git", "revision": "0a1b"},
        "torch": {"version": "2.4.0+cpu", "scope": "runtime", "url": wheel.replace("me:hunter2@", "")},
        "d": {"scope": "runtime", "local": True, "editable": True},
        "e": {"scope": "runtime", "index": "https://index.example/simple"},
    }
    assert "hunter2" not in repr(found.assertions)


def test_other_project_of_the_tree_is_no_package_of_an_index(write, said):
    files = {
        "pyproject.toml": HEAD + 'lib = { path = "libs/lib" }\nnumpy = "*"\n',
        "libs/lib/pyproject.toml": '[tool.poetry]\nname = "lib"\nversion = "1"\n',
    }
    root = write(files)
    assert set(said(root).wanted()) == {ids.project(root / "libs/lib").key, "numpy"}


def test_beside_the_project_table_poetry_only_adds(write, said):
    text = """\
[project]
name = "mlapp"
dependencies = ["torch>=2", "numpy"]
[dependency-groups]
dev = ["ruff"]
[tool.poetry.dependencies]
torch = { source = "cpu" }
numpy = "*"
unlisted = "^1"
[tool.poetry.group.dev.dependencies]
ruff = "^0.6"
unlisted = "*"
[[tool.poetry.source]]
name = "cpu"
url = "https://index.example/cpu"
"""
    assert rows(said(write({"pyproject.toml": text}))) == [
        ("torch", "3", {"specifier": ">=2", "scope": "runtime"}),
        ("numpy", "3", {"scope": "runtime"}),
        ("ruff", "5", {"scope": "development", "group": "dev"}),
        ("torch", "7", {"scope": "runtime", "index": "https://index.example/cpu"}),
        ("ruff", "11", {"specifier": ">=0.6,<0.7", "scope": "development", "group": "dev"}),
    ]


def test_dynamic_dependencies_are_those_of_poetry(write, said):
    text = """\
[project]
name = "mlapp"
dynamic = ["dependencies"]
[project.optional-dependencies]
plots = ["seaborn"]
[tool.poetry.dependencies]
torch = "^2"
"""
    found = said(write({"pyproject.toml": text}))
    assert found.wanted() == {
        "seaborn": {"scope": "optional", "extra": "plots"},
        "torch": {"specifier": ">=2,<3", "scope": "runtime"},
    }
    assert found.problems == []


@pytest.mark.parametrize(
    "entry",
    [
        "3",
        "true",
        "[3]",
        "{ version = 3 }",
        '{ version = "*", markers = 3 }',
        '{ version = "*", markers = "no marker" }',
        '{ version = "*", python = "latest" }',
        '{ version = "*", platform = "win 32" }',
        '"latest"',
    ],
)
def test_entry_that_cannot_be_read_is_a_problem_and_the_rest_goes_on(write, said, entry):
    found = said(write({"pyproject.toml": HEAD + f'torch = {entry}\nnumpy = "*"\n'}))
    assert "numpy" in found.wanted()
    assert [place for _, place, _ in found.problems] == ["5"]


def test_condition_that_cannot_be_read_does_not_seem_absent(write, said):
    found = said(write({"pyproject.toml": HEAD + 'torch = { version = "*", markers = "no marker" }\n'}))
    assert found.wanted() == {"torch": {"marker": "no marker", "scope": "runtime"}}


@pytest.mark.parametrize(
    "text",
    [
        "[tool]\npoetry = 3\n",
        "[tool.poetry]\ndependencies = 3\nextras = 3\ngroup = 3\nsource = 3\nname = 3\nurls = 3\nlicense = 3\n",
        "[tool.poetry]\nextras = { a = 3, b = [3] }\n[tool.poetry.group]\nx = 3\n[tool.poetry.group.y]\ndependencies = 3\n",
        '[tool.poetry.dependencies]\n"a b" = "*"\n"" = "*"\n',
    ],
)
def test_wrong_types_say_nothing(write, said, text):
    found = said(write({"pyproject.toml": text}))
    assert (found.wanted(), found.errors) == ({}, {})


def test_groups_that_include_each_other_end_and_those_that_multiply_are_refused(write, said):
    names = [f"g{n}" for n in range(400)]
    every = ", ".join(f'"{name}"' for name in names)
    lines = "".join(
        f'[tool.poetry.group.{name}]\ninclude-groups = [{every}]\n[tool.poetry.group.{name}.dependencies]\nx{name} = "*"\n'
        for name in names
    )
    found = said(write({"pyproject.toml": lines}))
    assert f"{poetry_project.ENTRY_LIMIT:,}" in str(found.errors["pyproject.toml"])


def test_groups_of_pdm_are_read(write, said):
    text = """\
[tool.pdm.dev-dependencies]
Lint = ["ruff>=0.6", "-e git+https://me:hunter2@github.com/acme/lib.git@main#egg=lib[x]", "-e file:///x"]
"""
    found = said(write({"pyproject.toml": text}))
    assert rows(found) == [
        ("ruff", "2", {"specifier": ">=0.6", "scope": "development", "group": "lint"}),
        (
            "lib",
            "2",
            {
                "extras": ["x"],
                "scope": "development",
                "url": "https://github.com/acme/lib.git",
                "vcs": "git",
                "revision": "main",
                "group": "lint",
            },
        ),
    ]
    assert [place for _, place, _ in found.problems] == ["2"]
    assert "hunter2" not in repr(found.assertions)
