from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import EdgeKind, Method

HASH = "a" * 64
UV = f"""\
version = 1
revision = 3

[[package]]
name = "mlapp"
version = "1"
source = {{ editable = "." }}
dependencies = [{{ name = "httpx", extra = ["http2"] }}]

[package.optional-dependencies]
cli = [{{ name = "rich" }}]

[package.dev-dependencies]
dev = [{{ name = "pytest" }}, {{ name = "rich" }}]

[[package]]
name = "httpx"
version = "0.28.1"
source = {{ registry = "https://me:hunter2@h.example/simple" }}
dependencies = [{{ name = "idna", marker = "python_version < '3.13'" }}]
sdist = {{ url = "https://h.example/httpx.tar.gz", hash = "sha256:{HASH}" }}

[package.optional-dependencies]
http2 = [{{ name = "h2" }}]

[[package]]
name = "idna"
version = "3.20"
source = {{ registry = "https://h.example/simple" }}

[[package]]
name = "h2"
version = "4.0"
source = {{ git = "https://me:hunter2@github.com/acme/h2?rev=main#{"0" * 40}" }}

[[package]]
name = "rich"
version = "15.0"

[[package]]
name = "pytest"
version = "9.0"
resolution-markers = ["python_version >= '3.11'"]
"""


def test_uv_lock_says_what_is_contained_and_what_asks_for_it(write, said):
    found = said(write({"uv.lock": UV}))
    assert found.wanted(EdgeKind.CONTAINS) == {
        "httpx@0.28.1": {"scope": "runtime", "hashes": [f"sha256:{HASH}"], "index": "https://h.example/simple"},
        "idna@3.20": {"scope": "runtime", "index": "https://h.example/simple"},
        "h2@4.0": {
            "scope": "runtime",
            "url": "https://github.com/acme/h2",
            "vcs": "git",
            "revision": "0" * 40,
        },
        "rich@15.0": {"scope": "optional", "extras": ["cli"], "groups": ["dev"]},
        "pytest@9.0": {"scope": "development", "groups": ["dev"], "marker": "python_version >= '3.11'"},
    }
    contained = found.edges(EdgeKind.CONTAINS)
    assert {edge.evidence.method for edge in contained} == {Method.RESOLVED}
    assert [edge.evidence.locator for edge in contained] == ["16", "26", "31", "36", "40"]
    assert "hunter2" not in repr(found.assertions)


def test_uv_lock_says_what_releases_require(write, said):
    found = said(write({"uv.lock": UV}))
    rows = [(str(e.subject), str(e.object), dict(e.qualifiers)) for e in found.edges(EdgeKind.DEPENDS_ON)]
    assert rows == [
        (
            "pkg:pypi/httpx@0.28.1",
            "pkg:pypi/idna",
            {"marker": "python_version < '3.13'", "scope": "runtime"},
        ),
        ("pkg:pypi/httpx@0.28.1", "pkg:pypi/h2", {"extra": "http2", "scope": "optional"}),
    ]
    released = {(str(e.subject), str(e.object)) for e in found.edges(EdgeKind.RELEASE_OF)}
    assert ("pkg:pypi/idna@3.20", "pkg:pypi/idna") in released


def test_members_of_a_workspace_are_parts_of_the_project(write, said):
    text = """\
version = 1
[manifest]
members = ["a", "b"]
[[package]]
name = "a"
source = { virtual = "a" }
dependencies = [{ name = "b" }]
[[package]]
name = "b"
version = "1"
source = { editable = "b" }
dependencies = [{ name = "numpy" }]
[[package]]
name = "numpy"
version = "2.0"
"""
    assert said(write({"uv.lock": text})).wanted(EdgeKind.CONTAINS) == {"numpy@2.0": {"scope": "runtime"}}


def test_package_that_cannot_be_named_is_a_problem_and_the_rest_goes_on(write, said):
    text = 'version = 1\n[[package]]\nname = "a b"\nversion = "1"\n[[package]]\nname = "x"\n[[package]]\nname = "y"\nversion = "2"\n'
    found = said(write({"uv.lock": text}))
    assert list(found.wanted(EdgeKind.CONTAINS)) == ["y@2"]
    assert [place for _, place, _ in found.problems] == ["2", "5"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", "version = 2\n"),
        ("uv.lock", ""),
        ("pylock.toml", 'lock-version = "2.0"\n'),
        ("pylock.dev.toml", ""),
    ],
)
def test_version_of_a_lock_that_is_not_known_is_refused(write, said, name, text):
    found = said(write({name: text}))
    assert "this version of mlgraph reads 1" in str(found.errors[name])
    assert found.edges(EdgeKind.CONTAINS) == []


PYLOCK = f"""\
lock-version = "1.0"
extras = ["gpu"]
dependency-groups = ["dev", "main"]
default-groups = ["main"]
[[packages]]
name = "mlapp"
directory = {{ path = "." }}
[[packages]]
name = "torch"
version = "2.4.0"
marker = "sys_platform == 'linux'"
index = "https://me:hunter2@h.example/simple"
wheels = [{{ name = "torch.whl", hashes = {{ sha256 = "{HASH}" }} }}]
dependencies = [{{ name = "numpy" }}]
[[packages]]
name = "numpy"
version = "2.0"
marker = "'main' in dependency_groups"
[[packages]]
name = "triton"
version = "3.0"
marker = "'gpu' in extras"
[[packages]]
name = "lib"
version = "1.0"
marker = "'dev' in dependency_groups"
[packages.vcs]
type = "git"
url = "https://me:hunter2@github.com/acme/lib"
commit-id = "{"0" * 40}"
"""


def test_pylock_is_read(write, said):
    found = said(write({"pylock.toml": PYLOCK}))
    assert found.wanted(EdgeKind.CONTAINS) == {
        "torch@2.4.0": {
            "marker": "sys_platform == 'linux'",
            "scope": "runtime",
            "hashes": [f"sha256:{HASH}"],
            "index": "https://h.example/simple",
        },
        "numpy@2.0": {"marker": "'main' in dependency_groups", "scope": "runtime", "groups": ["main"]},
        "triton@3.0": {"marker": "'gpu' in extras", "scope": "optional", "extras": ["gpu"]},
        "lib@1.0": {
            "marker": "'dev' in dependency_groups",
            "scope": "development",
            "groups": ["dev"],
            "url": "https://github.com/acme/lib",
            "vcs": "git",
            "revision": "0" * 40,
        },
    }
    assert [(str(e.subject), str(e.object)) for e in found.edges(EdgeKind.DEPENDS_ON)] == [
        ("pkg:pypi/torch@2.4.0", "pkg:pypi/numpy")
    ]
    assert "hunter2" not in repr(found.assertions)


def test_pylock_that_offers_no_choice_does_not_say_what_a_package_is_for(write, said):
    text = 'lock-version = "1.1"\n[[packages]]\nname = "numpy"\nversion = "2.0"\n'
    assert said(write({"pylock.toml": text})).wanted(EdgeKind.CONTAINS) == {"numpy@2.0": {}}


@pytest.mark.parametrize("source", ['path = "../wheels/near-2.0-py3-none-any.whl"', 'directory = "../near"'])
def test_path_of_the_machine_is_told_without_the_path(write, said, source):
    text = f'version = 1\n[[package]]\nname = "near"\nversion = "2.0"\nsource = {{ {source} }}\n'
    found = said(write({"uv.lock": text}))
    assert found.wanted(EdgeKind.CONTAINS) == {"near@2.0": {"local": True}}
    key = source.partition(" =")[0].replace("path", "archive")
    text = f'lock-version = "1.0"\n[[packages]]\nname = "near"\nversion = "2.0"\n{key} = {{ path = "../near" }}\n'
    assert said(write({"pylock.toml": text})).wanted(EdgeKind.CONTAINS) == {"near@2.0": {"local": True}}
