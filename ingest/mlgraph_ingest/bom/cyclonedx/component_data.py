"""data: what a dataset holds, where it is, and who keeps it."""

from __future__ import annotations

from mlgraph_ingest.bom.cyclonedx.organizations import organization
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.raw import counted, unmapped
from mlgraph_ingest.bom.things import Component, Organization, Said
from mlgraph_ontology.kinds import PropertyKind

_KEEPERS = {"custodians": "custodian", "stewards": "steward", "owners": "owner"}


def component_data(said: Fields, draft: Draft, context: Context, *, name: str, has_description: bool) -> None:
    """Add what `data` says to its component; the address of the first part is where the data are."""
    for index, row in enumerate(said.tables("data")):
        found = _data(row, draft.facts, draft.organizations, is_ours=context.is_ours)
        if index == 0:
            draft.address = found
            if row.peek("name") == name:
                row.raw("name")
            if row.peek("type") == "dataset":
                row.raw("type")
            if not has_description or context.is_ours:
                _describe(row, draft.facts, is_known=has_description)


def dataset(row: Fields) -> Component:
    """A dataset that a model card describes in place, as a component that is mentioned."""
    facts: list[Said] = []
    organizations: list[Organization] = []
    ref, name = row.text("bom-ref"), row.text("name") or ""
    row.raw("type")
    address = _data(row, facts, organizations, is_ours=False)
    _describe(row, facts, is_known=False)
    prefix = f"{row.path}/"
    facts.extend(unmapped(field.removeprefix(prefix), value) for field, value in row.rest())
    row.forget()
    return Component(
        ref=ref,
        place=row.place,
        type="data",
        name=name,
        address=address,
        organizations=tuple(organizations),
        facts=tuple(facts),
        is_listed=False,
    )


def _data(row: Fields, facts: list[Said], organizations: list[Organization], *, is_ours: bool) -> str | None:
    facts.extend(
        Said(PropertyKind.SENSITIVE_DATA, text, f"{row.place}/sensitiveData/{index}")
        for index, text in enumerate(row.texts("sensitiveData"))
    )
    governance = row.table("governance")
    for field, role in _KEEPERS.items() if governance is not None else ():
        for keeper in governance.tables(field) if governance is not None else ():
            people: list[Said] = []
            inner = keeper.table("organization")
            named = organization(inner, role, people) if inner is not None else []
            if not is_ours:  # of ours the supplier and a property name each publisher
                organizations.extend(named)
            if keeper.raw("contact") is not None:
                people.append(counted(f"{keeper.path}/contact", 1))
            facts.extend(people)
    contents = row.table("contents")
    return contents.text("url") if contents is not None else None


def _describe(row: Fields, facts: list[Said], *, is_known: bool) -> None:
    description = row.text("description")
    if description is not None and not is_known:
        facts.append(Said(PropertyKind.DESCRIPTION, description, f"{row.place}/description"))
