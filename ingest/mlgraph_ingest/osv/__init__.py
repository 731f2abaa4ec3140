"""What is known of weaknesses: records of OSV, lists of exploited ones, reports of audits."""

from __future__ import annotations

from mlgraph_ingest.osv.reader import source

__all__ = ["source"]
