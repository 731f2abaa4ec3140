"""What files say that are pickles, plain or compressed: those of pickle itself, of joblib, and of torch before 1.6.

The older formats of torch: torch/serialization.py, `_legacy_load`. They begin with a pickle that is a magic number, or
are a tar archive.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Iterable
from typing import Protocol

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, PickleScan, kept_all
from mlgraph_ingest.project.weights.joblib_arrays import WRAPPER
from mlgraph_ingest.project.weights.pickles import Pickles, read_pickles, verdict
from mlgraph_ingest.project.weights.window import Window

TORCH_MAGIC = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
"""The magic number of torch's older format, as it is pickled after the protocol's two bytes."""
TORCH_PICKLES = 5
"""Pickles of that format: magic number, protocol, system, object, keys of the storages; then numbers follow."""
UNPACKED_LIMIT = 64 * 2**20
"""Bytes of a compressed pickle that are unpacked and looked at."""
GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
LZMA = b"]\x00\x00"
KEYS_LIMIT = 20
"""Keys of a mapping that are told."""
_OF_OPTIMIZER = {"state", "param_groups"}
"""Keys of what torch.optim saves for itself."""


class _Engine(Protocol):
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def read_pickle(window: Window) -> Header:
    """What a file says that is a pickle. Raises FormatError where it is none, or damaged."""
    is_torch = window.size > 2 + len(TORCH_MAGIC) and window.at(2, len(TORCH_MAGIC)) == TORCH_MAGIC
    pickles = read_pickles(window, limit=TORCH_PICKLES) if is_torch else read_pickles(window)
    if is_torch:
        return torch_header("pytorch-legacy", pickles, [pickles])
    return _header(_form(pickles), pickles)


def read_compressed(window: Window) -> Header:
    """What a compressed pickle says, as joblib writes it. Of a large one only the beginning is looked at."""
    unpacked = _unpacked(window)
    part = Window(io.BytesIO(unpacked), len(unpacked), window.shown)
    pickles = read_pickles(part)
    if len(unpacked) < UNPACKED_LIMIT:
        return _header(_form(pickles), pickles)
    text = f"{window.shown}: unpacks to more than {UNPACKED_LIMIT:,} bytes; what lies behind them was not looked at"
    scan, _ = verdict([pickles])
    return Header(_form(pickles), pickle=scan, problems=(text,))


def _form(pickles: Pickles) -> str:
    return "joblib" if WRAPPER in pickles.imports else "pickle"


def is_compressed(head: bytes) -> bool:
    """Whether a file begins like one of those that joblib compresses."""
    is_zlib = len(head) > 1 and head[0] == 0x78 and (head[0] * 256 + head[1]) % 31 == 0
    return is_zlib or head.startswith((GZIP, BZIP2, XZ, LZMA))


def torch_header(form: str, pickles: Pickles, judged: Iterable[Pickles]) -> Header:
    """The header of a file of torch, by its main pickle; the verdict is on all of `judged`."""
    found = pickles.tensors
    scan, problems = checked(judged)
    metadata = _told(pickles)
    if pickles.has_optimizer:
        metadata.append(("holds" if set(pickles.keys) == _OF_OPTIMIZER else "also_holds", "optimizer state"))
    return Header(
        format=form,
        tensor_count=found.count,
        parameter_count=None if pickles.has_optimizer else found.elements,
        dtypes=found.dtypes,
        metadata=kept_all(metadata),
        pickle=scan,
        problems=problems,
    )


def checked(found: Iterable[Pickles]) -> tuple[PickleScan | None, tuple[str, ...]]:
    """The verdict on the pickles of a file, and what could not be read of them.

    None: they are too long to be looked at whole. Raises FormatError where one is damaged and there is no verdict.
    """
    every = list(found)
    scan, problems = verdict(every)
    damage = [pickles.failure for pickles in every if pickles.failure is not None and not pickles.is_too_long]
    if scan is None and damage:
        raise damage[0]
    return scan, problems


def _header(form: str, pickles: Pickles) -> Header:
    scan, problems = checked([pickles])
    return Header(form, metadata=kept_all(_told(pickles)), pickle=scan, problems=problems)


def _told(pickles: Pickles) -> list[tuple[str, str]]:
    told = [*pickles.versions.items()]
    if pickles.root is not None and pickles.root != WRAPPER and pickles.root.rpartition(".")[2][:1].isupper():
        told.append(("object", pickles.root))
    if pickles.keys and pickles.root in {None, "collections.OrderedDict"}:
        more = f" and {len(pickles.keys) - KEYS_LIMIT:,} more" if len(pickles.keys) > KEYS_LIMIT else ""
        told.append(("keys", ", ".join(pickles.keys[:KEYS_LIMIT]) + more))
    return told


def _unpacked(window: Window) -> bytes:
    cursor, found, total, engine = window.cursor(), [], 0, _engine(window.head(6))
    try:
        while total < UNPACKED_LIMIT and cursor.left:
            piece = cursor.take(min(2**16, cursor.left))
            found.append(engine.decompress(piece, UNPACKED_LIMIT - total))
            total += len(found[-1])
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
        raise FormatError(f"{window.shown}: damaged: it cannot be unpacked; no verdict on it") from error
    return b"".join(found)


def _engine(head: bytes) -> _Engine:
    if head.startswith(BZIP2):
        return bz2.BZ2Decompressor()
    if head.startswith((XZ, LZMA)):
        return lzma.LZMADecompressor(memlimit=128 * 2**20)
    return zlib.decompressobj(zlib.MAX_WBITS | 32)
