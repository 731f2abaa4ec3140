"""What a project declares, has installed and does in its code."""

from __future__ import annotations

from mlgraph_ingest.project.reader import ProjectRequest, read, source

__all__ = ["ProjectRequest", "read", "source"]
