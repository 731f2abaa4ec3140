"""What descriptions in Croissant, in files on disk, say of datasets."""

from __future__ import annotations

from mlgraph_ingest.croissant.reader import source

__all__ = ["source"]
