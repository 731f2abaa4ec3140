"""SPDX license expressions, with ids that the list has deprecated in the words of today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId

_LIMIT = 1_000
_NESTING_LIMIT = 50
_GNU = re.compile(r"\b((?:AGPL|GPL|LGPL|GFDL)-\d\.\d)(\+?)(?![\w.+-])")
_WITH_ID = re.compile(r"\bGPL-([23]\.0)-with-(GCC|autoconf|bison|classpath|font)-exception\b")
_EXCEPTIONS = {
    ("2.0", "GCC"): "GCC-exception-2.0",
    ("3.0", "GCC"): "GCC-exception-3.1",
    ("2.0", "autoconf"): "Autoconf-exception-2.0",
    ("3.0", "autoconf"): "Autoconf-exception-3.0",
    ("2.0", "bison"): "Bison-exception-2.2",
    ("2.0", "classpath"): "Classpath-exception-2.0",
    ("2.0", "font"): "Font-exception-2.0",
}
_RENAMED = {
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "Nunit": "zlib-acknowledgement",
    "StandardML-NJ": "SMLNJ",
    "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
    "wxWindows": "GPL-2.0-or-later WITH WxWindows-exception-3.1",
}
"""Ids that the SPDX list (3.28) gives one successor."""
_OLD_NAMES = {
    "LicenseRef-llama2": "LicenseRef-scancode-llama-2-license-2023",
    "LicenseRef-llama3.1": "LicenseRef-scancode-llama-3.1-license-2024",
    "LicenseRef-llama3.2": "LicenseRef-scancode-llama-3.2-license-2024",
    "LicenseRef-llama3.3": "LicenseRef-scancode-llama-3.3-license-2024",
    "LicenseRef-llama4": "LicenseRef-scancode-llama-4-cla-2025",
    "LicenseRef-gemma": "LicenseRef-scancode-gemma-tou-2025-03-24",
    "LicenseRef-creativeml-openrail-m": "LicenseRef-scancode-stable-diffusion-2022-08-22",
    "LicenseRef-creativeml-openrail-plus-plus-m": "LicenseRef-scancode-bigscience-open-rail-m2",
    "LicenseRef-openrail-plus-plus": "LicenseRef-scancode-bigscience-open-rail-m2",
    "LicenseRef-bigscience-openrail-m": "LicenseRef-scancode-bigscience-open-rail-m",
    "LicenseRef-bigscience-bloom-rail-1.0": "LicenseRef-scancode-bigscience-rail-1.0",
    "LicenseRef-bigcode-openrail-m": "LicenseRef-scancode-bigcode-open-rail-m-v1",
}
"""Names that earlier versions of this program wrote into documents."""
_WORD = re.compile(r"[A-Za-z0-9.+-]+")


def expression(text: str) -> NodeId | None:
    """The license that an SPDX expression names; None where a text is no expression.

    A deprecated id means what its name on the SPDX list says: `GPL-3.0` that version only, `GPL-3.0+` or any later.

    >>> str(expression("mit or gpl-3.0+"))
    'MIT OR GPL-3.0-or-later'
    >>> expression("Apache License, Version 2.0") is None
    True
    """
    if len(text) > _LIMIT or text.count("(") > _NESTING_LIMIT:
        return None
    return _named(text)


@lru_cache(maxsize=4096)
def _named(text: str) -> NodeId | None:
    try:
        found = ids.license_expression(text.strip())
        current = _current(found.key)
        return found if current == found.key else ids.license_expression(current)
    except FormatError:
        return None


def conjunction(licenses: Sequence[NodeId], word: str) -> NodeId:
    """Several licenses as one expression, joined by `AND` or `OR`.

    >>> str(conjunction([ids.license_expression("MIT OR ISC"), ids.license_expression("Zlib")], "AND"))
    '(MIT OR ISC) AND Zlib'
    """
    keys = dict.fromkeys(license_.key for license_ in licenses)
    if len(keys) == 1:
        return licenses[0]
    return ids.license_expression(f" {word} ".join(f"({key})" if " " in key else key for key in keys))


def _current(text: str) -> str:
    text = _WITH_ID.sub(_exception, text)
    text = _GNU.sub(lambda found: f"{found[1]}-{'or-later' if found[2] else 'only'}", text)
    return _WORD.sub(lambda found: _successor(found[0]), text)


def _successor(word: str) -> str:
    return _RENAMED.get(word) or _OLD_NAMES.get(word) or word


def _exception(found: re.Match[str]) -> str:
    name = _EXCEPTIONS.get((found[1], found[2]))
    return f"GPL-{found[1]}-only WITH {name}" if name else found[0]
