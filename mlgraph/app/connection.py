"""The door to the network, as the use cases open it."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from mlgraph.model.reporter import Reporter

if TYPE_CHECKING:
    from mlgraph.net import Door


OFFLINE = "MLGRAPH_OFFLINE"
"""Environment variable that forbids all use of the network, for every command and function, unless it is 0 or empty."""


def open_door(*, offline: bool, report: Reporter) -> AbstractContextManager[Door]:
    """Open the door: answers are kept in the user's cache folder, and offline only those are given."""
    from mlgraph import __version__
    from mlgraph.net import Door
    from mlgraph.net.cache import default_folder

    is_offline = offline or os.environ.get(OFFLINE, "0") not in {"", "0"}
    return Door(default_folder(), offline=is_offline, user_agent=f"mlgraph/{__version__}", report=report)
