"""Whoever adds a command, a source or a kind documents it; nothing is documented that is not there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer

from mlgraph.cli.main import app
from mlgraph.report.sections.concerns import KINDS
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind
from mlgraph_queries.policy import RULES

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SOURCES = sorted(PYPROJECT["project"]["entry-points"]["mlgraph.ingestors"])


def first_cells(heading: str) -> list[str]:
    """The words in the first column of the table below a heading of the README, code marks taken off."""
    section = README.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def documented_commands() -> set[str]:
    return {row.split()[1] for row in first_cells("## Your own project") if row.startswith("mlgraph ")}


def built_commands() -> set[str]:
    commands = vars(typer.main.get_command(app))["commands"]
    return {name for name, command in commands.items() if not command.hidden}


def test_commands_of_the_readme_are_the_commands_there_are() -> None:
    assert documented_commands() == built_commands()


def test_findings_of_the_readme_are_those_that_a_scan_tells() -> None:
    assert first_cells("## What the demo shows") == [title for title, _ in KINDS.values()]


def test_rules_of_the_readme_are_those_that_a_policy_can_set() -> None:
    assert first_cells("## A gate for a pipeline") == [rule.name for rule in RULES]


def test_node_kinds_of_the_readme_are_those_of_the_ontology() -> None:
    assert sorted(first_cells("### Kinds of nodes")) == sorted(NodeKind)


def test_edge_kinds_of_the_readme_are_those_of_the_ontology() -> None:
    assert sorted(first_cells("### Kinds of edges")) == sorted(EdgeKind)


def test_edge_kinds_that_the_readme_calls_filled_are_those_that_a_source_names() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "ingest").rglob("*.py"))
    named = {EdgeKind[name] for name in re.findall(r"EdgeKind\.([A-Z_]+)", sources)}
    filled = re.findall(r"^\| `([a-z_]+)` \|.*\| yes \|$", README, re.MULTILINE)

    assert sorted(filled) == sorted(named)


def test_methods_of_the_readme_stand_in_the_order_that_settles_conflicts() -> None:
    assert first_cells("## How a fact is known") == list(Method)


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_is_named_in_the_readme(source: str) -> None:
    assert f"The source `{source}` reads" in README
    assert f"`mlgraph ingest {source} " in README


def test_every_folder_of_sources_is_in_the_readme() -> None:
    rooms = {f"mlgraph/{path.parent.name}/" for path in (ROOT / "mlgraph").glob("*/__init__.py")}
    others = {f"{package}/" for package in PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}

    assert rooms | (others - {"mlgraph/"}) <= set(first_cells("## Development"))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_to_files_and_make_targets_exist(document: str) -> None:
    text = (ROOT / document).read_text()
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    makes = set(re.findall(r"(?:`|\$ )make ([a-z]+)", text))

    assert [link for link in links if not (ROOT / link).exists()] == []
    assert makes <= targets
