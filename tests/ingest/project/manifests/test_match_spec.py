"""Requirements of conda: a range stays as it is written, and only what is exact becomes a version."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.manifests.conda_files import conda_file, public_channel
from mlgraph_ingest.project.manifests.match_spec import parse_match_spec


@pytest.mark.parametrize(
    "row",
    [
        ("numpy", "numpy", None, None, None, None),
        ("NumPy", "numpy", None, None, None, None),
        ("numpy *", "numpy", None, None, None, None),
        ("numpy=1.26", "numpy", "=1.26", None, None, None),
        ("numpy = 1.26", "numpy", "=1.26", None, None, None),
        ("numpy=1.26.*", "numpy", "=1.26.*", None, None, None),
        ("numpy==1.26.4", "numpy", "==1.26.4", "1.26.4", None, None),
        ("numpy 1.26.4", "numpy", "==1.26.4", "1.26.4", None, None),
        ("numpy >=1.20,<2", "numpy", ">=1.20,<2", None, None, None),
        ("numpy>=1.20, <2", "numpy", ">=1.20,<2", None, None, None),
        ("numpy 1.8|1.8.1*", "numpy", "1.8|1.8.1*", None, None, None),
        ("numpy!=1.2", "numpy", "!=1.2", None, None, None),
        ("numpy=1.26.4=py311_0", "numpy", "==1.26.4", "1.26.4", "py311_0", None),
        ("numpy 1.26.4 py311_0", "numpy", "==1.26.4", "1.26.4", "py311_0", None),
        ("pkg=1.2.*=build", "pkg", "=1.2.*", None, "build", None),
        ("blas=*=mkl", "blas", None, None, "mkl", None),
        ("python_abi 3.11.* *_cp311", "python_abi", "3.11.*", None, "*_cp311", None),
        ("conda-forge::pkg", "pkg", None, None, None, "conda-forge"),
        ("conda-forge/linux-64::pkg >1", "pkg", ">1", None, None, "conda-forge/linux-64"),
        ("pkg[version='>=1', build=abc]", "pkg", ">=1", None, "abc", None),
        ('pkg[version=">=1,<2",channel=conda-forge]', "pkg", ">=1,<2", None, None, "conda-forge"),
        ("pkg 1.0 # comment", "pkg", "==1.0", "1.0", None, None),
        ("https://me:pw@h.example/t/tk/team::pkg=1", "pkg", "=1", None, None, "https://h.example/team"),
        ("https://h.example/c/linux-64/a-b-1.0-py_0.tar.bz2", "a-b", "==1.0", "1.0", "py_0", "https://h.example/c"),
    ],
)
def test_requirement_is_read_as_conda_reads_it(row: tuple[str | None, ...]) -> None:
    """Each row: text, name, specifier, version, build, channel."""
    wanted = parse_match_spec(str(row[0]))
    assert (wanted.name, wanted.specifier, wanted.version, wanted.build, wanted.channel) == row[1:]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "pkg=",
        "pkg==",
        "pkg{{ x }}",
        "pkg={{ v }}",
        "-e .",
        "a b c d",
        "pkg[version",
        "pkg>1 <2",
        "git+https://me:hunter2@h.example/x",
        "pkg=1=a&b",
        "x" * 3000,
        "pkg[version='>=1' build]",
        "pkg ,",
        "é",
    ],
)
def test_what_is_no_requirement_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_match_spec(text)
    assert "hunter2" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_virtual_package_is_told_apart() -> None:
    assert parse_match_spec("__glibc >=2.17,<3.0.a0").is_virtual
    assert not parse_match_spec("_libgcc_mutex 0.1 conda_forge").is_virtual


@given(st.text(max_size=60) | st.text("abc123.=<>!~*, |[]'\"_-:/", max_size=60))
def test_any_text_is_read_or_refused_and_a_range_is_never_a_version(text: str) -> None:
    try:
        wanted = parse_match_spec(text)
    except FormatError:
        return
    assert wanted.version is None or not set("<>=!~*,| ") & set(wanted.version)


@pytest.mark.parametrize(
    "text", ["a " + "1" * 1900 + "@", "a " + ">=1," * 400 + "@", "a " + "(" * 1900, "a " + "= " * 900]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(FormatError):
        parse_match_spec(text)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("conda-forge", "conda-forge"),
        ("conda-forge/label/dev", "conda-forge/label/dev"),
        ("https://me:tok@h.example/t/TOKEN/team/", "https://h.example/team"),
        ("https://h.example/t/${TOKEN}/team?token=x#y", "https://h.example/team"),
        ("t/TOKEN/team", "team"),
        ("me:tok@h.example/team", "h.example/team"),
        ("file:///home/me/channel", None),
        ("/home/me/channel", None),
        ("./channel", None),
        ("", None),
    ],
)
def test_channel_is_shown_without_credentials(text: str, shown: str | None) -> None:
    assert public_channel(text) == shown


def test_address_that_is_no_archive_says_nothing_but_itself() -> None:
    assert conda_file("https://me:pw@h.example/x.zip?token=1").url == "https://h.example/x.zip"
    assert conda_file("../a-1-0.conda").channel is None
    assert conda_file("../a-1-0.conda").url is None
    assert conda_file("../a-1-0.conda").version == "1"
