"""What somebody found out about weaknesses in components (VEX)."""

from __future__ import annotations

from mlgraph_ingest.vex.assessments import assessment, cyclonedx_qualifiers

__all__ = ["assessment", "cyclonedx_qualifiers"]
