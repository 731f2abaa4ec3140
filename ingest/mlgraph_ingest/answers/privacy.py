"""Keeps people out of what is stored."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def impersonal(text: str) -> str:
    """A text without e-mail addresses.

    >>> impersonal("Copyright Jane Doe <jane@doe.example>")
    'Copyright Jane Doe <...>'
    """
    return _EMAIL.sub("...", text) if "@" in text else text
