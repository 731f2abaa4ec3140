"""Configurations name models, datasets and services under the keys of their tools, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from textwrap import dedent

import pytest

from mlgraph_ingest.project.config.names import may_name
from mlgraph_ingest.project.config.rules import ANYWHERE, DIALECTS, IN_CONTEXT
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.ingest.project.conftest import Said

Write = Callable[[Mapping[str, str | bytes]], object]
Read = Callable[[str, str], Said]


@pytest.fixture
def read(write: Write, said: Callable[..., Said]) -> Read:
    return lambda text, name="train.yaml": said(write({name: dedent(text)}))


def _named(found: Said) -> set[str]:
    return {str(edge.object).removeprefix("pkg:huggingface/") for edge in found.edges(EdgeKind.DEPENDS_ON)}


def _unresolved(found: Said) -> set[str]:
    return {value["expression"] for value in found.values(PropertyKind.UNRESOLVED)}


AXOLOTL = """
    base_model: org/base-7b
    revision_of_model: v2
    adapter: lora
    sequence_len: 4096
    hub_model_id: me/result
    datasets:
      - path: org/chat   # comment
        type: alpaca
      - path: ./own.jsonl
        ds_type: json
      - path: json
        data_files: x.json
    lora_model_dir:
    wandb_project: org/project
"""
TRL = """
    model_name_or_path: org/sft-model
    dataset_name: imdb
    learning_rate: 1e-4
    output_dir: org/out
    dataset_mixer:
      org/first: 1.0
      org/second: 0.5
"""


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", AXOLOTL, {"org/base-7b", "https://huggingface.co/datasets/org/chat"}),
        (
            "b.yaml",
            TRL,
            {"org/sft-model", *(f"https://huggingface.co/datasets/{d}" for d in ("imdb", "org/first", "org/second"))},
        ),
        (
            "merge.yml",
            (
                "merge_method: ties\nbase_model: org/base\nmodels:\n  - model: org/a+org/b\n  - model: org/c\n"
                "  - model: {model: {path: org/d, revision: main}}\n"
            ),
            {"org/base", "org/a", "org/b", "org/c", "org/d"},
        ),
        ("serve.yaml", "model: org/served\nserved-model-name: my/alias\ntensor-parallel-size: 2\n", {"org/served"}),
        ("values.yaml", 'spec:\n- modelURL: "facebook/opt-125m"\n', {"facebook/opt-125m"}),
        (
            "eval.yaml",
            "task: t\ndataset_path: org/set\ndataset_name: org/part\noutput_type: x\ndoc_to_text: y\n",
            {"https://huggingface.co/datasets/org/set"},
        ),
        (
            "conf/emb.yaml",
            "_target_: sentence_transformers.SentenceTransformer\nmodel_name_or_path: all-MiniLM-L6-v2\n",
            {"sentence-transformers/all-MiniLM-L6-v2"},
        ),
        ("conf/model/small.yaml", "name: bert-base-uncased\nlr: 1\n", {"bert-base-uncased"}),
        ("conf/dataset/a.yaml", "name: org/set\n", {"https://huggingface.co/datasets/org/set"}),
        (
            "x.toml",
            '[model]\nname = "google/flan-t5-base"\n[training]\nlearning_rate = 1.0\nbatch_size = 3\n',
            {"google/flan-t5-base"},
        ),
        ("x.json", '{"embedding": {"hf_model_name": "org/emb"}}', {"org/emb"}),
        ("u.yaml", "pretrained_model_name_or_path: https://huggingface.co/org/m/tree/main\n", {"org/m"}),
        (
            "d.yaml",
            "repo_id: org/set\nrepo_type: dataset\nbatch_size: 1\nlr: 1\n",
            {"https://huggingface.co/datasets/org/set"},
        ),
    ],
)
def test_keys_of_a_tool_name_what_it_loads(read: Read, name: str, text: str, expected: set[str]) -> None:
    found = read(text, name)
    assert _named(found) == expected
    assert {edge.evidence.method for edge in found.edges(EdgeKind.DEPENDS_ON)} == {Method.DECLARED}


def test_line_revision_and_rule_are_kept(read: Read) -> None:
    edges = {str(e.object).rpartition("/")[2]: e for e in read(AXOLOTL, "a.yaml").edges(EdgeKind.DEPENDS_ON)}
    assert (edges["base-7b"].evidence.locator, edges["base-7b"].evidence.rule) == ("2", "axolotl.base_model")
    assert edges["base-7b"].qualifiers["revision"] == "v2"
    assert edges["chat"].evidence.locator == "8"
    assert "revision" not in edges["chat"].qualifiers


def test_merge_is_a_relation(read: Read) -> None:
    found = read("merge_method: slerp\nslices:\n- sources:\n  - model: org/a\n  - model: org/b\n", "m.yml")
    assert {edge.qualifiers["relation"] for edge in found.edges(EdgeKind.DEPENDS_ON)} == {"merge"}


@pytest.mark.parametrize(
    "text",
    [
        'model: "Tesla Model 3"\nname: acme/widgets\ndataset: sales/2024\n',
        "model: fleet/roadster\nrepo: acme/widgets\n",
        "image: vllm/vllm-openai:v0.5.4\nlearning_rate: 1\nbatch_size: 2\n",
        "base_model: ./models/own\nmodel_name_or_path: /data/m\ndataset_name: data/train\nlr: 1\nepochs: 2\n",
        "hub_model_id: org/llama-7b-mine\noutput_model: org/llama-7b-out\nlr: 1\nepochs: 2\n",
        "# model_name_or_path: org/commented\nlr: 1\n",
        "description: |\n  model_name_or_path: org/quoted\nlr: 1\n",
        "openapi: 3.0.0\nmodel: gpt-4o\n",
        "interactions:\n- {request: {model: gpt-4o}}\n",
        "- model: meta-llama/Llama-3-8B\n",
        "model:\n  name: resnet50\n  path: checkpoints/last\nlr: 1\nepochs: 3\n",
        "model: org/name with spaces\nlr: 1\nepochs: 3\n",
        "base_model: org/../secret\n",
        "dataset:\n  name: main\n  split: train\nmodel_name_or_path: ./m\n",
    ],
)
def test_what_is_no_model_names_none(read: Read, text: str) -> None:
    found = read(text, "settings.yaml")
    assert _named(found) == set()
    assert _unresolved(found) == set()


def test_folder_of_that_name_is_no_repository(write: Write, said: Callable[..., Said]) -> None:
    found = said(write({"train.yaml": "model_name_or_path: org/m\n", "org/m/config.json": "{}"}))
    assert _named(found) == set()


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("model_name_or_path: ${oc.env:MODEL}\n", "${oc.env:MODEL}"),
        ("base_model: '{{ model }}'\nadapter: lora\nsequence_len: 1\n", "{{ model }}"),
        ("model_list:\n- litellm_params: {model: os.environ/MODEL}\n", "os.environ/MODEL"),
        ("hf_model_id: hf_AbCdEfGhIjKlMnOpQrStUvWxYz0123\n", "***"),
    ],
)
def test_value_that_is_not_known_is_listed(read: Read, text: str, expression: str) -> None:
    found = read(text, "train.yaml")
    assert _named(found) == set()
    assert _unresolved(found) == {expression}


def test_reference_to_another_key_and_a_default_are_followed(read: Read) -> None:
    text = "model_id: org/a\nteacher: {model_name_or_path: '${model_id}'}\nmodel_name_or_path: '${oc.env:M,org/b}'\n"
    found = read(text, "train.yaml")
    assert _named(found) == {"org/a", "org/b"}
    assert {edge.evidence.method for edge in found.edges(EdgeKind.DEPENDS_ON)} == {Method.INFERRED}


LITELLM = """
    model_list:
      - model_name: gpt-4o
        litellm_params: {model: azure/eu, api_base: "https://me.openai.azure.com/?key=SECRET1"}
      - model_name: c
        litellm_params: {model: anthropic/claude-3-5-sonnet-20241022}
      - model_name: l
        litellm_params: {model: openai/own, api_base: "http://user:SECRET2@llm.local:8000/v1"}
      - model_name: v
        litellm_params: {model: hosted_vllm/org/served}
"""


def test_router_names_services_by_provider_and_host(read: Read) -> None:
    found = read(LITELLM, "litellm.yaml")
    assert _named(found) == {
        "service:azure/eu",
        "service:anthropic/claude-3-5-sonnet-20241022",
        "service:llm.local-8000/own",
        "org/served",
    }
    assert set(found.values(PropertyKind.ENDPOINT)) == {"me.openai.azure.com", "llm.local:8000"}
    assert "SECRET" not in str(found.assertions)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "promptfooconfig.yaml",
            (
                "prompts: [x]\nproviders:\n- openai:gpt-4o-mini\n- id: anthropic:messages:claude-3-haiku-20240307\n"
                "- huggingface:text-generation:org/m\n- file://own.py\n- mistral:custom\n"
            ),
            {
                "service:openai/gpt-4o-mini",
                "service:anthropic/claude-3-haiku-20240307",
                "org/m",
                "service:mistral/custom",
            },
        ),
        (".aider.conf.yml", "model: claude-3-7-sonnet-latest\n", {"service:anthropic/claude-3-7-sonnet-latest"}),
        (
            "continue.yaml",
            (
                "models:\n- {name: A, provider: openai, model: gpt-4.1}\n- {name: B, provider: ollama, model: 'q:1b'}\n"
                "- {name: C, provider: vllm, model: org/coder-7b}\n"
            ),
            {"service:openai/gpt-4.1", "pkg:generic/ollama/q", "org/coder-7b"},
        ),
        ("app.yaml", "llm: {model: gpt-4o, temperature: 0}\n", {"service:openai/gpt-4o"}),
        ("app2.yaml", "llm: {model: openai/whisper-large-v3, temperature: 0}\n", {"openai/whisper-large-v3"}),
    ],
)
def test_names_of_hosted_models_are_services(read: Read, name: str, text: str, expected: set[str]) -> None:
    assert _named(read(text, name)) == expected


def test_service_at_a_place_that_is_not_known_is_unresolved(read: Read) -> None:
    found = read("llm: {model: gpt-4o, base_url: '${LLM_URL}'}\n", "app.yaml")
    assert _named(found) == set()
    assert _unresolved(found) == {"'gpt-4o' at ${LLM_URL}"}


LLAMA_FACTORY = "model_name_or_path: org/m\nstage: sft\nfinetuning_type: lora\ndataset: one,own,other,REMOTE:org/far\n"


def test_names_of_datasets_are_looked_up_where_they_are_defined(write: Write, said: Callable[..., Said]) -> None:
    info = '{"one": {"hf_hub_url": "org/one"}, "own": {"file_name": "own.json"}}'
    found = said(write({"examples/a.yaml": LLAMA_FACTORY, "data/dataset_info.json": info}))
    datasets = {n.removeprefix("https://huggingface.co/datasets/") for n in _named(found)}
    assert datasets == {"org/m", "org/one", "org/far"}
    assert _unresolved(found) == {"other"}


def test_fingerprint_changes_with_what_a_name_is_defined_as(write: Write, said: Callable[..., Said]) -> None:
    def fingerprint(info: str) -> str:
        root = write({"examples/a.yaml": LLAMA_FACTORY, "data/dataset_info.json": info})
        return next(d.fingerprint for d in said(root).documents if d.title == "examples/a.yaml")

    assert fingerprint('{"one": {"hf_hub_url": "org/one"}}') != fingerprint('{"one": {"hf_hub_url": "org/two"}}')


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("model_name_or_path: !!python/object/apply:os.system [x]\n", "c.yaml:1: the tag"),
        ("model_name_or_path: [\n", "c.yaml:2: not YAML"),
        (b"model_name_or_path: \xff\n", "c.yaml:1: not UTF-8"),
        (
            "model: &a ["
            + "x," * 99
            + "]\n"
            + "".join(f"b{i}: &b{i} [" + f"*{'a' if i == 0 else f'b{i - 1}'}," * 99 + "]\n" for i in range(4)),
            "c.yaml:4: more than",
        ),
    ],
)
def test_what_cannot_be_read_is_one_line_and_the_rest_goes_on(
    write: Write, said: Callable[..., Said], text: str | bytes, why: str
) -> None:
    found = said(write({"c.yaml": text, "d.yaml": "model_name_or_path: org/m\n"}))
    assert _named(found) == {"org/m"}
    assert len(found.errors) == 1
    message = str(found.errors["c.yaml"])
    assert message.startswith(why)
    assert "\n" not in message


def test_what_is_larger_than_configurations_are_is_counted_and_not_opened(
    write: Write, said: Callable[..., Said]
) -> None:
    found = said(write({"big.yaml": b"model_name_or_path: org/m\n" + b"# x\n" * 200_000}))
    assert found.titles == ["."]
    assert found.values(PropertyKind.EXCLUDED) == [
        {"reason": "YAML, JSON or TOML of more than 524,288 bytes, which is data", "count": 1}
    ]


def test_file_that_names_nothing_is_no_document(write: Write, said: Callable[..., Said]) -> None:
    files = {"package.json": '{"model": "x"}', "data.json": '{"rows": [1]}', "tests/fixtures/a.yaml": "model: gpt-4o\n"}
    files["eval/original_results/a.json"] = '{"model_name": "gpt-4o", "score": 1}'
    found = said(write(files))
    assert found.titles == ["."]
    reason = "YAML, JSON or TOML in a folder of data (fixtures, outputs, results, logs, ...)"
    assert found.values(PropertyKind.EXCLUDED) == [{"reason": reason, "count": 2}]


@pytest.mark.parametrize(
    ("name", "scope"),
    [("a.yaml", "runtime"), ("tests/a.yaml", "test"), (".github/workflows/a.yaml", "development")],
)
def test_scope_is_that_of_the_place(read: Read, name: str, scope: str) -> None:
    found = read("model_name_or_path: org/m\n", name)
    assert [edge.qualifiers["scope"] for edge in found.edges(EdgeKind.DEPENDS_ON)] == [scope]


def test_template_of_a_chart_is_counted_as_not_read(write: Write, said: Callable[..., Said]) -> None:
    found = said(write({"chart/templates/d.yaml": "args: [--model, {{ .Values.model }}]\n{{- end }}\n"}))
    assert found.values(PropertyKind.EXCLUDED) == [
        {"reason": "not read by this version: */templates/*.yaml", "count": 1}
    ]


def _examples() -> list[tuple[str, str]]:
    """A key that fits each entry of the tables, and another that files of its tool have."""
    own = [(_example(key.place), d.requires or min(d.signs, default="x")) for d in DIALECTS for key in d.keys]
    return sorted({*own, *((_example(key.place), "x") for key in (*ANYWHERE, *IN_CONTEXT))})


def _example(place: str) -> str:
    """The longest of each choice, nothing for a wildcard."""
    while "{" in place:
        place = re.sub(r"\{([^{}]*)\}", lambda m: max(m[1].split(","), key=len), place)
    return place.replace("**.", "").replace("*", "")


@pytest.mark.parametrize(("place", "beside"), _examples())
def test_glance_lets_every_key_of_the_tables_pass(source: Callable[..., SourceFile], place: str, beside: str) -> None:
    text = ": {".join(place.split(".")) + ": x" + "}" * place.count(".") + f"\n{beside}: y\n"
    assert may_name(source(text.encode(), "a.yaml"))
