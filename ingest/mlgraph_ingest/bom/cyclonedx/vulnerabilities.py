"""vulnerabilities: what a document says of each, which parts have it, and what somebody found out about that (VEX)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.assessments import STATE_OF_STATUS, STATUS_OF_STATE
from mlgraph.model.errors import FormatError
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.bom.draft import Context
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.raw import plain, unmapped
from mlgraph_ingest.bom.things import OfDocument, Said, Thing, Vulnerable
from mlgraph_ontology.kinds import PropertyKind

_BOM_LINK = "urn:cdx:"
_METHODS = {"CVSSv2": "CVSS_V2", "CVSSv3": "CVSS_V3", "CVSSv31": "CVSS_V3", "CVSSv4": "CVSS_V4"}
"""The standard's words (schema 1.7, scoreMethod) -> those of the graph."""
_TIMES = {
    "published": PropertyKind.PUBLISHED_AT,
    "updated": PropertyKind.MODIFIED_AT,
    "rejected": PropertyKind.WITHDRAWN_AT,
}
_DETAIL_LIMIT = 4_000
"""Characters of a text that a verdict keeps."""
Qualifiers = tuple[tuple[str, JsonValue], ...]


def vulnerability(said: Fields, context: Context) -> Iterator[Thing]:
    """One vulnerability; one whose id the graph has no name for stays as it stands, with a problem."""
    stated = said.text("id")
    number = said.place.rpartition("/")[2]
    if stated is None or not _is_id(stated):
        what = "has no id" if stated is None else f"{stated[:80]!r} is no id that the graph has a name for"
        said.problem("id", f"{what}; the entry is kept as it stands")
        if stated is not None:
            yield OfDocument(unmapped(f"vulnerabilities/{number}/id", stated, said.place))
        for field, value in said.rest():
            yield OfDocument(unmapped(f"vulnerabilities/{number}/{field}", value, said.place))
        return
    facts = list(_facts(said))
    aliases = list(_aliases(said, stated))
    verdict = _verdict(said)
    refs = list(_affects(said, context))
    if verdict is not None and not refs:
        facts.append(unmapped("analysis", dict(verdict), said.place))
    yield Vulnerable(
        id=stated,
        place=said.place,
        facts=(*facts, *(unmapped(field, value, said.place) for field, value in said.rest())),
        aliases=tuple(aliases),
        affected=tuple(refs),
        assessed=tuple((ref, verdict) for ref, _ in refs) if verdict is not None else (),
    )


def _is_id(text: str) -> bool:
    try:
        ids.vulnerability(text)
    except FormatError:
        return False
    return True


def _facts(said: Fields) -> Iterator[Said]:
    description = said.text("description")
    if description is not None:
        yield Said(PropertyKind.DESCRIPTION, description, f"{said.place}/description")
    for row in said.tables("ratings"):
        severity = _severity(row)
        if severity:
            yield Said(PropertyKind.SEVERITY, severity, row.place)
    yield from _weaknesses(said)
    for row in said.tables("advisories"):
        url, title = row.text("url"), row.text("title")
        if url is not None:
            label = title or "advisory"
            yield Said(PropertyKind.HOMEPAGE, {"label": label, "url": without_credentials(url)}, row.place)
    yield from _times(said)
    for row in said.tables("properties"):
        name_, value = row.text("name"), row.text("value")
        if name_ is not None:
            yield Said(PropertyKind.ANNOTATION, {"name": name_, "value": value or ""}, row.place)


def _times(said: Fields) -> Iterator[Said]:
    for name, kind in _TIMES.items():
        text = said.text(name)
        found = moment(text) if text is not None else None
        if found is not None:
            yield Said(kind, found, f"{said.place}/{name}")
        elif text is not None:
            said.problem(name, f"{text[:40]!r} is no time that can be; it was left out")


def _severity(row: Fields) -> dict[str, JsonValue]:
    method, rating = row.text("method"), row.text("severity")
    source = row.table("source")
    found: dict[str, JsonValue] = {
        "method": _METHODS.get(method, method) if method is not None else None,
        "vector": row.text("vector"),
        "score": row.number("score"),
        "rating": rating,
        "source": source.text("name") if source is not None else None,
    }
    stated: dict[str, JsonValue] = {name: value for name, value in found.items() if value is not None}
    return stated if stated.keys() - {"source"} else {}


def _weaknesses(said: Fields) -> Iterator[Said]:
    found = said.peek("cwes")
    if not isinstance(found, list):
        return
    said.raw("cwes")
    for index, number in enumerate(found):
        if isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10_000_000:
            yield Said(PropertyKind.WEAKNESS, f"CWE-{number}", f"{said.place}/cwes/{index}")
        else:
            said.mistyped(f"cwes/{index}", number, "the number of a weakness")


def _aliases(said: Fields, own: str) -> Iterator[str]:
    """Other ids of the same: "references to equivalent vulnerabilities" (schema 1.6, vulnerability.references)."""
    for row in said.tables("references"):
        stated = row.peek("id")
        if isinstance(stated, str) and stated != own and _is_id(stated):
            row.raw("id")
            yield stated


def _affects(said: Fields, context: Context) -> Iterator[tuple[str, Qualifiers]]:
    """The parts that are affected in some version; a reference into another document stays as it stands."""
    for row in said.tables("affects"):
        ref = row.peek("ref")
        if not isinstance(ref, str) or not ref:
            row.problem("ref", "an affected part without a reference")
            continue
        own = _own_ref(ref, context)
        if own is None:
            continue
        row.raw("ref")
        versions = row.peek("versions")
        listed = [each for each in versions if isinstance(each, dict)] if isinstance(versions, list) else []
        if listed and all(each.get("status") == "unaffected" for each in listed):
            continue
        row.raw("versions")
        yield own, ((("versions", plain(versions)),) if versions else ())


def _own_ref(ref: str, context: Context) -> str | None:
    """The bom-ref that a BOM-Link to this very document means (`urn:cdx:SERIAL/VERSION#REF`); None: it leads elsewhere."""
    if not ref.startswith(_BOM_LINK):
        return ref
    serial, _, rest = ref.removeprefix(_BOM_LINK).partition("/")
    own = (context.serial_number or "").removeprefix("urn:uuid:")
    element = rest.partition("#")[2]
    return unquote(element) if own and serial == own and element else None


def _verdict(said: Fields) -> Qualifiers | None:
    """The qualifiers of a verdict; None where the analysis states none."""
    analysis = said.table("analysis")
    if analysis is None:
        return None
    state = analysis.text("state")
    status = STATUS_OF_STATE.get(state) if state is not None else None
    if state is not None and status is None:
        analysis.problem("state", f"{state[:40]!r} is no state of the standard")
        return None
    if status is None:
        return None
    when = analysis.text("lastUpdated") or analysis.text("firstIssued")
    response: JsonValue = [*analysis.texts("response")]
    detail = analysis.text("detail")
    found: dict[str, JsonValue] = {
        "status": status,
        "state": state if STATE_OF_STATUS[status] != state else None,
        "justification": analysis.text("justification"),
        "response": response or None,
        "detail": detail[:_DETAIL_LIMIT] if detail else None,
        "said_at": when,
    }
    return tuple((name, value) for name, value in found.items() if value is not None)
