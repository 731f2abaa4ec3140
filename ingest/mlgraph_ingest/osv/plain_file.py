"""A single file: a record or several, a catalog of exploited weaknesses, scores of EPSS, or the report of an audit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import orjson

from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.answers.json_values import is_json
from mlgraph_ingest.huggingface.values import moment
from mlgraph_ingest.osv.audit_report import is_report, report_assertions
from mlgraph_ingest.osv.lists import (
    exploited_assertions,
    exploited_at,
    is_exploited,
    is_predicted,
    predicted_assertions,
    predicted_at,
)
from mlgraph_ingest.osv.members import Member
from mlgraph_ingest.osv.records import listed, parsed, records_assertions
from mlgraph_ingest.project.tree import open_regular

LIMIT = 512 * 2**20
"""Bytes of a single file, unpacked: the scores of EPSS are some 10 MB, a list of all records of an ecosystem more."""
_HEAD = 1_000


def assertions(content: bytes, document: NodeId, shown: str, report: Reporter) -> Iterable[Assertion]:
    """What a file says, by what is in it. Raises FormatError where it is nothing that is known."""
    if is_predicted(content[:_HEAD]):
        return predicted_assertions(content, document, shown)
    if is_json(content):
        said = parsed(content, shown)
        if isinstance(said, dict) and is_exploited(said):
            return exploited_assertions(said, document)
        if isinstance(said, dict) and is_report(said):
            return report_assertions(said, document)
    return records_assertions([Member("", content)], document, shown, report)


def said_at(content: bytes) -> datetime | None:
    """When a file was made, as it says itself; None where it does not, or where it is no file that is known."""
    stated = predicted_at(content[:_HEAD]) if is_predicted(content[:_HEAD]) else None
    if stated is None and is_json(content):
        try:
            said = orjson.loads(content)
        except orjson.JSONDecodeError:
            return None
        if isinstance(said, dict) and is_exploited(said):
            stated = exploited_at(said)
        else:
            times = [moment(one.get("modified")) for _, one in listed(said) if isinstance(one, dict)]
            stated = max((time for time in times if time is not None), default=None)
    return datetime.fromisoformat(stated) if stated is not None else None


def gzip_head(path: Path, shown: str) -> bytes:
    """The first bytes of what a gzip file unpacks to."""
    return _unpacked(path, shown, 512, is_whole=False)


def unpacked(path: Path, shown: str) -> bytes:
    """What a gzip file unpacks to. Raises FormatError where it is damaged, or larger than the limit."""
    return _unpacked(path, shown, LIMIT, is_whole=True)


def _unpacked(path: Path, shown: str, limit: int, *, is_whole: bool) -> bytes:
    with open_regular(path, shown) as (stream, _), gzip.GzipFile(fileobj=stream) as packed:
        try:
            content = packed.read(limit + is_whole)
        except (zlib.error, EOFError, gzip.BadGzipFile) as error:
            raise FormatError(f"{shown}: a damaged gzip file ({error}); fetch it again") from error
    if len(content) > limit:
        raise FormatError(f"{shown}: it unpacks to more than {limit:,} bytes; not read")
    return content
