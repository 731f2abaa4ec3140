"""An earlier result is read whole, or refused in one line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.policy import Recorded, State, read_baseline

ROW = {"fingerprint": "ab", "rule": "yanked", "subject": "pkg:pypi/torch", "about": None, "state": "broken"}


def written(**changed: Any) -> bytes:
    return json.dumps({"question": "check", "version": 1, "rows": [ROW], **changed}).encode()


def test_violations_are_read_by_fingerprint() -> None:
    assert read_baseline(written(), "b.json") == {"ab": Recorded("yanked", "pkg:pypi/torch", "", State.BROKEN)}
    assert read_baseline(written(rows=[]), "b.json") == {}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "b.json: no JSON at line 1"),
        (b"{\n,", "b.json: no JSON at line 2"),
        (b"[]", "b.json is no result of a check"),
        (written(question="lineage"), "b.json is no result of a check"),
        (written(version=2), "b.json has the shape of version 2, not 1"),
        (written(version=None), "b.json has the shape of version None"),
        (written(rows={}), "b.json: rows is no list"),
        (written(rows=[3]), "b.json: row 1 is no violation"),
        (written(rows=[ROW, {**ROW, "fingerprint": ""}]), "b.json: row 2 is no violation"),
        (written(rows=[{**ROW, "state": "fine"}]), "b.json: row 1 is no violation"),
        (written(rows=[{**ROW, "subject": 3}]), "b.json: row 1 is no violation"),
        (b"[" * 100_000, "b.json: no JSON"),
        ("{}".encode("utf-16"), "b.json: no JSON"),
    ],
)
def test_what_is_no_result_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FormatError) as error:
        read_baseline(content, "b.json")

    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)
