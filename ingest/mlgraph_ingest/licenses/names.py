"""Names of licenses in words, as people write them: `Apache License, Version 2.0`, `GPLv3+`, `New BSD`, `CC BY-NC 4.0`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from mlgraph.model.ids import NodeId
from mlgraph_ingest.licenses.expressions import expression
from mlgraph_ontology.licenses import all_terms

_SPLIT = re.compile(r"[^a-z0-9.+]+")
_GLUED = re.compile(r"\b(apache|asl|agpl|lgpl|gpl|mpl|epl|bsd|zpl|eupl|cddl|osl|afl|upl|llama|version|v)[ -]?v?(?=\d)")
_SAYS_NOTHING = frozenset({"the", "license", "licenses", "licence", "version", "v", "software", "agreement", "gnu"})
_FIX = {"licence": "license", "licenced": "licensed"}
_VERSION = re.compile(r"\d(?:\.\d){0,2}")
_WORDS: Mapping[str, str] = {
    "mit": "MIT",
    "expat": "MIT",
    "mit expat": "MIT",
    "mit no attribution": "MIT-0",
    "mit 0": "MIT-0",
    "cmu mit cmu": "MIT-CMU",
    "mit cmu": "MIT-CMU",
    "isc": "ISC",
    "iscl": "ISC",
    "isc iscl": "ISC",
    "unlicense": "Unlicense",
    "zlib": "Zlib",
    "zlib libpng": "Zlib",
    "boost": "BSL-1.0",
    "boost 1.0": "BSL-1.0",
    "python foundation": "PSF-2.0",
    "postgresql": "PostgreSQL",
    "wtfpl": "WTFPL",
    "hpnd": "HPND",
    "historical permission notice and disclaimer": "HPND",
    "university of illinois ncsa open source": "NCSA",
    "ncsa": "NCSA",
    "zope public 2.1": "ZPL-2.1",
    "zpl 2.1": "ZPL-2.1",
    "zope public 2.0": "ZPL-2.0",
    "zpl 2.0": "ZPL-2.0",
    "universal permissive 1.0": "UPL-1.0",
    "upl 1.0": "UPL-1.0",
    "blue oak model 1.0.0": "BlueOak-1.0.0",
    "artistic 2.0": "Artistic-2.0",
    "academic free 3.0": "AFL-3.0",
    "afl 3.0": "AFL-3.0",
    "open 3.0": "OSL-3.0",
    "osl 3.0": "OSL-3.0",
    "elastic 2.0": "Elastic-2.0",
    "business source 1.1": "BUSL-1.1",
    "sil open font 1.1": "OFL-1.1",
    "ofl 1.1": "OFL-1.1",
    "educational community 2.0": "ECL-2.0",
    "microsoft public": "MS-PL",
    "ms pl": "MS-PL",
    "eupl 1.1": "EUPL-1.1",
    "eupl 1.2": "EUPL-1.2",
    "european union public 1.1": "EUPL-1.1",
    "european union public 1.2": "EUPL-1.2",
    "cecill 2.1": "CECILL-2.1",
    "cecill b": "CECILL-B",
    "cecill c": "CECILL-C",
    "mulan permissive 2": "MulanPSL-2.0",
    "odc by 1.0": "ODC-By-1.0",
    "odc by": "ODC-By-1.0",
    "open data commons attribution 1.0": "ODC-By-1.0",
    "open data commons attribution": "ODC-By-1.0",
    "odbl": "ODbL-1.0",
    "odbl 1.0": "ODbL-1.0",
    "open data commons open database 1.0": "ODbL-1.0",
    "open database 1.0": "ODbL-1.0",
    "cdla permissive 1.0": "CDLA-Permissive-1.0",
    "cdla permissive 2.0": "CDLA-Permissive-2.0",
    "cdla sharing 1.0": "CDLA-Sharing-1.0",
    "c uda": "C-UDA-1.0",
    "c uda 1.0": "C-UDA-1.0",
    "creative commons zero 1.0 universal": "CC0-1.0",
    "creative commons zero": "CC0-1.0",
    "cc zero": "CC0-1.0",
    "cc0": "CC0-1.0",
    "cc0 1.0": "CC0-1.0",
    "cc0 1.0 universal": "CC0-1.0",
    "apache 2.0 with llvm exception": "Apache-2.0 WITH LLVM-exception",
    "apache 2.0 with llvm exceptions": "Apache-2.0 WITH LLVM-exception",
    "wxwindows library 3.1": "GPL-2.0-or-later WITH WxWindows-exception-3.1",
    "universal public domain dedication cc0 1.0": "CC0-1.0",
    "bsd 0 clause": "0BSD",
    "zero clause bsd": "0BSD",
    "bsd zero clause": "0BSD",
}
"""Keys of names that have one meaning only: the names of the SPDX list (3.28) without what says nothing, and their usual
short forms."""
_APACHE = re.compile(r"(?:apache|asl|al|apache asl)(?: foundation)? (?P<v>2(?:\.0)?|1\.1|1\.0)")
_BSD = frozenset({"bsd", "clause"})
_BSD_KINDS = (
    ("BSD-2-Clause", frozenset({"simplified"}), "2"),
    ("BSD-3-Clause", frozenset({"new", "modified", "revised"}), "3"),
    ("BSD-4-Clause", frozenset({"original", "old"}), "4"),
)
"""What the SPDX list calls them besides the number of their clauses."""
_GNU = re.compile(
    r"(?P<family>agpl|lgpl|gpl|affero (?:general public|gpl)|(?:lesser|library) (?:general public|gpl)|general public)"
    r"(?: (?:agpl|lgpl|gpl))? ?(?P<v>[1-3](?:\.[01])?)"
    r"(?P<later> ?\+| (?:or|and|or any) (?:later|newer|above|greater|higher)(?: versions?)?)?(?P<only> only)?"
)
_GNU_VERSIONS = {"GPL": {"1": "1.0", "2": "2.0", "3": "3.0"}, "LGPL": {"3": "3.0"}, "AGPL": {"3": "3.0"}}
"""Versions that a number alone names; of the LGPL's second there are 2.0 and 2.1."""
_GNU_EXACT = {"GPL": {"1.0", "2.0", "3.0"}, "LGPL": {"2.0", "2.1", "3.0"}, "AGPL": {"3.0"}}
_FAMILY = re.compile(r"(?:mozilla public|mpl|eclipse public|epl) (?P<v>[12](?:\.[01])?)")
_MOZILLA = {"1.0": "MPL-1.0", "1.1": "MPL-1.1", "2": "MPL-2.0", "2.0": "MPL-2.0"}
_ECLIPSE = {"1": "EPL-1.0", "1.0": "EPL-1.0", "2": "EPL-2.0", "2.0": "EPL-2.0"}
_CC_WORDS = {
    "attribution": "BY",
    "by": "BY",
    "noncommercial": "NC",
    "nc": "NC",
    "sharealike": "SA",
    "sa": "SA",
    "noderivatives": "ND",
    "noderivs": "ND",
    "nd": "ND",
}
_CC_PAIRS = (("non commercial", "noncommercial"), ("share alike", "sharealike"), ("no derivatives", "noderivatives"))
_CC_ORDER = ("BY", "NC", "SA", "ND")
_CC_NOISE = frozenset({"international", "public", "unported", "generic", "creative", "commons", "cc"})


def of_name(text: str) -> NodeId | None:
    """The license that a name in words stands for; None where it is none, or leaves open which version.

    >>> [str(of_name(t)) for t in ("Apache License, Version 2.0", "3-Clause BSD", "GPLv3+", "GPLv3", "MIT style")]
    ['Apache-2.0', 'BSD-3-Clause', 'GPL-3.0-or-later', 'None', 'None']
    """
    key = key_of(text)
    known = _table().get(key) or _of_family(key) or _of_gnu(key) or _of_bsd(key) or _of_creative_commons(key)
    return expression(known) if known is not None else None


def key_of(text: str) -> str:
    """A name in lower case without punctuation, what says nothing, and what is said twice in a row.

    >>> key_of("The MIT License (MIT)"), key_of("Apache2.0"), key_of("GNU LGPLv2.1+")
    ('mit', 'apache 2.0', 'lgpl 2.1+')
    """
    words: list[str] = []
    for raw in _SPLIT.split(_GLUED.sub(r"\1 ", text.lower())):
        word = _FIX.get(raw.strip("."), raw.strip("."))
        if word and word not in _SAYS_NOTHING and (not words or words[-1] != word):
            words.append(word)
    return " ".join(words)


@cache
def _table() -> Mapping[str, str]:
    curated = {key_of(name): terms.id for terms in all_terms() for name in (*terms.names, *_own_name(terms.name))}
    return curated | dict(_WORDS)


def _own_name(name: str) -> tuple[str, ...]:
    """The name of the license itself, where it holds a version or says `only`, so that it names one license."""
    return (name,) if re.search(r"\b\d", name) and "Creative Commons" not in name else ()


def _of_family(key: str) -> str | None:
    if match := _APACHE.fullmatch(key):
        return "Apache-" + {"2": "2.0"}.get(match["v"], match["v"])
    match = _FAMILY.fullmatch(key)
    if match is None:
        return None
    return (_MOZILLA if key.startswith("m") else _ECLIPSE).get(match["v"])


def _of_gnu(key: str) -> str | None:
    match = _GNU.fullmatch(key)
    if match is None or bool(match["later"]) == bool(match["only"]):
        return None
    family = match["family"]
    name = "AGPL" if family.startswith("a") else "LGPL" if family.startswith("l") else "GPL"
    stated = match["v"]
    version = stated if stated in _GNU_EXACT[name] else _GNU_VERSIONS[name].get(stated)
    return f"{name}-{version}-{'or-later' if match['later'] else 'only'}" if version else None


def _of_bsd(key: str) -> str | None:
    words = set(key.split())
    if "bsd" not in words:
        return None
    rest = words - _BSD - {"or"}
    for spdx, nicknames, count in _BSD_KINDS:
        if rest and rest <= nicknames | {count}:
            return spdx
    return None


def _of_creative_commons(key: str) -> str | None:
    for spelled, word in _CC_PAIRS:
        key = key.replace(spelled, word)
    words = key.split()
    if not ({"cc", "creative"} & set(words)):
        return None
    versions = [word for word in words if _VERSION.fullmatch(word)]
    elements = [_CC_WORDS.get(word) for word in words if not _VERSION.fullmatch(word) and word not in _CC_NOISE]
    named = set(elements)
    if len(set(versions)) != 1 or None in named or "BY" not in named:
        return None
    spdx = "-".join(["CC", *(element for element in _CC_ORDER if element in named), _dotted(versions[0])])
    return spdx if {"SA", "ND"} - named else None


def _dotted(version: str) -> str:
    return version if "." in version else f"{version}.0"
