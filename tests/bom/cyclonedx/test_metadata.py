from __future__ import annotations

import pytest

import mlgraph


def test_tool_is_mlgraph_with_its_version(make, bom):
    (tool,) = bom(make.inventory())["metadata"]["tools"]["components"]
    assert (tool["name"], tool["version"]) == ("mlgraph", mlgraph.__version__)


def test_project_without_version_gets_none(make, bom):
    project = bom(make.inventory())["metadata"]["component"]
    assert project == {"type": "application", "name": "shop", "bom-ref": "project:shop"}


def test_project_says_what_it_says_of_itself(make, bom, said):
    inventory = make.inventory(
        version="1.2", description="Sells.", licenses=(make.license("MIT"),), python_version="3.12", platform="linux"
    )
    project = bom(inventory)["metadata"]["component"]
    assert (project["version"], project["description"]) == ("1.2", "Sells.")
    assert project["licenses"][0]["license"]["id"] == "MIT"
    assert said(project, "python-version") == ["3.12"]
    assert said(project, "platform") == ["linux"]


@pytest.mark.parametrize(
    ("name", "ref"), [("my shop", "project:my%20shop"), ("a/b", "project:a%2Fb"), ("\udcff", "project:%5Cudcff")]
)
def test_project_is_referred_to_by_its_name(make, bom, name, ref):
    assert bom(make.inventory(name=name))["metadata"]["component"]["bom-ref"] == ref


def test_manifests_are_before_the_build_and_an_environment_is_after_it(make, bom):
    def phases(inventory):
        return [row["phase"] for row in bom(inventory)["metadata"]["lifecycles"]]

    declared = make.package("a", declared=(make.sighting(specifier=">1"),))
    installed = make.package("b", "1")
    assert phases(make.inventory(packages=(declared,))) == ["pre-build"]
    assert phases(make.inventory(packages=(installed,))) == ["post-build"]
    assert phases(make.inventory(packages=(declared, installed))) == ["post-build", "pre-build"]
    assert phases(make.inventory()) == ["pre-build"]
