"""What is declared, what is pinned and what is there agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINS = (ROOT / "constraints.txt").read_text().splitlines()
SOURCE_ROOTS = [".", "ontology", "ingest", "queries"]


def declared() -> list[Requirement]:
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    lines = [*PYPROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    return [Requirement(line) for line in lines]


def import_packages() -> list[str]:
    """Folders of the source roots that hold an import package: `ontology/mlgraph_ontology`."""
    found = (path.parent for root in SOURCE_ROOTS for path in (ROOT / root).glob("mlgraph*/__init__.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def test_constraints_are_names_with_exact_versions_and_nothing_else() -> None:
    strange = [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*", line)]

    assert PINS
    assert strange == []


@pytest.mark.parametrize("requirement", declared(), ids=lambda requirement: requirement.name)
def test_every_dependency_is_pinned_in_its_declared_range(requirement: Requirement) -> None:
    pins = dict(line.split("==") for line in PINS)
    pinned = {canonicalize_name(name): Version(version) for name, version in pins.items()}

    assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_every_import_package_is_shipped_typed_linted_and_layered() -> None:
    packages = import_packages()
    names = sorted(path.rpartition("/")[2] for path in packages)
    tools = PYPROJECT["tool"]

    assert len(packages) == 4
    assert sorted(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == packages
    assert tools["hatch"]["build"]["dev-mode-dirs"] == SOURCE_ROOTS
    assert tools["ruff"]["src"] == SOURCE_ROOTS
    assert sorted(tools["mypy"]["packages"]) == names
    assert sorted(tools["importlinter"]["root_packages"]) == names
    assert [path for path in packages if not (ROOT / path / "py.typed").is_file()] == []


def test_version_of_the_library_is_the_version_of_the_distribution() -> None:
    import mlgraph

    assert mlgraph.__version__ == PYPROJECT["project"]["version"]


def test_license_is_the_one_that_is_declared() -> None:
    text = (ROOT / "LICENSE").read_text()

    assert PYPROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
