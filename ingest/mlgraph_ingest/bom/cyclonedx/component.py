"""components: of every type, nested in each other, with all that is said of them."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.cyclonedx.component_data import component_data
from mlgraph_ingest.bom.cyclonedx.hashes import hashes
from mlgraph_ingest.bom.cyclonedx.licenses import licenses
from mlgraph_ingest.bom.cyclonedx.model_card import model_card
from mlgraph_ingest.bom.cyclonedx.organizations import organizations
from mlgraph_ingest.bom.cyclonedx.pedigree import pedigree
from mlgraph_ingest.bom.cyclonedx.references import references
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.own_properties import properties
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import Component, Organization, Said, Thing
from mlgraph_ingest.bom.versions import version_or_range
from mlgraph_ontology.kinds import PropertyKind, Scope

TYPES = frozenset({
    "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
    "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
})  # fmt: skip
"""Schema 1.7, component.type."""
_SCOPES = {"required": Scope.RUNTIME, "optional": Scope.OPTIONAL}
"""`excluded` is "test and other non-runtime purposes" (schema 1.6, scope): which, it does not say."""
_EXCLUDED = "excluded"


class Holder:
    """What a component is listed in."""

    __slots__ = ("key", "name")

    def __init__(self, key: str | None, name: str | None) -> None:
        self.key, self.name = key, name


_TOP = Holder(None, None)


def components(
    said: Fields,
    context: Context,
    *,
    holder: Holder = _TOP,
    is_listed: bool = True,
    behind: tuple[Organization, ...] | None = None,
) -> Iterator[Thing]:
    """A component with those that it holds. `behind`: it is what the document is about, and who is behind it besides."""
    ref = said.ref()
    draft = Draft(ref or said.place, is_listed=is_listed, whole=holder.name)
    if behind is not None:
        context.root = draft.key
        draft.organizations.extend(behind)
    name, type_ = said.text("name") or "", _type(said)
    if not name:
        said.problem("name", "a component without a name")
    mentioned = list(_chapters(said, draft, context, name=name))
    version, range_ = _version(said, context)
    component = Component(
        ref=ref,
        place=said.place,
        type=type_,
        name=name,
        group=said.text("group"),
        version=version,
        version_range=range_,
        purl=said.text("purl"),
        address=draft.address,
        is_root=behind is not None,
        parent=holder.key,
        scope=_scope(said, draft),
        licenses=tuple(draft.licenses),
        organizations=tuple(draft.organizations),
        facts=(*draft.facts, *_rest(said)),
        links=tuple(draft.links),
        qualifiers=tuple(draft.qualifiers.items()),
        is_listed=draft.is_listed,
    )
    yield component
    yield from mentioned
    yield from draft.relations
    inner = Holder(draft.key, name)
    for row in said.tables("components", apart=True):
        yield from components(row, context, holder=inner, is_listed=is_listed)


def _rest(said: Fields) -> Iterator[Said]:
    """What nobody asked for; the components within are read after this one."""
    nested = ("components",) if isinstance(said.peek("components"), list) else ()
    return (unmapped(field, value) for field, value in said.rest(but=nested))


def _chapters(said: Fields, draft: Draft, context: Context, *, name: str) -> Iterator[Thing]:
    """Add what each chapter says; yields what it describes besides."""
    description = said.text("description")
    if description is not None:
        draft.say(PropertyKind.DESCRIPTION, description)
    _identifiers(said, draft)
    draft.facts.extend(hashes(said))
    draft.licenses.extend(licenses(said, context))
    found, people = organizations(said)
    draft.organizations.extend(found)
    draft.facts.extend(people)
    purl = said.peek("purl")
    references(said, draft, context, purl=purl if isinstance(purl, str) else None)
    properties(said, draft, context)
    _evidence(said, draft, context)
    yield from pedigree(said, draft, context, lambda row: components(row, context, is_listed=False))
    card = said.table("modelCard")
    if card is not None:
        yield from model_card(card, draft, context)
    if "data" in said:
        component_data(said, draft, context, name=name, has_description=description is not None)


def _type(said: Fields) -> str:
    """The type; what is none is a library, which is what the standard advises where one is not sure."""
    found = said.text("type")
    if found is None:
        said.problem("type", "a component without a type; it is taken for a library")
        return "library"
    if found not in TYPES:
        said.problem("type", f"{found[:40]!r} is no type of component of the standard")
    return found


def _version(said: Fields, context: Context) -> tuple[str | None, str | None]:
    stated = said.text("version")
    version, range_ = version_or_range(stated)
    ranged = said.text("versionRange")
    external = said.peek("isExternal")
    if ranged is not None and external is not True:
        said.problem("versionRange", "a range of a component that is not external")
    if ranged is not None and stated is not None:
        said.problem("versionRange", "a range beside a version, of which the standard allows one")
    if stated is None and ranged is None and context.spec_version in {"1.0", "1.1", "1.2", "1.3"}:
        said.problem("version", "a component without a version, which the standard demands up to 1.3")
    return version, ranged or range_


def _scope(said: Fields, draft: Draft) -> Scope | None:
    """What mlgraph's property says, else the standard's word."""
    found = said.peek("scope")
    if isinstance(found, str) and (found in _SCOPES or (found == _EXCLUDED and draft.scopes)):
        said.raw("scope")
    elif isinstance(found, str) and found != _EXCLUDED:
        said.problem("scope", f"{found[:40]!r} is no scope of the standard")
    if draft.scopes:
        strongest = min(draft.scopes, key=list(Scope).index)
        for other in draft.scopes:
            if other is not strongest:
                draft.note("mlgraph:scope", other.value)
        return strongest
    return _SCOPES.get(found) if isinstance(found, str) else None


def _identifiers(said: Fields, draft: Draft) -> None:
    copyright_ = said.text("copyright")
    if copyright_ is not None:
        draft.say(PropertyKind.COPYRIGHT, copyright_)
    cpe = said.text("cpe")
    if cpe is not None:
        draft.say(PropertyKind.IDENTIFIER, {"type": "cpe", "value": cpe})
    for name, type_ in (("omniborId", "gitoid"), ("swhid", "swhid")):
        for index, value in enumerate(said.texts(name) if name in said else ()):
            draft.say(PropertyKind.IDENTIFIER, {"type": type_, "value": value}, f"{said.place}/{name}/{index}")
    swid = said.table("swid")
    tag = swid.text("tagId") if swid is not None else None
    if tag is not None:
        draft.say(PropertyKind.IDENTIFIER, {"type": "swid", "value": tag}, f"{said.place}/swid")


def _evidence(said: Fields, draft: Draft, context: Context) -> None:
    """Licenses and copyrights that somebody found; where and by what a component was found stays as it stands."""
    found = said.table("evidence")
    if found is None:
        return
    draft.licenses.extend(licenses(found, context, default="concluded"))
    for row in found.tables("copyright"):
        text = row.text("text")
        if text is not None:
            draft.say(PropertyKind.COPYRIGHT, text, row.place)
