"""The door to the network, as the use cases open it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from mlgraph.model.reporter import Reporter

if TYPE_CHECKING:
    from mlgraph.net import Door


def open_door(*, offline: bool, report: Reporter) -> AbstractContextManager[Door]:
    """Open the door: answers are kept in the user's cache folder, and offline only those are given."""
    from mlgraph import __version__
    from mlgraph.net import Door
    from mlgraph.net.cache import default_folder

    return Door(default_folder(), offline=offline, user_agent=f"mlgraph/{__version__}", report=report)
