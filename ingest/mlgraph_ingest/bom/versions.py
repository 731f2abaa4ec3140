"""Tells a version from a range that stands where a version belongs."""

from __future__ import annotations

import re

_RANGE = re.compile(r"[<>=~^!*\[(]|vers:|.*(?:\*$|\|\||,|\s-\s|\.[xX](?:\.|$))", re.DOTALL)
"""Operators of PEP 440, npm, Cargo and Maven, wildcards, alternatives. A tilde within is part of a Debian version."""


def version_or_range(text: str | None) -> tuple[str | None, str | None]:
    """A text as (version, range), of which one is None.

    >>> version_or_range("2.1~rc1")
    ('2.1~rc1', None)
    >>> version_or_range("^2")
    (None, '^2')
    """
    stated = (text or "").strip()
    if not stated:
        return None, None
    return (None, stated) if _RANGE.match(stated) else (stated, None)
