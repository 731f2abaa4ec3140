"""What a package index says of packages: releases and dates, license, requirements, source, who may publish."""

from __future__ import annotations

from mlgraph_ingest.pypi.reader import WIDTH, PypiRequest, read, source

__all__ = ["WIDTH", "PypiRequest", "read", "source"]
