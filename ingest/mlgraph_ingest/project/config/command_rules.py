"""Which programs are given models and datasets on their command line: the table, one entry a command.

To teach mlgraph another program, add an entry to COMMANDS; nothing else has to change. Options that mean a model
whatever the program is called (`--model_name_or_path`) are known from the keys of configurations.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mlgraph_ontology.kinds import NodeKind


class Names(StrEnum):
    """Whose names a command understands."""

    HUB = "hub"
    OLLAMA = "ollama"
    SPACY = "spacy"


@dataclass(frozen=True, slots=True)
class Command:
    """A program that is given a model or a dataset."""

    rule: str
    words: tuple[str, ...]
    """How the command begins, `python -m` and paths taken off; spellings of one word are separated by `|`."""
    has_argument: bool = False
    """Whether the first argument that is no option is the name."""
    options: tuple[str, ...] = ()
    """Options that give the name, without their dashes and with `_` for `-`."""
    kind: NodeKind = NodeKind.MODEL
    names: Names = Names.HUB
    switches: frozenset[str] = frozenset()
    """Options without a value."""


_DOWNLOAD = frozenset({"quiet", "force_download", "resume_download", "q", "dry_run"})
_SERVE = frozenset({"trust_remote_code", "enforce_eager", "enable_lora", "enable_auto_tool_choice", "headless"})

COMMANDS: tuple[Command, ...] = (
    Command("huggingface-cli.download", ("huggingface-cli", "download"), has_argument=True, switches=_DOWNLOAD),
    Command("hf.download", ("hf", "download"), has_argument=True, switches=_DOWNLOAD),
    Command("hfd", ("hfd.sh|hfd",), has_argument=True),
    Command(
        "ollama.pull",
        ("ollama", "pull|run|show"),
        has_argument=True,
        names=Names.OLLAMA,
        switches=frozenset({"insecure", "verbose", "nowordwrap"}),
    ),
    Command(
        "vllm.serve",
        ("vllm", "serve"),
        has_argument=True,
        options=("model", "tokenizer", "speculative_model"),
        switches=_SERVE,
    ),
    Command("vllm", ("vllm", "bench|chat|complete|run-batch"), options=("model", "tokenizer")),
    Command(
        "vllm.entrypoints",
        ("vllm.entrypoints.openai.api_server|vllm.entrypoints.api_server|vllm.entrypoints.openai.run_batch",),
        options=("model", "tokenizer", "speculative_model"),
    ),
    Command(
        "sglang",
        ("sglang.launch_server|sglang_router.launch_server|sglang.bench_serving",),
        options=("model_path", "model", "tokenizer_path", "speculative_draft_model_path"),
    ),
    Command(
        "text-generation-inference",
        ("text-generation-launcher|text-generation-server", "download-weights|serve"),
        has_argument=True,
        options=("model_id", "tokenizer_name"),
    ),
    Command(
        "text-generation-inference",
        ("text-generation-launcher|text-generation-server",),
        options=("model_id", "speculate_model_id", "tokenizer_name"),
    ),
    Command("text-embeddings-inference", ("text-embeddings-router",), options=("model_id",)),
    Command("lmdeploy", ("lmdeploy", "serve", "api_server|gradio"), has_argument=True),
    Command("lmdeploy", ("lmdeploy", "chat|convert"), has_argument=True),
    Command(
        "llama.cpp",
        ("llama-server|llama-cli|llama.cpp|server|llama-embedding",),
        options=("hf", "hfr", "hf_repo", "hfd", "hf_repo_draft", "hfv"),
    ),
    Command(
        "llama_cpp.server", ("llama_cpp.server",), options=("hf_model_repo_id", "hf_pretrained_model_name_or_path")
    ),
    Command(
        "mlx_lm",
        ("mlx_lm.generate|mlx_lm.server|mlx_lm.lora|mlx_lm.chat|mlx_lm.convert|mlx_lm",),
        options=("model", "hf_path"),
    ),
    Command("infinity_emb", ("infinity_emb", "v2"), options=("model_id", "model_name_or_path")),
    Command("optimum", ("optimum-cli", "export", "onnx|openvino|neuron|tflite|executorch"), options=("model", "m")),
    Command(
        "litgpt",
        ("litgpt", "download|finetune|finetune_lora|chat|pretrain|evaluate|serve"),
        has_argument=True,
        options=("repo_id",),
    ),
    Command("torchtune", ("tune", "download"), has_argument=True),
    Command("ct2", ("ct2-transformers-converter",), options=("model",)),
    Command("trtllm", ("trtllm-serve",), has_argument=True, switches=frozenset({"trust_remote_code"})),
    Command("auto-round", ("auto-round",), options=("model",)),
    Command("spacy.download", ("spacy", "download"), has_argument=True, names=Names.SPACY),
)
"""In the order in which they are asked."""

IMAGES = ("vllm", "text-generation-inference", "text-embeddings-inference", "tei-", "sglang", "lmdeploy", "infinity",
          "llama.cpp", "llama-cpp", "tgi", "huggingface", "litellm", "ollama")  # fmt: skip
"""Parts of the names of container images whose arguments name a model, as `--model`, `--model-id` or `--model-path`."""
IMAGE_OPTIONS = ("model", "model_id", "model_path", "tokenizer", "model_name_or_path", "hf_repo", "served_model")
CLONES = (("git", "clone"), ("git", "lfs", "clone"), ("wget",), ("curl",), ("aria2c",), ("git-lfs", "clone"))
"""Commands whose arguments may be addresses of the hub."""
