"""How fast models, datasets and services are looked for in the Python files of a folder of installed packages.

    python benchmarks/detection_speed.py [FOLDER]

Compared, in the same run: reading and decoding the same files (the floor), parsing a sample of them with `ast.parse`,
and the whole detection: looking at each file's text, parsing what may name something, following its values. Figures are
of one core's processor time; memory is the peak of the process.
"""

from __future__ import annotations

import ast
import resource
import sys
import sysconfig
import time
import warnings
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.code.reader import read_code
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.code.text import decoded
from mlgraph_ingest.project.tree import SourceFile

SAMPLE = 20


def main(root: Path) -> None:
    """Print files a second for each step."""
    paths = sorted(path for path in root.rglob("*.py") if path.is_file())
    files = [SourceFile(path, path.relative_to(root).as_posix(), path.stat().st_size) for path in paths]
    read(files)  # from the disk into the cache of the system
    floor = timed(lambda: read(files))
    parsed = timed(lambda: parse(files[::SAMPLE])) * SAMPLE
    found: list[int] = []
    detected = timed(lambda: found.append(detect(root, files)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(files):,} files, {sum(file.size for file in files) / 1e6:,.1f} MB; {found[0]:,} statements")
    for name, seconds in (("read and decode", floor), (f"ast.parse (1 of {SAMPLE})", parsed), ("detection", detected)):
        rate, ratios = len(files) / seconds, f"{seconds / floor:6.1f} x floor  {seconds / parsed:6.2f} x ast.parse"
        print(f"{name:24} {seconds:7.2f} s  {rate:9,.0f} files/s per core  {ratios}")
    print(f"peak memory {peak:,.0f} MB")


def timed(step: object) -> float:
    """Seconds of processor time of a step."""
    began = time.process_time()
    if callable(step):
        step()
    return max(time.process_time() - began, 1e-9)


def read(files: list[SourceFile]) -> None:
    """Read and decode all files."""
    for file in files:
        try:
            decoded(file.read_bytes(), file.relative)
        except MlgraphError:
            continue


def parse(files: list[SourceFile]) -> None:
    """Parse all files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for file in files:
            try:
                ast.parse(file.read_bytes())
            except (SyntaxError, ValueError):
                continue


def detect(root: Path, files: list[SourceFile]) -> int:
    """Read all files as a project; how many statements they make."""
    sources, project, count = Sources.of(files), ids.project(root), 0
    for file in files:
        try:
            count += sum(1 for _ in read_code(file, project, sources=sources))
        except MlgraphError:
            continue
    return count


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else sysconfig.get_path("purelib")))
