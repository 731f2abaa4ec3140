from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph_ontology.kinds import EdgeKind, PropertyKind


def rows(found):
    return [(str(e.object)[9:], e.evidence.locator, dict(e.qualifiers)) for e in found.edges(EdgeKind.DEPENDS_ON)]


def test_packages_and_categories_say_what_they_are_for(write, said):
    text = """\
[[source]]
name = "inner"
url = "https://me:hunter2@index.example/simple"
[packages]
torch = "==2.4.0"
numpy = "*"
httpx = { version = ">=0.27", extras = ["HTTP2"], index = "inner" }
[dev-packages]
pytest = "*"
[docs]
mkdocs = "*"
[prereleases]
vllm = "*"
[requires]
python_version = "3.11"
[scripts]
serve = "python -m app"
[pipenv]
allow_prereleases = true
"""
    found = said(write({"Pipfile": text}))
    assert rows(found) == [
        ("torch", "5", {"specifier": "==2.4.0", "version": "2.4.0", "scope": "runtime"}),
        ("numpy", "6", {"scope": "runtime"}),
        (
            "httpx",
            "7",
            {
                "specifier": ">=0.27",
                "extras": ["http2"],
                "scope": "runtime",
                "index": "https://index.example/simple",
            },
        ),
        ("pytest", "9", {"scope": "development", "group": "develop"}),
        ("mkdocs", "11", {"scope": "development", "group": "docs"}),
        ("vllm", "13", {"scope": "optional", "group": "prereleases"}),
    ]
    assert found.values(PropertyKind.REQUIRES_PYTHON) == ["==3.11.*"]
    assert found.problems == []
    assert "hunter2" not in repr(found.assertions)


def test_full_version_of_python_is_exact(write, said):
    text = '[requires]\npython_version = "3.12"\npython_full_version = "3.12.3"\n'
    assert said(write({"Pipfile": text})).values(PropertyKind.REQUIRES_PYTHON) == ["==3.12.3"]


def test_keys_of_the_environment_are_markers(write, said):
    text = """\
[packages]
a = { version = "*", sys_platform = "== 'win32'" }
b = { version = "*", markers = "python_version < '3.11' or os_name == 'nt'", platform_machine = "!= 'arm64'" }
"""
    assert said(write({"Pipfile": text})).wanted() == {
        "a": {"marker": 'sys_platform == "win32"', "scope": "runtime"},
        "b": {
            "marker": '(python_version < "3.11" or os_name == "nt") and platform_machine != "arm64"',
            "scope": "runtime",
        },
    }


def test_places_other_than_the_index_are_named_without_credentials(write, said):
    text = """\
[packages]
a = { git = "https://me:hunter2@github.com/acme/a.git", ref = "v1", editable = true, subdirectory = "py" }
b = { file = "https://me:hunter2@h.example/b-1.2-py3-none-any.whl" }
c = { path = "../c", editable = true }
me = { path = ".", editable = true }
lib = { path = "./libs/lib" }
"""
    root = write({"Pipfile": text, "libs/lib/pyproject.toml": '[project]\nname = "lib"\n'})
    found = said(root)
    assert found.wanted() == {
        ids.project(root / "libs/lib").key: {"scope": "runtime", "local": True},
        "a": {
            "scope": "runtime",
            "url": "https://github.com/acme/a.git",
            "vcs": "git",
            "revision": "v1",
            "subdirectory": "py",
            "editable": True,
        },
        "b": {"version": "1.2", "scope": "runtime", "url": "https://h.example/b-1.2-py3-none-any.whl"},
        "c": {"scope": "runtime", "local": True, "editable": True},
    }
    assert "hunter2" not in repr(found.assertions)


@pytest.mark.parametrize(
    "entry",
    [
        "3",
        "[]",
        "{ version = 3 }",
        '"latest"',
        '"* ; os_name"',
        '"@ https://me:hunter2@h.example/x"',
        '{ version = "*", markers = "no marker" }',
        '{ version = "*", sys_platform = "win32" }',
        '{ version = "*", markers = 3 }',
    ],
)
def test_entry_that_cannot_be_read_is_a_problem_and_the_rest_goes_on(write, said, entry):
    found = said(write({"Pipfile": f'[packages]\ntorch = {entry}\nnumpy = "*"\n'}))
    assert "numpy" in found.wanted()
    assert [place for _, place, _ in found.problems] == ["2"]
    assert "hunter2" not in repr(found.assertions)


def test_range_that_is_none_is_kept_in_its_words(write, said):
    assert said(write({"Pipfile": '[packages]\ntorch = "latest"\n'})).wanted() == {
        "torch": {"specifier": "latest", "scope": "runtime"}
    }


@pytest.mark.parametrize(
    "text",
    [
        "packages = 3\nrequires = 3\nsource = 3\n",
        '[packages]\n"a b" = "*"\n"" = "*"\n',
        "[requires]\npython_version = 3\n",
    ],
)
def test_wrong_types_say_nothing(write, said, text):
    found = said(write({"Pipfile": text}))
    assert (found.wanted(), found.errors, found.values(PropertyKind.REQUIRES_PYTHON)) == ({}, {}, [])


def test_text_that_is_no_toml_names_the_file(write, said):
    assert "Pipfile" in str(said(write({"Pipfile": "[packages"})).errors["Pipfile"])
