from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.code.reader import read_code, read_source
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

Read = Callable[[Mapping[str, str]], list[Assertion]]
LOAD = "from transformers import AutoModel\n"
PARSER = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("--the-model", default="acme/a", choices=["acme/z"])\n'


def _files(root: Path, contents: Mapping[str, str]) -> list[SourceFile]:
    files = []
    for relative, content in contents.items():
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(content))
        files.append(SourceFile(path, relative, path.stat().st_size))
    return files


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(contents: Mapping[str, str]) -> list[Assertion]:
        files = _files(tmp_path, contents)
        sources = Sources.of(files)
        return [said for file in files for said in read_code(file, ids.project(tmp_path), sources=sources)]

    return read


def _named(found: list[Assertion]) -> set[tuple[str, object]]:
    edges = [said for said in found if said.predicate is EdgeKind.DEPENDS_ON]
    return {(str(said.object).removeprefix("pkg:huggingface/"), said.qualifiers.get("defined_at")) for said in edges}


def _unresolved(found: list[Assertion]) -> list[object]:
    return [said.value["expression"] for said in found if said.predicate is PropertyKind.UNRESOLVED]


@pytest.mark.parametrize(
    "code",
    [
        'import os\nM = os.getenv("M", "acme/a")',
        'import os\nM = os.environ.get("M", default="acme/a")',
        'import os\nM = os.environ.get("M") or "acme/a"',
        'M = "%s/%s" % ("acme", "a")',
        'M = "{}/{name}".format("acme", name="a")',
        'M = str("acme/a")',
        'M = {"small": "acme/a", "large": "acme/b"}["small"]',
        'M = {"small": "acme/a"}.get(size, "acme/a")',
        'ALL = ["acme/a", "acme/b"]\nM = ALL[0]',
        'M, N = "acme/a", "acme/b"',
        'if (M := "acme/a"): pass',
        'import enum\nclass E(enum.Enum):\n    A = "acme/a"\nM = E.A.value',
        'class C:\n    NAME = "acme/a"\nM = C.NAME',
        'class C:\n    def __init__(self):\n        self.name = "acme/a"\nM = C().name',
        'from dataclasses import dataclass, field\n@dataclass\nclass C:\n    name: str = field(default="acme/a")\nM = C().name',
        'from dataclasses import dataclass\n@dataclass\nclass C:\n    name: str\nM = C(name="acme/a").name',
        'from dataclasses import dataclass\n@dataclass\nclass C:\n    name: str\nM = C("acme/a").name',
        'from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    name: str = "acme/a"\nM = S().name',
        'def pick():\n    return "acme/a"\nM = pick()',
        'import argparse\np = argparse.ArgumentParser()\np.add_argument("--the-model", default="acme/a")\nM = p.parse_args().the_model',
        'c = {}\nc["m"] = "acme/a"\nM = c["m"]',
        f'{PARSER}M = vars(p.parse_args())["the_model"]',
        f'{PARSER}M = p.parse_args().__dict__.pop("the_model")',
        f'{PARSER}options = vars(p.parse_args())\nM = options.get("the_model", None)',
        f'{PARSER}M = getattr(p.parse_args(), "the_" + "model")',
    ],
)
def test_value_is_followed_to_where_it_is_used(read: Read, code: str) -> None:
    found = read({"app.py": f"{LOAD}{code}\nAutoModel.from_pretrained(M)\n"})
    assert {name for name, _ in _named(found)} == {"acme/a"}
    assert {said.evidence.method for said in found} == {Method.INFERRED}
    assert _unresolved(found) == []


@pytest.mark.parametrize(
    "code",
    [
        'M = "acme/a" if small else "acme/b"',
        'M = "acme/a"\nif large:\n    M = "acme/b"',
        'for M in ("acme/a", "acme/b"): pass',
        'for _, M in {"x": "acme/a", "y": "acme/b"}.items(): pass',
        'for _, M in enumerate(["acme/a", "acme/b"]): pass',
        'M = {"x": "acme/a", "y": "acme/b"}[size]',
        'for M in [f"acme/{s}" for s in "ab".split()] or ["acme/a", "acme/b"]: pass',
    ],
)
def test_every_alternative_is_named(read: Read, code: str) -> None:
    found = read({"app.py": f"{LOAD}{code}\nAutoModel.from_pretrained(M)\n"})
    assert {name for name, _ in _named(found)} == {"acme/a", "acme/b"}


def test_last_assignment_counts_where_all_run(read: Read) -> None:
    code = (
        LOAD + 'M = "acme/a"\nM = "acme/b"\ndef f():\n    AutoModel.from_pretrained(M)\nAutoModel.from_pretrained(M)\n'
    )
    assert {name for name, _ in _named(read({"app.py": code}))} == {"acme/b"}


def test_parts_that_may_not_belong_together_are_not_combined(read: Read) -> None:
    code = LOAD + 'def f(org, name):\n    AutoModel.from_pretrained(f"{org}/{name}")\nf("a", "x")\nf("b", "y")\n'
    found = read({"app.py": code})
    assert (_named(found), _unresolved(found)) == (set(), ["f'{org}/{name}'"])


@pytest.mark.parametrize(
    "use",
    [
        "from config import BASE\nAutoModel.from_pretrained(BASE)",
        "import config\nAutoModel.from_pretrained(config.BASE)",
        "import config as c\nAutoModel.from_pretrained(c.BASE)",
        "from config import *\nAutoModel.from_pretrained(BASE)",
        "from .config import BASE as b\nAutoModel.from_pretrained(b)",
        "from . import config\nAutoModel.from_pretrained(config.BASE)",
        "from shown import again\nAutoModel.from_pretrained(again)",
        "from shown import settings\nAutoModel.from_pretrained(settings.base)",
    ],
)
@pytest.mark.parametrize("folder", ["", "src/pkg/"])
def test_constant_of_another_file_is_followed(read: Read, use: str, folder: str) -> None:
    shown = "from config import BASE as again\nclass Settings:\n    base: str = again\nsettings = Settings()\n"
    files = {"config.py": 'x = 1\nBASE = "acme/a"\n', "shown.py": shown, "app.py": LOAD + use + "\n"}
    found = read({folder + name: content for name, content in files.items()})
    assert _named(found) == {("acme/a", f"{folder}config.py:2")}


def test_file_of_a_src_layout_is_found_from_elsewhere(read: Read) -> None:
    files = {
        "src/pkg/__init__.py": "from .names import BASE\n",
        "src/pkg/names.py": 'BASE = "acme/a"\n',
    }
    found = read({**files, "scripts/run.py": LOAD + "from pkg import BASE\nAutoModel.from_pretrained(BASE)\n"})
    assert _named(found) == {("acme/a", "src/pkg/names.py:1")}


def test_what_callers_give_is_followed_into_functions_and_classes(read: Read) -> None:
    models = """
        from transformers import AutoModel
        def load(name="acme/default"):
            return AutoModel.from_pretrained(name)
        class Wrapper:
            def __init__(self, name):
                self.name = name
            def load(self):
                return AutoModel.from_pretrained(self.name)
    """
    run = 'from models import load, Wrapper\nload("acme/called")\nWrapper("acme/wrapped").load()\n'
    tests = 'from models import load\nload("acme/test")\n'
    found = read({"models.py": models, "run.py": run, "tests/test_models.py": tests})
    assert _named(found) == {
        ("acme/default", "models.py:3"),
        ("acme/called", "run.py:2"),
        ("acme/wrapped", "run.py:3"),
    }


def test_client_of_another_file_is_asked(read: Read) -> None:
    ask = 'from llm import client\nclient.chat.completions.create(model="gpt-4o")\n'
    found = read({"llm.py": "from openai import OpenAI\nclient = OpenAI()\n", "ask.py": ask})
    assert _named(found) == {("service:openai/gpt-4o", None)}


def test_class_of_the_project_with_that_method_is_no_library(read: Read) -> None:
    own = "class AutoModel:\n    @classmethod\n    def from_pretrained(cls, name): ...\n"
    use = 'from own import AutoModel\nimport transformers\nAutoModel.from_pretrained("fleet/roadster")\n'
    assert read({"own.py": own, "use.py": use}) == []


def test_folder_with_the_name_of_a_library_hides_only_what_it_defines(read: Read) -> None:
    own = "def load_dataset(name): ...\n"
    use = 'from datasets import load_dataset, load_dataset_builder\nload_dataset("a/b")\nload_dataset_builder("c/d")\n'
    found = read({"datasets.py": own, "use.py": use})
    assert {name for name, _ in _named(found)} == {"https://huggingface.co/datasets/c/d"}


def test_subclass_of_a_library_class_loads_what_the_library_loads(read: Read) -> None:
    code = """
        from transformers import BertModel
        class Mine(BertModel): ...
        Mine.from_pretrained("acme/a")
    """
    assert {name for name, _ in _named(read({"app.py": code}))} == {"acme/a"}


def test_default_of_a_secret_is_never_a_name(read: Read) -> None:
    code = 'import os\nfrom openai import OpenAI\nOpenAI().responses.create(model=os.getenv("API_KEY", "hunter2"))\n'
    assert "hunter2" not in str(read({"app.py": code}))


def test_imports_in_circles_end(read: Read) -> None:
    files = {"a.py": "from b import *\nfrom b import X\n", "b.py": "from a import *\nfrom a import X\n"}
    found = read(
        {**files, "app.py": LOAD + "from a import X, Y\nAutoModel.from_pretrained(X)\nAutoModel.from_pretrained(Y)\n"}
    )
    assert _unresolved(found) == ["X", "Y"]


def test_fingerprint_follows_the_files_that_a_meaning_depends_on(tmp_path: Path) -> None:
    contents = {
        "app.py": LOAD + "from config import A\ndef load(n=A): AutoModel.from_pretrained(n)\n",
        "config.py": "from deep import A\n",
        "deep.py": 'A = "acme/a"\n',
        "run.py": 'from app import load\nload("acme/b")\n',
        "other.py": "x = 1\n",
    }
    before = Sources.of(_files(tmp_path, contents)).fingerprint("app.py")
    for name, content in contents.items():
        changed = {**contents, name: content + "# changed\n"}
        after = Sources.of(_files(tmp_path, changed)).fingerprint("app.py")
        assert (after == before) == (name in {"app.py", "other.py"}), name


def test_line_is_called_as_the_document_calls_it(tmp_path: Path) -> None:
    file = SourceFile(tmp_path / "a.ipynb", "a.ipynb", 0)
    source = f'{LOAD}AutoModel.from_pretrained("acme/a")\n'
    [found] = read_source(source, file, ids.project(tmp_path), locate=lambda line: f"3:{line}")
    assert found.evidence.locator == "3:2"


def test_function_that_hands_its_argument_back_returns_what_each_call_gives(read: Read) -> None:
    code = """
        from transformers import AutoModel
        def plain(value, other=None):
            return value if isinstance(value, str) else value
        def same(value):
            if isinstance(value, str):
                return value
            return value.value
        print(same("acme/other"), plain("acme/another"))
        AutoModel.from_pretrained(same("acme/a"))
    """
    assert {name for name, _ in _named(read({"app.py": code}))} == {"acme/a"}


def test_items_that_are_set_from_each_other_are_looked_at_once(read: Read) -> None:
    names = "abcdefgh"
    given = " or ".join(f'c["{other}"]' for other in names)
    stores = "".join(f'c["{one}"] = {given}\n' for one in names) * 3
    code = f'{LOAD}c = {{}}\n{stores}c["m"] = "acme/a"\nAutoModel.from_pretrained(c["a"] or c["m"])\n'
    found = read({"app.py": code + 'AutoModel.from_pretrained("acme/b")\n'})
    assert {name for name, _ in _named(found)} == {"acme/a", "acme/b"}
