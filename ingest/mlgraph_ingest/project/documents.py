"""Makes the documents of a project: what identifies each, and the digest of all that its assertions depend on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.tree import SourceFile, printable


def digest(*parts: str | bytes) -> str:
    """SHA-256 over parts, each with its length, so that no two lists of parts have the same text."""
    total = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        total.update(b"%d:" % len(raw))
        total.update(raw)
    return f"sha256:{total.hexdigest()}"


def content_of(file: SourceFile) -> bytes:
    """What stands for a file's content in its fingerprint; for one that cannot be read, the reason."""
    try:
        return file.read_bytes()
    except MlgraphError as error:
        return f"unreadable:{error}".encode()


def state_of(file: SourceFile) -> bytes:
    """What stands for a large file's content in its fingerprint: size and time of its last change."""
    try:
        status = file.path.lstat()
    except OSError as error:
        return f"unreadable:{error.errno}".encode()
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}".encode()


class Maker:
    """Makes the readings of one run over one project."""

    def __init__(self, collection: str, observed_at: datetime) -> None:
        self.collection = collection
        self._observed_at = observed_at

    def reading(
        self,
        locator: str,
        title: str,
        reader: str,
        parts: Iterable[str | bytes],
        assertions: Callable[[], Iterable[Assertion]],
    ) -> Reading:
        """A document whose assertions depend on `parts`, the collection and the reader."""
        fingerprint = digest(self.collection, reader, *parts)
        shown = printable(title)
        document = Document(locator, shown, reader, fingerprint, self._observed_at, self.collection)
        return Reading(document, assertions)
