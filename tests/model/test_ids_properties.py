"""Laws of identity that hold for any input: what is printed is read back, and naming twice changes nothing."""

from __future__ import annotations

import os
import string
from collections.abc import Callable
from pathlib import Path

from hypothesis import assume, example, given
from hypothesis import strategies as st
from packageurl import PackageURL
from packaging.utils import canonicalize_name

from mlgraph.model import ids, urls
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind

WORD = string.ascii_letters + string.digits
NAMES = st.from_regex(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?", fullmatch=True)
VERSIONS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="<>=~*,;"), min_size=1, max_size=20)
HUB_PARTS = st.from_regex(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,20}[A-Za-z0-9_])?", fullmatch=True)
HUB_IDS = st.one_of(HUB_PARTS, st.tuples(HUB_PARTS, HUB_PARTS).map("/".join)).filter(ids.is_hub_id)
COMMITS = st.text("0123456789abcdefABCDEF", min_size=40, max_size=40)
SEGMENTS = st.text(WORD + "-_.~@+ ", min_size=1, max_size=12)
PATHS = st.lists(SEGMENTS, min_size=1, max_size=5).map("/".join)
HOSTS = st.sampled_from(
    ["github.com", "GitLab.com", "bitbucket.org", "codeberg.org", "git.sr.ht", "git.example.org:8443"]
)
SCHEMES = st.sampled_from(["https", "http", "ssh", "git", "git+https", "git+ssh"])
URLS = st.builds("{}://{}/{}".format, SCHEMES, HOSTS, PATHS)
FILE_NAMES = st.lists(st.binary(min_size=1, max_size=12).filter(lambda b: not {0, 47} & set(b)), min_size=1, max_size=4)
SERVICE_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def named(constructor: Callable[..., NodeId], *arguments: object) -> NodeId:
    """What a constructor names; inputs that it refuses are not of interest here."""
    try:
        return constructor(*arguments)
    except FormatError:
        assume(False)
        raise


def read_or_refused(text: str) -> NodeId | None:
    """What a text names; None where it is refused in the one way in which a text may be refused."""
    try:
        return ids.parse(text)
    except FormatError:
        return None


def reads_back(node: NodeId) -> bool:
    return ids.parse(str(node)) == node


@given(NAMES)
def test_a_package_reads_back(name: str) -> None:
    assert reads_back(ids.package(name))


@given(NAMES)
def test_names_are_compared_as_the_packaging_standard_says(name: str) -> None:
    assert ids.canonical_name(name) == canonicalize_name(name)
    assert ids.canonical_name(ids.canonical_name(name)) == ids.canonical_name(name)
    assert ids.package(name) == ids.package(ids.canonical_name(name)) == ids.package(name.upper())


@given(NAMES, VERSIONS)
@example("torch", "2.4.0+cu121")
@example("x", "1/2")
@example("x", "a@b?c#d%41")
def test_a_release_reads_back(name: str, version: str) -> None:
    node = named(ids.release, name, version)
    assert reads_back(node)
    assert ids.purl_parts(node).version == version


CONDA_NAMES = st.from_regex(r"(?!__)[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,20}[A-Za-z0-9_])?", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(CONDA_NAMES)
@example("_libgcc_mutex")
def test_a_conda_package_reads_back_and_is_not_the_python_package_of_its_name(name: str) -> None:
    node = ids.conda_package(name)
    assert reads_back(node)
    assert ids.conda_package(name.upper()) == node
    assert node.key.startswith("pkg:conda/")


@given(CONDA_NAMES, VERSIONS, st.none() | WORDS, st.none() | WORDS | URLS, st.none() | WORDS)
@example("numpy", "1.26.4", "py311h64a7726_0", "https://conda.example/conda-forge", "linux-64")
@example("numpy", "1!2", "a&b=c", "https://me:hunter2@conda.example/t/tk-1/team?token=x&y=1#z", "a/b")
def test_a_conda_release_reads_back(
    name: str, version: str, build: str | None, channel: str | None, subdir: str | None
) -> None:
    node = named(lambda: ids.conda_release(name, version, build=build, channel=channel, subdir=subdir))
    assert reads_back(node)
    assert ids.purl_parts(node).version == version
    assert ids.package_of(node) == ids.conda_package(name)
    assert ids.release_of(ids.conda_package(name), version, build=build) == ids.conda_release(
        name, version, build=build
    )


@given(HUB_IDS, st.none() | COMMITS)
def test_a_model_reads_back(repo_id: str, revision: str | None) -> None:
    node = ids.model(repo_id, revision)
    assert reads_back(node)
    assert ids.model(repo_id, revision and revision.upper()) == node


@given(HUB_IDS)
def test_a_dataset_of_the_hub_reads_back(repo_id: str) -> None:
    node = ids.hub_dataset(repo_id)
    assert reads_back(node)
    assert ids.dataset(str(node)) == node


@given(st.text(max_size=30))
def test_an_organization_reads_back_and_naming_it_twice_changes_nothing(name: str) -> None:
    node = named(ids.organization, name)
    assert reads_back(node)
    assert ids.organization(node.key.removeprefix("org:")) == node


@given(st.text(WORD, min_size=1, max_size=8), SERVICE_NAMES)
@example("openai", "gpt 4/o%20@x")
def test_a_service_reads_back(provider: str, name: str) -> None:
    assert reads_back(ids.service(provider, name))


@given(FILE_NAMES)
@example([b"a\nb", b"\xff", b"c d", b"%41"])
def test_any_path_leads_to_an_id_and_back(names: list[bytes]) -> None:
    path = Path("/", *map(os.fsdecode, names))
    for node in (ids.project(path), ids.file(path)):
        assert reads_back(node)
        assert ids.path_of(node) == path
    assert ids.file(path).key == ids.file_uri(path)


@given(URLS)
def test_a_repository_named_twice_is_the_same(url: str) -> None:
    node = named(ids.repository, url)
    assert ids.repository(str(node)) == node


@given(st.builds("https://{}/{}".format, st.sampled_from(["github.com", "gitlab.com", "git.sr.ht"]), PATHS))
def test_a_repository_of_a_known_forge_reads_back(url: str) -> None:
    assert reads_back(named(ids.repository, url))


@given(NAMES, NAMES, st.sampled_from(["", ".git", "/", ".git/", "/tree/main", "#readme", ".git@v1", "?tab=readme"]))
def test_ends_of_an_address_do_not_change_the_repository(owner: str, name: str, end: str) -> None:
    assume(not name.lower().endswith(".git"))
    assume(owner.lower() != "t")  # what follows /t/ may be the token of a conda channel, and is masked
    plain = ids.repository(f"https://github.com/{owner}/{name}")
    assert ids.repository(f"https://github.com/{owner}/{name}{end}") == plain
    assert ids.repository(f"git@github.com:{owner}/{name}.git") == plain
    assert ids.repository(f"git+ssh://git@github.com/{owner}/{name}.git@main") == plain


@given(st.text(max_size=40) | URLS)
def test_a_canonical_url_is_canonical(url: str) -> None:
    try:
        once = urls.canonical_url(url)
    except FormatError:
        return
    assert urls.canonical_url(once) == once
    assert urls.without_credentials(once) == once


PASSWORDS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=6).map("hunter2".__add__)


@given(st.text(WORD, max_size=5), PASSWORDS, HOSTS, PATHS)
@example("git", "hunter2@x", "github.com", "a/b")
@example("me", "hunter2:/@x", "github.com", "a/b")
def test_a_password_survives_nowhere(user: str, password: str, host: str, path: str) -> None:
    assume(not set("@/?#") & set(password[:1]))
    url = f"https://{user}:{password}@{host}/{path}"
    for name in (ids.repository, ids.dataset, ids.parse, ids.document, urls.without_credentials):
        try:
            said = str(name(url))
        except FormatError as error:
            said = str(error)
        assert "hunter2" not in said


PREFIXES = st.sampled_from(
    [
        *("", "org:", "service:", "file:", "file:///", "project:/", "task:", "CVE-2024-", "LicenseRef-", "https://"),
        ids.HF_DATASETS,
    ]
)


@given(st.builds(str.__add__, PREFIXES, st.text(max_size=40)))
@example("pkg:" + "/" * 50)
@example("https://[")
@example("https://\ud800/a")
def test_any_text_that_is_read_reads_back_and_no_other_error_is_raised(text: str) -> None:
    node = read_or_refused(text)
    assert node is None or reads_back(node)


@given(st.text(max_size=40).map("pkg:".__add__) | st.text(WORD + "/@?#=&%: .", max_size=40).map("pkg:npm/".__add__))
def test_any_package_url_that_is_read_reads_back_and_no_other_error_is_raised(text: str) -> None:
    node = read_or_refused(text)
    assert node is None or reads_back(node)
    assert node is None or node.kind in {NodeKind.PACKAGE, NodeKind.RELEASE, NodeKind.MODEL}


@given(st.text(max_size=40))
def test_any_text_is_an_id_of_the_hub_or_is_refused(text: str) -> None:
    if ids.is_hub_id(text):
        assert reads_back(ids.model(text))
        assert all(part.isascii() and len(part) <= 96 for part in text.split("/"))
    else:
        try:
            ids.model(text)
        except FormatError:
            return
        raise AssertionError(text)


@given(NAMES, st.one_of(VERSIONS, st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,12}", fullmatch=True)))
def test_release_is_named_as_a_package_url_names_it(name: str, version: str) -> None:
    expected = PackageURL("pypi", None, canonicalize_name(name), version).to_string()
    try:
        assert ids.release(name, version).key == expected
    except FormatError:
        assume(False)
