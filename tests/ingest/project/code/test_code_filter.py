from __future__ import annotations

from pathlib import Path

import packaging
import pytest

from mlgraph.model import ids
from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.code.filter import may_refer, without_prose
from mlgraph_ingest.project.code.reader import read_source
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.code.text import SOURCE_LIMIT, decoded
from mlgraph_ingest.project.tree import SourceFile

INSTALLED = Path(packaging.__file__).parents[1]
EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


def _lost(root: Path, files: list[SourceFile]) -> tuple[list[str], int]:
    """Files that name something and that the filter leaves out; and how many it lets through."""
    sources, project, lost, kept = Sources.of(files), ids.project(root), [], 0
    for file in files:
        try:
            source = decoded(file.read_bytes(limit=SOURCE_LIMIT), file.relative)
            if may_refer(source):
                kept += 1
            elif any(read_source(source, file, project, sources=sources)):
                lost.append(file.relative)
        except MlgraphError:
            continue
    return lost, kept


def _files(root: Path, every: int) -> list[SourceFile]:
    paths = sorted(path for path in root.rglob("*.py") if path.is_file())[::every]
    return [SourceFile(path, path.relative_to(root).as_posix(), path.stat().st_size) for path in paths]


def test_filter_leaves_out_no_file_that_names_something() -> None:
    files = _files(INSTALLED, every=60)
    assert len(files) > 20
    assert _lost(INSTALLED, files)[0] == []


@pytest.mark.slow
def test_filter_leaves_out_no_file_of_a_large_part_of_an_environment() -> None:
    files = _files(INSTALLED, every=7)
    lost, kept = _lost(INSTALLED, files)
    assert lost == []
    assert kept < len(files) / 20


def test_filter_lets_the_examples_through() -> None:
    lost, kept = _lost(EXAMPLES, _files(EXAMPLES, every=1))
    assert lost == []
    assert kept > 1


def test_prose_is_cut_and_code_stays() -> None:
    source = "a = 'x # y'  # c\nb = '''d''' + f'''{e}'''\n"
    assert without_prose(source) == "a = 'x # y'  \nb =  + f'''{e}'''\n"
