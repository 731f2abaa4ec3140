"""The rules that a policy can set. To add one, write its function and its entry in a module here, and list it below."""

from __future__ import annotations

from mlgraph_queries.policy.rule import Rule
from mlgraph_queries.policy.rules import (
    clauses,
    completeness,
    licenses,
    packages,
    pinning,
    reading,
    vulnerabilities,
    weights,
)

RULES: tuple[Rule, ...] = (
    *vulnerabilities.RULES,
    *weights.RULES,
    *pinning.RULES,
    *licenses.RULES,
    *clauses.RULES,
    *packages.RULES,
    *completeness.RULES,
    *reading.RULES,
)
"""In the order in which they are told."""
