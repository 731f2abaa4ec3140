"""Whether an SPDX 3.0.1 document satisfies the profiles that it claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from mlgraph_queries.validation_violations import Violation

MANDATORY: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ai": (
        "ai_AIPackage",
        (
            "releaseTime",
            "suppliedBy",
            "software_downloadLocation",
            "software_packageVersion",
            "software_primaryPurpose",
        ),
    ),
    "dataset": (
        "dataset_DatasetPackage",
        (
            "dataset_datasetType",
            "builtTime",
            "originatedBy",
            "releaseTime",
            "software_downloadLocation",
            "software_primaryPurpose",
        ),
    ),
}
"""Profile -> its class, and the properties that the profile makes mandatory beyond the class's own.

SPDX 3.0.1, AI/AIPackage and Dataset/DatasetPackage, "External properties restrictions". The SHACL model does not hold
them: an element without them is legal, but its document may not claim the profile.
"""
LICENSES = ("hasConcludedLicense", "hasDeclaredLicense")
"""Of which both profiles ask for exactly one each (SPDX 3.0.1, AI and Dataset, "Profile conformance")."""
NO_ASSERTION = "noAssertion"
"""A value that says that none is known, so that it satisfies no profile."""


def profile_violations(elements: Iterable[tuple[str, dict[str, object]]]) -> Iterator[Violation]:
    """What elements, each with its place, lack for the profiles that any collection among them claims."""
    known = list(elements)
    licensed = Counter(
        (str(element.get("from")), str(element.get("relationshipType")))
        for _, element in known
        if element.get("relationshipType") in LICENSES
    )
    claimed = {profile for _, element in known for profile in _listed(element.get("profileConformance"))}
    for profile in MANDATORY:
        if profile in claimed:
            yield from _unsatisfied(profile, known, licensed)


def is_known(value: object) -> bool:
    """Whether a property has a value that says something."""
    values = value if isinstance(value, list) else [value]
    return any(each not in (None, "", NO_ASSERTION) for each in values)


def _unsatisfied(
    profile: str, elements: Iterable[tuple[str, dict[str, object]]], licensed: Mapping[tuple[str, str], int]
) -> Iterator[Violation]:
    class_, mandatory = MANDATORY[profile]
    for place, element in elements:
        if element.get("type") != class_:
            continue
        lacking = [name for name in mandatory if not is_known(element.get(name))]
        lacking += [f"exactly one {kind}" for kind in LICENSES if licensed[str(element.get("spdxId")), kind] != 1]
        if lacking:
            yield Violation(place, f"lacks {', '.join(lacking)}, which the claimed profile {profile} demands")


def _listed(value: object) -> list[str]:
    """A property of JSON-LD as the list that it stands for."""
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]
