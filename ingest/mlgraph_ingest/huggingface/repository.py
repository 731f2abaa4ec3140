"""What the hub says of a repository, be it a model or a dataset: who, when, how accessible, which files, which tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph_ingest.answers.json_values import Table, items, pointer, table
from mlgraph_ingest.huggingface.card_data import state_doi, state_paper
from mlgraph_ingest.huggingface.ledger import Ledger, plain, quoted
from mlgraph_ingest.huggingface.licenses import state_license
from mlgraph_ingest.huggingface.values import moment, text, whole
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

FILES_LIMIT = 1_000
"""Files of one repository that are listed."""
_DATES = {"createdAt": PropertyKind.CREATED_AT, "lastModified": PropertyKind.MODIFIED_AT}
_GATES = {"auto", "manual"}
_SHARD = re.compile(r"(.+)-(\d{5})-of-(\d{5})(\.[A-Za-z0-9]+)")
"""How transformers names the parts of one set of weights: `model-00001-of-00004.safetensors`."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_STABLE_ID = re.compile(r"[0-9a-f]{24}")
_RECENT_DAYS = 30
"""What `downloads` counts (Hugging Face, hub API, `expand`: downloads of the last 30 days; downloadsAllTime: all)."""


def read_repository(said: Table, ledger: Ledger) -> None:
    """The facts of a repository that the hub keeps itself."""
    if stable := text(said.get("_id")):
        if _STABLE_ID.fullmatch(stable):
            ledger.fact(PropertyKind.HUB_ID, stable, pointer("_id"))
        else:
            ledger.problem(pointer("_id"), f"{quoted(stable)} is no stable id of the hub")
    if commit := commit_of(said):
        ledger.fact(PropertyKind.VERSION, commit, pointer("sha"))
    for key, kind in _DATES.items():
        if (when := moment(said.get(key))) is not None:
            ledger.fact(kind, when, pointer(key))
        elif said.get(key) is not None:
            ledger.problem(pointer(key), f"{key}: {quoted(said[key])} is no point in time; it is unknown")
    _publisher(said, ledger)
    _access(said, ledger)
    _downloads(said, ledger)
    read_tags(said, ledger)
    _files(said, ledger)


def commit_of(said: Table) -> str | None:
    """The commit that an answer describes."""
    found = text(said.get("sha"))
    return found if found and ids.is_commit(found) else None


def tags(said: Table, prefix: str) -> Iterator[tuple[str, str]]:
    """The tags that begin with a word and a colon, without them, each with its place."""
    for number, tag in enumerate(items(said, "tags")):
        word = plain(tag.removeprefix(f"{prefix}:")) if isinstance(tag, str) and tag.startswith(f"{prefix}:") else ""
        if word:
            yield word, pointer("tags", number)


def read_tags(said: Table, ledger: Ledger) -> None:
    """Papers and DOIs, which the hub finds in the text of a card."""
    for number, place in tags(said, "arxiv"):
        state_paper(ledger, number, place, "hub")
    for doi, place in tags(said, "doi"):
        state_doi(ledger, doi.removeprefix("doi:"), place, "hub")


def read_tagged_license(said: Table, ledger: Ledger) -> None:
    """The license by the tag that the hub makes of it, where the card's metadata did not come along."""
    if not ledger.has(EdgeKind.LICENSED_UNDER) and not ledger.has(PropertyKind.LICENSE_TEXT):
        for word, place in tags(said, "license"):
            state_license(word, ledger, place, "hub")


def _publisher(said: Table, ledger: Ledger) -> None:
    """The account: named by the answer, else by the first part of the id."""
    author, place = text(said.get("author")), pointer("author")
    if author is None:
        whole_id = text(said.get("id")) or ""
        author, place = (whole_id.partition("/")[0], pointer("id")) if "/" in whole_id else (None, "")
    if author is None:
        return
    try:
        ledger.link(EdgeKind.PUBLISHED_BY, ids.hub_account(author), place)
    except FormatError as error:
        ledger.problem(place, f"author: {error}")


def _access(said: Table, ledger: Ledger) -> None:
    gated, place = said.get("gated"), pointer("gated")
    if gated is False or (isinstance(gated, str) and gated in _GATES):
        ledger.fact(PropertyKind.GATED, "false" if gated is False else str(gated), place)
    elif gated is not None:
        ledger.problem(place, f"gated: {quoted(gated)} is neither false nor auto nor manual; it is unknown")
    disabled = said.get("disabled")
    if isinstance(disabled, bool):
        ledger.fact(PropertyKind.DISABLED, disabled, pointer("disabled"))
    elif disabled is not None:
        ledger.problem(pointer("disabled"), f"disabled: {quoted(disabled)} is neither true nor false; it is unknown")


def _downloads(said: Table, ledger: Ledger) -> None:
    """How often it was fetched: of all time where the hub says so, else in the last 30 days."""
    for key, days in (("downloadsAllTime", None), ("downloads", _RECENT_DAYS)):
        count = whole(said.get(key))
        if count is not None:
            ledger.fact(PropertyKind.DOWNLOAD_COUNT, {"count": count, "days": days}, pointer(key))
            return


def _files(said: Table, ledger: Ledger) -> None:
    """The files of the state that is described, with size and hash where they are given."""
    commit, listed = commit_of(said), said.get("siblings")
    if listed is None or commit is None:
        return
    if not isinstance(listed, list):
        ledger.problem(pointer("siblings"), "siblings: no list of files; they are unknown")
        return
    for number, one in enumerate(listed[:FILES_LIMIT]):
        name = one.get("rfilename") if isinstance(one, dict) else None
        place = pointer("siblings", number)
        if not isinstance(one, dict) or not isinstance(name, str) or not name or len(name) > 1_000:
            ledger.problem(place, "siblings: no description of a file")
            continue
        _file(one, name, commit, ledger, place)
    if len(listed) > FILES_LIMIT:
        ledger.problem(pointer("siblings"), f"siblings: {len(listed) - FILES_LIMIT:,} more files are not listed")


def _file(one: Table, name: str, commit: str, ledger: Ledger, place: str) -> None:
    node = ids.hub_file(ledger.node, commit, name)
    ledger.link(EdgeKind.CONTAINS, node, place)
    ledger.fact(PropertyKind.NAME, plain(name, 1_000), place, node=node)
    if (shard := _SHARD.fullmatch(name)) and 1 <= int(shard[2]) <= int(shard[3]):
        said: dict[str, JsonValue] = {
            "index": int(shard[2]),
            "count": int(shard[3]),
            "of": plain(f"{shard[1]}{shard[4]}", 1_000),
        }
        ledger.fact(PropertyKind.SHARD, said, place, node=node, rule="file-name", method=Method.INFERRED)
    lfs = table(one, "lfs")
    size = whole(one.get("size"))
    if size is None:
        size = whole(lfs.get("size"))
    if size is not None:
        ledger.fact(PropertyKind.SIZE_BYTES, size, place, node=node)
    digest = (text(lfs.get("sha256")) or text(lfs.get("oid")) or "").removeprefix("sha256:").lower()
    if _SHA256.fullmatch(digest):
        ledger.fact(PropertyKind.HASH, f"sha256:{digest}", f"{place}/lfs", node=node)
