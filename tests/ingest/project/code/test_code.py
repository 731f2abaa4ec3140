from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.code.filter import may_refer
from mlgraph_ingest.project.code.reader import read_code, read_source
from mlgraph_ingest.project.code.rules import ROOTS, RULES, SPELLINGS
from mlgraph_ingest.project.code.tests import is_test
from mlgraph_ingest.project.code.text import decoded
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope

Read = Callable[..., list[Assertion]]


def _source(root: Path, content: str | bytes, name: str) -> SourceFile:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = dedent(content).encode() if isinstance(content, str) else content
    path.write_bytes(data)
    return SourceFile(path, name, len(data))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str | bytes, name: str = "app.py") -> list[Assertion]:
        return list(read_code(_source(tmp_path, content, name), ids.project(tmp_path)))

    return read


def _edges(assertions: list[Assertion]) -> list[Assertion]:
    return [a for a in assertions if a.predicate is EdgeKind.DEPENDS_ON]


def _names(assertions: list[Assertion]) -> list[str]:
    return [str(a.object) for a in _edges(assertions)]


def _unresolved(assertions: list[Assertion]) -> list[object]:
    return [a.value["expression"] for a in assertions if a.predicate is PropertyKind.UNRESOLVED]


def test_literal_model_is_observed_with_its_line_and_rule(read: Read) -> None:
    [found] = read('from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("acme/base")\n')
    assert found.object == ids.model("acme/base")
    assert (found.evidence.locator, found.evidence.method) == ("3", Method.OBSERVED)
    assert found.evidence.rule == "transformers.from_pretrained"
    assert dict(found.qualifiers) == {"scope": Scope.RUNTIME}


@pytest.mark.parametrize(
    "code",
    [
        'import transformers\ntransformers.AutoModel.from_pretrained("acme/base")',
        'import transformers as tf\ntf.AutoModel.from_pretrained("acme/base")',
        'import transformers.models.bert as b\nb.BertModel.from_pretrained("acme/base")',
        'import transformers.models.bert\ntransformers.models.bert.BertModel.from_pretrained("acme/base")',
        'from transformers import AutoModel as M\nM.from_pretrained("acme/base")',
        'from transformers import *\nAutoModel.from_pretrained("acme/base")',
        'def f():\n    from transformers import AutoModel\n    return AutoModel.from_pretrained("acme/base")',
        'from transformers import AutoModel\nM = AutoModel\nM.from_pretrained("acme/base")',
        'from transformers import AutoModel\nAutoModel.from_pretrained(pretrained_model_name_or_path="acme/base")',
        'from transformers import AutoModel\nAutoModel.from_pretrained("acme/" "base")',
        'from transformers import AutoModel\nAutoModel.from_pretrained("acme/" + "base")',
        "from transformers import AutoModel\nAutoModel.from_pretrained(f\"acme/{'base'}\")",
        'from transformers import AutoModel\nx = [AutoModel.from_pretrained("acme/base") for _ in range(2)]',
        'from transformers import AutoModel\nf = lambda: AutoModel.from_pretrained("acme/base")',
        'try:\n    from transformers import AutoModel\nexcept ImportError:\n    AutoModel = None\nAutoModel.from_pretrained("acme/base")',
        'import \uff54ransformers\n\uff54ransformers.AutoModel.from_pretrained("acme/base")',
        '# coding: latin-1\nfrom transformers import AutoModel\nAutoModel.from_pretrained("acme/base")  # \xe9'.encode(
            "latin-1"
        ),
        '\ufefffrom transformers import AutoModel\nAutoModel.from_pretrained("acme/base")'.encode(),
    ],
)
def test_every_way_to_import_and_to_spell_leads_to_the_model(read: Read, code: str | bytes) -> None:
    assert _names(read(code)) == ["pkg:huggingface/acme/base"]


@pytest.mark.parametrize(
    "code",
    [
        '# transformers: AutoModel.from_pretrained("acme/base")',
        '"""transformers\n\nAutoModel.from_pretrained("acme/base")\n"""',
        'class AutoModel:\n    pass\n\n# transformers\nAutoModel.from_pretrained("acme/base")',
        'from transformers import AutoModel\nclass AutoModel: ...\nAutoModel.from_pretrained("acme/base")',
        'from datasets import load_dataset\ndef load_dataset(name): ...\nload_dataset("acme/rows")',
        'from datasets import load_dataset\ndef f(load_dataset):\n    load_dataset("acme/rows")',
        'from datasets import load_dataset\nfor load_dataset in (): load_dataset("acme/rows")',
        'from .datasets import load_dataset\nload_dataset("acme/rows")',
        'import mytransformers as transformers\ntransformers.AutoModel.from_pretrained("acme/base")',
        'import transformers\nclass Car:\n    def __init__(self, model="Tesla Model 3"): ...\nCar(model="gpt-4")',
        'from transformers import AutoModel\nAutoModel.from_config("acme/base")',
        'import pydantic, timm\npydantic.create_model("Row", pretrained=True)',
    ],
)
def test_what_only_looks_like_a_model_is_none(read: Read, code: str) -> None:
    assert read(code) == []


def test_definition_after_the_call_does_not_shadow_it(read: Read) -> None:
    code = """
        from datasets import load_dataset
        rows = load_dataset("acme/rows")
        def load_dataset(name): ...
        other = load_dataset("acme/other")
    """
    assert _names(read(code)) == ["https://huggingface.co/datasets/acme/rows"]


def test_module_constant_is_followed_and_said_to_be_inferred(read: Read) -> None:
    code = """
        from transformers import AutoModel
        ORG = "acme"
        NAME = f"{ORG}/base"
        REVISION = "v2"
        def load():
            return AutoModel.from_pretrained(NAME, revision=REVISION)
    """
    [found] = read(code)
    assert str(found.object) == "pkg:huggingface/acme/base"
    assert found.evidence.method is Method.INFERRED
    assert found.qualifiers["revision"] == "v2"


@pytest.mark.parametrize(
    "binding",
    [
        'NAME = "acme/a"\nNAME += "-large"',
        'NAME = NAME + "x"',
        "import os\nNAME = os.environ['NAME']",
        "for NAME in names: pass",
        "NAME = pick()",
        'NAME = "acme/%s" % size',
        'NAME = f"acme/{size:>3}"',
        "from settings import NAME",
        "from settings import *",
    ],
)
def test_name_that_may_hold_something_else_is_unresolved(read: Read, binding: str) -> None:
    found = read(f"from transformers import AutoModel\n{binding}\nAutoModel.from_pretrained(NAME)\n")
    assert _names(found) == []
    assert _unresolved(found) == ["NAME"]


def test_loop_variable_of_a_comprehension_hides_the_constant(read: Read) -> None:
    code = """
        from transformers import AutoModel
        m = "acme/base"
        every = [AutoModel.from_pretrained(m) for m in names]
    """
    assert _unresolved(read(code)) == ["m"]


def test_unresolved_reference_says_kind_call_and_expression(read: Read) -> None:
    code = """
        import os
        from transformers import AutoModel
        AutoModel.from_pretrained(os.getenv("MODEL"))
    """
    [found] = read(code)
    assert found.value == {
        "kind": "Model",
        "callable": "transformers.AutoModel.from_pretrained",
        "expression": "os.getenv('MODEL')",
    }
    assert found.evidence.locator == "4"


def test_starred_arguments_are_unresolved(read: Read) -> None:
    code = """
        from transformers import AutoModel
        def f(*args, **kwargs):
            AutoModel.from_pretrained(*args)
            AutoModel.from_pretrained(**kwargs)
    """
    assert _unresolved(read(code)) == ["*args", "**kwargs"]


def test_role_of_what_is_loaded_stands_in_the_rule(read: Read) -> None:
    code = """
        from transformers import AutoConfig, AutoImageProcessor, AutoTokenizer
        AutoTokenizer.from_pretrained("acme/base")
        AutoImageProcessor.from_pretrained("acme/base")
        AutoConfig.from_pretrained("acme/base")
    """
    rules = [a.evidence.rule for a in read(code)]
    assert rules == ["transformers.tokenizer", "transformers.processor", "transformers.config"]


def test_pipeline_without_model_uses_an_unnamed_default(read: Read) -> None:
    found = read('from transformers import pipeline\npipeline("sentiment-analysis")\n')
    assert _unresolved(found) == ["the default model of the task"]


def test_pipeline_given_a_loaded_model_names_it_once(read: Read) -> None:
    code = """
        from transformers import AutoModel, pipeline
        model = AutoModel.from_pretrained("acme/base").to("cuda")
        pipe = pipeline("text-generation", model=model)
    """
    assert _names(read(code)) == ["pkg:huggingface/acme/base"]
    assert _unresolved(read(code)) == []


def test_pipeline_with_names_gives_model_and_tokenizer(read: Read) -> None:
    code = 'from transformers import pipeline\npipeline("summarization", "acme/base", tokenizer="acme/tok")\n'
    assert _names(read(code)) == ["pkg:huggingface/acme/base", "pkg:huggingface/acme/tok"]


@pytest.mark.parametrize(
    "text", ["./base", "/srv/base", "~/base", "../base", "a/b/c", "C:\\\\base", "models/base", "base", "acme/base.gguf"]
)
def test_local_model_is_no_hub_id(read: Read, text: str) -> None:
    assert read(f'from transformers import AutoModel\nAutoModel.from_pretrained("{text}")\n') == []


def test_name_of_a_folder_in_the_project_is_a_path(read: Read, tmp_path: Path) -> None:
    (tmp_path / "acme" / "base").mkdir(parents=True)
    assert read('from transformers import AutoModel\nAutoModel.from_pretrained("acme/base")\n') == []


def test_early_model_without_namespace_is_a_hub_id(read: Read) -> None:
    assert _names(read('from transformers import AutoModel\nAutoModel.from_pretrained("gpt2")')) == [
        "pkg:huggingface/gpt2"
    ]


@pytest.mark.parametrize("text", ["https://huggingface.co/acme/base", "acme/ba se", "acme/base--x"])
def test_name_that_is_neither_path_nor_id_is_unresolved(read: Read, text: str) -> None:
    found = read(f'from transformers import AutoModel\nAutoModel.from_pretrained("{text}")\n')
    assert (_names(found), _unresolved(found)) == ([], [repr(text)])


def test_dataset_keeps_configuration_and_revision(read: Read) -> None:
    [found] = read(
        'from datasets import load_dataset\nload_dataset("acme/rows", "en", split="train", revision="main")\n'
    )
    assert str(found.object) == "https://huggingface.co/datasets/acme/rows"
    assert dict(found.qualifiers) == {"scope": Scope.DATA, "revision": "main", "config": "en"}


@pytest.mark.parametrize("builder", ["csv", "json", "parquet", "text", "imagefolder", "./rows", "rows.csv"])
def test_local_files_are_no_hub_dataset(read: Read, builder: str) -> None:
    assert read(f'from datasets import load_dataset\nload_dataset("{builder}", data_files="x")\n') == []


def test_revision_that_is_not_known_is_not_the_same_as_none(read: Read) -> None:
    [found] = read('from transformers import AutoModel\nAutoModel.from_pretrained("acme/base", revision=pick())\n')
    assert found.qualifiers["revision_unresolved"] == "pick()"
    assert "revision" not in found.qualifiers


def test_trust_in_remote_code_is_kept(read: Read) -> None:
    [found] = read('from transformers import AutoModel\nAutoModel.from_pretrained("acme/x", trust_remote_code=True)\n')
    assert found.qualifiers["trust_remote_code"] is True


def test_library_completes_short_names_under_its_namespace(read: Read) -> None:
    code = """
        from sentence_transformers import CrossEncoder, SentenceTransformer
        SentenceTransformer("all-MiniLM-L6-v2")
        SentenceTransformer("bert-base-uncased")
        CrossEncoder("acme/rerank")
    """
    found = read(code)
    assert [(str(a.object), a.evidence.method) for a in found] == [
        ("pkg:huggingface/sentence-transformers/all-MiniLM-L6-v2", Method.INFERRED),
        ("pkg:huggingface/bert-base-uncased", Method.OBSERVED),
        ("pkg:huggingface/acme/rerank", Method.OBSERVED),
    ]


def test_timm_names_a_model_only_when_its_weights_are_loaded(read: Read) -> None:
    code = """
        import timm
        timm.create_model("resnet50.a1_in1k", pretrained=True)
        timm.create_model("hf-hub:acme/vit", pretrained=True)
        timm.create_model("resnet18")
        timm.create_model("resnet34", pretrained=False)
        timm.create_model("resnet101", pretrained=flag)
    """
    found = read(code)
    assert _names(found) == ["pkg:huggingface/timm/resnet50.a1_in1k", "pkg:huggingface/acme/vit"]
    assert _unresolved(found) == ["'resnet101'"]


def test_repo_type_decides_what_a_download_is(read: Read) -> None:
    code = """
        from huggingface_hub import HfApi, hf_hub_download, snapshot_download
        api = HfApi(token="x")
        snapshot_download("acme/base")
        snapshot_download(repo_id="acme/rows", repo_type="dataset")
        snapshot_download("acme/demo", repo_type="space")
        api.hf_hub_download("acme/gguf", "q4.gguf")
        hf_hub_download("acme/any", "x", repo_type=kind)
    """
    found = read(code)
    assert [(str(a.object), a.qualifiers["scope"]) for a in _edges(found)] == [
        ("pkg:huggingface/acme/base", Scope.RUNTIME),
        ("https://huggingface.co/datasets/acme/rows", Scope.DATA),
        ("pkg:huggingface/acme/gguf", Scope.RUNTIME),
    ]
    assert _edges(found)[-1].qualifiers["filename"] == "q4.gguf"
    assert _unresolved(found) == ["'acme/any', repo_type=kind"]


def test_lora_weights_are_read_on_a_diffusers_pipeline_only(read: Read) -> None:
    code = """
        from diffusers import DiffusionPipeline
        pipe = DiffusionPipeline.from_pretrained("acme/sdxl").to("cuda")
        pipe.load_lora_weights("acme/lora", weight_name="l.safetensors")
        other.load_lora_weights("acme/unrelated")
    """
    found = read(code)
    assert _names(found) == ["pkg:huggingface/acme/sdxl", "pkg:huggingface/acme/lora"]
    assert found[1].qualifiers["filename"] == "l.safetensors"


def test_adapter_is_the_second_argument_of_peft(read: Read) -> None:
    code = """
        from peft import AutoPeftModelForCausalLM, PeftConfig, PeftModel
        PeftModel.from_pretrained(base, "acme/adapter")
        PeftConfig.from_pretrained("acme/adapter")
        AutoPeftModelForCausalLM.from_pretrained("acme/auto")
    """
    assert _names(read(code)) == [
        "pkg:huggingface/acme/adapter",
        "pkg:huggingface/acme/adapter",
        "pkg:huggingface/acme/auto",
    ]


def test_code_of_the_tests_is_needed_for_tests(read: Read) -> None:
    code = 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/tiny")\n'
    assert read(code, "tests/helpers/load.py")[0].qualifiers["scope"] is Scope.TEST
    assert read(code, "src/test_app.py")[0].qualifiers["scope"] is Scope.TEST
    assert not is_test("src/contest.py")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("import transformers\nprint 'x'\n", "app.py:2"),
        ("import transformers\nx = 'a\0b'\n", "app.py:2"),
        ("import transformers\nx.from_pretrained" + "(" * 500 + ")" * 500, "app.py:2"),
        ("import transformers\nx.from_pretrained(" + "-" * 100_000 + "1)", "app.py"),
        ("import transformers\nx.from_pretrained()" + ".b" * 100_000, "app.py"),
        ("import transformers\nx.from_pretrained(" + "1" * 10_000 + ")", "app.py:2"),
        (b"import transformers\nx = '\xff'\n", "app.py:2"),
        (b"# coding: no-such-encoding\nimport transformers\n", "app.py:1"),
        (b"# coding: zip\nimport transformers\n", "app.py:1"),
        (b"import transformers\n" + b"#" * (9 * 2**20), "app.py"),
    ],
)
def test_what_cannot_be_parsed_is_said_with_its_place(read: Read, content: str | bytes, place: str) -> None:
    with pytest.raises(FormatError, match=f"^{place}: "):
        read(content)


@pytest.mark.parametrize("prose", ["# {}", "x = '''{}'''", 'def f():\n    r"""{}\n    """', "x = 'a'  # {}"])
def test_call_in_prose_is_no_reason_to_parse_a_file(prose: str) -> None:
    assert not may_refer("import transformers\n" + prose.format("AutoModel.from_pretrained('x')"))


@pytest.mark.parametrize("code", ["x = '#'; {}", "x = f'''{{ {} }}'''", "x = 'it\\'s'; {}", 'x = "\'"; {}  # "'])
def test_call_beside_prose_is_one(code: str) -> None:
    assert may_refer("import transformers\n" + code.format("y.from_pretrained()"))


def test_broken_file_that_names_no_library_is_nothing_to_worry_about(read: Read) -> None:
    assert read("print 'hello'\n") == []


def test_invalid_escape_in_the_scanned_code_warns_nobody(read: Read) -> None:
    code = 'from transformers import AutoModel\nx = "\\d"\nAutoModel.from_pretrained("acme/base")\n'
    assert _names(read(code)) == ["pkg:huggingface/acme/base"]


def test_long_chains_of_code_are_read(read: Read) -> None:
    branches = "".join(f"elif x == {i}:\n    pass\n" for i in range(150))
    code = f'from transformers import AutoModel\nif x:\n    pass\n{branches}AutoModel.from_pretrained("acme/base")\n'
    assert _names(read(code)) == ["pkg:huggingface/acme/base"]


def test_names_that_lead_in_circles_end(read: Read) -> None:
    doubling = "".join(f"a{i + 1} = a{i} or a{i}\nb{i + 1} = b{i} + b{i}\n" for i in range(200))
    code = f"from transformers import AutoModel\na = b\nb = a\na0 = AutoModel\nb0 = 'xy'\n{doubling}a.from_pretrained(b200)\n"
    assert read(code) == []


def test_name_that_is_bound_very_often_stands_for_nothing_known(read: Read) -> None:
    branches = "if x: m = AutoModel\n" * 2000
    calls = 'm.from_pretrained("acme/base")\n' * 2000
    assert read(f"from transformers import AutoModel\n{branches}{calls}") == []


def test_expression_without_end_is_not_shown(read: Read) -> None:
    found = read(f"from transformers import AutoModel\nAutoModel.from_pretrained([{'x, ' * 5000}])\n")
    assert _unresolved(found) == ["(an expression too long to show)"]


FRAGMENTS = [
    "import transformers\n",
    "import \uff54ransformers as t\n",
    "from datasets import load_dataset\n",
    "from openai import OpenAI\n",
    'NAME = "acme/base"\n',
    "é = 1\n",
    "# … ™ transformers\n",
    'transformers.AutoModel.from_pretrained("acme/base")\n',
    "t.AutoModel.from_pretrained(NAME)\n",
    'load_dataset("acme/rows")\n',
    'OpenAI().responses.create(model="gpt-5")\n',
]


@given(parts=st.lists(st.sampled_from(FRAGMENTS)))
def test_prefilter_never_loses_a_reference(parts: list[str]) -> None:
    source, file, project = "".join(parts), SourceFile(Path("/p/app.py"), "app.py", 0), ids.project(Path("/p"))
    everything = list(read_source(source, file, project))
    assert everything == [] or may_refer(source)


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_prefilter_knows_every_library_in_every_spelling(root: str) -> None:
    fullwidth = chr(ord(root[0]) + 0xFEE0) + root[1:]
    for spelling in itertools.chain(*SPELLINGS[root].values()):
        last = spelling.last.replace("*", "any")
        calls = "\n".join(f"x.{word}" if word.isidentifier() else f"x = {word!r}" for word in (*spelling.others, last))
        assert may_refer(f"import {root}\n{calls}")
        assert may_refer(f"import {fullwidth}\n{calls}")
        assert may_refer(f"from {spelling.prefix.rstrip('.')} import {last}\n{calls.removesuffix(f'x.{last}')}{last}()")
    assert not may_refer("import numpy  # é … ☃\n")


def test_utf7_source_is_decoded_before_it_is_judged() -> None:
    hidden = b"# coding: utf-7\nimport +AHQAcgBhAG4AcwBmAG8AcgBtAGUAcgBz-\n"
    assert b"transformers" not in hidden
    assert may_refer(decoded(hidden + b"x.from_pretrained\n", "app.py"))


def test_rule_names_are_distinct() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.shared_data
def test_literals_and_constants_of_the_sample_are_found_and_no_trap(shared_data: Path) -> None:
    root = shared_data / "detect-sample"
    truth = json.loads((root / "TRUTH.json").read_text())
    found: list[Assertion] = []
    for path in sorted(root.rglob("*.py")):
        file = SourceFile(path, path.relative_to(root).as_posix(), path.stat().st_size)
        found += read_code(file, ids.project(root))
    nodes = {a.object for a in _edges(found) if a.object}
    elsewhere = {"google-t5/t5-small", "mistralai/Mistral-7B-v0.3", "Qwen/Qwen2.5-0.5B-Instruct"}
    data_elsewhere = {"abisee/cnn_dailymail", "HuggingFaceFW/fineweb-edu"}
    assert {n for n in nodes if n.kind is NodeKind.MODEL} == {
        ids.model(m) for m in set(truth["hub_models"]) - elsewhere
    }
    assert {n for n in nodes if n.kind is NodeKind.DATASET} == {
        ids.hub_dataset(d) for d in set(truth["datasets"]) - data_elsewhere
    }
    services = {n.key.rpartition("/")[2] for n in nodes if n.kind is NodeKind.SERVICE}
    assert services == set(truth["api_models"])
    assert _unresolved(found) == ["the default model of the task"]
