"""The policy gate: what of a project or a bill of materials breaks the rules that somebody set for it.

A rule is one entry of `mlgraph_queries.policy.rules.RULES`: a name, what it means, its options, and a function that
yields what breaks it. What could not be judged is listed as unknown, and never passed silently.
"""

from __future__ import annotations

from mlgraph_queries.policy.baseline import read_baseline
from mlgraph_queries.policy.check import check
from mlgraph_queries.policy.checked import Checked, Recorded, State, Violation
from mlgraph_queries.policy.document import default_policy, default_text, read_policy
from mlgraph_queries.policy.policy import OnUnknown, Policy, Setting
from mlgraph_queries.policy.rule import Breach, Level, Material, Rule, Unjudged
from mlgraph_queries.policy.rules import RULES
from mlgraph_queries.policy.table import as_table
from mlgraph_queries.policy.waivers import Waiver

__all__ = [
    "RULES",
    "Breach",
    "Checked",
    "Level",
    "Material",
    "OnUnknown",
    "Policy",
    "Recorded",
    "Rule",
    "Setting",
    "State",
    "Unjudged",
    "Violation",
    "Waiver",
    "as_table",
    "check",
    "default_policy",
    "default_text",
    "read_baseline",
    "read_policy",
]
