from __future__ import annotations

from dataclasses import replace

import pytest

from mlgraph_ontology.kinds import Method, Scope


def test_range_never_stands_as_a_version(make, component, said):
    pandas = make.package("pandas", declared=(make.sighting(specifier=">=2.20"),))
    found = component(make.inventory(packages=(pandas,)))
    assert "version" not in found
    assert found["purl"] == found["bom-ref"] == "pkg:pypi/pandas"
    assert said(found, "version-range") == [">=2.20"]
    assert said(found, "resolution") == ["unresolved"]
    assert "isExternal" not in found


def test_range_is_a_version_range_in_1_7(make, component):
    pandas = make.package("pandas", declared=(make.sighting(specifier=">=2.20"), make.sighting(specifier="<3")))
    found = component(make.inventory(packages=(pandas,)), spec_version="1.7")
    assert found["versionRange"] == "vers:pypi/>=2.20|<3"
    assert found["isExternal"] is True
    assert "version" not in found


@pytest.mark.parametrize(
    "changed",
    [
        {"scope": Scope.TEST},
        {"declared": ()},
        {"version": "2.21", "version_method": Method.RESOLVED},
    ],
)
def test_only_a_runtime_package_without_version_has_a_version_range(make, component, changed):
    pandas = make.package("pandas", declared=(make.sighting(specifier=">=2.20"),))
    found = component(make.inventory(packages=(replace(pandas, **changed),)), spec_version="1.7")
    assert "versionRange" not in found
    assert "isExternal" not in found


def test_known_version_is_not_marked_unresolved(make, component, said):
    found = component(make.inventory(packages=(make.package("torch", "2.4.0+cu121"),)))
    assert found["version"] == "2.4.0+cu121"
    assert found["purl"] == "pkg:pypi/torch@2.4.0%2Bcu121"
    assert said(found, "resolution") == []
    assert said(found, "version-method") == ["observed"]


def test_two_versions_of_one_package_are_two_components(make, bom):
    packages = (make.package("numpy", "1.26.4"), make.package("numpy", "2.1.0"))
    components = bom(make.inventory(packages=packages))["components"]
    assert [c["version"] for c in components] == ["1.26.4", "2.1.0"]


def test_entries_of_one_id_become_one_component_with_all_that_they_say(make, component, said):
    packages = tuple(
        make.package("a", "1.0", declared=(make.sighting(where, specifier="==1.0"),))
        for where in ("x.txt:1", "y.txt:2")
    )
    found = component(make.inventory(packages=packages))
    assert said(found, "declared") == ["==1.0 at x.txt:1", "==1.0 at y.txt:2"]
    assert len(found["evidence"]["occurrences"]) == 3


@pytest.mark.parametrize(
    ("scope", "written"),
    [
        (Scope.RUNTIME, "required"),
        (Scope.OPTIONAL, "optional"),
        (Scope.TEST, "excluded"),
        (Scope.DEVELOPMENT, "excluded"),
        (Scope.BUILD, "excluded"),
        (Scope.TRAIN, "excluded"),
    ],
)
def test_scope_is_the_standards_and_ours_is_kept(make, component, said, scope, written):
    found = component(make.inventory(packages=(make.package("a", "1", scope=scope),)))
    assert found["scope"] == written
    assert said(found, "scope") == [scope]


def test_package_that_nothing_leads_to_has_no_scope(make, component, said):
    found = component(make.inventory(packages=(make.package("a", "1", scope=None),)))
    assert "scope" not in found
    assert said(found, "scope") == []


def test_each_source_says_what_it_says_and_where(make, component, said):
    package = make.package(
        "torch",
        "2.4.0",
        declared=(
            make.sighting(
                "pyproject.toml:9", specifier=">=2", marker="os_name == 'nt'", extra="gpu", extras=["a", "b"]
            ),
            make.sighting("requirements.txt:1"),
            make.sighting("requirements.txt:2", url="https://example.org/t.git", vcs="git", revision="v1"),
        ),
        locked=(make.sighting("uv.lock#/package/3", Method.RESOLVED, version="2.3.1"),),
    )
    found = component(make.inventory(packages=(package,)))
    assert said(found, "declared") == [
        "@ git+https://example.org/t.git@v1 at requirements.txt:2",
        "[a,b] >=2; os_name == 'nt' (extra gpu) at pyproject.toml:9",
        "any version at requirements.txt:1",
    ]
    assert said(found, "locked") == ["2.3.1 at uv.lock#/package/3"]
    assert said(found, "installed") == ["2.4.0 at torch METADATA"]


def test_hashes_are_the_standards_and_an_unknown_algorithm_is_kept_beside(make, component, said):
    known = {"sha256": 64, "sha512": 128, "md5": 32, "sha1": 40, "blake2b": 128, "sha3_256": 64}
    texts = tuple(f"{name}:{'a' * digits}" for name, digits in known.items())
    package = make.package("a", "1", hashes=(*texts, "sha224:" + "a" * 56, "sha256:zz", "sha256:" + "A" * 64))
    found = component(make.inventory(packages=(package,)))
    assert {h["alg"] for h in found["hashes"]} == {"SHA-256", "SHA-512", "MD5", "SHA-1", "BLAKE2b-512", "SHA3-256"}
    assert len(found["hashes"]) == len(known)
    assert said(found, "hash") == ["sha224:" + "a" * 56, "sha256:zz"]


GIT = {"url": "https://git.example/acme/lib.git", "vcs": "git", "revision": "v1.2"}


def test_package_from_git_is_no_release_of_the_index(make, component, said):
    package = make.package("lib", "1.0", installed=(make.sighting("METADATA", Method.OBSERVED, version="1.0", **GIT),))
    found = component(make.inventory(packages=(package,)))
    assert found["purl"] == "pkg:pypi/lib@1.0?vcs_url=git%2Bhttps://git.example/acme/lib.git%40v1.2"
    assert found["externalReferences"] == [
        {"type": "vcs", "url": GIT["url"], "comment": "taken from git, not from an index, revision v1.2"}
    ]
    assert said(found, "origin") == ["git+https://git.example/acme/lib.git@v1.2"]


def test_archive_is_a_distribution_with_its_hashes(make, component):
    hashes = ["sha256:" + "0" * 64]
    seen = make.sighting(url="https://f.example/lib-1.0.whl", hashes=hashes)
    (link,) = component(make.inventory(packages=(make.package("lib", declared=(seen,)),)))["externalReferences"]
    assert (link["type"], link["url"]) == ("distribution", "https://f.example/lib-1.0.whl")
    assert link["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]


@pytest.mark.parametrize("place", [{"local": True}, {"editable": True, "local": True}])
def test_local_package_claims_no_release_and_shows_no_path(make, bom, said, place):
    local = make.package("near", "2.0", installed=(make.sighting("METADATA", Method.OBSERVED, version="2.0", **place),))
    other = make.package("other", "1.0", depends_on=(local.id,))
    document = bom(make.inventory(packages=(local, other)))
    found = document["components"][0]
    assert found["bom-ref"] == "local:near@2.0"
    assert "purl" not in found
    assert "externalReferences" not in found
    assert said(found, "origin") == ["editable" if "editable" in place else "local"]
    assert {"ref": "pkg:pypi/other@1.0", "dependsOn": ["local:near@2.0"]} in document["dependencies"]


def test_other_index_is_told(make, component, said):
    locked = (make.sighting("uv.lock:1", Method.RESOLVED, version="1.0", index="https://idx.example/simple"),)
    found = component(make.inventory(packages=(make.package("lib", "1.0", locked=locked, installed=()),)))
    assert found["purl"] == "pkg:pypi/lib@1.0?repository_url=https://idx.example/simple"
    assert said(found, "origin") == []


@pytest.mark.parametrize(("applies", "written"), [(True, "required"), (False, "optional")])
def test_package_that_no_marker_asks_for_here_is_not_required(make, bom, said, applies, written):
    package = make.package("pywin", "1.0", installed=(), applies=applies)
    document = bom(make.inventory(packages=(package,), direct=(package.id,)))
    (found,) = document["components"]
    assert found["scope"] == written
    assert bool(said(found, "inapplicable")) == (written == "optional")
    (root,) = (row for row in document["dependencies"] if row["ref"] == "project:shop")
    assert root["dependsOn"] == ([] if written == "optional" else [package.id.key])
