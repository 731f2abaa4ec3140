from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.manifests.requirements_file import read_requirements
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

HASH = "0" * 64


def test_lines_become_dependencies_with_their_place(write, said):
    text = f"""\
# runtime
Torch==2.4.0 ; platform_system != "Darwin"   # the engine
datasets>=2.20,<3
scipy==1.*
peft[all_extras]
numpy==1.26.4 \\
    --hash=sha256:{HASH} \\
    --hash=sha256:{HASH[:-1]}1
"""
    found = said(write({"requirements.txt": text}))
    assert found.wanted() == {
        "torch": {
            "specifier": "==2.4.0",
            "version": "2.4.0",
            "marker": 'platform_system != "Darwin"',
            "scope": "runtime",
        },
        "datasets": {"specifier": ">=2.20,<3", "scope": "runtime"},
        "scipy": {"specifier": "==1.*", "scope": "runtime"},
        "peft": {"extras": ["all-extras"], "scope": "runtime"},
        "numpy": {
            "specifier": "==1.26.4",
            "version": "1.26.4",
            "scope": "runtime",
            "hashes": [f"sha256:{HASH}", f"sha256:{HASH[:-1]}1"],
        },
    }
    assert [edge.evidence.locator for edge in found.edges(EdgeKind.DEPENDS_ON)] == ["2", "3", "4", "5", "6"]
    assert found.problems == []


def test_urls_and_editable_lines_keep_their_origin_without_credentials(write, said):
    text = """\
-e git+https://me:hunter2@github.com/acme/accelerate@v0.33.0#egg=accelerate
lib @ https://me:hunter2@h.example/lib-1.2-py3-none-any.whl?token=hunter2
https://h.example/pkg-9.1.tar.gz
./wheels/baz-2.0-py3-none-any.whl
--index-url https://me:hunter2@h.example/simple
--extra-index-url=https://me:hunter2@h.example/simple
"""
    found = said(write({"requirements.txt": text}))
    assert found.wanted() == {
        "accelerate": {
            "scope": "runtime",
            "url": "https://github.com/acme/accelerate",
            "vcs": "git",
            "revision": "v0.33.0",
            "editable": True,
        },
        "lib": {"scope": "runtime", "url": "https://h.example/lib-1.2-py3-none-any.whl"},
        "pkg": {"scope": "runtime", "version": "9.1", "url": "https://h.example/pkg-9.1.tar.gz"},
        "baz": {"scope": "runtime", "version": "2.0", "local": True},
    }
    assert "hunter2" not in repr(found.assertions)


def test_bad_line_is_a_problem_and_the_rest_goes_on(write, said):
    text = "torch==\n${NAME}==1\n--password=hunter2\nwords https://me:hunter2@h.example/x\n./libs/unknown\nnumpy\n"
    found = said(write({"requirements.txt": text}))
    assert list(found.wanted()) == ["numpy"]
    assert [place for _, place, _ in found.problems] == ["1", "2", "3", "4", "5"]
    assert "hunter2" not in repr(found.assertions)


def test_includes_are_followed_once_and_stay_in_the_project(write, said):
    root = write(
        {
            "requirements.txt": "-r deps/base.lst\n-c limits.pip\n-r ../out.txt\n-r missing.txt\n-r https://h.example/r.txt\n",
            "deps/base.lst": "-r ../requirements.txt\nnumpy\n",
            "limits.pip": "numpy<2\n",
            "requirements-dev.txt": "-r requirements.txt\n-r deps/tools.lst\npytest\n",
            "deps/tools.lst": "ruff\n",
        }
    )
    found = said(root)
    edges = {
        (str(e.object), e.qualifiers.get("constraint"), e.qualifiers["scope"]) for e in found.edges(EdgeKind.DEPENDS_ON)
    }
    assert edges == {
        ("pkg:pypi/numpy", None, "runtime"),
        ("pkg:pypi/numpy", True, "runtime"),
        ("pkg:pypi/pytest", None, "development"),
        ("pkg:pypi/ruff", None, "development"),
    }
    assert [(title, place) for title, place, _ in found.problems] == [("requirements.txt", line) for line in "345"]


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("requirements.txt", "runtime"),
        ("requirements_test.txt", "test"),
        ("requirements/docs.txt", "development"),
        ("tests/requirements.txt", "test"),
        ("build-requirements.in", "build"),
        ("requirements/prod.txt", "runtime"),
    ],
)
def test_scope_follows_the_name_of_the_file(write, said, path, scope):
    assert said(write({path: "numpy\n"})).wanted() == {"numpy": {"scope": scope}}


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbfnumpy\n", "numpy\n".encode("utf-16"), b"numpy # caf\xe9\n", b"numpy\r\n"],
    ids=["utf-8 with mark", "utf-16", "latin-1", "windows line ends"],
)
def test_encodings_that_pip_reads_are_read(write, said, content):
    found = said(write({"requirements.txt": content}))
    assert list(found.wanted()) == ["numpy"]
    assert found.problems == []


def test_binary_file_is_refused_by_name(write, said):
    found = said(write({"requirements.txt": b"\x00\x01numpy"}))
    assert "requirements.txt: binary" in str(found.errors["requirements.txt"])


def test_project_is_no_dependency_of_itself(write, said):
    root = write(
        {
            "pyproject.toml": '[project]\nname = "My.App"\n',
            "libs/part/pyproject.toml": '[project]\nname = "part"\n',
            "requirements.txt": "-e .\n-e .[eval]\nmy_app[eval]\n-e ./libs/part\nnumpy\n",
        }
    )
    found = said(root)
    assert set(found.wanted()) == {ids.project(root / "libs/part").key, "numpy"}
    assert found.problems == []


def test_name_of_an_archive_is_read_as_urls_write_it(write, said):
    found = said(write({"requirements.txt": "https://h.example/cpu/torch-1.8.1%2Bcpu-cp37-cp37m-linux_x86_64.whl\n"}))
    assert found.wanted()["torch"]["version"] == "1.8.1+cpu"


def test_many_bad_lines_are_counted_not_listed(source, context):
    found = list(read_requirements(source(b"=bad\n" * 500, "requirements.txt"), context))
    assert len(found) == 101
    assert found[-1].value == "400 more problems of this kind are not listed"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet="ab-=[]<>;@#\\\n .:/'\"(){}$", max_size=120).map(str.encode))
def test_any_content_is_read_or_refused(source, context, content):
    try:
        found = list(read_requirements(source(content, "requirements.txt"), context))
    except FormatError:
        return
    assert all(said.predicate in {EdgeKind.DEPENDS_ON, PropertyKind.PROBLEM} for said in found)
