"""Defaults of environment variables, where the variable's name says that they are models."""

from __future__ import annotations

import pytest

from mlgraph_ingest.project.code.filter import may_refer
from tests.ingest.project.conftest import Named


@pytest.mark.parametrize(
    ("variable", "default", "name"),
    [
        ("EMBEDDING_MODEL", "acme/embed-base-v1", "acme/embed-base-v1"),
        ("WATSONX_GENERATION_MODEL", "ibm/granite-13b-chat-v2", "service:watsonx/ibm/granite-13b-chat-v2"),
        ("OPENAI_MODEL", "gpt-4o-mini", "service:openai/gpt-4o-mini"),
        ("LLM_MODEL", "gpt-4o-mini", "service:openai/gpt-4o-mini"),
        ("GROQ_CHAT_MODEL_NAME", "llama-3.3-70b-versatile", "service:groq/llama-3.3-70b-versatile"),
        ("OLLAMA_MODEL", "mistral", "pkg:generic/ollama/mistral"),
        ("GENERATION_MODEL", "qwen3.5:9b", "pkg:generic/ollama/qwen3.5"),
    ],
)
@pytest.mark.parametrize(
    "read", ['os.getenv("{}", "{}")', 'os.environ.get("{}", default="{}")', 'os.environ.setdefault("{}", "{}")']
)
def test_default_of_a_variable_for_a_model_is_a_reference(
    named: Named, variable: str, default: str, name: str, read: str
) -> None:
    found = named({"config.py": f"import os\nCONFIG = {{'m': {read.format(variable, default)}}}\n"})
    assert {each for each, _ in found.names} == {name}
    assert found.unresolved == []


@pytest.mark.parametrize(
    ("variable", "default"),
    [
        ("MODEL", "base"),
        ("MODEL_PATH", "models/base"),
        ("OPENAI_MODEL", "my-finetune"),
        ("OPENAI_MODEL_DIR", "gpt-4o-mini"),
        ("MODEL_NAME", "My assistant"),
        ("MODEL_URL", "https://models.example/v1"),
        ("GROQ_MODEL", ""),
        ("WATSONX_MODEL", "./granite"),
        ("OLLAMA_HOST", "llama3:8b"),
        ("IMAGE", "acme/server:7b"),
        ("MODEL_KEY", "sk-abcdefghijklmnopqrstuvwx1234"),
    ],
)
def test_default_that_need_not_be_a_model_is_none(named: Named, variable: str, default: str) -> None:
    found = named({"config.py": f'import os\nX = os.getenv("{variable}", "{default}")\n'})
    assert found.names == set()
    assert default not in str(found.said) or not default.startswith("sk-")


def test_default_that_is_a_constant_is_followed(named: Named) -> None:
    code = 'import os\nBASE = "acme/embed-base-v1"\nX = os.environ.get("EMBEDDING_MODEL", BASE)\n'
    assert named({"config.py": code}).names == {("acme/embed-base-v1", "config.py:2")}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            (
                "from dataclasses import dataclass\n@dataclass\nclass Arguments:\n    model_name_or_path: str = 'acme/a'\n"
                "    dataset_name: str | None = 'acme/rows'\n    title: str = 'acme/title'\n"
            ),
            {"acme/a", "acme/rows"},
        ),
        (
            (
                "from pydantic import BaseModel, Field\nclass Chat(BaseModel):\n"
                "    research_model: str = Field(default='openai:gpt-4.1', description='The model')\n"
            ),
            {"service:openai/gpt-4.1"},
        ),
        (
            (
                "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n"
                "    OPENAI_MODEL: str = 'gpt-4o-mini'\n    embedding_model: str = 'acme/embed-base-v1'\n"
            ),
            {"service:openai/gpt-4o-mini", "acme/embed-base-v1"},
        ),
        ("DEFAULT_CONFIG = {'FAST_LLM': 'openai:gpt-4o-mini', 'RETRIEVER': 'a/b'}\n", {"service:openai/gpt-4o-mini"}),
        ("WATSONX_CONFIG = {'generation_model': 'ibm/granite-3-8b'}\n", {"service:watsonx/ibm/granite-3-8b"}),
        ("OLLAMA_CONFIG = {'model': 'mistral'}\n", {"pkg:generic/ollama/mistral"}),
    ],
)
def test_default_of_a_setting_is_a_reference(named: Named, code: str, names: set[str]) -> None:
    found = named({"settings.py": code})
    assert {each for each, _ in found.names} == names
    assert found.unresolved == []


@pytest.mark.parametrize(
    "code",
    [
        "MODEL_NAMES = {'gpt-4o': 'GPT-4o', 'acme/a': 'Ours'}\n",
        "PRICES = {'model': 'gpt-4o', 'llm_model': 'acme/a-7b'}\n",
        "MODELS = ['gpt-4o', 'acme/a-7b']\n",
        "class Model:\n    model_name: str = 'acme/a-7b'\n",
        "class Settings:\n    models: list[str] = ['acme/a-7b', 'gpt-4o']\n",
        "class Settings:\n    model_type: str = 'gpt-4o'\n    model_dir: str = 'models/llama-7b'\n",
        "class Settings:\n    output_model: str = 'acme/a-7b'\n    model: str = 'base'\n",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--model', choices=['gpt-4o', 'acme/a-7b'])\n",
        "def f():\n    CONFIG = {'model': 'acme/a-7b'}\n",
    ],
)
def test_names_that_are_listed_or_shown_are_no_settings(named: Named, code: str) -> None:
    found = named({"app.py": code})
    assert (found.names, found.unresolved) == (set(), [])


def test_file_that_reads_no_variable_for_a_model_is_not_parsed() -> None:
    assert not may_refer('import os\nHOME = os.getenv("HOME")\nMODEL = "acme/a"\n')
    assert may_refer('import os\nX = os.getenv("THE_MODEL", "acme/a")\n')
