from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.errors import UsageError
from mlgraph_ingest.project.installed.environment import find_environment
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

METADATA = """\
Metadata-Version: 2.4
Name: Sentence_Transformers
Version: 3.0.1
Summary: Embeddings
License-Expression: Apache-2.0
Classifier: License :: OSI Approved :: Apache Software License
Project-URL: Homepage, https://h.example
Project-URL: Source Code, https://me:hunter2@github.com/Acme/st/
Requires-Python: >=3.9
Requires-Dist: torch>=2
Requires-Dist: Pillow[avif]==10.0; python_version < "3.13"
Requires-Dist: ragas; extra == "Eval_Kit"
Provides-Extra: Eval_Kit

Requires-Dist: description
"""


@pytest.fixture
def root(write) -> Path:
    return write({"pyproject.toml": '[project]\nname = "mlapp"\n'})


def test_distribution_says_what_it_is_and_requires(root, install, said):
    folder = "sentence_transformers-3.0.1.dist-info"
    venv = install({f"{folder}/METADATA": METADATA, f"{folder}/INSTALLER": "uv\n", f"{folder}/REQUESTED": ""})
    found = said(root, venv)
    assert found.wanted(EdgeKind.CONTAINS) == {"sentence-transformers@3.0.1": {"installer": "uv", "requested": True}}
    rows = [(str(e.object), dict(e.qualifiers), e.evidence.locator) for e in found.edges(EdgeKind.DEPENDS_ON)]
    assert rows == [
        ("pkg:pypi/torch", {"specifier": ">=2", "scope": "runtime"}, "10"),
        (
            "pkg:pypi/pillow",
            {
                "specifier": "==10.0",
                "version": "10.0",
                "marker": 'python_version < "3.13"',
                "extras": ["avif"],
                "scope": "runtime",
            },
            "11",
        ),
        ("pkg:pypi/ragas", {"marker": 'extra == "eval-kit"', "scope": "optional", "extra": "eval-kit"}, "12"),
    ]
    assert [str(e.object) for e in found.edges(EdgeKind.LICENSED_UNDER)] == ["Apache-2.0"]
    assert [str(e.object) for e in found.edges(EdgeKind.DEVELOPED_IN)] == ["https://github.com/acme/st"]
    assert found.values(PropertyKind.DESCRIPTION) == ["Embeddings"]
    assert found.values(PropertyKind.PYTHON_VERSION) == ["3.11.7"]
    assert "hunter2" not in repr(found.assertions)
    assert found.titles[-1] == f"venv/…/{folder}/METADATA"
    assert {e.evidence.method for e in found.edges(EdgeKind.CONTAINS)} == {Method.OBSERVED}


def test_documents_of_two_projects_in_one_environment_are_not_one(root, install, said, tmp_path):
    venv = install({"a-1.dist-info/METADATA": "Name: a\nVersion: 1\n"})
    other = tmp_path / "other"
    other.mkdir()
    first, second = (said(path, venv).documents[-1] for path in (root, other))
    assert first.title == second.title
    assert first.locator != second.locator
    assert first.fingerprint != second.fingerprint


def test_origin_of_an_installed_distribution_is_kept_without_paths_and_credentials(root, install, said):
    direct = '{"url": "https://me:hunter2@github.com/acme/a", "vcs_info": {"vcs": "git", "commit_id": "%s"}}' % (
        "0" * 40
    )
    local = '{"url": "file:///home/me/b", "dir_info": {"editable": true}}'
    venv = install(
        {
            "a-1.dist-info/METADATA": "Name: a\nVersion: 1\n",
            "a-1.dist-info/direct_url.json": direct,
            "b-2.dist-info/METADATA": "Name: b\nVersion: 2\n",
            "b-2.dist-info/direct_url.json": local,
            "c-3.dist-info/METADATA": "Name: c\nVersion: 3\n",
            "c-3.dist-info/direct_url.json": "[[",
        }
    )
    found = said(root, venv)
    assert found.wanted(EdgeKind.CONTAINS) == {
        "a@1": {"url": "https://github.com/acme/a", "vcs": "git", "revision": "0" * 40},
        "b@2": {"editable": True, "local": True},
        "c@3": {},
    }
    assert [title for title, _, _ in found.problems] == ["venv/…/c-3.dist-info/METADATA"]
    assert "hunter2" not in repr(found.assertions)
    assert "home" not in repr(found.assertions)


def test_project_itself_is_not_part_of_what_it_contains(root, install, said):
    venv = install({"MLapp-1.dist-info/METADATA": "Name: MLapp\nVersion: 1\n"})
    assert said(root, venv).wanted(EdgeKind.CONTAINS) == {}


def test_damaged_distributions_are_problems_and_the_rest_goes_on(root, install, said):
    venv = install(
        {
            "empty-1.dist-info/RECORD": "",
            "~umpy-1.dist-info/METADATA": "Name: numpy\nVersion: 1\n",
            "two-1.dist-info/METADATA": "Name: two\nVersion: 1\n",
            "two-2.dist-info/METADATA": "Name: two\nVersion: 2\n",
            "odd-1.dist-info/METADATA": "Name: odd\nVersion: not.a-version\nRequires-Dist: (((\n",
            "junk-1.dist-info/METADATA": "Name: junk\nVersion: 1, 2\n",
            "fine-1.dist-info/METADATA": "Name: fine\nVersion: 1\n",
        }
    )
    found = said(root, venv)
    assert sorted(found.wanted(EdgeKind.CONTAINS)) == ["fine@1", "odd@not.a-version", "two@1", "two@2"]
    assert list(found.errors) == ["venv/…/junk-1.dist-info/METADATA"]
    places = [(title, place) for title, place, _ in found.problems]
    assert places == [("venv", "")] * 3 + [("venv/…/odd-1.dist-info/METADATA", line) for line in "23"]


def test_older_forms_of_metadata_are_read(root, install, said, tmp_path):
    develop = tmp_path / "checkout"
    (develop / "linked.egg-info").mkdir(parents=True)
    (develop / "linked.egg-info" / "PKG-INFO").write_text("Name: linked\nVersion: 4\n")
    venv = install(
        {
            "old-1.egg-info/PKG-INFO": "Name: old\nVersion: 1\nLicense: BSD\n",
            "old-1.egg-info/requires.txt": "numpy>=1\n\n[gpu:python_version < '4']\ntorch\n",
            "single-2.egg-info": "Name: single\nVersion: 2\n",
            "linked.egg-link": f"{develop}\n.\n",
            "lost.egg-link": "/nowhere/at/all\n",
        }
    )
    found = said(root, venv)
    assert sorted(found.wanted(EdgeKind.CONTAINS)) == ["linked@4", "old@1", "single@2"]
    rows = [(str(e.object), e.qualifiers.get("extra"), e.qualifiers["scope"]) for e in found.edges(EdgeKind.DEPENDS_ON)]
    assert rows == [("pkg:pypi/numpy", None, "runtime"), ("pkg:pypi/torch", "gpu", "optional")]
    assert found.values(PropertyKind.LICENSE_TEXT) == ["BSD"]
    assert len(found.problems) == 1


def test_packages_of_the_system_are_said_to_be_unread(root, install, said):
    venv = install({}, config="version_info = 3.12.1.final.0\ninclude-system-site-packages = true\n")
    found = said(root, venv)
    assert found.values(PropertyKind.PYTHON_VERSION) == ["3.12.1"]
    assert [text for _, _, text in found.problems if "system" in text]


def test_version_falls_back_to_the_name_of_the_folder(install):
    assert find_environment(install({}, config="")).python_version == "3.11"


def test_platform_is_read_from_the_interpreter_and_never_guessed(install):
    venv = install({})
    assert find_environment(venv).platform is None
    (venv / "bin").mkdir()
    for magic, platform in ((b"\x7fELF....", "linux"), (b"MZ..", "win32"), (b"\xcf\xfa\xed\xfe", "darwin")):
        (venv / "bin" / "python").write_bytes(magic)
        assert find_environment(venv).platform == platform


def test_folder_interpreter_and_packages_name_the_same_environment(install):
    venv = install({"a-1.dist-info/METADATA": "Name: a\nVersion: 1\n"})
    (venv / "bin").mkdir()
    (venv / "bin" / "python3.11").write_bytes(b"\x7fELF")
    (venv / "lib64").symlink_to("lib")
    site = venv / "lib" / "python3.11" / "site-packages"
    for given in (venv, venv / "bin" / "python3.11", site):
        found = find_environment(given)
        assert (found.prefix, found.sites, found.python_version) == (venv, (site,), "3.11.7")
        assert found.problems == ()


def test_what_is_no_environment_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="no such environment"):
        find_environment(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="not a Python environment"):
        find_environment(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="no packages"):
        find_environment(tmp_path / "file")


def test_environment_in_the_project_is_read_only_when_it_is_named(write, said):
    root = write(
        {
            "a.txt": "",
            ".venv/pyvenv.cfg": "",
            ".venv/lib/python3.11/site-packages/a-1.dist-info/METADATA": "Name: a\nVersion: 1\n",
        }
    )
    assert said(root).wanted(EdgeKind.CONTAINS) == {}
    found = said(root, root / ".venv")
    assert found.wanted(EdgeKind.CONTAINS) == {"a@1": {}}
    assert found.titles[-1] == ".venv/lib/python3.11/site-packages/a-1.dist-info/METADATA"


def test_all_that_python_finds_in_this_environment_is_found(root, said):
    site = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    expected = {
        str(ids.release(found.metadata["Name"], found.version))
        for found in importlib.metadata.distributions(path=[str(site)])
    }
    assert {f"pkg:pypi/{key}" for key in said(root, site).wanted(EdgeKind.CONTAINS)} == expected
