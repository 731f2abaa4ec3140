from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlgraph.model.errors import SourceError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project import ProjectRequest, read
from mlgraph_ontology.kinds import EdgeKind, PropertyKind


def test_missing_project_is_wrong_use_before_anything_is_read(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        read(ProjectRequest(tmp_path / "nowhere"), report=Reporter())


def test_tree_comes_first_and_documents_are_those_of_the_project(write, said):
    root = write({"requirements.txt": "numpy\n", "pyproject.toml": "", "uv.lock": "version = 1\n"})
    found = said(root)
    assert found.titles == [".", "pyproject.toml", "requirements.txt", "uv.lock"]
    assert {document.collection for document in found.documents} == {ProjectRequest(root).project.key}
    assert found.documents[0].locator == root.as_uri() + "#tree"
    assert found.documents[2].locator == (root / "requirements.txt").as_uri()


def test_project_is_the_same_by_every_path(write, tmp_path):
    root = write({})
    (tmp_path / "link").symlink_to(root)
    requests = [ProjectRequest(path) for path in (root, tmp_path / "link", root / ".." / "app")]
    assert len({request.project for request in requests}) == 1


def test_what_is_not_read_by_this_version_is_counted(write, said):
    found = said(write({"a.pb": "", "b.msgpack": "", "c.msgpack": "", "notes.md": ""}))
    assert found.values(PropertyKind.EXCLUDED) == [
        {"reason": "not read by this version: *.msgpack", "count": 2},
        {"reason": "not read by this version: *.pb", "count": 1},
    ]


def test_fingerprint_changes_with_all_that_the_assertions_depend_on(write, said):
    def fingerprints(files: dict[str, str]) -> dict[str, str]:
        return {document.title: document.fingerprint for document in said(write(files)).documents}

    files = {"requirements.txt": "-r more.lst\n", "more.lst": "numpy\n", "requirements-dev.txt": "x\n"}
    before = fingerprints(files)
    assert fingerprints(files) == before
    touched = fingerprints({"requirements-dev.txt": "x\n-r more.lst\n"})
    assert touched["more.lst"] == before["more.lst"]
    moved = fingerprints({"requirements.txt": "y\n"})
    assert moved["more.lst"] != before["more.lst"]
    named = fingerprints({"pyproject.toml": '[project]\nname = "numpy"\n'})
    assert named["more.lst"] != moved["more.lst"]
    assert named["requirements-dev.txt"] != touched["requirements-dev.txt"]


def test_file_that_two_names_lead_to_is_read_once_by_its_own(write, said):
    root = write({"requirements.txt": "numpy\n"})
    (root / "a-requirements.txt").symlink_to("requirements.txt")
    found = said(root)
    assert found.titles == [".", "requirements.txt"]


def test_file_that_cannot_be_read_is_an_error_of_its_own_document(write):
    root = write({"requirements.txt": "numpy\n", "requirements-dev.txt": "x\n"})
    readings = read(ProjectRequest(root), report=Reporter())
    assert next(readings).document.title == "."
    (root / "requirements.txt").unlink()
    development, runtime = readings
    assert [str(said.object) for said in development.assertions()] == ["pkg:pypi/x"]
    with pytest.raises(SourceError, match=r"requirements\.txt: cannot be read"):
        list(runtime.assertions())


@pytest.mark.shared_data
def test_packages_of_the_labelled_sample_are_found_without_a_false_version(shared_data: Path, said):
    sample = shared_data / "detect-sample"
    truth = json.loads((sample / "TRUTH.json").read_text())
    edges = [edge for edge in said(sample).edges(EdgeKind.DEPENDS_ON) if str(edge.object).startswith("pkg:pypi/")]
    found = [edge for edge in edges if edge.qualifiers["scope"] != "build"]
    needed = {str(edge.object) for edge in found if edge.qualifiers["scope"] == "runtime"}
    assert needed == {f"pkg:pypi/{name}" for name in truth["packages"]}
    others = {str(edge.object) for edge in found} - needed
    assert others <= {f"pkg:pypi/{name}" for name in truth["optional_packages"]}
    for edge in found:
        pinned = str(edge.qualifiers.get("specifier", "")).startswith("==")
        assert ("version" in edge.qualifiers) == pinned
