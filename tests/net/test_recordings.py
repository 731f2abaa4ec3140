"""Answers of real servers, recorded: what the door makes of each of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mlgraph.model.errors import NotFoundError, SourceError, TransientSourceError
from tests.net.conftest import Doors
from tests.servers.recordings import Recording, address, recordings, said, serve
from tests.servers.replay import Replay

pytestmark = pytest.mark.shared_data


def outcome(door_get: object, url: str) -> str:
    assert callable(door_get)
    try:
        return "answer" if door_get(url).content is not None else ""
    except NotFoundError:
        return "missing"
    except TransientSourceError:
        return "later"
    except SourceError:
        return "refused"


EXPECTED = {200: "answer", 204: "answer", 304: "refused", 401: "refused", 404: "missing", 429: "later", 503: "later"}

MANY = 40
"""Of each status; more of them say nothing new."""


def test_every_recorded_status_is_told_from_the_others(replay: Replay, doors: Doors, shared_data: Path) -> None:
    found: Counter[tuple[int, str]] = Counter()
    for number, one in enumerate(recordings(shared_data)):
        if one.status in EXPECTED and sum(count for (status, _), count in found.items() if status == one.status) < MANY:
            url = replay.says(f"/{number}", said(replay, one))
            found[one.status, outcome(doors(keeps=False, attempts=1).get, url)] += 1

    assert {status for status, _ in found} == set(EXPECTED)
    assert [(status, told) for status, told in found if EXPECTED[status] != told] == []


def test_recorded_limits_of_rate_are_told_from_refusals(replay: Replay, doors: Doors, shared_data: Path) -> None:
    refused = [one for one in recordings(shared_data) if one.status == 403]
    told = [
        (_limits(one), outcome(doors(attempts=1).get, replay.says(f"/{n}", said(replay, one))))
        for n, one in enumerate(refused)
    ]

    assert sorted(set(told)) == [(False, "refused"), (True, "later")]


def _limits(one: Recording) -> bool:
    """Whether a person would say that it is about asking too often."""
    return b"rate limit" in one.body.lower() or "retry-after" in one.headers


def test_recorded_redirects_lead_to_what_was_recorded(replay: Replay, doors: Doors, shared_data: Path) -> None:
    serve(replay, recordings(shared_data))
    renamed = [one for one in recordings(shared_data) if one.status in (301, 302, 307)]
    answers = []
    for one in renamed:
        try:
            answers.append(doors().get(address(replay, one.url)))
        except NotFoundError:  # where it led was not recorded
            continue

    assert len(answers) >= 3
    assert all(answer.url.startswith(replay.url("/")) for answer in answers)
