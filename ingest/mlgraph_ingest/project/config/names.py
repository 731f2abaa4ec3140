"""What configurations, scripts and cards are called, and which of them are worth opening."""

from __future__ import annotations

import re

from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.tree import SourceFile

CONFIG_LIMIT = 2**19
"""Bytes of a configuration at most; what is larger holds data (descriptions of interfaces, recorded answers)."""
CARD_LIMIT = 4 * 2**20
"""Bytes of a card at most."""
_ENDINGS = (".yaml", ".yml", ".json", ".jsonc", ".toml")
_WORDS = (
    "model", "dataset", "tokenizer", "processor", "lora", "adapter", "encoder", "vae", "llm", "embed", "rerank",
    "pretrained", "name_or_path", "id_or_path", "checkpoint", "_target_", "_component_", "class_path", "extractor",
    "repo_id", "hf_", "huggingface", "backbone", "teacher", "student", "vision_tower", "mcp", "context_servers",
    "provider",
)  # fmt: skip
"""Pieces of which each key of the tables holds one."""
_KEYS = tuple((word.encode(), re.compile(word.encode() + rb"[\w.-]{0,80}[\"']?\s{0,20}[:=\]]")) for word in _WORDS)
_QUOTED_KEYS = tuple((word.encode(), re.compile(word.encode() + rb"[\w.-]{0,80}\"\s{0,20}:")) for word in _WORDS)
_STARTERS = (b"command", b"args", b"entrypoint", b"cmd", b"run", b"env", b"arguments")
"""Pieces of which each key holds one that a command line stands at."""
_COMMANDS = tuple(text.encode() for text in (
    "huggingface", "hf download", "hf.co/", "ollama", "vllm", "sglang", "--model", "text-generation", "text-embeddings",
    "optimum-cli", "litgpt", "tune download", "spacy", "name_or_path", "lmdeploy", "llama", "hfd", "infinity_emb",
    "mlx_lm", "trtllm",
))  # fmt: skip
"""Pieces of which each command of the table holds one."""
_NAMES = re.compile(
    r"(?:package(?:-lock)?|composer|tsconfig[\w.-]*|jsconfig|manifest|bower|lerna|nx|turbo|angular|deno|vercel|firebase"
    r"|cypress|biome|renovate|tokenizer|special_tokens_map|added_tokens|vocab|merges|preprocessor_config"
    r"|generation_config|[\w.-]*\.index|yarn|pnpm-lock|poetry|mkdocs|codecov|\.pre-commit-config|dependabot)"
    r"\.(?:json|ya?ml|toml)"
)
"""Files of other tools, and parts of models that name none."""
_FOLDERS = frozenset({
    "fixtures", "cassettes", "snapshots", "__snapshots__", "locales", "locale", "i18n", "translations", "wandb",
    "mlruns", "outputs", "logs", "schemas", "openapi",
})  # fmt: skip
"""Folders of recorded answers, translations, descriptions of interfaces and what programs wrote."""


def is_template(relative: str) -> bool:
    """Whether a path names what may be a template of a Helm chart, which only rendering makes YAML."""
    *folders, name = relative.split("/")
    return "templates" in folders and name.endswith((".yaml", ".yml"))


def is_config(relative: str) -> bool:
    """Whether a path may name a configuration."""
    name = relative.rpartition("/")[2]
    return name.endswith(_ENDINGS) and not _NAMES.fullmatch(name) and not _is_of_data(relative)


def _is_of_data(relative: str) -> bool:
    folders = relative.lower().split("/")[:-1]
    return not _FOLDERS.isdisjoint(folders) or any(folder.endswith(("results", "_result")) for folder in folders)


def passed_over(file: SourceFile) -> str | None:
    """Why a file that may be a configuration by its name is not looked into; None where it is."""
    if not file.name.endswith(_ENDINGS) or _NAMES.fullmatch(file.name):
        return None
    if _is_of_data(file.relative):
        return "YAML, JSON or TOML in a folder of data (fixtures, outputs, results, logs, ...)"
    if file.size > CONFIG_LIMIT:
        return f"YAML, JSON or TOML of more than {CONFIG_LIMIT:,} bytes, which is data"
    return None


def has_front_matter(file: SourceFile) -> bool:
    """Whether a file begins as one with front matter does."""
    try:
        return file.read_bytes(CARD_LIMIT).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"---")
    except MlgraphError:
        return True  # it is said when the file is read


def may_name(file: SourceFile) -> bool:
    """Whether a configuration holds a word that the tables know; False spares parsing it."""
    if file.size > CONFIG_LIMIT:
        return False
    content = _lowered(file)
    if content is None or file.name == "mcp.json":
        return True  # what cannot be read is said when the file is read
    if b"{{" in content and is_template(file.relative):
        return False
    if any(starter in content for starter in _STARTERS) and any(command in content for command in _COMMANDS):
        return True
    content = file.relative.rpartition("/")[0].rpartition("/")[2].encode() + b"=" + content
    keys = _QUOTED_KEYS if file.name.endswith(".json") else _KEYS
    return any(word in content and key.search(content) is not None for word, key in keys)


def may_command(file: SourceFile) -> bool:
    """Whether a script holds a word that the tables know; False spares parsing it."""
    content = _lowered(file)
    return content is None or any(piece in content for piece in (*_COMMANDS, *(word for word, _ in _KEYS)))


def _lowered(file: SourceFile) -> bytes | None:
    try:
        return file.read_bytes(CONFIG_LIMIT).lower()
    except MlgraphError:
        return None


def is_dockerfile(relative: str) -> bool:
    """Whether a path names a Dockerfile.

    >>> is_dockerfile("docker/Dockerfile.gpu"), is_dockerfile("serve.dockerfile"), is_dockerfile("Dockerfile.md")
    (True, True, False)
    """
    name = relative.rpartition("/")[2].lower()
    is_named = name in {"dockerfile", "containerfile"} or name.startswith(("dockerfile.", "dockerfile-", "dockerfile_"))
    return (is_named or name.endswith((".dockerfile", ".containerfile"))) and not name.endswith(
        (".md", ".dockerignore")
    )


def is_modelfile(relative: str) -> bool:
    """Whether a path names a Modelfile.

    >>> is_modelfile("ollama/Modelfile"), is_modelfile("Modelfile.chat"), is_modelfile("modelfile.py")
    (True, True, False)
    """
    name = relative.rpartition("/")[2]
    return name == "Modelfile" or bool(
        re.fullmatch(r"Modelfile[._-](?!py$|md$|txt$)[\w.-]+|[\w.-]+\.[Mm]odelfile", name)
    )


def is_card(relative: str) -> bool:
    """Whether a path names a file that may be a card.

    >>> is_card("models/README.md"), is_card("docs/modelcard.md"), is_card("docs/index.md")
    (True, True, False)
    """
    return relative.rpartition("/")[2].lower() in {"readme.md", "modelcard.md", "model_card.md", "model-card.md"}


_SHELL = re.compile(
    r"\.?(?:[\w-]+\.)?env[._-](?:example|sample|template|dist|defaults?)(?:\.[\w-]+)?|(?:example|sample|template)[\w-]*\.env|"
    r"[\w.-]+\.(?:sh|bash|zsh|slurm|sbatch|mk)|(?:GNUm|[Mm])akefile|[Jj]ustfile"
)


def is_shell(relative: str) -> bool:
    """Whether a path names a shell script or a makefile."""
    return bool(_SHELL.fullmatch(relative.rpartition("/")[2]))
