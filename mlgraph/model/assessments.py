"""The words of VEX: what somebody found out about a weakness in a component, in the standards that say it.

The four statuses are those of CISA, "Minimum Requirements for Vulnerability Exploitability eXchange (VEX)" (April 2023),
section 2.5, in the spelling of OpenVEX 0.2.0. CycloneDX has six states (schema 1.6, `impactAnalysisState`) and reasons of
its own (`impactAnalysisJustification`), each with a meaning that the schema gives; the tables below follow those meanings.
"""

from __future__ import annotations

from collections.abc import Mapping

AFFECTED, NOT_AFFECTED, FIXED, UNDER_INVESTIGATION = "affected", "not_affected", "fixed", "under_investigation"
STATUSES = (AFFECTED, NOT_AFFECTED, FIXED, UNDER_INVESTIGATION)
SETTLED = frozenset({NOT_AFFECTED, FIXED})
"""The statuses after which nobody has to act any more."""

STATUS_OF_STATE: Mapping[str, str] = {
    "resolved": FIXED,
    "resolved_with_pedigree": FIXED,
    "exploitable": AFFECTED,
    "in_triage": UNDER_INVESTIGATION,
    "false_positive": NOT_AFFECTED,
    "not_affected": NOT_AFFECTED,
}
"""CycloneDX's state -> status."""
STATE_OF_STATUS: Mapping[str, str] = {
    FIXED: "resolved",
    AFFECTED: "exploitable",
    UNDER_INVESTIGATION: "in_triage",
    NOT_AFFECTED: "not_affected",
}
"""Status -> the state of CycloneDX that says no more than it."""

OPENVEX_JUSTIFICATIONS = frozenset(
    {
        "component_not_present",
        "vulnerable_code_not_present",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "inline_mitigations_already_exist",
    }
)
"""OpenVEX 0.2.0, JSON schema, `justification`."""
CYCLONEDX_JUSTIFICATIONS = frozenset(
    {
        "code_not_present",
        "code_not_reachable",
        "requires_configuration",
        "requires_dependency",
        "requires_environment",
        "protected_by_compiler",
        "protected_at_runtime",
        "protected_at_perimeter",
        "protected_by_mitigating_control",
    }
)
"""CycloneDX 1.6, JSON schema, `impactAnalysisJustification`."""
RESPONSES = frozenset({"can_not_fix", "will_not_fix", "update", "rollback", "workaround_available"})
"""CycloneDX 1.6, JSON schema, `vulnerability.analysis.response`."""

IN_CYCLONEDX: Mapping[str, str] = {
    "component_not_present": "code_not_present",
    "vulnerable_code_not_present": "code_not_present",
    "vulnerable_code_not_in_execute_path": "code_not_reachable",
    "inline_mitigations_already_exist": "protected_by_mitigating_control",
}
"""OpenVEX's justification -> the one of CycloneDX that means it; of the fifth there is none."""
IN_OPENVEX: Mapping[str, str] = {
    "code_not_present": "vulnerable_code_not_present",
    "code_not_reachable": "vulnerable_code_not_in_execute_path",
    "protected_by_mitigating_control": "inline_mitigations_already_exist",
}
"""CycloneDX's justification -> the one of OpenVEX that means it; of the others there is none."""
