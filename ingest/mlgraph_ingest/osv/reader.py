"""The source `osv`: records of weaknesses in files, folders and archives, lists of exploited ones, reports of audits.

What a locator names is one document, which is read again as a whole when it has changed, so that a record which a newer
dump no longer has is gone. What a file is, is seen from what is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import MlgraphError, SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.osv import plain_file
from mlgraph_ingest.osv.members import Member, folder_files, of_folder, of_tar, of_zip
from mlgraph_ingest.osv.records import records_assertions
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.tree import FILE_LIMIT, open_regular, printable, read_regular

READER = "osv/1"
_BLOCK = 2**20
_ZIP, _GZIP = b"PK", b"\x1f\x8b"
_TAR_MARK = slice(257, 262)


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `osv`: locators are files, folders and archives (zip, tar, tar.gz). Nothing is asked; it has no option."""
    del http
    if request.options:
        raise UsageError(f"the source osv has no option {min(request.options)!r}; it has none")
    if not request.locators:
        raise UsageError("the source osv needs to be told what to read; give a file, a folder or an archive")
    return (reading(Path(locator), report) for locator in request.locators)


def reading(path: Path, report: Reporter) -> Reading:
    """What one locator names."""
    shown = printable(str(path))
    locator = ids.file_uri(path)
    try:
        found = _folder(path, shown) if path.is_dir() else _file(path, shown)
    except MlgraphError as error:
        now = datetime.now(UTC)
        document = Document(locator, printable(path.name), READER, digest(READER, str(error)), now)
        return Reading(document, partial(_raise, error))
    title = printable(path.resolve().name)
    document = Document(locator, title, READER, digest(READER, found.state), found.observed_at)
    return Reading(document, partial(_assertions, found, shown, locator, report))


@dataclass(frozen=True, slots=True)
class _Found:
    """A locator that was looked at: what its content hangs on, from when it is, and how to read it."""

    state: str
    observed_at: datetime
    members: partial[Iterator[Member]] | None = None
    """None: it is no folder and no archive."""
    content: bytes = b""
    count: int | None = None


def _assertions(found: _Found, shown: str, locator: str, report: Reporter) -> Iterable[Assertion]:
    document = ids.document(locator)
    if found.members is None:
        return plain_file.assertions(found.content, document, shown, report)
    report.step(f"reading {shown}", found.count)
    return records_assertions(found.members(), document, shown, report)


def _folder(root: Path, shown: str) -> _Found:
    files = folder_files(root)
    if not files:
        raise SourceError(f"{shown}: no file in it ends in .json, .yaml or .yml; nothing was read")
    state, newest = hashlib.sha256(), 0.0
    for path in files:
        try:
            status = path.lstat()
        except OSError as error:
            raise SourceError(f"{shown}: {printable(path.name)} cannot be looked at; read it again") from error
        newest = max(newest, status.st_mtime)
        said = f"{path.relative_to(root)}:{status.st_size}:{status.st_mtime_ns}:{status.st_ino};"
        state.update(said.encode("utf-8", "surrogateescape"))
    return _Found(state.hexdigest(), _moment(newest), partial(of_folder, root, files), count=len(files))


def _file(path: Path, shown: str) -> _Found:
    state = hashlib.sha256()
    with open_regular(path, shown) as (stream, size):
        if size > FILE_LIMIT:
            raise SourceError(f"{shown}: larger than the limit of {FILE_LIMIT:,} bytes; it was not read")
        head = stream.read(512)
        state.update(head)
        while block := stream.read(_BLOCK):
            state.update(block)
        changed = _moment(path.lstat().st_mtime)
    if head.startswith(_ZIP):
        return _Found(state.hexdigest(), changed, partial(of_zip, path, shown))
    is_packed = head.startswith(_GZIP)
    if head[_TAR_MARK] == b"ustar" or (is_packed and plain_file.gzip_head(path, shown)[_TAR_MARK] == b"ustar"):
        return _Found(state.hexdigest(), changed, partial(of_tar, path, shown, is_packed=is_packed))
    content = plain_file.unpacked(path, shown) if is_packed else read_regular(path, shown, limit=plain_file.LIMIT)
    return _Found(state.hexdigest(), plain_file.said_at(content) or changed, None, content)


def _moment(seconds: float) -> datetime:
    """The time of a file; none is from the future."""
    try:
        return min(datetime.fromtimestamp(seconds, UTC), datetime.now(UTC))
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error
