"""What somebody found out about weaknesses in components (VEX)."""

from __future__ import annotations

from mlgraph_ingest.vex.assessments import assessment, cyclonedx_qualifiers
from mlgraph_ingest.vex.reader import source

__all__ = ["assessment", "cyclonedx_qualifiers", "source"]
