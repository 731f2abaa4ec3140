"""Short names for what has only a long one."""

from __future__ import annotations

import re
import unicodedata

from mlgraph.model.errors import FormatError


def slug(text: str) -> str:
    """A name in lower-case letters, digits, dots and hyphens. Raises FormatError where nothing is left of it.

    >>> slug("Hugging Face, Inc.")
    'hugging-face-inc'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    found = re.sub(r"[.-]{2,}", "-", re.sub(r"[^a-z0-9.]+", "-", plain.lower())).strip("-.")
    if not found:
        raise FormatError(f"{text!r} makes no short name")
    return found
