"""What classes of a project leave to those that inherit from them, and what they inherit from libraries."""

from __future__ import annotations

import pytest

from tests.ingest.project.conftest import Named

BASE = """
    from datasets import load_dataset
    class Task:
        PATH: str = None
        def load(self):
            return load_dataset(self.PATH)
"""


def test_attribute_that_a_base_class_loads_is_that_of_each_class_below(named: Named) -> None:
    found = named(
        {
            "base.py": BASE,
            "tasks/a.py": 'from base import Task\nclass A(Task):\n    PATH = "acme/a"\n',
            "tasks/b.py": 'from base import Task\nclass B(Task):\n    PATH = "acme/b"\nclass C(B):\n    PATH = "acme/c"\n',
            "tasks/template.py": 'from base import Task\nclass New(Task):\n    PATH = ""\n',
        }
    )
    assert found.names == {("acme/a", "tasks/a.py:3"), ("acme/b", "tasks/b.py:3"), ("acme/c", "tasks/b.py:5")}
    assert found.unresolved == []


def test_attribute_that_no_class_below_sets_stays_unknown(named: Named) -> None:
    use = "from base import Task\nclass A(Task):\n    def __init__(self, path):\n        self.PATH = path\n"
    found = named({"base.py": BASE.replace(": str = None", ": str"), "a.py": use})
    assert (found.names, found.unresolved) == (set(), ["self.PATH"])


def test_text_of_a_base_class_counts_beside_those_below(named: Named) -> None:
    base = BASE.replace(": str = None", ' = "acme/base"')
    found = named({"base.py": base, "a.py": 'from base import Task\nclass A(Task):\n    PATH = "acme/a"\n'})
    assert found.names == {("acme/base", "base.py:4"), ("acme/a", "a.py:3")}


def test_attribute_of_the_same_name_in_another_class_is_not_meant(named: Named) -> None:
    files = {"base.py": BASE, "a.py": 'from base import Task\nclass A(Task):\n    PATH = "acme/a"\n'}
    other = 'from base import Task\nclass Other:\n    PATH = "acme/other"\n'
    assert named({**files, "other.py": other}).names == {("acme/a", "a.py:3")}


def test_abstract_method_returns_what_those_below_return(named: Named) -> None:
    base = """
        from transformers import AutoModel
        class Base:
            def name(self): ...
            @property
            def other(self): raise NotImplementedError
            def load(self):
                AutoModel.from_pretrained(self.name())
                AutoModel.from_pretrained(self.other)
    """
    below = """
        from base import Base
        class A(Base):
            def name(self): return "acme/a"
            @property
            def other(self): return "acme/b"
    """
    assert {name for name, _ in named({"base.py": base, "a.py": below}).names} == {"acme/a", "acme/b"}


def test_classes_of_tests_say_nothing_of_what_the_program_loads(named: Named) -> None:
    files = {"base.py": BASE, "a.py": 'from base import Task\nclass A(Task):\n    PATH = "acme/a"\n'}
    test = 'from base import Task\nclass T(Task):\n    PATH = "acme/test"\n'
    assert named({**files, "tests/test_a.py": test}).names == {("acme/a", "a.py:3")}


@pytest.mark.parametrize("body", ["pass", "def encode(self): ..."])
def test_class_without_a_constructor_is_made_as_that_of_the_library(named: Named, body: str) -> None:
    code = f"""
        from sentence_transformers import SentenceTransformer
        class Mine(SentenceTransformer):
            {body}
        Mine("acme/a")
    """
    assert {name for name, _ in named({"app.py": code}).names} == {"acme/a"}


def test_constructor_of_the_project_takes_what_it_says(named: Named) -> None:
    code = """
        from sentence_transformers import SentenceTransformer
        class Mine(SentenceTransformer):
            def __init__(self, title):
                super().__init__("acme/a")
        Mine("acme/title")
    """
    assert {name for name, _ in named({"app.py": code}).names} == {"acme/a"}


def test_default_that_a_class_puts_into_what_it_is_given_is_found(named: Named) -> None:
    code = """
        from openai import OpenAI
        class Chat:
            def __init__(self, config):
                self.config = config
                if not self.config.model:
                    self.config.model = "gpt-4o"
            def ask(self):
                params = {"model": self.config.model}
                return OpenAI().responses.create(**params)
        class Other:
            def __init__(self, config):
                self.config = config
                self.config.model = "o3-mini"
    """
    found = named({"app.py": code})
    assert {name for name, _ in found.names} == {"service:openai/gpt-4o"}


def test_word_that_is_meant_for_another_branch_is_no_model(named: Named) -> None:
    code = """
        from sentence_transformers import SentenceTransformer
        class Embedder:
            def __init__(self, config):
                self.config = config
                if config.url:
                    self.config.model = "tei"
                else:
                    self.config.model = "all-MiniLM-L6-v2"
                    self.model = SentenceTransformer(self.config.model)
    """
    assert {name for name, _ in named({"app.py": code}).names} == {"sentence-transformers/all-MiniLM-L6-v2"}
