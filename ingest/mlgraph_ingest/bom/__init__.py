"""What bills of materials say: of every standard, version and form, whoever wrote them."""

from __future__ import annotations

from mlgraph_ingest.bom.reader import source

__all__ = ["source"]
