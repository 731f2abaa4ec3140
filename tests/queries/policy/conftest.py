"""Materials made by hand, and rules that break where a test says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from mlgraph.model.assertions import JsonValue
from mlgraph.store import Store
from mlgraph_queries.completeness import DocumentPlan, project_witness
from mlgraph_queries.findings import findings
from mlgraph_queries.policy import Breach, Checked, Material, Recorded, Unjudged, check, read_policy
from mlgraph_queries.policy.options import Settings
from mlgraph_queries.policy.rules import RULES
from tests.queries.conftest import Graph

DAY = date(2026, 6, 30)
Judged: TypeAlias = "Breach | Unjudged"


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return Graph(Store(tmp_path / "graph.duckdb"))


def material_of(graph: Graph, *, document: str = "") -> Material:
    inventory = graph.inventory()
    return Material(
        inventory,
        findings(inventory),
        lambda: project_witness(inventory, DocumentPlan("1", is_reproducible=False, is_dated=False)),
        document=document,
    )


def judged(rule: str, material: Material, **told: JsonValue) -> list[Judged]:
    """What one rule finds, told something else than its defaults."""
    (found,) = [each for each in RULES if each.name == rule]
    values = {option.name: option.default for option in found.options}
    return list(found.judge(material, Settings({**values, **told})))


def breaches(rule: str, material: Material, **told: JsonValue) -> list[tuple[str, str]]:
    """(subject, text) of what breaks a rule."""
    return [(each.subject, each.text) for each in judged(rule, material, **told) if isinstance(each, Breach)]


def unjudged(rule: str, material: Material, **told: JsonValue) -> list[tuple[str, str]]:
    """(subject, reason) of what a rule cannot judge."""
    return [(each.subject, each.reason) for each in judged(rule, material, **told) if isinstance(each, Unjudged)]


@pytest.fixture
def checked(graph: Graph) -> Callable[..., Checked]:
    """Holds the graph's project against a policy in TOML."""

    def hold(policy: str, *, as_of: date = DAY, baseline: Mapping[str, Recorded] | None = None) -> Checked:
        found = read_policy(policy, "policy.toml")
        assert found is not None
        return check(found, [material_of(graph)], as_of=as_of, baseline=baseline)

    return hold
