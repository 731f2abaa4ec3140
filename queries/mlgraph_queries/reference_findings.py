"""What of the models and datasets that a project names somebody should look at."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.entries import NOTE, WARNING, Finding, ReferenceEntry

_GATES = {"auto": "to whoever accepts its terms", "manual": "by its publisher, one by one"}
"""How access is handed out (Hugging Face, hub documentation, "Gated models")."""


def reference_findings(entry: ReferenceEntry) -> Iterator[Finding]:
    """The findings of one model or dataset."""
    what = "model" if entry.id.kind is NodeKind.MODEL else "dataset"
    seen = tuple(s.where for s in entry.sightings)
    if entry.can_be_pinned and not entry.is_pinned:
        yield _unpinned(entry, what, seen)
    yield from _absent(entry, what, seen)
    yield from _remote_code(entry, seen)
    yield from _access(entry, what)


def _unpinned(entry: ReferenceEntry, what: str, seen: tuple[str, ...]) -> Finding:
    how = f"the {what} is taken at {entry.revision!r}, which can move" if entry.revision else ""
    unknown = next(
        (s.detail["revision_unresolved"] for s in entry.sightings if s.detail.get("revision_unresolved")), None
    )
    if unknown is not None:
        how = f"the {what}'s revision is {unknown}, whose value is not known"
    severity = WARNING if entry.id.kind is NodeKind.MODEL else NOTE
    text = f"{how or f'no revision is given, so the newest state of the {what} is used'}; a commit hash pins it"
    return Finding("unpinned", severity, str(entry.id), text, seen)


def _absent(entry: ReferenceEntry, what: str, seen: tuple[str, ...]) -> Iterator[Finding]:
    hosts = sorted(str(host) for host in entry.known.values(PropertyKind.ABSENT_FROM))
    if hosts:
        state = f" at {entry.revision}" if entry.is_pinned else ""
        text = f"{' and '.join(hosts)} has no {what} {entry.name}{state}: its name is wrong, or it is gone"
        yield Finding("not-on-hub", WARNING, str(entry.id), text, seen)


def _remote_code(entry: ReferenceEntry, seen: tuple[str, ...]) -> Iterator[Finding]:
    """Code that comes with a model and runs when it is loaded: by what the project says, and by what the hub does."""
    trusted = tuple(s.where for s in entry.sightings if s.detail.get("trust_remote_code") is True)
    stated = entry.known.stated(PropertyKind.CUSTOM_CODE)
    has_code = stated is not None and stated.value is True
    if trusted:
        known = "which has such code" if has_code else "should it have any"
        what = f"it is loaded with trust_remote_code=True: code of its repository runs, {known}"
    elif has_code:
        what = "its repository holds code that runs when it is loaded with trust_remote_code=True"
    else:
        return
    pinned = "" if entry.is_pinned else "; without a commit hash, that code can change at any time"
    yield Finding("remote-code", WARNING, str(entry.id), f"{what}{pinned}", trusted or seen)


def _access(entry: ReferenceEntry, what: str) -> Iterator[Finding]:
    """Whether it can be had at all."""
    disabled, gated = entry.known.stated(PropertyKind.DISABLED), entry.known.stated(PropertyKind.GATED)
    if disabled is not None and disabled.value is True:
        text = f"the hub has disabled the {what}: its files cannot be had"
        yield Finding("disabled", WARNING, str(entry.id), text, (disabled.where,))
    if gated is not None and gated.value in _GATES:
        text = f"access to the {what} is given on request, {_GATES[str(gated.value)]}: who builds this needs it"
        yield Finding("gated", NOTE, str(entry.id), text, (gated.where,))
