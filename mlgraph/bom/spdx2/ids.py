"""What each thing is called in SPDX 2.3, whose ids hold letters, digits, `.` and `-` alone (clause 3.2)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

DOCUMENT = "SPDXRef-DOCUMENT"
_MAX_LENGTH = 120
"""Characters of a readable id; longer ones say nothing more to a reader."""
_NUMBERED = re.compile(r"-[0-9a-f]{16}\Z")


def spdx_ids(refs: Iterable[str]) -> dict[str, str]:
    """Ref -> SPDXRef, all different: those that would be equal, or too long, end in a number made from the ref."""
    plain = {ref: re.sub(r"[^A-Za-z0-9.]+", "-", ref).strip("-") for ref in refs}
    shared = Counter(name.lower() for name in plain.values())
    return {ref: "SPDXRef-" + _unique(ref, name, shared[name.lower()]) for ref, name in plain.items()}


def _unique(ref: str, name: str, count: int) -> str:
    if count == 1 and name and len(name) <= _MAX_LENGTH and not _NUMBERED.search(name):
        return name
    digest = hashlib.sha256(ref.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    return f"{name[:_MAX_LENGTH]}-{digest}".lstrip("-")
