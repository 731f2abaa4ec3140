"""The chapter on completeness: a bar for each list, the missing elements first, each value with its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mlgraph.report.html import render
from mlgraph.report.sections.completeness import CompletenessBody, completeness
from mlgraph.report.sections.section import material_of
from mlgraph_queries.completeness import State
from mlgraph_queries.entries import Inventory

NOW = datetime(2026, 2, 1, tzinfo=UTC)


def body(inventory: Inventory, generated_at: datetime | None = NOW) -> CompletenessBody:
    found = completeness(material_of(inventory, (), generated_at, "0.1.0")).body
    assert isinstance(found, CompletenessBody)
    return found


def test_each_list_has_a_bar_and_its_text(inventory: Inventory) -> None:
    lists = body(inventory).lists

    assert [each.share.key for each in lists] == ["g7", "owasp", "ntia", "cisa"]
    assert all(each.share.percent == round(100 * each.share.stated / each.share.asked) for each in lists)
    assert all(each.page and each.notes for each in lists)


def test_missing_elements_come_first(inventory: Inventory) -> None:
    order = (State.UNKNOWN, State.OF_PROVIDER, State.STATED, State.NOT_APPLICABLE)
    for each in body(inventory).lists:
        for cluster in each.clusters:
            ranks = [order.index(row.state) for row in cluster.rows]
            assert ranks == sorted(ranks)
            assert all(row.where for row in cluster.rows if row.state is State.STATED)


def test_element_that_is_stated_of_some_names_the_others(inventory: Inventory) -> None:
    g7 = body(inventory).lists[0]
    rows = {row.name: row for cluster in g7.clusters for row in cluster.rows}

    assert (rows["Model version"].known, rows["Model version"].state) == ("1 of 3", State.UNKNOWN)
    assert rows["Model version"].lacking


def test_page_without_a_date_has_no_time_of_the_document(inventory: Inventory) -> None:
    assert body(inventory).remarks == ()
    assert "no serial number and no time" in body(inventory, None).remarks[0]


def test_project_without_models_has_no_table_of_models(inventory: Inventory) -> None:
    empty = replace(inventory, models=(), datasets=(), files=(), unresolved=())

    assert body(empty).model_rows == ()
    assert "does not apply" in render(empty, (), generated_at=NOW, tool_version="0.1.0")
