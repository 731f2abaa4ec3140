from __future__ import annotations

from pathlib import Path

import packaging
import pytest

from mlgraph.model import ids
from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.code.filter import may_refer
from mlgraph_ingest.project.code.prose import without_prose
from mlgraph_ingest.project.code.reader import read_source
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.code.spelling import may_call
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


def _files(root: Path, most: int) -> list[SourceFile]:
    """So many files, at most, from all over a folder."""
    paths = sorted(path for path in root.rglob("*.py") if path.is_file())
    paths = paths[:: len(paths) // most + 1]
    return [SourceFile(path, path.relative_to(root).as_posix(), path.stat().st_size) for path in paths]


def test_filter_leaves_out_no_file_that_names_something() -> None:
    files = _files(INSTALLED, most=200)
    assert len(files) > 20
    assert _lost(INSTALLED, files)[0] == []


@pytest.mark.slow
def test_filter_leaves_out_no_file_of_a_large_part_of_an_environment() -> None:
    files = _files(INSTALLED, most=2000)
    lost, kept = _lost(INSTALLED, files)
    assert lost == []
    assert kept < len(files) / 10


def test_filter_lets_the_examples_through() -> None:
    lost, kept = _lost(EXAMPLES, _files(EXAMPLES, most=1000))
    assert lost == []
    assert kept > 1


def test_prose_is_cut_and_code_stays() -> None:
    source = "a = 'x # y'  # c\nb = '''d''' + f'''{e}'''\n"
    assert without_prose(source) == "a = 'x # y'  \nb =  + f'''{e}'''\n"
    assert without_prose(source, keeps_lines=False) == "a =   \nb =  + f'''{e}'''\n"


@pytest.mark.parametrize(
    "code",
    [
        'import timm\ntimm.create_model("a", pretrained=True)',
        'from timm import (\n    create_model,  # (one)\n    data,\n)\ncreate_model("a", pretrained=True)',
        'from timm import create_model as make\nmake("a", pretrained=True)',
        'from timm import *\ncreate_model ("a", pretrained=True)',
        'from timm import data, create_model\nmake = create_model\nmake("a", pretrained=True)',
        'import timm\n(timm.create_model)("a", pretrained=True)',
        'import timm\n(timm.  # one\n create_model\n  )("a", pretrained=True)',
        'import timm\nmake = getattr(timm, "create_model")\nmake("a", pretrained=True)',
        'import timm\ndef f(make=timm.create_model): make("a", pretrained=True)',
        'import timm\nMAKERS = {"a": timm.create_model}\nMAKERS["a"]("a", pretrained=True)',
        'import sentence_transformers as st\nclass A(st.SparseEncoder):\n    def __init__(self): super().__init__("a")',
    ],
)
def test_call_in_every_spelling_passes_the_filter(code: str, tmp_path: Path) -> None:
    file = SourceFile(tmp_path / "app.py", "app.py", len(code))
    assert any(read_source(code, file, ids.project(tmp_path)))
    assert may_refer(code)


@pytest.mark.parametrize(
    "code",
    [
        "import timm\ncreate_model = 1\nprint(create_model)",
        "from timm import create_model, data\ndata.x()",
        "import timm\ntimm.create_model = None",
        "import timm\ntimm.create_model.cache_clear()",
        "import timm\ndef create_model(): ...",
        "import timm\nprint('timm.create_model()')",
        "from sklearn.utils import Bunch\nBunch.datasets.load_iris()",
        "from peft import LoraConfig, x\nx(1)",
    ],
)
def test_name_that_is_not_called_is_no_reason_to_parse_a_file(code: str) -> None:
    assert not may_refer(code)


def test_comments_without_end_are_looked_through_in_one_pass() -> None:
    assert not may_call("load " + "#" * 200_000, "load")
    assert not may_refer("import timm\ntimm." + "#" * 200_000 + "\n")
