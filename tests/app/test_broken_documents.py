"""A document that cannot be read keeps what it said, is listed as failed, and is read again when it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlgraph.app import graph, project
from mlgraph.store import Store
from tests.app.conftest import LOCK, PYPROJECT, Ingest, Speaking, words

BROKEN = [
    ("uv.lock", "[[package]\nname = "),
    ("pyproject.toml", "[project\n"),
    ("requirements.txt", b"\0\0binary"),
    ("app/main.py", "from transformers import AutoModel\nAutoModel.from_pretrained(:\n"),
    ("weights/model.safetensors", b"\xff" * 16),
]


def facts(store: Store) -> list[tuple[object, ...]]:
    return words(store)["assertions"]


def spoil(path: Path, content: str | bytes) -> bytes:
    before = path.read_bytes()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return before


@pytest.mark.parametrize(("name", "content"), BROKEN, ids=[name for name, _ in BROKEN])
def test_what_it_said_before_stays_and_it_is_read_again_when_mended(
    shop: Path, store: Store, ingest: Ingest, name: str, content: str | bytes
) -> None:
    ingest(shop)
    before = words(store)
    good = spoil(shop / name, content)
    report = Speaking()

    broken = ingest(shop, report=report)

    assert [title for title, _ in broken.failed] == [name]
    assert any(warning.startswith(name) for warning in report.warnings)
    of_it = [row for row in before["assertions"] if str(row[-1]).endswith(f"/{name}")]
    assert of_it
    assert set(of_it) <= set(facts(store))

    (shop / name).write_bytes(good)
    mended = ingest(shop)

    assert name in mended.read
    assert mended.failed == []
    assert words(store) == before


def test_it_is_listed_as_failed_by_status_until_it_is_mended(shop: Path, store: Store, ingest: Ingest) -> None:
    good = spoil(shop / "uv.lock", "version = ")
    ingest(shop)

    table = graph.status(store=store)
    (row,) = [row for row in table.records() if row["document"] == "uv.lock"]
    assert str(row["failed"]).startswith("uv.lock")
    assert (row["observed_at"], row["assertions"]) == (None, 0)
    assert table.coverage["failed"] == 1

    (shop / "uv.lock").write_bytes(good)
    ingest(shop)
    assert graph.status(store=store).coverage["failed"] == 0


def test_it_is_a_problem_and_a_finding_that_names_it(shop: Path, store: Store, ingest: Ingest) -> None:
    spoil(shop / "uv.lock", "version = ")
    ingest(shop)

    inventory, findings = project.look(shop, store=store)

    (problem,) = inventory.problems
    assert problem.where == "uv.lock"
    (unread,) = [finding for finding in findings if finding.kind == "unread"]
    assert (unread.subject, unread.severity, unread.where) == ("uv.lock", "warning", ("uv.lock",))
    assert unread.text == problem.text
    assert "uv.lock" not in [title for title, _ in inventory.documents]


def test_one_that_stays_broken_is_tried_again_each_time(shop: Path, store: Store, ingest: Ingest) -> None:
    spoil(shop / "uv.lock", "version = ")
    assert [title for title, _ in ingest(shop).failed] == ["uv.lock"]
    assert [title for title, _ in ingest(shop).failed] == ["uv.lock"]


def test_one_that_breaks_and_is_then_deleted_says_nothing_any_more(shop: Path, store: Store, ingest: Ingest) -> None:
    ingest(shop)
    spoil(shop / "uv.lock", "version = ")
    ingest(shop)
    (shop / "uv.lock").unlink()
    ingest(shop)

    fresh = Store(store.path.with_name("fresh.duckdb"))
    project.ingest_project(shop, store=fresh)
    assert words(store) == words(fresh)


def test_one_unreadable_line_leaves_the_rest_of_its_document(shop: Path, store: Store, ingest: Ingest) -> None:
    (shop / "requirements.txt").write_text("requests>=2.31\n!!! nonsense\nhttpx\n")
    assert ingest(shop).failed == []

    inventory, findings = project.look(shop, store=store)

    assert {"requests", "httpx"} <= {entry.name for entry in inventory.packages}
    (problem,) = inventory.problems
    assert problem.where == "requirements.txt:2"
    assert [f.where for f in findings if f.kind == "unread"] == [("requirements.txt:2",)]


def test_a_newer_version_of_the_lock_is_no_silent_loss(shop: Path, store: Store, ingest: Ingest) -> None:
    spoil(shop / "uv.lock", LOCK.replace("version = 1", "version = 99", 1))
    ((title, why),) = ingest(shop).failed
    assert title == "uv.lock"
    assert "99" in why


def test_a_manifest_that_breaks_does_not_make_the_lock_fail(shop: Path, store: Store, ingest: Ingest) -> None:
    spoil(shop / "pyproject.toml", PYPROJECT + "[[[")
    assert [title for title, _ in ingest(shop).failed] == ["pyproject.toml"]
    assert {entry.name for entry in project.look(shop, store=store)[0].packages} >= {"numpy", "click", "requests"}
