"""Reads the list of files of one release: when the first came, and whether all were withdrawn."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from mlgraph_ingest.answers.json_values import Table, table, text
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.pypi.facts import File, ReleaseFacts

_REASON_LIMIT = 2_000
_TIMES = ("upload_time_iso_8601", "upload-time", "upload_time")
"""Keys of the project document, of the simple API (PEP 700), and of old project documents."""
_NOT_YANKED = (False, None)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def release_facts(version: str, files: list[object], place: str, problems: list[tuple[str, str]]) -> ReleaseFacts:
    """What the entries of a release's files say of it. What is not known of one file is not known of the release."""
    times: list[datetime | None] = []
    yanks: list[tuple[bool, str | None]] = []
    for number, entry in enumerate(files):
        if not isinstance(entry, dict):
            problems.append((f"{place}/{number}", f"release {version[:80]}: no description of a file"))
            times.append(None)
            yanks.append((False, None))
            continue
        try:
            times.append(_moment(entry))
        except (ValueError, OverflowError):
            problems.append((f"{place}/{number}", f"release {version[:80]}: the time of an upload is none"))
            times.append(None)
        yanks.append(_yank(entry))
    dated = [moment for moment in times if moment is not None]
    first = min(dated).isoformat(timespec="seconds") if dated and len(dated) == len(times) else None
    if not yanks or not all(is_yanked for is_yanked, _ in yanks):
        return ReleaseFacts(version, place, first)
    reason = next((impersonal(why)[:_REASON_LIMIT] for _, why in yanks if why), None)
    return ReleaseFacts(version, place, first, is_yanked=True, yanked_reason=reason)


def file_entry(entry: object) -> File | None:
    """One file, as the project document or the simple API lists it; None where it has no name or address."""
    name, url = text(entry, "filename"), text(entry, "url")
    if name is None or url is None:
        return None
    said = entry if isinstance(entry, dict) else {}
    offered = said.get("core-metadata", said.get("dist-info-metadata"))
    return File(
        name,
        url,
        sha256_in(table(entry, "hashes") or table(entry, "digests")),
        metadata_sha256=sha256_in(offered),
        has_metadata=offered is True or (isinstance(offered, dict) and bool(offered)),
        provenance=text(entry, "provenance"),
    )


def sha256_in(digests: object) -> str | None:
    """The SHA-256 among some digests, in lower case."""
    found = (text(digests, "sha256") or "").lower()
    return found if _SHA256.fullmatch(found) else None


def _yank(entry: Table) -> tuple[bool, str | None]:
    """Whether a file is yanked, and why: the simple API gives the reason in place of `true`."""
    said = entry.get("yanked")
    if isinstance(said, str):
        return bool(said), said
    return (True, text(entry, "yanked_reason")) if said is True else _NOT_YANKED


def _moment(entry: Table) -> datetime | None:
    """When a file came; a time without a zone is in UTC (Warehouse, "JSON API", `upload_time`). None: not said."""
    for key in _TIMES:
        said = entry.get(key)
        if isinstance(said, str):
            moment = datetime.fromisoformat(said)
            if moment.tzinfo is UTC:
                return moment
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return None
