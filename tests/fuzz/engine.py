"""Hands mutants to one reader, keeps those that reach new lines of it, and notes what it does not survive."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from mlgraph.model.errors import MlgraphError
from tests.fuzz.mutation import mutant
from tests.fuzz.targets import Target

SECONDS = 5.0
"""Of processor time, as the machine may be busy: a document of 64 KB that takes longer hangs, as far as anybody can tell."""
MEGABYTES = 1024
"""Memory that the process may take on top of what it has at the start."""
ROOT = Path(__file__).parent
_OURS = ("mlgraph_ingest", "mlgraph_queries", f"mlgraph{os.sep}")


class Hang(BaseException):
    """A reader took too long; nothing of it is to catch this."""


@dataclass(slots=True)
class Outcome:
    """What became of one reader's mutants."""

    runs: int = 0
    refused: int = 0
    kept: int = 0
    """Mutants that reached lines which no document had reached before."""
    lines: int = 0
    failures: list[tuple[Path, str]] = field(default_factory=list)
    """(document, what it did)."""


def corpus(target: Target) -> list[Path]:
    """The documents of a reader: those written by hand, those that we write, and those that once broke it."""
    folders = (ROOT / "corpus" / target.name, ROOT / "regressions" / target.name)
    found = [path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()]
    return sorted([*found, *((ROOT.parent / "golden").glob(target.golden) if target.golden else ())])


def fuzz(target: Target, *, seconds: float, seed: int, keep: Path) -> Outcome:
    """Fuzz one reader for some seconds; documents that break it are written to the folder `keep`."""
    random = Random(f"{seed}:{target.name}")
    outcome, seen = Outcome(), set[tuple[str, int]]()
    known = set[str]()
    pool = [path.read_bytes() for path in corpus(target)]
    for document in list(pool):
        seen |= _reached(target, document, outcome, keep, known)
    with limited_memory():
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            document = mutant(random, random.choice(pool), pool, target.ways)
            lines = _reached(target, document, outcome, keep, known)
            if lines - seen:
                seen |= lines
                outcome.kept += 1
                pool.append(document)
    outcome.lines = len(seen)
    return outcome


def attempt(read: Callable[[bytes], None], document: bytes) -> str | None:
    """What is wrong with how a reader took a document; None: it read or refused it."""
    try:
        with _alarm():
            read(document)
    except MlgraphError as error:
        return None if "\n" not in str(error) else f"an error of several lines: {str(error)[:200]!r}"
    except Hang:
        return f"it took more than {SECONDS} s"
    except MemoryError:
        return f"it took more than {MEGABYTES} MB"
    except Exception as error:  # noqa: BLE001 - this is what a fuzzer is for
        return f"{type(error).__name__}: {str(error)[:200]} at {_place(error)}"
    return None


@contextmanager
def limited_memory() -> Iterator[None]:
    """Let this process take `MEGABYTES` more than it has, where the system can limit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEGABYTES * 1024**2, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _reached(target: Target, document: bytes, outcome: Outcome, keep: Path, known: set[str]) -> set[tuple[str, int]]:
    lines: set[tuple[str, int]] = set()
    with _traced(lines):
        wrong = attempt(lambda data: _counted(target, data, outcome), document)
    outcome.runs += 1
    if wrong is not None and (kind := wrong.rpartition(" at ")[2]) not in known:
        known.add(kind)
        keep.mkdir(parents=True, exist_ok=True)
        path = keep / hashlib.sha256(document).hexdigest()[:16]
        path.write_bytes(document)
        outcome.failures.append((path, wrong))
    return lines


def _counted(target: Target, document: bytes, outcome: Outcome) -> None:
    try:
        target.read(document)
    except MlgraphError:
        outcome.refused += 1
        raise


@contextmanager
def _traced(lines: set[tuple[str, int]]) -> Iterator[None]:
    """Note the lines of our own modules that run."""

    def local(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def called(frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        return local if any(part in name for part in _OURS) and not name.startswith(str(ROOT)) else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield
    finally:
        sys.settrace(before)


@contextmanager
def _alarm() -> Iterator[None]:
    def rung(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, rung)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _place(error: BaseException) -> str:
    trace, place = error.__traceback__, "?"
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if any(part in name for part in _OURS) and not name.startswith(str(ROOT)):
            place = f"{Path(name).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def told(name: str, outcome: Outcome) -> str:
    """An outcome as lines of text."""
    line = f"{name}: {outcome.runs:,} documents, {outcome.refused:,} refused, {outcome.lines:,} lines reached"
    broken = [f"  {path.parent.name}/{path.name}: {wrong}" for path, wrong in outcome.failures]
    return "\n".join([f"{line}, {len(broken)} failures", *broken, ""])
