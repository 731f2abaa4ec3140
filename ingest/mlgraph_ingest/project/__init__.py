"""What a project declares, has installed and does in its code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlgraph_ingest.project.reader import ProjectRequest, read, source

__all__ = ["ProjectRequest", "read", "source"]


def __getattr__(name: str) -> object:
    """Load the reader of projects on first use: others use parts of this room, and reading code takes much to load."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mlgraph_ingest.project import reader

    return getattr(reader, name)
