"""What the license field of a model or dataset card means: the hub's identifiers, or what else is written there."""

from __future__ import annotations

import re

from mlgraph.model import ids
from mlgraph_ingest.licenses.hub import FAMILIES
from mlgraph_ingest.licenses.normalized import NormalizedLicense, Rule, normalized

OTHER = "other"
"""The identifier for a license that the hub has none for."""
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9.+-]{0,99}")
_OPEN = re.compile(r"(?:gnu-?)?[al]?gpl.*|gnu|bsd.*|apache.*|cc-by.*|[em]pl.*|psfl?|.*\.(?:md|txt|html)|license")
"""Words that are names of files, or of licenses of which they leave open the version."""


def of_card(word: str) -> NormalizedLicense | None:
    """The licenses that an identifier of the hub, or a text in its place, names; None where it leaves open which.

    An identifier that neither the SPDX list nor ScanCode has becomes a LicenseRef of its own.

    >>> [found and str(found.expressions[0]) for found in map(of_card, ("apache-2.0", "openrail++", "tiny-1.0", "cc"))]
    ['Apache-2.0', 'LicenseRef-scancode-bigscience-open-rail-m2', 'LicenseRef-tiny-1.0', None]
    """
    lower = word.strip().lower()
    if lower in FAMILIES or lower == OTHER:
        return None
    found = normalized(word)
    if found is None and _IDENTIFIER.fullmatch(lower) and not _OPEN.fullmatch(lower):
        name = re.sub(r"-{2,}", "-", lower.replace("+", "-plus"))
        return NormalizedLicense((ids.license_expression(f"LicenseRef-{name}"),), Rule.HUB_ID)
    return found
