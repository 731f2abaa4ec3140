"""What of weight files somebody should look at: code that runs on loading, parts that are missing, invalid signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph_queries.entries import NOTE, WARNING, FileEntry, Finding
from mlgraph_queries.weight_files import WeightSet, weight_sets

_NAMED = 5
"""Names, and numbers of missing parts, that are told."""
_CODE_LAYERS = "code_layers"
"""Header entry of Keras files whose layers hold Python code."""


def weight_findings(files: Sequence[FileEntry]) -> Iterator[Finding]:
    """All findings on weight files."""
    for file in files:
        yield from _unsafe(file)
        yield from _invalid(file)
    for whole in weight_sets(files):
        if whole.missing:
            yield _incomplete(whole)


def _unsafe(file: FileEntry) -> Iterator[Finding]:
    scan = file.pickle_scan
    if scan is not None and scan.verdict == "dangerous":
        text = f"loading it runs code: its pickle imports {_some(scan.callables)}"
        yield Finding("unsafe-weights", WARNING, file.path, text, (file.path,))
    if scan is not None and scan.verdict == "unusual":
        text = f"loading it runs what is not known to be harmless: its pickle imports {_some(scan.callables)}"
        yield Finding("unsafe-weights", NOTE, file.path, text, (file.path,))
    if file.header.get(_CODE_LAYERS):
        text = f"loading it may run code: layers that hold Python code: {file.header[_CODE_LAYERS]}"
        yield Finding("unsafe-weights", WARNING, file.path, text, (file.path,))


def _invalid(file: FileEntry) -> Iterator[Finding]:
    for signature in file.signatures:
        if signature.get("state") == "invalid":
            text = f"the {signature.get('form')} signature on it is invalid: {signature.get('reason')}"
            yield Finding("invalid-signature", WARNING, file.path, text, (file.path,))


def _incomplete(whole: WeightSet) -> Finding:
    there = f"{whole.count - len(whole.missing):,} of {whole.count:,} parts are there and can be read"
    missing = _some([str(index) for index in whole.missing])
    where = tuple(file.path for file in whole.files)
    return Finding("missing-shards", WARNING, whole.path, f"{there}; missing: {missing}", where)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
