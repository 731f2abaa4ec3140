"""Requests that ask hosted models without a client library."""

from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import Method
from tests.ingest.project.conftest import Named

URL = "https://api.openai.com/v1/chat/completions"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (f'requests.post("{URL}", json={{"model": "gpt-4o", "messages": []}})', "service:openai/gpt-4o"),
        (f'httpx.post(url="{URL}", data=json.dumps({{"model": "gpt-4o"}}))', "service:openai/gpt-4o"),
        (f'requests.request("POST", "{URL}", json=dict(model="gpt-4o"))', "service:openai/gpt-4o"),
        (
            'requests.post("https://openrouter.ai/api/v1/chat/completions", json={"model": "meta-llama/llama-3-70b"})',
            "service:openrouter.ai/meta-llama/llama-3-70b",
        ),
        ('requests.post("http://localhost:11434/api/generate", json={"model": "mistral"})', "pkg:generic/ollama/mistral"),
        ('requests.post(f"{HOST}/api/chat", json={"model": "qwen3:8b"})', "pkg:generic/ollama/qwen3"),
        ('requests.post(HOST + "/v1/messages", json={"model": "claude-3-5-haiku-latest"})',
         "service:anthropic/claude-3-5-haiku-latest"),
    ],
)  # fmt: skip
def test_model_that_a_request_asks_for_is_a_reference(named: Named, code: str, name: str) -> None:
    found = named({"ask.py": f"import json\nimport httpx\nimport requests\n{code}\n"})
    assert {each for each, _ in found.names} == {name}


def test_payload_and_address_are_followed_to_where_they_are_made(named: Named) -> None:
    code = f"""
        import requests
        URL = "{URL}"
        def ask(prompt, model="gpt-4o-mini"):
            payload = {{"model": model, "messages": [prompt]}}
            return requests.post(URL, headers={{}}, json=payload)
    """
    found = named({"llm.py": code, "run.py": 'from llm import ask\nask("hello", model="gpt-4o")\n'})
    assert found.names == {("service:openai/gpt-4o-mini", "llm.py:4"), ("service:openai/gpt-4o", "run.py:2")}
    assert {said.evidence.method for said in found.said if said.object} == {Method.INFERRED}


def test_name_that_is_meant_for_another_branch_is_not_asked_of_ollama(named: Named) -> None:
    code = """
        import requests
        def ask(model):
            return requests.post(f"{HOST}/api/generate", json={"model": model})
        for name in ("mistral", "acme/embed-base", "gpt-4o", "acme/own:7b"):
            ask(name)
    """
    names = {name for name, _ in named({"llm.py": code}).names}
    assert names == {"pkg:generic/ollama/mistral", "pkg:generic/ollama/acme/own"}


@pytest.mark.parametrize(
    "code",
    [
        'requests.post("https://shop.example/api/orders", json={"model": "gpt-4o"})',
        'requests.post("https://shop.example/v1/chat/completions/price", params={"model": "gpt-4o"})',
        'requests.get("https://api.openai.com/v1/models", json={"model": "gpt-4o"})',
        'requests.post(f"{HOST}/v1/chat/completions", json={"model": "Tesla Model 3"})',
        'requests.post(f"{HOST}/v1/chat/completions", json={"model": name})',
        'print("https://api.openai.com/v1/chat/completions", {"model": "gpt-4o"})',
    ],
)
def test_other_requests_name_no_model(named: Named, code: str) -> None:
    assert named({"ask.py": f"import requests\n{code}\n"}).names == set()
