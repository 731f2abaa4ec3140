"""Notebooks: names propagate from cell to cell, magics are taken out, commands and installs are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mlgraph_ingest.project.code.notebook_cells import cells_of
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.ingest.project.conftest import Said

Write = Callable[[Mapping[str, str | bytes]], Path]
Read = Callable[..., Said]


def _notebook(*cells: str | list[str], language: str = "python") -> dict[str, Any]:
    return {
        "cells": [{"cell_type": "code", "source": cell} for cell in cells],
        "metadata": {"language_info": {"name": language}},
        "nbformat": 4,
    }


@pytest.fixture
def read(write: Write, said: Callable[..., Said]) -> Read:
    def read_cells(*cells: str | list[str], **more: str) -> Said:
        return said(write({"a.ipynb": json.dumps(_notebook(*cells, **more))}))

    return read_cells


def _named(found: Said) -> dict[str, str]:
    edges = found.edges(EdgeKind.DEPENDS_ON)
    return {str(e.object).removeprefix("pkg:").removeprefix("huggingface/"): e.evidence.locator for e in edges}


IMPORT = "from transformers import AutoModel\n"


def test_names_propagate_from_cell_to_cell(read: Read) -> None:
    found = read([IMPORT, "name = 'org/m'\n"], "x = 1", "\nAutoModel.from_pretrained(name)")
    assert _named(found) == {"org/m": "3:2"}


def test_cells_of_the_older_format_are_read(write: Write, said: Callable[..., Said]) -> None:
    cells = [
        {"cell_type": "markdown", "source": "x"},
        {"cell_type": "code", "input": [IMPORT, "AutoModel.from_pretrained('org/m')"]},
    ]
    found = said(write({"a.ipynb": json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3})}))
    assert _named(found) == {"org/m": "2:2"}


@pytest.mark.parametrize(
    "magic",
    [
        "%load_ext autoreload\n",
        "%matplotlib inline\n%time\n",
        "!pip install --quiet \\\n   nothing-to-see\n",
        "files = !ls *.py\n",
        "x = %timeit -o 1\n",
        "if True:\n    !ls\n    %cd x\n",
        "?AutoModel\n",
        "AutoModel??\n",
        "%%time\n",
        "%%capture out\n",
        "pip install something\n",
    ],
)
def test_what_ipython_adds_is_taken_out_line_for_line(read: Read, magic: str) -> None:
    found = read(IMPORT, magic + "AutoModel.from_pretrained('org/m')")
    assert _named(found)["org/m"] == f"2:{magic.count(chr(10)) + 1}"
    assert found.problems == []


def test_python_that_looks_like_a_magic_stays(read: Read) -> None:
    found = read(IMPORT + "name = ('org/%s'\n % 'm')\nAutoModel.from_pretrained('org/n')\n'''\n!pip install not\n'''")
    assert _named(found).keys() == {"org/n"} | (_named(found).keys() & {"org/m"})


@pytest.mark.parametrize("magic", ["%%html", "%%javascript", "%%writefile x.txt", "%%R", "%%latex"])
def test_cell_in_another_language_is_passed_over(read: Read, magic: str) -> None:
    found = read(f"{magic}\n{IMPORT}AutoModel.from_pretrained('org/m')")
    assert _named(found) == {}
    assert found.problems == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("run.py", f"{IMPORT}AutoModel.from_pretrained('org/m')"),
        ("conf/a.yaml", "# a run\nmodel_name_or_path: org/m"),
        ("'a.json'", '{\n"model_name_or_path": "org/m"}'),
        ("-a run.sh", "set -e\nhf download org/m"),
    ],
)
def test_file_that_a_cell_writes_is_read_as_such_a_file(read: Read, name: str, text: str) -> None:
    found = read("x = 1", f"%%writefile {name}\n{text}")
    assert _named(found) == {"org/m": "2:3"}
    assert found.problems == []


def test_names_of_the_notebook_do_not_reach_into_a_file_that_a_cell_writes(read: Read) -> None:
    found = read(f"{IMPORT}name = 'org/m'", f"%%writefile run.py\n{IMPORT}AutoModel.from_pretrained(name)")
    assert _named(found) == {}


def test_broken_file_that_a_cell_writes_costs_only_itself(read: Read) -> None:
    found = read(f"{IMPORT}AutoModel.from_pretrained('org/m')", "%%writefile a.yaml\nmodel_id: [")
    assert _named(found) == {"org/m": "1:2"}
    assert len(found.problems) == 1
    assert "a.yaml" in str(found.problems[0])


def test_cell_that_cannot_be_parsed_costs_only_itself(read: Read) -> None:
    found = read(IMPORT, "x = 1\nprint 'python 2'", "AutoModel.from_pretrained('org/m')")
    assert _named(found) == {"org/m": "3:1"}
    [(title, place, text)] = found.problems
    assert (title, place) == ("a.ipynb", "2:2")
    assert text.startswith("a cell that is not Python 3")
    assert "\n" not in text


def test_installs_are_declared_packages_for_development(read: Read) -> None:
    found = read(
        "!pip install -q evaluate==0.4.2 'peft>=0.5' -r requirements.txt --index-url https://pypi.example/simple\n"
        "%pip install rouge_score\n!python -m pip install {name} $X . git+https://github.com/org/lib@v1#egg=lib\n"
        "%%bash\n",
        "%%bash\ncd x\npip install nltk\n",
    )
    wanted = {key: (q.get("version"), q.get("specifier"), q["scope"]) for key, q in found.wanted().items()}
    assert wanted == {
        "evaluate": ("0.4.2", "==0.4.2", "development"),
        "peft": (None, ">=0.5", "development"),
        "rouge-score": (None, None, "development"),
        "lib": (None, None, "development"),
        "nltk": (None, None, "development"),
    }
    assert _named(found)["pypi/nltk"] == "2:3"


def test_commands_and_variables_of_cells_are_read(read: Read) -> None:
    found = read(
        "!huggingface-cli download org/m --revision abc\n!ollama pull llama3:8b", "%%sh\nM=org/x-7b\nvllm serve $M\n"
    )
    assert _named(found) == {"org/m": "1:1", "generic/ollama/llama3": "1:2", "org/x-7b": "2:3"} | {"org/x-7b": "2:3"}
    assert {e.evidence.method for e in found.edges(EdgeKind.DEPENDS_ON)} == {Method.DECLARED, Method.INFERRED}


def test_notebook_in_another_language_says_nothing(read: Read) -> None:
    assert _named(read(f"{IMPORT}AutoModel.from_pretrained('org/m')", language="R")) == {}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "a.ipynb:1: not JSON, so no notebook"),
        ("{\n'a'", "a.ipynb:2: not JSON, so no notebook"),
        ("[]", "a.ipynb: JSON without a list of cells"),
        ('{"cells": {}}', "a.ipynb: JSON without a list of cells"),
        (b"\xff", "a.ipynb:1: not UTF-8"),
        ("[" * 100_000, "a.ipynb: nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_told_in_one_line(
    write: Write, said: Callable[..., Said], content: str | bytes, why: str
) -> None:
    found = said(write({"a.ipynb": content}))
    message = str(found.errors["a.ipynb"])
    assert message.startswith(why)
    assert "\n" not in message


@pytest.mark.parametrize(
    "cells",
    [
        '{"cells": [1, null, {"cell_type": "code"}, {"cell_type": "code", "source": 3}, {"cell_type": "code", "source": [1]}]}',
        '{"cells": [], "metadata": 3}',
        '{"worksheets": [1, {}, {"cells": 2}]}',
    ],
)
def test_cells_of_odd_shapes_are_passed_over(source: Callable[..., SourceFile], cells: str) -> None:
    found = cells_of(source(cells.encode(), "a.ipynb"))
    assert found is not None
    assert found.source == ""


def test_nothing_of_a_notebook_is_unresolved_that_is_known(read: Read) -> None:
    found = read(IMPORT, "for name in ['org/a']:\n    pass", "AutoModel.from_pretrained(unknown)")
    assert [v["expression"] for v in found.values(PropertyKind.UNRESOLVED)] == ["unknown"]
