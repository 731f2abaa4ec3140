"""The report draws and lists what models, datasets and weight files were made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mlgraph.model import ids
from mlgraph.report.html import render
from mlgraph.report.sections.lineage import LineageBody, lineage
from mlgraph.report.sections.lineage_drawing import DRAWN_LIMIT
from mlgraph.report.sections.section import material_of
from mlgraph_ontology.kinds import Method, PropertyKind
from mlgraph_queries.entries import Artifact, Inventory
from mlgraph_queries.stated import Link, Stated
from tests.bare import bare_artifact as artifact

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def link(node, relation=None, where="README.md:3") -> Link:
    detail = {"relation": relation} if relation else {}
    return Link(node, node.key, detail, Method.DECLARED, where, "card", NOW)


def known(name: str, *bases: Link) -> Artifact:
    said = {PropertyKind.TASK: (Stated("text-generation", Method.DECLARED, "x", "", NOW),)}
    return replace(artifact(ids.model(name), name), derived_from=bases, facts=said)


def body(inventory: Inventory) -> LineageBody:
    found = lineage(material_of(inventory, (), None, "1")).body
    assert isinstance(found, LineageBody)
    return found


@pytest.fixture
def tuned(inventory: Inventory) -> Inventory:
    """The project's models, one of them with a base and a base of that."""
    first, *rest = inventory.models
    own = replace(first.known, derived_from=(link(ids.model("lab/base"), "finetune"),))
    related = (known("lab/base", link(ids.model("lab/root"), "adapter")), artifact(ids.model("lab/root"), "lab/root"))
    return replace(inventory, models=(replace(first, known=own), *rest), related=related, files=())


def test_every_step_is_listed_with_how_and_where(tuned) -> None:
    assert {(row.made, row.how, row.origin, row.where) for row in body(tuned).rows} == {
        ("google-bert/bert-base-uncased", "finetune", "lab/base", "README.md:3"),
        ("lab/base", "adapter", "lab/root", "README.md:3"),
    }


def test_drawing_shows_what_is_used_and_what_nothing_was_read_about(tuned) -> None:
    drawing = body(tuned).drawing
    assert drawing is not None
    assert {(box.title, box.is_used, box.is_read) for box in drawing.boxes} == {
        ("bert-base-uncased", True, False),
        ("lab/base", False, True),
        ("lab/root", False, False),
    }
    at = {box.title: box.x for box in drawing.boxes}
    assert at["lab/root"] < at["lab/base"] < at["bert-base-uncased"]


def test_a_cycle_is_drawn(tuned) -> None:
    loop = known("lab/base", link(ids.model("lab/root"))), known("lab/root", link(ids.model("lab/base")))
    drawing = body(replace(tuned, related=loop)).drawing
    assert drawing is not None
    assert len(drawing.arrows) == 3


def test_a_large_family_is_listed_whole_and_drawn_in_part(tuned) -> None:
    many = tuple(known(f"lab/m{n}", link(ids.model(f"lab/m{n + 1}"))) for n in range(200))
    found = body(replace(tuned, related=many))
    assert found.drawing is not None
    assert len(found.drawing.boxes) == DRAWN_LIMIT
    assert found.drawing.left_out == 203 - DRAWN_LIMIT
    assert len(found.rows) == 201


def test_without_a_source_the_lineage_is_unknown_and_without_models_there_is_none(inventory) -> None:
    bare = replace(inventory, files=())
    assert lineage(material_of(bare, (), None, "1")).count == "unknown"
    nothing = replace(bare, models=(), datasets=())
    assert lineage(material_of(nothing, (), None, "1")).count == "0"


def test_hostile_names_are_shown_and_not_run(tuned, findings) -> None:
    nasty = replace(known("lab/base"), name="<script>alert(1)</script>\u202e")
    page = render(replace(tuned, related=(nasty,)), findings, generated_at=None, tool_version="1")
    assert "<script" not in page
    assert "\u202e" not in page


def test_many_datasets_of_one_model_are_one_box_and_all_in_the_table(tuned) -> None:
    data = tuple(link(ids.hub_dataset(f"lab/d{n}")) for n in range(9))
    base = replace(known("lab/base"), trained_on=data)
    found = body(replace(tuned, related=(base,)))
    assert found.drawing is not None
    assert {box.title for box in found.drawing.boxes} == {"bert-base-uncased", "lab/base", "9 datasets"}
    assert sum(row.how == "trained on" for row in found.rows) == 9
