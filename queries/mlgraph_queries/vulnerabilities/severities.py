"""How bad a weakness is: what sources say, with the score of each vector, which a library works out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from mlgraph.model.assertions import JsonValue
from mlgraph.view.statements import Property
from mlgraph_queries.vulnerability_entries import RATINGS, Severity

_NEWEST = ("CVSS_V4", "CVSS_V31", "CVSS_V3", "CVSS_V2")
_WORDS = {"moderate": "medium", "info": "none", "informational": "none"}
"""Words of sources for a word of RATINGS: GitHub's advisories say `MODERATE`."""


def severities(said: Iterable[Property], package: str) -> tuple[Severity, ...]:
    """What is said of a weakness, as far as it holds for a package: the newest method first, then the highest score."""
    found = {
        _severity(one.value, one.source.where)
        for one in said
        if isinstance(one.value, dict) and one.value.get("package") in (None, package)
    }
    return tuple(sorted(found, key=_worst_first))


@lru_cache(maxsize=16_384)
def scored(vector: str) -> tuple[float, str] | None:
    """The score of a CVSS vector and its word; None where it is none.

    >>> scored("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
    (9.8, 'critical')
    """
    from cvss import CVSS2, CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    text = vector.strip()
    try:
        if text.startswith("CVSS:4"):
            four = CVSS4(text)
            return float(four.base_score), str(four.severity).lower()
        three = CVSS3(text) if text.startswith("CVSS:3") else CVSS2(text.removeprefix("CVSS:2.0/"))
        return float(three.base_score), str(three.severities()[0]).lower()
    except CVSSError:
        return None


def _severity(said: Mapping[str, JsonValue], where: str) -> Severity:
    method, vector, source = (_text(said.get(name)) for name in ("method", "vector", "source"))
    known = scored(vector) if vector is not None else None
    stated = said.get("score")
    score = known[0] if known else float(stated) if isinstance(stated, int | float) and 0 <= stated <= 10 else None
    word = known[1] if known else _text(said.get("rating"))
    rating = _WORDS.get(word.lower(), word.lower()) if word and word.lower() != "unknown" else _word_of(score)
    return Severity(method, vector, score, rating, source, where)


def _word_of(score: float | None) -> str | None:
    """CVSS 3.1 specification, section 5, table 14."""
    if score is None:
        return None
    return next(word for limit, word in zip((0.0, 3.9, 6.9, 8.9, 10.0), RATINGS, strict=True) if score <= limit)


def _worst_first(one: Severity) -> tuple[object, ...]:
    method = _NEWEST.index(one.method) if one.method in _NEWEST else len(_NEWEST)
    word = RATINGS.index(one.rating) if one.rating in RATINGS else -1
    return one.score is None, method, -(one.score or 0), -word, one.vector or "", one.source or "", one.where


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
