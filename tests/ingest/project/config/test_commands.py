"""Scripts, Dockerfiles and containers name models by what they download, serve and are set to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from mlgraph_ingest.project.config.dockerfile import dockerfile_mentions
from mlgraph_ingest.project.config.shell_script import recipes, script_mentions
from mlgraph_ingest.project.config.shell_words import Shell
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.project.conftest import Said

Write = Callable[[Mapping[str, str | bytes]], object]


def _script(text: str) -> set[tuple[str, str, str | None]]:
    return {(m.kind.value, m.text, m.revision) for m in script_mentions(text)}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("huggingface-cli download org/m --revision abc --local-dir x", ("Model", "org/m", "abc")),
        ("hf download --quiet org/d --repo-type dataset", ("Dataset", "org/d", None)),
        ("uv run hf download --repo-type=dataset org/d", ("Dataset", "org/d", None)),
        ("ollama pull llama3:8b", ("Model", "llama3", "8b")),
        ("ollama run hf.co/org/m-GGUF:Q4_K_M", ("Model", "hf.co/org/m-GGUF", "Q4_K_M")),
        ("vllm serve org/m --port 80", ("Model", "org/m", None)),
        ("python3 -m vllm.entrypoints.openai.api_server --model org/m", ("Model", "org/m", None)),
        ("CUDA_VISIBLE_DEVICES=0 python -m sglang.launch_server --model-path org/m", ("Model", "org/m", None)),
        ("text-generation-launcher --model-id org/m --revision r", ("Model", "org/m", "r")),
        ("text-embeddings-router --model-id=org/m", ("Model", "org/m", None)),
        ("llama-server -hf org/m:Q4_K_M", ("Model", "org/m", None)),
        ("optimum-cli export onnx --model org/m out/", ("Model", "org/m", None)),
        ("accelerate launch a.py --model_name_or_path org/m", ("Model", "org/m", None)),
        ("python -m spacy download en_core_web_sm", ("Model", "en_core_web_sm", None)),
        ("git clone https://huggingface.co/datasets/org/d", ("Model", "https://huggingface.co/datasets/org/d", None)),
        ("bash -c 'cd x && hf download org/m'", ("Model", "org/m", None)),
        ('export EMBEDDING_MODEL_ID="BAAI/bge-base-en-v1.5"', ("Model", "BAAI/bge-base-en-v1.5", None)),
    ],
)
def test_command_names_what_it_is_given(command: str, expected: tuple[str, str, str | None]) -> None:
    assert _script(command) == {expected}


@pytest.mark.parametrize(
    "command",
    [
        "# hf download org/m",
        "echo 'hf download org/m'",
        "cat <<EOF\nhf download org/m\nEOF",
        "hf upload org/m .",
        "hf download org/space --repo-type space",
        "python -m spacy download requirements",
        "vllm serve ./local/m --served-model-name org/alias",
        "python train.py --output_dir org/out --hub_model_id org/llama-7b",
        "ollama serve",
        "git clone https://github.com/org/repo",
        "python -c 'hf download org/m'",
        "docker build -t org/image .",
    ],
)
def test_command_that_loads_nothing_names_nothing(write: Write, said: Callable[..., Said], command: str) -> None:
    found = said(write({"run.sh": command}))
    assert found.edges(EdgeKind.DEPENDS_ON) == []
    assert found.values(PropertyKind.UNRESOLVED) == []


def test_variables_arrays_and_loops_are_followed() -> None:
    text = """
M=${1:-org/a}; R="v1"
hf download "$M" --revision $R
for name in org/b org/c; do
  hf download "$name" \\
    --local-dir /m
done
ALL=(org/d
     "org/e")
for x in "${ALL[@]}"; do hf download $x; done
hf download $UNKNOWN
"""
    found = list(script_mentions(text))
    assert [(m.text, m.revision, m.where) for m in found] == [
        ("org/a", "v1", "3"),
        ("org/b", None, "5"),
        ("org/c", None, "5"),
        ("org/d", None, "10"),
        ("org/e", None, "10"),
        ("$UNKNOWN", None, "11"),
    ]
    assert [m.is_unknown for m in found] == [False] * 5 + [True]
    assert found[0].is_inferred


def test_quotes_end_where_the_shell_ends_them() -> None:
    commands = list(Shell({"X": "1"}).commands('a \'b $X\' "c $X" d\\ e "f\\"g" h#i # j\nk'))
    assert [[word.text for word in command.words] for command in commands] == [
        ["a", "b $X", "c 1", "d e", 'f"g', "h#i"],
        ["k"],
    ]


@pytest.mark.parametrize("text", ["'", '"', "$(", "${", "`", "<<E", "((((", "a=(", "\\", "for x in", "x=$x$x; " * 200])
def test_script_that_breaks_off_is_read_to_its_end(text: str) -> None:
    assert next(script_mentions(f"hf download org/m\n{text}")).text == "org/m"


def test_example_of_variables_is_read_and_the_variables_themselves_are_not(
    write: Write, said: Callable[..., Said]
) -> None:
    text = "# set these\nLLM_MODEL_ID=org/m\nOPENAI_API_KEY=sk-abcdefghijklmnopqrstuvwx1234\n"
    found = said(write({"env.example": text, ".env": text.replace("org/m", "org/secret"), "prod.env": text}))
    assert found.titles == [".", "env.example"]
    assert _named(found) == {"org/m"}


def test_recipes_of_a_makefile_are_commands() -> None:
    text = "M ?= org/m\nget: dep org/not\n\t@hf download $(M) --local-dir $$HOME\n"
    assert [m.text for m in script_mentions(recipes(text)) if m.rule == "hf.download"] == ["org/m"]


DOCKERFILE = """\
ARG M=org/a-7b
FROM vllm/vllm-openai:v0.5
ENV MODEL_ID=org/b-7b \\
    HF_HOME=/x
# hf download org/not
RUN pip install x && \\
    # comment
    hf download ${M} --revision abc
RUN <<EOF
hf download org/c
EOF
COPY --from=org/image:1 a b
CMD ["--model", "org/d", "--served-model-name", "org/not"]
ENTRYPOINT python -m vllm.entrypoints.openai.api_server --model $MISSING
"""


def test_dockerfile_names_what_it_downloads_sets_and_starts() -> None:
    found = [(m.text, m.revision, m.where) for m in dockerfile_mentions(DOCKERFILE)]
    assert found == [
        ("org/b-7b", None, "3"),
        ("org/a-7b", "abc", "8"),
        ("org/c", None, "10"),
        ("org/d", None, "13"),
        ("$MISSING", None, "14"),
    ]


COMPOSE = """
x-base: &base {restart: always}
services:
  tgi:
    <<: *base
    image: ghcr.io/huggingface/text-generation-inference:2.0
    command: --model-id org/a --revision abc
  tei:
    image: ghcr.io/huggingface/text-embeddings-inference:cpu
    command: ["--model-id", "${EMB:-org/b}"]
  vllm:
    image: vllm/vllm-openai
    command: >
      --model org/c
      --served-model-name org/alias
  other:
    image: vllm/vllm-openai
    command: ["--model", "${MODEL}"]
  ollama:
    entrypoint: ["/bin/sh", "-c", "ollama serve & ollama pull llama3.2:1b"]
  app:
    image: org/widgets:1
    environment:
      - OPENAI_MODEL=gpt-4o-mini
      - OPENAI_API_KEY=sk-abcdefghijklmnopqrstuvwx1234
      - DB_MODEL=fleet/roadster
"""
KUBERNETES = """
kind: Deployment
spec:
  containers:
  - image: vllm/vllm-openai
    args: ["--model=$(NAME)", "--port=80"]
    env: [{name: NAME, value: org/a}, {name: HF_MODEL_ID, value: org/b}, {name: KEY, valueFrom: {x: y}}]
---
kind: ConfigMap
data: {LLM_MODEL_ID: org/c-7b-instruct}
"""


def _named(found: Said) -> set[str]:
    return {str(edge.object).removeprefix("pkg:huggingface/") for edge in found.edges(EdgeKind.DEPENDS_ON)}


def test_containers_name_what_they_are_started_with(write: Write, said: Callable[..., Said]) -> None:
    found = said(write({"compose.yaml": COMPOSE}))
    assert _named(found) == {"org/a", "org/b", "org/c", "pkg:generic/ollama/llama3.2", "service:openai/gpt-4o-mini"}
    assert [value["expression"] for value in found.values(PropertyKind.UNRESOLVED)] == ["${MODEL}"]
    assert "sk-abc" not in str(found.assertions)


def test_manifests_name_what_their_containers_are_started_with(write: Write, said: Callable[..., Said]) -> None:
    assert _named(said(write({"deploy.yaml": KUBERNETES}))) == {"org/a", "org/b", "org/c-7b-instruct"}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Modelfile", 'FROM llama3:8b\nADAPTER ./a.gguf\nSYSTEM """\nFROM not\n"""\n', {"pkg:generic/ollama/llama3"}),
        ("Modelfile.chat", "from hf.co/org/m-GGUF:Q4\n", {"org/m-GGUF"}),
        ("Modelfile", "FROM ./own.gguf\n", set()),
    ],
)
def test_modelfile_names_what_it_is_made_from(
    write: Write, said: Callable[..., Said], name: str, text: str, expected: set[str]
) -> None:
    assert _named(said(write({name: text}))) == expected
