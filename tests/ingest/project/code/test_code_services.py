from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.code.reader import read_code
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

Read = Callable[[str], list[Assertion]]
ASK = 'chat.completions.create(model="gpt-4o", messages=[])'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str) -> list[Assertion]:
        path = tmp_path / "app.py"
        path.write_text(dedent(content))
        return list(read_code(SourceFile(path, "app.py", path.stat().st_size), ids.project(tmp_path)))

    return read


def _names(assertions: list[Assertion]) -> list[str]:
    return [str(a.object) for a in assertions if a.predicate is EdgeKind.DEPENDS_ON]


def _unresolved(assertions: list[Assertion]) -> list[object]:
    return [a.value["expression"] for a in assertions if a.predicate is PropertyKind.UNRESOLVED]


def _facts(assertions: list[Assertion]) -> dict[PropertyKind, object]:
    return {a.predicate: a.value for a in assertions if isinstance(a.predicate, PropertyKind)}


@pytest.mark.parametrize(
    "code",
    [
        f"from openai import OpenAI\nOpenAI().{ASK}",
        f"import openai\nopenai.OpenAI().{ASK}",
        f"import openai\nopenai.{ASK}",
        f"from openai import OpenAI\nclient = OpenAI()\nclient.{ASK}",
        f"from openai import OpenAI\nclient = OpenAI()\ndef f():\n    return client.{ASK}",
        f"from openai import OpenAI\ndef f():\n    client = OpenAI()\n    return client.{ASK}",
        f"from openai import AsyncOpenAI\nasync def f():\n    async with AsyncOpenAI() as c:\n        await c.{ASK}",
        f"from openai import OpenAI\nOpenAI().with_options(timeout=1).{ASK}",
        f"from openai import OpenAI\nchat = OpenAI().chat\nchat.{ASK.removeprefix('chat.')}",
        'from openai import OpenAI\nOpenAI().chat.completions.with_raw_response.create(model="gpt-4o")',
        f"from openai import OpenAI\nOpenAI(base_url='https://api.openai.com/v1').{ASK}",
        f"from openai import OpenAI\nOpenAI(base_url=None).{ASK}",
        f"from openai import OpenAI\ndef f(client: OpenAI | None):\n    client.{ASK}",
        f"from openai import OpenAI\nclient = None\ndef f():\n    global client\n    client = OpenAI()\n    client.{ASK}",
        'from openai import OpenAI\nOpenAI().responses.create(model="gpt-4o")',
        'import openai\nopenai.ChatCompletion.create(engine="gpt-4o")',
        'from langchain_openai import ChatOpenAI\nChatOpenAI(model_name="gpt-4o")',
        'from langchain.chat_models import ChatOpenAI\nChatOpenAI(model="gpt-4o")',
    ],
)
def test_model_of_a_client_is_a_service_of_its_vendor(read: Read, code: str) -> None:
    found = read(code)
    assert _names(found) == ["service:openai/gpt-4o"]
    assert _facts(found)[PropertyKind.PROVIDER] == "openai"
    assert _facts(found)[PropertyKind.NAME] == "gpt-4o"


def test_client_of_a_class_is_followed_through_self(read: Read) -> None:
    code = """
        import anthropic
        class Writer:
            def __init__(self):
                self.client = anthropic.Anthropic()
            def write(self):
                with self.client.messages.stream(model="claude-sonnet-4-5", max_tokens=9, messages=[]) as stream:
                    return stream
        class Reader:
            def read(self):
                return self.client.messages.create(model="not-this-one")
    """
    found = read(code)
    assert _names(found) == ["service:anthropic/claude-sonnet-4-5"]
    assert found[0].evidence.method is Method.OBSERVED


def test_client_sent_elsewhere_belongs_to_that_host(read: Read) -> None:
    code = """
        from openai import OpenAI
        HOST = "http://user:pw@LLM.internal:8000/v1?key=1"
        client = OpenAI(base_url=HOST, api_key="sk-aaaaaaaaaaaaaaaaaaaaaaaa")
        client.chat.completions.create(model="llama", messages=[])
    """
    found = read(code)
    assert _names(found) == ["service:llm.internal-8000/llama"]
    assert _facts(found)[PropertyKind.ENDPOINT] == "llm.internal:8000"
    assert "pw" not in str(found)


@pytest.mark.parametrize("argument", ["base_url=URL", "base_url=os.environ['LLM_URL']", "**config"])
def test_client_sent_to_an_unknown_place_is_unresolved(read: Read, argument: str) -> None:
    found = read(f"import os\nfrom openai import OpenAI\nOpenAI({argument}).{ASK}")
    assert _names(found) == []
    assert _unresolved(found) == [f"'gpt-4o' at {argument.removeprefix('base_url=')}"]


def test_module_that_is_sent_elsewhere_takes_its_calls_along(read: Read) -> None:
    found = read(f'import openai\nopenai.api_base = "http://localhost:8000/v1"\nopenai.{ASK}')
    assert _names(found) == ["service:localhost-8000/gpt-4o"]


def test_azure_is_a_provider_of_its_own_wherever_it_answers(read: Read) -> None:
    found = read(f'from openai import AzureOpenAI\nAzureOpenAI(azure_endpoint="https://acme.openai.azure.com").{ASK}')
    assert _names(found) == ["service:azure/gpt-4o"]
    assert _facts(found)[PropertyKind.ENDPOINT] == "acme.openai.azure.com"


def test_each_call_is_asked_of_the_client_that_it_is_made_on(read: Read) -> None:
    code = """
        from openai import OpenAI
        client = OpenAI(base_url="http://localhost/v1")
        client.chat.completions.create(model="llama")
        client = OpenAI()
        client.chat.completions.create(model="gpt-4o")
    """
    assert _names(read(code)) == ["service:localhost/llama", "service:openai/gpt-4o"]


def test_client_that_may_be_either_is_inferred_to_be_both(read: Read) -> None:
    code = """
        from openai import AzureOpenAI, OpenAI
        client = AzureOpenAI() if azure else OpenAI()
        client.chat.completions.create(model="gpt-4o")
    """
    found = read(code)
    assert _names(found) == ["service:azure/gpt-4o", "service:openai/gpt-4o"]
    assert {a.evidence.method for a in found} == {Method.INFERRED}


def test_facts_of_a_service_are_told_once(read: Read) -> None:
    found = read(f"from openai import OpenAI\nc = OpenAI()\nc.{ASK}\nc.{ASK}\n")
    assert _names(found) == ["service:openai/gpt-4o"] * 2
    assert len(found) == 4


def test_default_model_of_a_chat_class_is_unresolved(read: Read) -> None:
    found = read("from langchain_openai import ChatOpenAI\nChatOpenAI(temperature=0)")
    assert _unresolved(found) == ["the library's default model"]


def test_text_that_is_no_model_name_is_unresolved(read: Read) -> None:
    found = read('from openai import OpenAI\nOpenAI().responses.create(model="Tesla Model 3")')
    assert (_names(found), _unresolved(found)) == ([], ["'Tesla Model 3'"])


def test_no_key_is_ever_kept(read: Read) -> None:
    key = "sk-proj-" + "aB3" * 12
    code = f"""
        import os
        from openai import OpenAI
        from transformers import AutoModel
        OpenAI().responses.create(model="{key}")
        OpenAI().responses.create(model=f"{key}-{{x}}")
        OpenAI().responses.create(model=os.getenv("API_KEY", "hunter2"))
        OpenAI().responses.create(model=pick(password="hunter2", token=b"hunter2"))
        OpenAI().responses.create(model=pick({{"secret": "hunter2"}}))
        OpenAI(base_url="https://me:hunter2@host/{key}").responses.create(model="m n")
        AutoModel.from_pretrained(load("https://me:hunter2@host/x"))
        AutoModel.from_pretrained("acme/x", revision=pick("{key}"))
    """
    shown = str(read(code))
    assert len(read(code)) == 8
    assert key not in shown
    assert "hunter2" not in shown


def test_long_expression_is_cut(read: Read) -> None:
    names = ", ".join(f"part_{i}" for i in range(100))
    [found] = read(f"from openai import OpenAI\nOpenAI().responses.create(model=pick({names}))")
    assert len(found.value["expression"]) == 200


def test_default_that_is_meant_for_another_branch_is_not_asked_of_a_vendor(read: Read) -> None:
    code = """
        import anthropic
        def ask(model="qwen3:4b"):
            if model.startswith("claude-"):
                anthropic.Anthropic().messages.create(model=model, messages=[])
        ask("claude-x")
    """
    assert _names(read(code)) == ["service:anthropic/claude-x"]


def test_name_is_asked_only_of_the_client_that_can_answer_for_it(read: Read) -> None:
    code = """
        import anthropic
        import openai
        def client_for(model):
            if "claude" in model:
                return anthropic.Anthropic()
            if "/" in model:
                return openai.OpenAI(base_url="https://openrouter.ai/api/v1")
            if "deepseek" in model:
                return openai.OpenAI(base_url="https://api.deepseek.com")
            return openai.OpenAI()
        def ask(model):
            client = client_for(model)
            client.chat.completions.create(model=model, messages=[])
            client.messages.create(model=model, messages=[])
        for name in ("gpt-4o", "claude-3-5-haiku-latest", "deepseek-chat", "meta-llama/llama-3.1-405b-instruct"):
            ask(name)
    """
    assert sorted(set(_names(read(code)))) == [
        "service:anthropic/claude-3-5-haiku-latest",
        "service:api.deepseek.com/deepseek-chat",
        "service:openai/gpt-4o",
        "service:openrouter.ai/meta-llama/llama-3.1-405b-instruct",
    ]


def test_default_that_openai_has_no_model_of_is_unresolved(read: Read) -> None:
    code = """
        from openai import OpenAI
        def ask(model="acme/own-7b"):
            OpenAI().chat.completions.create(model=model)
    """
    found = read(code)
    assert _names(found) == []
    assert _unresolved(found) == ["'acme/own-7b' at a host that the code does not say"]


@pytest.mark.parametrize(
    "call",
    [
        'ask("hello", model="gpt-4o")',
        'partial(ask, model="gpt-4o")("hello")',
        'asyncio.to_thread(ask, "hello", model="gpt-4o")',
        'outer("hello", model="gpt-4o")',
    ],
)
@pytest.mark.parametrize("given", ["**kwargs", 'model=kwargs["model"]', 'model=kwargs.pop("model", None)'])
def test_keywords_that_a_function_hands_on_are_those_of_its_callers(read: Read, call: str, given: str) -> None:
    code = f"""
        import asyncio
        from functools import partial
        from openai import OpenAI
        client = OpenAI()
        @retried
        def ask(prompt, **kwargs):
            return client.chat.completions.create({given})
        def outer(prompt, **options):
            return ask(prompt, **options)
        {call}
    """
    assert _names(read(code)) == ["service:openai/gpt-4o"]


def test_keywords_that_nobody_is_seen_to_give_are_unresolved(read: Read) -> None:
    code = """
        from openai import OpenAI
        def ask(**kwargs):
            return OpenAI().chat.completions.create(**kwargs)
        ask(messages=[])
    """
    found = read(code)
    assert (_names(found), _unresolved(found)) == ([], ["**kwargs"])


def test_options_of_a_client_that_can_be_seen_say_where_it_is_sent(read: Read) -> None:
    code = """
        from openai import OpenAI
        local = {"base_url": "http://localhost:8000/v1", "api_key": "none"}
        plain = dict(timeout=3)
        OpenAI(**local).responses.create(model="llama")
        OpenAI(**plain).responses.create(model="gpt-4o")
        OpenAI(**plain, **given).responses.create(model="o3-mini")
    """
    found = read(code)
    assert _names(found) == ["service:localhost-8000/llama", "service:openai/gpt-4o"]
    assert _unresolved(found) == ["'o3-mini' at **given"]


def test_name_in_a_dict_that_holds_more_than_can_be_seen_is_found(read: Read) -> None:
    code = """
        from openai import OpenAI
        def ask(options):
            OpenAI().responses.create(**dict(model="gpt-4o", **options))
            OpenAI().responses.create(**{**options, "model": "o3-mini"})
    """
    assert _names(read(code)) == ["service:openai/gpt-4o", "service:openai/o3-mini"]


def test_empty_text_names_nothing_and_the_default_of_a_server_is_not_known(read: Read) -> None:
    code = """
        from openai import OpenAI
        client = OpenAI(base_url="http://localhost:8000/v1")
        client.responses.create(model="")
        client.responses.create(model="default")
    """
    found = read(code)
    assert (_names(found), _unresolved(found)) == ([], ["'default'"])


@pytest.mark.parametrize("base", ["dspy.dsp.LM", "dspy.dsp.modules.lm.LM"])
def test_base_class_that_asks_nobody_makes_no_service_of_a_name_that_looks_like_one(read: Read, base: str) -> None:
    code = f"""
        import dspy
        class Server({base}):
            def __init__(self, model, port):
                super().__init__(model=model)
                self.base_url = f"http://localhost:{{port}}"
        Server("mistralai/Mistral-7B-Instruct-v0.2", 8000)
        Server("models/gemini-1.5-flash", 8000)
    """
    found = read(code)
    assert _names(found) == []
    assert _unresolved(found) == [
        "'mistralai/Mistral-7B-Instruct-v0.2' at a provider that the code does not say",
        "'models/gemini-1.5-flash' at a provider that the code does not say",
    ]


@pytest.mark.parametrize(
    ("provider", "name"),
    [('"anthropic"', ["service:anthropic/claude-3-haiku"]), ('"default"', []), ("chosen()", [])],
)
def test_class_below_an_abstract_base_says_whom_it_asks(read: Read, provider: str, name: list[str]) -> None:
    code = f"""
        import dspy
        class Claude(dspy.dsp.modules.lm.LM):
            def __init__(self, model):
                super().__init__(model)
                self.provider = {provider}
        Claude("claude-3-haiku")
    """
    assert _names(read(code)) == name


def test_provider_of_one_class_is_not_that_of_another_that_makes_it(read: Read) -> None:
    code = """
        import dspy
        class Plain(dspy.dsp.LM):
            pass
        class Claude(dspy.dsp.LM):
            def __init__(self):
                self.provider = "anthropic"
                self.other = Plain("claude-3-haiku")
    """
    assert _names(read(code)) == []


def test_address_that_a_class_hands_to_its_base_says_who_answers(read: Read) -> None:
    code = """
        import dspy
        class Groq(dspy.OpenAI):
            def __init__(self, model="llama3-70b-8192", api_base="https://api.groq.com/openai/v1", **kwargs):
                super().__init__(model=model, api_base=api_base, **kwargs)
        Groq()
    """
    found = read(code)
    assert _names(found) == ["service:api.groq.com/llama3-70b-8192"]
    assert _facts(found)[PropertyKind.ENDPOINT] == "api.groq.com"
