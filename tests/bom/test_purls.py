from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL
from packageurl.contrib import purl2url

from mlgraph.bom.purls import package_purl
from mlgraph.model import ids
from mlgraph_ontology.kinds import Method, Scope
from mlgraph_queries.entries import PackageEntry
from mlgraph_queries.stated import Sighting

DEFAULT = purl2url.get_repo_url("pkg:pypi/x").partition("/project/")[0]


def entry(version="1.0", **detail):
    locked = (Sighting("uv.lock:1", Method.RESOLVED, "uv.lock", version, detail),) if version else ()
    declared = () if version else (Sighting("a.txt:1", Method.DECLARED, "requirement", None, detail),)
    node = ids.release("lib", version) if version else ids.package("lib")
    return PackageEntry(
        node, ids.package("lib"), "lib", version, Method.RESOLVED, Scope.RUNTIME, declared, locked, (), (), None, (),
        (), None, (), (), (), True,
    )  # fmt: skip


def purl(version="1.0", **detail):
    found = package_purl(entry(version, **detail))
    return found and found.to_string()


def test_repository_stands_in_vcs_url_with_its_revision():
    place = {"url": "https://git.example/acme/lib.git", "vcs": "git", "subdirectory": "py/core"}
    assert purl(revision="v1.2", **place) == (
        "pkg:pypi/lib@1.0?vcs_url=git%2Bhttps://git.example/acme/lib.git%40v1.2#py/core"
    )
    assert purl(None, **place) == "pkg:pypi/lib?vcs_url=git%2Bhttps://git.example/acme/lib.git#py/core"


def test_archive_stands_in_download_url():
    assert purl(url="https://f.example/lib.whl") == "pkg:pypi/lib@1.0?download_url=https://f.example/lib.whl"


def test_other_index_stands_in_repository_url_and_reads_back_as_an_id():
    found = purl(index="https://idx.example/simple")
    assert found == "pkg:pypi/lib@1.0?repository_url=https://idx.example/simple"
    assert ids.parse(found).key == found


@pytest.mark.parametrize("index", [None, f"{DEFAULT}/simple", f"{DEFAULT}/simple/"])
def test_default_index_needs_no_qualifier(index):
    assert purl(index=index) == "pkg:pypi/lib@1.0"


@pytest.mark.parametrize(
    "place", [{"local": True}, {"editable": True}, {"vcs": "git"}, {"vcs": "x", "url": "https://h.example"}]
)
def test_what_no_purl_can_name_has_none(place):
    assert purl(**place) is None


def test_places_that_are_not_the_same_have_no_purl():
    first, second = entry(url="https://f.example/a.whl"), entry(url="https://f.example/b.whl")
    both = PackageEntry(**{n: getattr(first, n) for n in first.__slots__} | {"locked": first.locked + second.locked})
    assert package_purl(both) is None


TEXT = st.text(max_size=12)


@given(TEXT, TEXT, TEXT, st.sampled_from([None, "git", "hg"]))
def test_any_text_gives_a_legal_purl_or_none(path, revision, subdirectory, vcs):
    found = purl(url=f"https://h.example/{path}", revision=revision, subdirectory=subdirectory, vcs=vcs)
    if found is not None:
        parts = PackageURL.from_string(found)
        assert (parts.name, parts.version, parts.to_string()) == ("lib", "1.0", found)
