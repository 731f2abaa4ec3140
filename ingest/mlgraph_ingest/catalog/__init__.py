"""The catalog of the usual suspects: what documents say of widely used models, datasets and hosted models."""

from __future__ import annotations

from mlgraph_ingest.catalog.reader import catalog_readings, source

__all__ = ["catalog_readings", "source"]
