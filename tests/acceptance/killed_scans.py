"""Kill scans at random moments and look at what is left: every document must be wholly old or wholly new.

    python tests/acceptance/killed_scans.py --times 100

Each round edits all documents of a project, so that every fact in them carries the number of the round, starts
`mlgraph scan`, and kills it (SIGKILL): in even rounds at a moment that is uniform over the time that a scan takes, in
odd ones at a moment that is uniform over the time in which it writes the graph. Exit code 1: a graph was left that could
not be opened, or in which a document was of two rounds, or of neither the last one published nor this one; or the scan
at the end, which nobody kills, did not work.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mlgraph.store import Store

DOCUMENTS = 8
FACTS = 200
"""In each document; enough that writing them takes a while."""
COMMAND = (sys.executable, "-c", "from mlgraph.cli.main import main; main()", "scan", "project", "-q")
GENERATIONS = """
SELECT document, count(*), list(DISTINCT split_part(json_extract_string(qualifiers, '$.version'), '.', 1)::INT)
FROM edges WHERE predicate = 'depends_on' GROUP BY document
"""


@dataclass
class Trial:
    """One folder with a project that changes and the graph that it is scanned into."""

    folder: Path
    published: dict[str, int] = field(default_factory=dict)
    """The round that each document's facts in the graph are of."""
    faults: list[str] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)

    @property
    def store(self) -> Store:
        """The graph, as it is on disk now."""
        return Store(self.folder / ".mlgraph" / "graph.duckdb")

    def edit(self, generation: int) -> None:
        """Give every fact of every document the number of a round."""
        for document in range(DOCUMENTS):
            path = self.folder / "project" / f"part-{document}" / "requirements.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            lines = (f"package-{document}-{fact}=={generation}.0\n" for fact in range(FACTS))
            path.write_text("".join(lines), encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        """Begin to scan the project as it is now."""
        return subprocess.Popen(COMMAND, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def scan(self, generation: int) -> tuple[float, float]:
        """Scan to the end, which must work; returns the seconds that it took, and those in which it wrote the graph."""
        self.edit(generation)
        leftover = self.draft()
        begun = time.monotonic()
        with self.start() as process:
            self.wait_for_draft(process, leftover)
            opened = time.monotonic()
            while process.poll() is None and self.draft() not in {None, leftover}:
                time.sleep(0.001)
            written = time.monotonic() - opened
            _, complaints = process.communicate()
        if process.returncode != 0 or complaints:
            self.faults.append(f"round {generation}: exit code {process.returncode}: {complaints.decode()}")
        took = time.monotonic() - begun
        if self.look(generation) != {generation}:
            self.faults.append(f"round {generation}: a scan that nobody killed did not publish its facts")
        return took, written

    def kill(self, generation: int, after: float, *, from_writing: bool) -> None:
        """Scan, and kill the scan some seconds after it began, or began to write."""
        self.edit(generation)
        leftover = self.draft()
        with self.start() as process:
            if from_writing:
                self.wait_for_draft(process, leftover)
            try:
                process.wait(timeout=after)
            except subprocess.TimeoutExpired:
                process.kill()
        found = self.look(generation)
        was_done = process.returncode == 0
        if was_done and found != {generation}:
            self.faults.append(f"round {generation}: the scan had ended, but the graph is of rounds {sorted(found)}")
        if was_done or found == {generation}:
            self.hits["in time" if was_done else "after"] += 1
        else:
            self.hits["before" if self.draft() in {None, leftover} else "during"] += 1

    def wait_for_draft(self, process: subprocess.Popen[bytes], leftover: tuple[int, int, int] | None) -> None:
        """Until a scan begins to write the graph, or ends."""
        while process.poll() is None and self.draft() in {None, leftover}:
            time.sleep(0.001)

    def draft(self) -> tuple[int, int, int] | None:
        """What tells the draft that a scan writes from one that a killed scan left; None: there is none."""
        path = self.store.path.with_name("graph.duckdb.draft")
        try:
            state = path.stat()
        except FileNotFoundError:
            return None
        return state.st_ino, state.st_mtime_ns, state.st_size

    def look(self, generation: int) -> set[int]:
        """The rounds that the graph's documents are of; one that is not wholly of its last round or of this one is a fault."""
        rows = self.store.sql(GENERATIONS)[1]
        if len(rows) != DOCUMENTS:
            self.faults.append(f"round {generation}: the graph has {len(rows)} documents of {DOCUMENTS}")
        for document, count, numbers in sorted(rows):
            if count != FACTS or len(numbers) != 1 or numbers[0] not in {self.published.get(document), generation}:
                was = self.published.get(document)
                self.faults.append(f"round {generation}: {document} has {count} facts of {numbers}; it was of {was}")
            self.published[document] = max(numbers)
        return set(self.published.values())


def run(times: int, *, seed: int) -> Trial:
    """Kill so many scans of a project in a folder of its own, then scan it once more."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder))
        trial.scan(1)
        took, written = trial.scan(2)
        for generation in range(3, times + 3):
            is_odd = generation % 2 == 1
            trial.kill(generation, chance.uniform(0, written if is_odd else took), from_writing=is_odd)
        trial.scan(times + 3)
        return trial


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the options, run and print the summary."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100, help="how many scans are killed (default: 100)")
    parser.add_argument("--seed", type=int, default=time.time_ns(), help="of the moments (default: another each time)")
    options = parser.parse_args(arguments)
    trial = run(options.times, seed=options.seed)
    hits = trial.hits
    print(  # noqa: T201 - a script's result
        f"{options.times} scans, seed {options.seed}: killed before the graph was written {hits['before']}, "
        f"while {hits['during']}, after it was published {hits['after']}; ended in time {hits['in time']}; "
        f"faults {len(trial.faults)}"
    )
    for fault in trial.faults:
        print(fault)  # noqa: T201 - a script's result
    return 1 if trial.faults else 0


if __name__ == "__main__":
    sys.exit(main())
