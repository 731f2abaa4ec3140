"""Projects that are nested in a tree are projects of their own, and may depend on each other."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

MONOREPO = {
    "requirements-dev.txt": "ruff\n",
    "scripts/train.py": 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/a")\n',
    "services/api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["fastapi", "core[gpu]"]\n'
    '[tool.uv.sources]\ncore = { path = "../../libs/core" }\n',
    "services/api/api/app.py": 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/b")\n',
    "services/job/requirements.txt": "celery\n",
    "libs/core/setup.py": "from setuptools import setup\nsetup(name='core', install_requires=['numpy'])\n",
    "libs/core/requirements.txt": "numpy\n-r ../../requirements-dev.txt\n",
    "tools/pyproject.toml": "[tool.ruff]\nline-length = 100\n",
    "tools/requirements.txt": "invoke\n",
}


@pytest.fixture
def monorepo(write):
    return write(MONOREPO)


def wanted(found, folder):
    """What the project in a folder depends on."""
    edges = [e for e in found.edges(EdgeKind.DEPENDS_ON) if e.subject == ids.project(folder)]
    return {e.object.key.removeprefix("pkg:pypi/").removeprefix("pkg:huggingface/") for e in edges}


def test_each_project_has_what_lies_in_it_and_in_no_project_below(said, monorepo):
    found = said(monorepo)
    assert wanted(found, monorepo) == {"ruff", "acme/a", "celery", "invoke"}
    core = ids.project(monorepo / "libs/core")
    assert wanted(found, monorepo / "services/api") == {"fastapi", core.key, "acme/b"}
    assert wanted(found, monorepo / "libs/core") == {"numpy", "ruff"}


def test_folder_is_a_project_by_what_its_files_declare(said, monorepo):
    contained = {(e.subject.key, e.object.key) for e in said(monorepo).edges(EdgeKind.CONTAINS)}
    root = ids.project(monorepo).key
    assert contained == {(root, ids.project(monorepo / name).key) for name in ("services/api", "libs/core")}


def test_documents_of_a_nested_project_have_their_paths_in_it_and_its_collection(said, monorepo):
    found = {(d.collection, d.title) for d in said(monorepo).documents}
    assert (ids.project(monorepo / "services/api").key, "pyproject.toml") in found
    assert (ids.project(monorepo / "services/api").key, "api/app.py") in found
    assert (ids.project(monorepo).key, "services/job/requirements.txt") in found
    assert (ids.project(monorepo).key, "services/api/pyproject.toml") not in found


def test_included_file_of_another_project_is_a_document_of_both(said, monorepo):
    holders = {d.collection for d in said(monorepo).documents if d.title.endswith("requirements-dev.txt")}
    assert holders == {ids.project(monorepo).key, ids.project(monorepo / "libs/core").key}


def test_nested_project_read_alone_says_the_same_of_itself(said, monorepo):
    assert wanted(said(monorepo / "services/api"), monorepo / "services/api") >= {"fastapi", "acme/b"}


def test_extras_that_are_asked_of_a_project_beside_are_kept(said, write):
    root = write({**MONOREPO, "requirements.txt": "-e ./libs/core[gpu,cpu]\n"})
    (asked,) = [
        e
        for e in said(root).edges(EdgeKind.DEPENDS_ON)
        if e.subject == ids.project(root) and e.object == ids.project(root / "libs/core")
    ]
    assert asked.qualifiers == {"scope": "runtime", "extras": ["cpu", "gpu"], "editable": True}


def test_what_was_left_out_is_counted_for_the_project_that_it_lies_in(said, write):
    root = write({**MONOREPO, "libs/core/.gitignore": "*.log\n", "libs/core/a.log": "", "node_modules/x.js": ""})
    found = said(root)
    excluded = {(a.subject.key, a.value["reason"]) for _, a in found.assertions if a.predicate is PropertyKind.EXCLUDED}
    assert (ids.project(root / "libs/core").key, "named in .gitignore") in excluded
    assert (ids.project(root).key, "installed packages") in excluded
    assert (ids.project(root).key, "named in .gitignore") not in excluded


WORKSPACE = {
    "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\nexclude = ["packages/old"]\n',
    "packages/a/pyproject.toml": '[project]\nname = "a"\ndependencies = ["b", "fastapi"]\n'
    "[tool.uv.sources]\nb = { workspace = true }\n",
    "packages/b/pyproject.toml": '[project]\nname = "b"\ndependencies = ["numpy"]\n',
    "packages/old/pyproject.toml": '[project]\nname = "old"\n',
    "uv.lock": """\
version = 1
[manifest]
members = ["a", "b"]
[manifest.dependency-groups]
dev = [{ name = "ruff" }]
[[package]]
name = "a"
source = { editable = "packages/a" }
dependencies = [{ name = "b" }, { name = "fastapi" }]
[[package]]
name = "b"
source = { editable = "packages/b" }
dependencies = [{ name = "numpy" }]
[[package]]
name = "fastapi"
version = "0.115.0"
[[package]]
name = "numpy"
version = "2.0"
[[package]]
name = "ruff"
version = "0.9"
""",
}


def test_lock_of_a_workspace_is_read_for_each_member_and_gives_it_what_it_needs(said, write):
    root = write(WORKSPACE)
    found = said(root)
    locked = {
        (e.subject.key, e.object.key, e.qualifiers["scope"])
        for e in found.edges(EdgeKind.CONTAINS)
        if "@" in e.object.key
    }
    a, b, own = (ids.project(path).key for path in (root / "packages/a", root / "packages/b", root))
    assert locked == {
        (a, "pkg:pypi/fastapi@0.115.0", "runtime"),
        (a, "pkg:pypi/numpy@2.0", "runtime"),
        (b, "pkg:pypi/numpy@2.0", "runtime"),
        (own, "pkg:pypi/ruff@0.9", "development"),
    }
    assert ids.project(root / "packages/b").key in wanted(found, root / "packages/a")
    assert (
        "../../uv.lock" in {d.title for d in found.documents if d.collection == ids.project(root / "packages/old").key}
    ) is False
