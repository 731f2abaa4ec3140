"""What licenses ask for: the clauses of each, read in its text, and how clauses travel from part to whole.

The knowledge is data (`catalog/licenses.yaml`, `catalog/license_compatibility.yaml`), each entry with the document that
it was read in. None of it is legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Clause(StrEnum):
    """One thing that a license demands, forbids or gives."""

    ATTRIBUTION = "attribution"
    """Notices of copyright, of the license and of changes have to be kept or given."""
    SHARE_ALIKE = "share-alike"
    """What is made from it has to be under the same terms, as far as the category of the license says."""
    DISCLOSURE = "disclosure"
    """The source, or the data, of what is passed on has to be offered along."""
    NON_COMMERCIAL = "non-commercial"
    NO_DERIVATIVES = "no-derivatives"
    """What is made from it may not be passed on."""
    USE_RESTRICTIONS = "use-restrictions"
    """A list or a policy of uses that are forbidden, which binds whoever gets it next."""
    FIELD_OF_USE = "field-of-use"
    """Only some kinds of use are allowed at all: research, computational use, not in production."""
    NO_COMPETING_TRAINING = "no-competing-training"
    """It, or its output, may not be used to make other models better."""
    ACCEPTANCE_GATE = "acceptance-gate"
    """An agreement with a named party has to be consented to, by a click or by using it. That whoever exercises the rights of
    a public license accepts its terms, as Creative Commons and the GPL word it, is no gate."""
    NAMING = "naming"
    """Its name has to be shown, or to be part of the name of what is made from it."""
    THRESHOLD = "threshold"
    """Above a number of users, or a revenue, another license is needed."""
    TERRITORY = "territory"
    """Some countries are left out."""
    PATENT_GRANT = "patent-grant"
    """It gives a license to patents; a right, and so nothing that anybody is bound by."""
    PATENT_RETALIATION = "patent-retaliation"
    """Rights end for whoever sues over patents, or over other rights in the work."""


RIGHTS = frozenset({Clause.PATENT_GRANT})
"""Clauses that give something and bind nobody."""


class Status(StrEnum):
    """Whether a clause binds, strongest first."""

    OBLIGATORY = "obligatory"
    CONTESTED = "contested"
    """People who know the field disagree on it, or no document that was read settles it."""
    NONE = "none"


class Category(StrEnum):
    """What kind of terms a license has, as ScanCode LicenseDB groups them, with network copyleft told apart."""

    PUBLIC_DOMAIN = "public domain"
    PERMISSIVE = "permissive"
    WEAK_COPYLEFT = "weak copyleft"
    """Share-alike for the work itself, not for what merely uses it."""
    STRONG_COPYLEFT = "strong copyleft"
    NETWORK_COPYLEFT = "network copyleft"
    """As strong, and use over a network counts as passing on."""
    RESTRICTED = "restricted"
    """Some uses, users or changes are not allowed, or only under conditions."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The document that something was read in."""

    url: str
    date: date
    """Of the state that was read."""


@dataclass(frozen=True, slots=True)
class LicenseTerms:
    """What was read of one license."""

    id: str
    name: str
    category: Category
    clauses: Mapping[Clause, Status]
    """Those whose status is known; that a clause is not in the text is NONE."""
    citation: Citation
    names: tuple[str, ...] = ()
    """Spellings in words, in lower case and without punctuation."""
    hub_ids: tuple[str, ...] = ()
    """Ids of the Hugging Face hub that stand for it and are not its SPDX id."""
    urls: tuple[str, ...] = ()
    """Its pages, without `https://`."""


@dataclass(frozen=True, slots=True)
class LicenseException:
    """What an exception changes in the license that it stands beside."""

    id: str
    category: Category
    citation: Citation


def terms_of(license_id: str) -> LicenseTerms | None:
    """What was read of a license; None where nothing was, so that all its clauses are unknown.

    >>> sorted(terms_of("CC-BY-NC-4.0").clauses[c] for c in (Clause.NON_COMMERCIAL, Clause.SHARE_ALIKE))
    [<Status.NONE: 'none'>, <Status.OBLIGATORY: 'obligatory'>]
    """
    return _licenses().get(license_id)


def exception_of(exception_id: str) -> LicenseException | None:
    """What was read of an exception; None where nothing was."""
    found = _book()["exceptions"].get(exception_id)
    if found is None:
        return None
    return LicenseException(exception_id, Category(found["category"]), _citation(found["document"]))


def all_terms() -> Iterator[LicenseTerms]:
    """Every license that something was read of, by id."""
    yield from _licenses().values()


def compatibility(inbound: str, outbound: str) -> str | None:
    """What OSADL answers to code under `inbound` in a project under `outbound`; None where it was not asked.

    The answer is OSADL's own word: Yes, Same, No, Unknown or Check dependency.

    >>> compatibility("GPL-3.0-only", "Apache-2.0"), compatibility("Apache-2.0", "GPL-3.0-only")
    ('No', 'Yes')
    """
    matrix = _compatibility()
    if inbound not in matrix["licenses"] or outbound not in matrix["licenses"]:
        return None
    if inbound == outbound:
        return "Same"
    answers: Mapping[str, list[str]] = matrix["parts"][outbound]
    return next((answer for answer, parts in answers.items() if inbound in parts), "Yes")


def compatibility_source() -> Citation:
    """The document that OSADL's answers were read in."""
    matrix = _compatibility()
    return Citation(matrix["url"], matrix["date"])


@cache
def _licenses() -> Mapping[str, LicenseTerms]:
    return {key: _terms(key, entry) for key, entry in _book()["licenses"].items()}


def _terms(key: str, entry: Mapping[str, Any]) -> LicenseTerms:
    named = {Clause(name): Status.OBLIGATORY for name in entry["clauses"]}
    absent = dict.fromkeys(Clause, Status.NONE) if entry["extent"] == "whole" else {}
    return LicenseTerms(
        id=key,
        name=entry["name"],
        category=Category(entry["category"]),
        clauses={clause: (absent | named)[clause] for clause in Clause if clause in absent or clause in named},
        citation=_citation(entry["document"]),
        names=tuple(entry.get("names", ())),
        hub_ids=tuple(entry.get("hub", ())),
        urls=tuple(entry.get("urls", ())),
    )


def _citation(document: str) -> Citation:
    name, _, part = document.partition("/")
    cited = _book()["documents"][name]
    return Citation(cited["url"].format(part), cited["date"])


@cache
def _book() -> Mapping[str, Any]:
    return _read("licenses.yaml")


@cache
def _compatibility() -> Mapping[str, Any]:
    return _read("license_compatibility.yaml")


def _read(name: str) -> Mapping[str, Any]:
    import yaml

    text = files("mlgraph_ontology").joinpath("catalog", name).read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded
