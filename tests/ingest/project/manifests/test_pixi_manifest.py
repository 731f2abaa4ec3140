"""pixi.toml, and `[tool.pixi]` of a pyproject.toml."""

from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import EdgeKind, PropertyKind

TABLES = """\
[{0}workspace]
name = "vision"
version = "0.2.0"
license = "MIT"
repository = "https://github.com/acme/vision"
channels = ["conda-forge", "https://me:hunter2@conda.example/t/hunter2/team"]
platforms = ["linux-64", "osx-arm64"]

[{0}dependencies]
python = "3.11.*"
numpy = ">=1.26,<2"
pytorch = {{ version = "==2.4.0", build = "cuda*", channel = "pytorch" }}
mine = {{ path = "." }}
weird = 3

[{0}host-dependencies]
cmake = "*"

[{0}pypi-dependencies]
transformers = {{ version = ">=4.40", extras = ["torch"], env-markers = "sys_platform == 'linux'" }}
vision = {{ path = ".", editable = true }}
lib = {{ git = "https://me:hunter2@github.com/acme/lib", rev = "abc", subdirectory = "py" }}
bad = "1.2"

[{0}target.linux-64.dependencies]
cuda-version = "12.4.*"

[{0}feature.test.dependencies]
pytest = ">=8"

[{0}feature.gpu.pypi-dependencies]
flash-attn = "==2.6.3"

[{0}feature.gpu.target.linux-64.dependencies]
nccl = "*"

[{0}feature.base.dependencies]
scipy = "*"

[{0}environments]
default = ["base"]
test = {{ features = ["test"] }}
"""


@pytest.mark.parametrize(("name", "prefix"), [("pixi.toml", ""), ("pyproject.toml", "tool.pixi.")])
def test_tables_of_a_workspace_are_read(write, said, name: str, prefix: str) -> None:
    found = said(write({name: TABLES.format(prefix)}))
    channels = {"channels": ["conda-forge", "https://conda.example/team"]}
    runtime = {"scope": "runtime"}
    assert {str(e.object): dict(e.qualifiers) for e in found.edges(EdgeKind.DEPENDS_ON)} == {
        "pkg:conda/python": {"specifier": "3.11.*", **runtime, **channels},
        "pkg:conda/numpy": {"specifier": ">=1.26,<2", **runtime, **channels},
        "pkg:conda/pytorch": {
            "specifier": "==2.4.0",
            "version": "2.4.0",
            "build": "cuda*",
            "index": "pytorch",
            **runtime,
            **channels,
        },
        "pkg:conda/cmake": {"scope": "build", **channels},
        "pkg:conda/cuda-version": {"specifier": "12.4.*", "platforms": ["linux-64"], **runtime, **channels},
        "pkg:conda/pytest": {"specifier": ">=8", "scope": "test", "group": "test", **channels},
        "pkg:conda/nccl": {"scope": "optional", "group": "gpu", "platforms": ["linux-64"], **channels},
        "pkg:conda/scipy": {"group": "base", **runtime, **channels},
        "pkg:pypi/transformers": {
            "specifier": ">=4.40",
            "extras": ["torch"],
            "marker": 'sys_platform == "linux"',
            **runtime,
        },
        "pkg:pypi/lib": {
            "url": "https://github.com/acme/lib",
            "vcs": "git",
            "revision": "abc",
            "subdirectory": "py",
            **runtime,
        },
        "pkg:pypi/flash-attn": {"specifier": "==2.6.3", "version": "2.6.3", "scope": "optional", "group": "gpu"},
    }
    assert [line for _, line, _ in found.problems] == ["14", "23"]
    assert "hunter2" not in repr((found.assertions, found.problems))


def test_workspace_names_the_project(write, said) -> None:
    found = said(write({"pixi.toml": TABLES.format("")}))
    assert found.values(PropertyKind.NAME)[-1] == "vision"
    assert found.values(PropertyKind.VERSION) == ["0.2.0"]
    assert [str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)] == ["MIT"]
    assert [str(e.object) for e in found.edges(EdgeKind.DEVELOPED_IN)] == ["https://github.com/acme/vision"]


def test_distribution_that_is_declared_names_the_project_before_a_workspace(write, said) -> None:
    found = said(write({"pixi.toml": TABLES.format(""), "pyproject.toml": '[project]\nname = "dist"\nversion = "3"\n'}))
    assert found.values(PropertyKind.VERSION) == ["3"]


def test_workspace_that_is_named_like_a_package_hides_no_package(write, said) -> None:
    text = '[workspace]\nname = "torch"\n[pypi-dependencies]\ntorch = ">=2"\n'
    assert list(said(write({"pixi.toml": text})).wanted()) == ["torch"]


@pytest.mark.parametrize(
    "text",
    ["dependencies = 5\n", "[dependencies]\na = []\n", "[pypi-dependencies]\na = 1\n", '[dependencies]\n"a b" = "*"\n'],
)
def test_wrong_types_are_a_problem(write, said, text: str) -> None:
    found = said(write({"pixi.toml": text}))
    assert len(found.problems) == 1
    assert found.edges(EdgeKind.DEPENDS_ON) == []


@pytest.mark.parametrize(
    "text", ["workspace = 1\nfeature = 2\nenvironments = 3\ntarget = 4\n", "[feature]\nx = 1\n", ""]
)
def test_tables_that_are_none_say_nothing(write, said, text: str) -> None:
    found = said(write({"pixi.toml": text}))
    assert (found.errors, found.edges(EdgeKind.DEPENDS_ON)) == ({}, [])
