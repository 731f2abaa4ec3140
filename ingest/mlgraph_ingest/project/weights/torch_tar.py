"""What the oldest files of torch say: tar archives with pickles in them (torch/serialization.py, `legacy_load`)."""

from __future__ import annotations

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header
from mlgraph_ingest.project.weights.pickle_files import checked
from mlgraph_ingest.project.weights.pickles import Pickles, read_pickles
from mlgraph_ingest.project.weights.window import Window

MEMBER_LIMIT = 10_000
"""Members that are looked for at most."""
_BLOCK = 512
_MAGIC = b"ustar"
_PICKLES = frozenset({"pickle", "storages", "tensors", "sys_info"})


def is_tar(window: Window) -> bool:
    """Whether a file is a tar archive (POSIX.1-1988, ustar)."""
    return window.size >= _BLOCK and window.at(257, 5) == _MAGIC


def read_tar(window: Window) -> Header:
    """What a tar archive of torch says. Raises FormatError where it is none."""
    names: set[str] = set()
    found: list[Pickles] = []
    place = 0
    for _ in range(MEMBER_LIMIT):
        if place + _BLOCK > window.size or not any(block := window.at(place, _BLOCK)):
            break
        name = block[:100].rstrip(b"\0").decode("utf-8", "replace").rpartition("/")[2]
        size = _octal(block[124:136], window)
        if name in _PICKLES and size:
            part = window.part(place + _BLOCK, size, f"{window.shown}: {name!r}")
            found.append(read_pickles(part, spent=found[-1].opcodes if found else 0))
            names.add(name)
        place += _BLOCK + -(-size // _BLOCK) * _BLOCK
    if not names >= {"pickle", "storages"}:
        raise FormatError(f"{window.shown}: a tar archive, but none of torch; no verdict on it")
    scan, problems = checked(found)
    return Header("pytorch-legacy", pickle=scan, problems=problems)


def _octal(raw: bytes, window: Window) -> int:
    if raw[:1] == b"\x80":
        return int.from_bytes(raw[1:], "big")
    text = raw.strip(b" \0")
    if not text or not all(byte in b"01234567" for byte in text):
        raise FormatError(f"{window.shown}: a tar archive whose members cannot be told apart; no verdict on it")
    return int(text, 8)
