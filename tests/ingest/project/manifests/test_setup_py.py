"""setup.py as a manifest: what is written in it is read, what is computed is said to be unknown, nothing runs."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mlgraph_ontology.kinds import EdgeKind, PropertyKind

UNKNOWN = "computed when setup.py runs: what it requires is unknown"


def wanted(found) -> dict[str, object]:
    """name -> specifier of what the project asks for."""
    return {name: row.get("specifier") for name, row in found.wanted().items()}


def setup(keywords: str, before: str = "") -> str:
    return f"from setuptools import setup\n{before}\nsetup({keywords})\n"


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("", '["numpy>=1", "scipy"]'),
        ("", '("numpy>=1", "scipy")'),
        ("", '"numpy>=1\\nscipy\\n"'),
        ("", '["numpy>=1"] + ["scipy"]'),
        ("", '["numpy" + ">=1", *["scipy"]]'),
        ("A = ['scipy']", '["numpy>=1"] + A'),
        ("A = ['scipy']\nB = ['numpy>=1'] + A", "B"),
        ("V = '1'\nN = f'numpy>={V}'", '[N, "scipy"]'),
        ("D = {'a': ['numpy>=1'], 'b': ['scipy']}", 'D["a"] + D["b"]'),
        ("D = dict(a=['numpy>=1'])\nD['b'] = D['a'] + ['scipy']", 'D["b"]'),
        ("A = ['numpy>=1', 'scipy']", "list(A)"),
        ("def f():\n    pass\nA: list = ['numpy>=1', 'scipy']", "A"),
    ],
)
def test_values_that_are_written_there_are_read(write, said, before: str, value: str) -> None:
    found = said(write({"setup.py": setup(f"install_requires={value}", before)}))
    assert wanted(found) == {"numpy": ">=1", "scipy": None}
    assert found.problems == []


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("", "get()"),
        ("", "[x for x in y]"),
        ("", "name"),
        ("A = []\nA = ['x']", "A"),
        ("A = f()", "A"),
        ("A = A", "A"),
        ("A = B\nB = A", "A"),
        ("", "['a', 'b'][i]"),
        ("", "1"),
        ("", "open(f'{x}.txt').read().splitlines()"),
        ("", "open('a.txt').readlines() + open('b.txt').readlines()"),
        ("", "'%s' % x"),
        ("", "lambda: 1"),
        ("for A in []:\n    pass", "A"),
    ],
)
def test_value_that_is_computed_is_unknown(write, said, before: str, value: str) -> None:
    found = said(write({"setup.py": setup(f"install_requires={value}", before)}))
    assert wanted(found) == {}
    assert {text for _, _, text in found.problems} == {
        f"install_requires: {UNKNOWN}"
    } or "there is no such file" in str(found.problems)


def test_what_is_certain_of_a_list_is_kept(write, said) -> None:
    before = "A = ['numpy']\nif old:\n    A.append('dataclasses')"
    found = said(write({"setup.py": setup("install_requires=A + [f(), 'scipy']", before)}))
    assert wanted(found) == {"numpy": None, "scipy": None}
    assert [(line, text) for _, line, text in found.problems] == [
        ("4", f"install_requires: {UNKNOWN}"),
        ("5", f"install_requires: {UNKNOWN}"),
    ]


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("", 'open("deps.txt").read().splitlines()'),
        ("", '[line.strip() for line in open("deps.txt") if not line.startswith("#")]'),
        ("import os\nhere = os.path.dirname(__file__)", 'open(os.path.join(here, "deps.txt")).readlines()'),
        ("from pathlib import Path", '(Path(__file__).parent / "deps.txt").read_text().split("\\n")'),
        ("with open('deps.txt') as f:\n    required = f.read().splitlines()", "required"),
        ("def read(name):\n    return open(name).read().split()", 'read("deps.txt")'),
        ("def read():\n    '''Read it.'''\n    return open('./deps.txt').readlines()", "read()"),
        ("from pip.req import parse_requirements", '[str(r.req) for r in parse_requirements("deps.txt", session=0)]'),
    ],
)
def test_file_of_requirements_that_is_evident_is_read_as_one(write, said, before: str, value: str) -> None:
    found = said(write({"setup.py": setup(f"install_requires={value}", before), "deps.txt": "torch>=2\n"}))
    assert wanted(found) == {"torch": ">=2"}
    assert found.problems == []
    assert [document.title for document, a in found.assertions if a.predicate is EdgeKind.DEPENDS_ON] == ["deps.txt"]


def test_file_of_requirements_that_is_not_there_is_a_problem(write, said) -> None:
    found = said(write({"setup.py": setup('install_requires=open("../deps.txt").readlines()')}))
    text = "install_requires: '../deps.txt' is not read: there is no such file in what is read of the project"
    assert [(line, text) for _, line, text in found.problems] == [("3", text)]


def test_keywords_have_their_scopes(write, said) -> None:
    keywords = """name="mlapp", setup_requires=["cython"], tests_require=["pytest"],
    extras_require={"dev": ["ruff", "mlapp[viz]"], "viz": ["matplotlib"], ":python_version < '3.8'": ["typing-extensions"],
                    "gpu:sys_platform == 'linux'": ["triton"], "all": f()}"""
    found = said(write({"setup.py": setup(keywords)}))
    edges = [
        (str(e.object)[9:], e.qualifiers["scope"], e.qualifiers.get("extra"), e.qualifiers.get("marker"))
        for e in found.edges(EdgeKind.DEPENDS_ON)
    ]
    assert edges == [
        ("cython", "build", None, None),
        ("pytest", "test", None, None),
        ("ruff", "development", "dev", None),
        ("matplotlib", "development", "dev", None),
        ("matplotlib", "optional", "viz", None),
        ("typing-extensions", "runtime", None, 'python_version < "3.8"'),
        ("triton", "optional", "gpu", 'sys_platform == "linux"'),
    ]
    assert [text for _, _, text in found.problems] == [f"extras_require['all']: {UNKNOWN}"]


def test_keywords_of_a_dictionary_are_read_and_others_are_unknown(write, said) -> None:
    found = said(write({"setup.py": setup("**K", "K = {'install_requires': ['numpy']}")}))
    assert (wanted(found), found.problems) == ({"numpy": None}, [])
    found = said(write({"setup.py": setup("**kwargs()")}))
    assert [text for _, _, text in found.problems] == [f"**: {UNKNOWN}"]


META = """name="ML_App", version="1.2", description="Text.", python_requires=">=3.9", license="MIT",
    url="https://github.com/acme/mlapp", project_urls={"Docs": "https://docs.example/mlapp"},
    classifiers=["License :: OSI Approved :: MIT License", f()]"""


def test_root_says_what_the_project_is(write, said) -> None:
    found = said(write({"setup.py": setup(META), "sub/setup.py": setup('name="other"')}))
    assert found.values(PropertyKind.NAME) == ["app", "ML_App", "sub", "other"]
    named = [said.subject.key.rpartition("/")[2] for _, said in found.assertions if said.predicate is PropertyKind.NAME]
    assert named == ["app", "app", "sub", "sub"]
    assert found.values(PropertyKind.VERSION) == ["1.2"]
    assert found.values(PropertyKind.REQUIRES_PYTHON) == [">=3.9"]
    assert found.values(PropertyKind.LICENSE_CLASSIFIER) == ["License :: OSI Approved :: MIT License"]
    assert {str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)} == {"MIT"}
    assert {str(e.object) for e in found.edges(EdgeKind.DEVELOPED_IN)} == {"https://github.com/acme/mlapp"}
    assert [value["label"] for value in found.values(PropertyKind.HOMEPAGE)] == ["homepage", "docs"]


def test_pyproject_that_names_the_project_is_stronger(write, said) -> None:
    found = said(write({"setup.py": setup(META), "pyproject.toml": '[project]\nname = "x"\nversion = "2"\n'}))
    assert found.values(PropertyKind.VERSION) == ["2"]


def test_setup_py_is_read_for_its_models_too(write, said) -> None:
    text = "import transformers\ntransformers.AutoModel.from_pretrained('a/b')\n" + setup("install_requires=['numpy']")
    found = said(write({"setup.py": text}))
    assert {str(e.object) for e in found.edges(EdgeKind.DEPENDS_ON)} == {"pkg:huggingface/a/b", "pkg:pypi/numpy"}


def test_nothing_of_it_is_executed(write, said, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    said(write({"setup.py": f"open({str(trap)!r}, 'w').close()\n" + setup(f"version=open({str(trap)!r}, 'w')")}))
    assert not trap.exists()


@pytest.mark.parametrize(
    "text",
    [
        "print 'x'\n",
        "setup(\n",
        "x = " + "(" * 5000,
        "x = " + "-" * 100_000 + "1",
        "setup(install_requires=" + "[" * 190 + "]" * 190 + ")",
        "\0",
        "# coding: nonsense\n",
    ],
    ids=["python 2", "syntax", "parentheses", "signs", "lists", "null", "encoding"],
)
def test_what_is_no_python_is_refused_in_one_line(write, said, text: str) -> None:
    found = said(write({"setup.py": text}))
    shown = [*map(str, found.errors.values()), *(text for _, _, text in found.problems)]
    assert len(shown) == 1
    assert "\n" not in shown[0]


@pytest.mark.parametrize(
    "before",
    [
        "A0 = ['x']\n" + "\n".join(f"A{i + 1} = A{i} + A{i}" for i in range(60)) + "\nA = A60",
        "A0 = 'x'\n" + "\n".join(f"A{i + 1} = f'{{A{i}}}{{A{i}}}'" for i in range(60)) + "\nA = [A60]",
        "D = {}\n" + "\n".join(f"D['{i + 1}'] = D['{i}'] + D['{i}']" for i in range(60)) + "\nA = D['60']",
        "A = " + " + ".join(["['x']"] * 900),
    ],
)
def test_names_that_multiply_take_no_time(write, said, before: str) -> None:
    start = time.perf_counter()
    found = said(write({"setup.py": setup("install_requires=A", before)}))
    assert time.perf_counter() - start < 5
    assert found.problems or found.errors or wanted(found) == {"x": None}


@pytest.mark.parametrize("text", ["x = 1\n", "def setup(**k):\n    pass\nsetup(install_requires=['a'])\n", ""])
def test_file_without_a_call_of_setup_declares_nothing(write, said, text: str) -> None:
    found = said(write({"setup.py": text}))
    assert (found.errors, found.problems, wanted(found)) == ({}, [], {})


@pytest.mark.parametrize("call", ["setuptools.setup", "distutils.core.setup"])
def test_call_by_the_name_of_its_module_is_one(write, said, call: str) -> None:
    text = f"import setuptools\nif __name__ == '__main__':\n    {call}(install_requires=['numpy'])\n"
    assert wanted(said(write({"setup.py": text}))) == {"numpy": None}
