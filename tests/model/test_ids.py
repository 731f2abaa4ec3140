"""What each constructor calls a thing, which spellings are the same thing, and what is refused."""

from __future__ import annotations

import importlib
import os
from doctest import DocTestFinder, DocTestRunner
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ontology.kinds import NodeKind

COMMIT = "043235d6088ecd3dd5fb5ca3592b6913fd516027"
PYTORCH = "https://github.com/pytorch/pytorch"


@pytest.mark.parametrize("module", ["ids", "urls", "assertions", "errors", "reporter"])
def test_examples_in_docstrings_hold(module) -> None:
    loaded = importlib.import_module(f"mlgraph.model.{module}")
    runner = DocTestRunner()
    for test in DocTestFinder(exclude_empty=True).find(loaded):
        runner.run(test)
    assert runner.summarize().failed == 0
    assert module != "ids" or runner.summarize().attempted >= 8


@pytest.mark.parametrize(
    "name", ["sentence-transformers", "Sentence_Transformers", "sentence.transformers", "SENTENCE--_.transformers"]
)
def test_one_package_has_one_id_however_its_name_is_written(name) -> None:
    assert str(ids.package(name)) == "pkg:pypi/sentence-transformers"


@pytest.mark.parametrize(
    "name", ["", " ", "-", "torch/../../etc", "a b", "torch[cuda]", "torch==2", "töpf", "a\nb", "@x/y"]
)
def test_what_is_no_name_of_a_package_is_refused(name) -> None:
    with pytest.raises(FormatError):
        ids.package(name)


@pytest.mark.parametrize("version", ["", ">=2", "==2.0", "!=1.0", "~=1.4", "2.*", "1, 2", "1;x", "1 2", "1\n2", "<3"])
def test_a_range_is_no_release(version) -> None:
    with pytest.raises(FormatError):
        ids.release("torch", version)


@pytest.mark.parametrize(
    ("version", "key"),
    [
        ("2.4.0+cu121", "pkg:pypi/torch@2.4.0%2Bcu121"),
        ("1!2.0", "pkg:pypi/torch@1%212.0"),
        ("2004d", "pkg:pypi/torch@2004d"),
    ],
)
def test_a_version_is_kept_as_its_source_writes_it(version, key) -> None:
    assert str(ids.release("torch", version)) == key


@pytest.mark.parametrize("revision", ["main", "v1.0", "", COMMIT[:12], COMMIT + "0", "refs/pr/1"])
def test_only_a_commit_names_a_state_of_a_model(revision) -> None:
    with pytest.raises(FormatError):
        ids.model("a/b", revision)
    assert not ids.is_commit(revision)


def test_a_commit_is_written_in_lower_case() -> None:
    assert (
        ids.model("EleutherAI/gpt-neo-1.3B", COMMIT.upper()).key == f"pkg:huggingface/EleutherAI/gpt-neo-1.3B@{COMMIT}"
    )
    assert ids.is_commit("0" * 64)


@pytest.mark.parametrize(
    "text", ["bert-base-uncased", "google-bert/bert-base-uncased", "a/b", "_x/y_", "A.b/C_d", "a" * 96]
)
def test_ids_of_the_hub_are_recognized(text) -> None:
    assert ids.is_hub_id(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "/",
            "a/",
            "/b",
            "a/b/c",
            "./model",
            "../model",
            "/abs/path",
            "a--b",
            "a..b",
            "a/b.git",
            "-a",
            "a-",
            ".a",
        ),
        *("a b", "a\n", "a/b\n", "é", "a" * 97, "https://huggingface.co/a/b", "C:\\model", "~/model", "{name}"),
    ],
)
def test_paths_and_addresses_are_no_ids_of_the_hub(text) -> None:
    assert not ids.is_hub_id(text)
    with pytest.raises(FormatError):
        ids.model(text)
    with pytest.raises(FormatError):
        ids.hub_dataset(text)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://github.com/pytorch/pytorch",
            "https://github.com/PyTorch/PyTorch/",
            "HTTPS://GitHub.com/pytorch/pytorch",
        ),
        *(
            "http://github.com/pytorch/pytorch",
            "http://github.com:80/pytorch/pytorch",
            "https://github.com:443/pytorch/pytorch",
        ),
        *(
            "https://www.github.com/pytorch/pytorch",
            "https://github.com./pytorch/pytorch",
            "https://github.com//pytorch//pytorch",
        ),
        *(
            "https://github.com/pytorch/pytorch.git",
            "https://github.com/pytorch/pytorch.git/",
            "https://github.com/pytorch/pytorch.GIT",
        ),
        *("git+https://github.com/pytorch/pytorch@main", "GIT+https://github.com/pytorch/pytorch.git@v2.4.0#egg=torch"),
        *("git+https://github.com/pytorch/pytorch.git@feature/x", "git+ssh://git@github.com/pytorch/pytorch.git"),
        *(
            "ssh://git@github.com/pytorch/pytorch",
            "ssh://git@github.com:22/pytorch/pytorch",
            "git://github.com/pytorch/pytorch",
        ),
        *(
            "git@github.com:pytorch/pytorch.git",
            "github.com:pytorch/pytorch",
            "ssh://git@github.com:pytorch/pytorch.git",
        ),
        *("scm:git:git@github.com:pytorch/pytorch.git", "scm:git:https://github.com/pytorch/pytorch.git"),
        *(
            "https://github.com/pytorch/pytorch/tree/main/torch",
            "https://github.com/pytorch/pytorch/issues?q=is%3Aopen",
        ),
        *("https://github.com/pytorch/pytorch#readme", "  https://github.com/pytorch/pytorch\n"),
        *("https://me:secret@github.com/pytorch/pytorch", "https://ghp_secret@github.com/pytorch/pytorch.git"),
    ],
)
def test_all_spellings_of_a_repository_are_one(url) -> None:
    assert str(ids.repository(url)) == PYTORCH


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://gitlab.com/Group/sub/repo/-/tree/main", "https://gitlab.com/Group/sub/repo"),
        ("https://gitlab.com/group/sub/repo.git/-/issues", "https://gitlab.com/group/sub/repo"),
        ("https://gitlab.com/group/repo/tree/master/src", "https://gitlab.com/group/repo"),
        ("git@git.sr.ht:~user/repo", "https://git.sr.ht/~user/repo"),
        ("https://codeberg.org/User/Repo/src/branch/main", "https://codeberg.org/User/Repo"),
        ("https://git.example.org:8443/a/b/c.git@v1", "https://git.example.org:8443/a/b/c"),
        ("https://git.example.org/a/b.git.git", "https://git.example.org/a/b"),
        ("https://[2001:db8::1]:8443/a/b", "https://[2001:db8::1]:8443/a/b"),
    ],
)
def test_other_forges_keep_what_names_a_repository(url, key) -> None:
    assert str(ids.repository(url)) == key
    assert str(ids.repository(key)) == key


@pytest.mark.parametrize(
    "url",
    [
        *("", "torch", "pytorch/pytorch", "https://", "https://[", "https://github.com", "https://github.com/pytorch"),
        *(
            "https://github.com/../x",
            "https://git.example.org/",
            "file:///home/me/repo",
            "https://host:port/a/b",
            "/a/b",
        ),
    ],
)
def test_what_names_no_repository_is_refused(url) -> None:
    with pytest.raises(FormatError):
        ids.repository(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co/datasets/stanfordnlp/imdb",
        "https://huggingface.co/datasets/stanfordnlp/imdb/",
        "https://HuggingFace.co/datasets/stanfordnlp/imdb/tree/main/plain_text",
        "https://huggingface.co/datasets/stanfordnlp/imdb/viewer?row=1",
    ],
)
def test_pages_of_a_dataset_of_the_hub_name_that_dataset(url) -> None:
    assert ids.dataset(url) == ids.hub_dataset("stanfordnlp/imdb")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Meta Platforms, Inc.", "org:meta-platforms-inc"),
        ("Électricité de France", "org:electricite-de-france"),
        ("U.S. Army", "org:u.s-army"),
        ("Amazon.com", "org:amazon.com"),
    ],
)
def test_an_organization_has_a_short_name(name, slug) -> None:
    assert ids.organization(name).key == slug
    assert ids.organization(slug.removeprefix("org:")).key == slug


def test_an_organization_without_a_letter_is_refused() -> None:
    with pytest.raises(FormatError):
        ids.organization("  ...  ")


@pytest.mark.parametrize(
    "text", ["CVE-2024-1234", "GHSA-xxxx-yyyy-zzzz", "PYSEC-2021-19", "RUSTSEC-2020-0001", "MAL-2024-1"]
)
def test_a_vulnerability_is_recognized_by_its_id(text) -> None:
    assert ids.parse(text) == ids.vulnerability(text)
    assert ids.parse(text).kind is NodeKind.VULNERABILITY


@pytest.mark.parametrize("text", ["GPL-2.0-only", "MIT-0", "BSD-3-Clause", "CC0-1.0", "LicenseRef-CVE-2024-1"])
def test_a_license_is_not_taken_for_a_vulnerability(text) -> None:
    assert ids.parse(text) == ids.license_expression(text)


@pytest.mark.parametrize("text", ["", "Apache License, Version 2.0", "(" * 5000 + "MIT" + ")" * 5000, "MIT " * 10_000])
def test_words_are_no_license_expression(text) -> None:
    with pytest.raises(FormatError) as raised:
        ids.license_expression(text)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    "name",
    [
        b"plain",
        b"with space",
        b"new\nline",
        b"tab\tquote'\"",
        b"\xff\xfe not UTF-8",
        "größe".encode(),
        b"100%",
        b"a#b?c@d:e",
    ],
)
def test_every_file_name_has_an_id_that_leads_back_to_it(name, tmp_path) -> None:
    path = tmp_path / os.fsdecode(name)
    for node in (ids.project(path), ids.file(path)):
        assert node.key.isascii()
        assert "\n" not in node.key
        assert " " not in node.key
        assert ids.path_of(node) == path
        assert ids.parse(node.key) == node


@pytest.mark.parametrize("text", ["file:relative", "file://host/share", "project:relative", "file:", "project:"])
def test_a_path_that_is_not_absolute_names_nothing(text) -> None:
    with pytest.raises(FormatError):
        ids.parse(text)


def test_a_relative_path_is_named_from_the_working_directory() -> None:
    assert ids.path_of(ids.project(Path("x"))) == Path.cwd() / "x"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/data",
        "https://[",
        "https://me@",
        "hello world",
        "pkg:",
        "pkg:pypi",
        "pkg:pypi/a/b",
        "org:",
        "",
        "x:y",
    ],
)
def test_what_says_not_what_it_names_is_refused(text) -> None:
    with pytest.raises(FormatError):
        ids.parse(text)


def test_another_registry_is_another_package() -> None:
    other = ids.parse("pkg:pypi/Torch@2.0?repository_url=https://me:secret@packages.example.org/simple/")
    assert other.key == "pkg:pypi/torch@2.0?repository_url=https://packages.example.org/simple"
    assert other.kind is NodeKind.RELEASE
    assert ids.parse(other.key) == other
    assert ids.parse("pkg:huggingface/a/b?repository_url=https://huggingface.co") == ids.model("a/b")


def test_parts_of_a_package_url_can_be_asked_for() -> None:
    parts = ids.purl_parts(ids.release("torch", "2.4.0+cu121"))
    assert (parts.type, parts.name, parts.version) == ("pypi", "torch", "2.4.0+cu121")


def test_conda_release_is_named_as_the_purl_type_says() -> None:
    node = ids.conda_release("Absl-Py", "0.4.1", build="py36h06a4308_0", channel="main", subdir="linux-64")
    assert node.key == "pkg:conda/absl-py@0.4.1?build=py36h06a4308_0&channel=main&subdir=linux-64"
    assert ids.parse(f"{node.key}&type=tar.bz2") == node


def test_builds_of_a_conda_package_are_different_releases_of_one_package() -> None:
    nodes = {ids.conda_release("numpy", "1.26.4", build=build, subdir=sub) for build, sub in [("a", "x"), ("b", "y")]}
    assert len(nodes) == 2
    assert {ids.package_of(node) for node in nodes} == {ids.conda_package("numpy")}


@pytest.mark.parametrize("name", ["", "__glibc", "a b", "-x", "x-", "é", "a/b", "*", "x" * 201])
def test_what_names_no_conda_package_is_refused(name: str) -> None:
    with pytest.raises(FormatError):
        ids.conda_package(name)


@pytest.mark.parametrize("version", ["", "1.*", ">=1", "=1.2", "1,2", "1 2"])
def test_a_range_names_no_conda_release(version: str) -> None:
    with pytest.raises(FormatError):
        ids.conda_release("numpy", version)


def test_a_conda_package_has_no_namespace() -> None:
    with pytest.raises(FormatError):
        ids.parse("pkg:conda/conda-forge/numpy@1")


@pytest.mark.parametrize(
    "channel",
    [
        "https://me:hunter2@conda.example/t/hunter2/team",
        "https://conda.example/t/hunter2",
        "t/hunter2/team",
        "/t/hunter2",
    ],
)
def test_a_channel_is_named_without_credentials(channel: str) -> None:
    node = ids.conda_release("numpy", "1", channel=channel)
    assert "hunter2" not in node.key
    assert "hunter2" not in ids.parse(f"pkg:conda/numpy@1?channel={channel}").key


@given(
    st.sampled_from(["pypi", "npm", "maven", "cargo", "gem", "golang", "nuget"]),
    st.lists(st.text("ab0.-_A%", min_size=1, max_size=5), min_size=1, max_size=3),
    st.sampled_from(["", "@1.0", "@v1_2-3.X", "@1%2B2", "?a=b", "@1?b=c"]),
)
def test_plain_package_url_is_what_taking_it_apart_gives(type_, segments, rest) -> None:
    text = f"pkg:{type_}/{'/'.join(segments)}{rest}"
    node = ids.plain_purl(text)
    if node is not None:
        assert ids.purl_parts(node).to_string() == text
        assert ids._parse_purl(text) == node  # the slow way
