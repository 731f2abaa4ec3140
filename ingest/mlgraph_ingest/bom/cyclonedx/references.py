"""externalReferences: addresses by their type, and the repository that something is developed in."""

from __future__ import annotations

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_IMPLIED = frozenset({"distribution", "model-card", "vcs", "license"})
"""Types of addresses that mlgraph writes because of the id or the license of a model or a dataset."""
_OF_HUB = "a repository of the hub is one of git"
_RESOLVER = "https://doi.org/"


def references(said: Fields, draft: Draft, context: Context, *, purl: str | None = None) -> None:
    """Add the addresses of a component or a service."""
    for place, row in said.rows("externalReferences", "url", "type"):
        url, type_, comment = (*row, None) if isinstance(row, tuple) else map(row.text, ("url", "type", "comment"))
        if not url or url.isspace():
            said.problem(place.removeprefix(f"{said.place}/"), "an external reference without an address")
            continue
        type_ = type_ if type_ and not type_.isspace() else None
        if context.is_ours and _ours(place, draft, (type_ or "", url, comment or ""), purl):
            continue
        shown = without_credentials(url)
        label = comment if context.is_ours and type_ == "other" and comment else type_ or "other"
        value: dict[str, JsonValue] = {"label": label, "url": shown}
        if comment and label != comment:
            value["comment"] = comment
        draft.say(PropertyKind.HOMEPAGE, value, place)
        if type_ == "vcs":
            _developed_in(draft, shown, place)


def _developed_in(draft: Draft, url: str, place: str) -> None:
    try:
        draft.link(EdgeKind.DEVELOPED_IN, ids.repository(url), place)
    except FormatError:
        return  # an address, and no repository: it stands as one


def _ours(place: str, draft: Draft, said: tuple[str, str, str], purl: str | None) -> bool:
    """Whether an address of a model or a dataset is more than an address, or follows from what else is said."""
    type_, url, comment = said
    if comment == "paper":
        draft.say(PropertyKind.PAPER, url, place)
    elif comment == "DOI" and url.startswith(_RESOLVER):
        pass  # the property `doi` says it in its source's words
    else:
        page = (purl or "").partition("@")[0].replace("pkg:huggingface/", "https://huggingface.co/")
        is_own = url in {page, draft.key} - {""}
        return (type_ in _IMPLIED and is_own) or comment == _OF_HUB
    return True
