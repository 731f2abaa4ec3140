"""Where is X, over a portfolio: thousands of bills of materials are made, read, read again and asked.

    python -m benchmarks.where                          5,000 projects of 300 components each
    python -m benchmarks.where --read FOLDER...         documents of others: how many are read in a second

Each step is the installed command in a process of its own, start-up included; the floor beside the questions is the same
command that opens the same graph and counts its edges. Memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.portfolio import SEED, write_portfolio

QUESTIONS = (
    ("in every project, as a table", ("everywhere",)),
    ("in every project, all places as JSON", ("everywhere", "--format", "json")),
    ("in one project", ("once", "--format", "json")),
    ("one release", ("pkg:pypi/package-77@3.0.0", "--format", "json")),
    ("a part of a name", ("ckage-77", "--format", "json")),
    ("in none", ("nowhere", "--format", "json")),
)
RUNS = 3


class Took(NamedTuple):
    """What one command took."""

    seconds: float
    """By the clock on the wall."""
    cpu_seconds: float
    """Of all its threads: what the machine's other work does not change."""
    memory_mb: float


def run(*arguments: str) -> Took:
    """What one command takes."""
    start = time.perf_counter()
    process = subprocess.Popen([str(Path(sys.executable).parent / "mlgraph"), *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"mlgraph {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(*arguments: str) -> Took:
    """The fastest of some runs."""
    return min(run(*arguments) for _ in range(RUNS))


def read(folders: Sequence[str], graph: Path, count: int | None = None) -> None:
    """Read folders into a graph and say how fast that was, then read them again."""
    for word in ("read", "read again, unchanged"):
        took = run("ingest", "bom", *folders, "--graph", str(graph), "--quiet")
        rate = (count or documents_in(graph)) / took.seconds
        print(f"{word:40} {_shown(took)}  {rate:8.1f} documents/s  {took.memory_mb:6.0f} MB at most")
    print(f"{'graph':40} {graph.stat().st_size / 1e6:8.1f} MB")


def documents_in(graph: Path) -> int:
    """How many documents a graph has, those that could not be read included."""
    from mlgraph.store import Store

    ((number,),) = Store(graph).sql("SELECT count(*) FROM documents")[1]
    return int(number)


def portfolio(folder: Path, projects: int, components: int) -> None:
    """Make a portfolio, read it and ask where things are in it."""
    start = time.perf_counter()
    write_portfolio(folder / "boms", projects, components)
    print(f"{projects:,} projects of {components} components, seed {SEED}; made in {time.perf_counter() - start:.1f} s")
    graph = folder / "graph.duckdb"
    read([str(folder / "boms")], graph, projects)
    ask(graph)


def ask(graph: Path) -> None:
    """Ask all questions of a graph."""
    floor = best("sql", "SELECT count(*) FROM edges", "--graph", str(graph))
    print(f"{'floor: open the graph, count its edges':40} {_shown(floor)}")
    for title, arguments in QUESTIONS:
        took = best("query", "where", *arguments, "--graph", str(graph))
        print(f"{title:40} {_shown(took)}  {took.seconds / floor.seconds:6.1f} x the floor")


def _shown(took: Took) -> str:
    return f"{took.seconds:8.2f} s (CPU {took.cpu_seconds:.2f} s)"


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=5000)
    parser.add_argument("--components", type=int, default=300)
    parser.add_argument("--read", nargs="+", metavar="FOLDER", help="read these instead, and ask nothing")
    parser.add_argument("--ask", type=Path, metavar="GRAPH", help="only ask a graph that was made before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mlgraph-where-") as scratch:
        if given.ask:
            ask(given.ask)
        elif given.read:
            read(given.read, Path(scratch) / "graph.duckdb")
        else:
            portfolio(Path(scratch), given.projects, given.components)


if __name__ == "__main__":
    main()
