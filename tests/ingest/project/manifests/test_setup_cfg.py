"""setup.cfg as a manifest of setuptools."""

from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import EdgeKind, PropertyKind

TEXT = """\
[metadata]
name = ML_App
version = attr: mlapp.__version__
description = Text
url = https://github.com/acme/mlapp
project_urls =
    Docs = https://docs.example/mlapp
license = MIT
classifiers =
    License :: OSI Approved :: MIT License

[options]
python-requires = >=3.9
packages = find:
install_requires =
    # a comment
    numpy>=1.26
    requests ; python_version < "3.13"
    bad one
setup_requires = setuptools; wheel
tests_require = file: test-deps.txt

[options.extras_require]
viz = matplotlib
dev =
    ruff
    ML-App[viz]
gpu = file: gpu.txt, gone.txt
odd = attr: x.y

[flake8]
max-line-length = 100
"""


def test_setup_cfg_is_read(write, said) -> None:
    found = said(write({"setup.cfg": TEXT, "test-deps.txt": "pytest\n", "gpu.txt": "triton\n"}))
    rows = [
        (str(e.object)[9:], e.qualifiers["scope"], e.qualifiers.get("extra"), e.evidence.locator)
        for e in found.edges(EdgeKind.DEPENDS_ON)
    ]
    assert sorted(rows) == [
        ("matplotlib", "development", "dev", "27"),
        ("matplotlib", "optional", "viz", "24"),
        ("numpy", "runtime", None, "17"),
        ("pytest", "test", None, "1"),
        ("requests", "runtime", None, "18"),
        ("ruff", "development", "dev", "26"),
        ("setuptools", "build", None, "20"),
        ("triton", "optional", None, "1"),
        ("wheel", "build", None, "20"),
    ]
    assert [(line, text.partition(":")[0]) for _, line, text in found.problems] == [
        ("19", "'bad one' is no requirement (name, version range, marker)"),
        ("28", "extras_require"),
        ("29", "extras_require['odd']"),
    ]
    assert found.values(PropertyKind.NAME)[1:] == ["ML_App"]
    assert found.values(PropertyKind.VERSION) == []
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.9"]
    assert {str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)} == {"MIT"}
    assert [value["label"] for value in found.values(PropertyKind.HOMEPAGE)] == ["homepage", "docs"]


def test_setup_py_that_names_the_project_is_stronger(write, said) -> None:
    found = said(write({"setup.cfg": TEXT, "setup.py": "import setuptools\nsetuptools.setup(name='other')\n"}))
    assert found.values(PropertyKind.NAME)[1:] == ["other"]


def test_setup_cfg_of_another_tool_says_nothing(write, said) -> None:
    found = said(write({"setup.cfg": "[flake8]\nmax-line-length = 100\n"}))
    assert (found.errors, found.problems, found.edges(EdgeKind.DEPENDS_ON)) == ({}, [], [])


@pytest.mark.parametrize("text", ["x = 1\n", "[options]\nno value here\n", "[options\n"])
def test_what_is_no_ini_file_is_refused_in_one_line(write, said, text: str) -> None:
    error = str(said(write({"setup.cfg": text})).errors["setup.cfg"])
    assert error.startswith("setup.cfg:")
    assert "\n" not in error
