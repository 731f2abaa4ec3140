"""The door to the network, as the use cases open it."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from mlgraph.model.errors import UsageError
from mlgraph.model.reporter import Reporter

if TYPE_CHECKING:
    from mlgraph.net import Door


OFFLINE = "MLGRAPH_OFFLINE"
"""Environment variable that forbids all use of the network, for every command and function, unless it is 0 or empty."""

RATE = "MLGRAPH_REQUESTS_PER_SECOND"
"""Environment variable for how often one server is asked, where that is not to be the door's default: a mirror of one's
own takes more, a small server less."""


def open_door(*, offline: bool, report: Reporter) -> AbstractContextManager[Door]:
    """Open the door: answers are kept in the user's cache folder, and offline only those are given."""
    from mlgraph import __version__
    from mlgraph.net import Door, Limits
    from mlgraph.net.cache import default_folder

    limits = Limits()
    if stated := os.environ.get(RATE):
        limits = replace(limits, per_second=_rate(stated))
    return Door(
        default_folder(),
        offline=is_offline(offline=offline),
        user_agent=f"mlgraph/{__version__}",
        limits=limits,
        report=report,
    )


def is_offline(*, offline: bool) -> bool:
    """Whether the network is not to be used, as a caller or the environment says."""
    return offline or os.environ.get(OFFLINE, "0") not in {"", "0"}


def can_answer(*, offline: bool) -> bool:
    """Whether anything could be answered at all: by a server, or by what one said before."""
    if not is_offline(offline=offline):
        return True
    from mlgraph.net.cache import default_folder

    folder = default_folder()
    try:
        return folder is not None and any(folder.iterdir())
    except OSError:
        return False


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0.01 <= rate <= 1e6:
        raise UsageError(f"{RATE} is {text[:40]!r}; give a number of requests a second, from 0.01 to 1,000,000")
    return rate
