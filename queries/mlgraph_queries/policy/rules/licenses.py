"""Rules on licenses: which ones are let in, and of what none is known. They hold lists; they are no legal verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ontology.kinds import Method, Scope
from mlgraph_queries.entries import PackageEntry, ReferenceEntry
from mlgraph_queries.licensing.choices import choices
from mlgraph_queries.policy.options import Option, Settings, choice, words
from mlgraph_queries.policy.places import seen_at
from mlgraph_queries.policy.rule import Breach, Level, Material, Rule, Unjudged
from mlgraph_queries.stated import LicenseStatement


@dataclass(frozen=True, slots=True)
class _Licensed:
    """One thing with a license, or none."""

    subject: str
    lasting: str
    statements: tuple[LicenseStatement, ...]
    where: tuple[str, ...]
    is_read: bool
    """Whether anything was read that would name its license."""


def refused_parts(expression: str, refuses: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The licenses that make an SPDX expression fail: those refused in each of its choices, unless one has none.

    None where it is no expression, or leaves too many choices to be judged. A license with an exception is one.

    >>> refused_parts("MIT OR GPL-3.0-only", lambda part: part.startswith("GPL"))
    ()
    >>> refused_parts("MIT AND (GPL-2.0-only OR GPL-3.0-only)", lambda part: part.startswith("GPL"))
    ('GPL-2.0-only', 'GPL-3.0-only')
    """
    found = [tuple(str(part) for part in choice if refuses(str(part))) for choice in choices(expression)]
    if not found:
        return None
    return () if () in found else tuple(dict.fromkeys(part for parts in found for part in parts))


def _denied(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    """A license is refused by the list of what is denied, or by its absence from that of what is allowed, if any."""
    deny, allow = settings.words("deny"), settings.words("allow")
    if not deny and not allow:
        return

    def refuses(part: str) -> bool:
        names = (part, part.partition(" WITH ")[0])
        if len(set(names)) > 1 and _listed(part, allow):
            return False
        return any(_listed(n, deny) for n in names) or (bool(allow) and not any(_listed(n, allow) for n in names))

    for thing in _things(material, settings.words("scopes")):
        said = _strongest(thing.statements)
        found = [(each, refused_parts(str(each.expression), refuses)) for each in said]
        refused = [(each, parts) for each, parts in found if parts]
        if any(parts is None for _, parts in found):
            yield Unjudged(
                thing.subject, "its license leaves too many choices to be judged", thing.where, thing.lasting
            )
        if refused:
            statement, parts = refused[0]
            listed = (
                "on the list of what is denied"
                if any(_listed(p, deny) for p in parts)
                else "not on the list of what is allowed"
            )
            text = f"{' and '.join(parts)}: {listed}; its license is {statement.expression}, as {statement.where} says"
            yield Breach(thing.subject, text, _places(thing, statement), lasting=thing.lasting)
        elif not said and thing.statements:
            reason = "its license is given in words that are no SPDX expression"
            yield Unjudged(thing.subject, reason, _places(thing, thing.statements[0]), thing.lasting)
        elif not said:
            yield Unjudged(thing.subject, "no license of it is known", thing.where, thing.lasting)


def _unknown(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    for thing in _things(material, settings.words("scopes")):
        if not thing.statements and thing.is_read:
            yield Breach(
                thing.subject, "nothing that was read of it names a license", thing.where, lasting=thing.lasting
            )
        elif not thing.statements:
            yield Unjudged(thing.subject, "nothing was read that would name its license", thing.where, thing.lasting)


def _things(material: Material, scopes: Sequence[str]) -> Iterator[_Licensed]:
    """Packages, models, datasets and weight files; of packages those of some scopes, where any are given."""
    inventory, is_bom = material.inventory, bool(material.document)
    for package in inventory.packages:
        if package.applies and (not scopes or package.scope in scopes):
            yield _package(package, is_read=is_bom or bool(package.installed or package.index))
    for named in (*inventory.models, *inventory.datasets):
        yield _reference(named, is_read=is_bom or bool(named.known.documents))
    for file in inventory.files:
        if file.licenses:
            yield _Licensed(file.path, "", file.licenses, (file.path,), is_read=True)


def _package(entry: PackageEntry, *, is_read: bool) -> _Licensed:
    return _Licensed(str(entry.id), str(entry.package), entry.licenses, seen_at(entry), is_read)


def _reference(entry: ReferenceEntry, *, is_read: bool) -> _Licensed:
    where = tuple(seen.where for seen in entry.sightings)
    return _Licensed(str(entry.id), entry.id.key.partition("@")[0], entry.known.licenses, where, is_read)


def _strongest(statements: Sequence[LicenseStatement]) -> list[LicenseStatement]:
    """The statements by the strongest method that has an expression: sources of one rank may disagree."""
    for method in Method:
        found = [each for each in statements if each.method is method and each.expression is not None]
        if found:
            return found
    return []


def _places(thing: _Licensed, statement: LicenseStatement) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*thing.where, statement.where)))


def _listed(name: str, entries: Sequence[str]) -> bool:
    """Whether a license is in a list, however it is cased (SPDX ids match in any case)."""
    return any(fnmatchcase(name.lower(), entry.lower()) for entry in entries)


def _entry(word: object) -> str | None:
    """What is wrong with an entry of a list: what is no license would silently match nothing."""
    text = str(word)
    if "*" in text or text.lower().startswith("licenseref-"):
        return None if "[" not in text else "write an id, with * for anything"
    try:
        ids.license_expression(text)
    except FormatError as error:
        return str(error)
    return "list each license by itself" if {"AND", "OR"} & set(text.upper().split()) else None


_SCOPES = Option("scopes", "Of packages, only those of these scopes; empty: all.", words(choice(*Scope)), [])
RULES = (
    Rule(
        "license-denied",
        "A license is in use that the policy does not let in",
        "An expression with a choice (MIT OR GPL-3.0-only) passes with any alternative that does. Take something else, or "
        "waive it with the reason of whoever is to decide on it.",
        _denied,
        (
            Option("deny", "SPDX ids that are refused; * stands for anything.", words(_entry), []),
            Option("allow", "SPDX ids that are let in, and no others; empty: all but those denied.", words(_entry), []),
            _SCOPES,
        ),
        Level.ERROR,
        ("license",),
    ),
    Rule(
        "license-unknown",
        "No license is known",
        "Nobody can say under which terms it is used. Ask its publisher, or read its license and have its metadata corrected.",
        _unknown,
        (_SCOPES,),
        tags=("license",),
    ),
)
