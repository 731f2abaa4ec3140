"""The result of a policy check as people, code scanning (SARIF) and test reports (JUnit) want it."""

from __future__ import annotations

from mlgraph.report.checks.junit import as_junit
from mlgraph.report.checks.sarif import as_sarif
from mlgraph.report.checks.text import as_text

__all__ = ["as_junit", "as_sarif", "as_text"]
