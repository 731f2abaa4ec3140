from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.manifests.version_ranges import (
    LENGTH_LIMIT,
    all_of,
    platform_marker,
    python_marker,
    version_range,
)


@pytest.mark.parametrize(
    ("text", "specifier"),
    [
        ("^1", ">=1,<2"),
        ("^1.2", ">=1.2,<2.0"),
        ("^1.2.3", ">=1.2.3,<2.0.0"),
        ("^0", ">=0,<1"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0.2.3", ">=0.2.3,<0.3.0"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0.0", ">=0.0.0,<0.0.1"),
        ("^0.0.0.5", ">=0.0.0.5,<0.0.1.0"),
        ("^2.0.0rc1", ">=2.0.0rc1,<3.0.0"),
        ("^0.0.3rc1", ">=0.0.3rc1,<0.0.4"),
        ("^1!2.0", ">=1!2.0,<1!3.0"),
        ("^ 1.2", ">=1.2,<2.0"),
        ("~1", ">=1,<2"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1.2.3", ">=1.2.3,<1.3.0"),
        ("~0.0.3", ">=0.0.3,<0.1.0"),
        ("~=1.4.2", "~=1.4.2"),
        ("~=1", ">=1,<2"),
        ("1.*", "==1.*"),
        ("1.2.x", "==1.2.*"),
        ("==1.2.*", "==1.2.*"),
        ("!=1.2.*", "!=1.2.*"),
        (">=2.7.*", ">=2.7"),
        ("1.2", "==1.2"),
        ("=1.2", "==1.2"),
        ("==1.2", "==1.2"),
        ("v1.2", "==1.2"),
        ("===weird", "===weird"),
        (">=1,<2", ">=1,<2"),
        (">= 1 , < 2 , != 1.5", ">=1,<2,!=1.5"),
        ("^1.2 !=1.3", ">=1.2,<2.0,!=1.3"),
        ("*", None),
        ("x.x", None),
        (">=1 || *", None),
    ],
)
def test_range_is_translated_exactly(text, specifier):
    found = version_range(text)
    assert (found.specifier, found.is_comparable) == (specifier, True)


@pytest.mark.parametrize(
    "text",
    [">=1,<2 || >=3", "^1 | ^2", "<2 || >2", "1.0 - 2.0", "^", "^1.2+cpu", "latest", "<>1", ">=", ">1 ||", "^1.*", "é"],
)
def test_range_that_no_specifier_can_say_is_kept_in_its_words(text):
    found = version_range(text)
    assert (found.specifier, found.is_comparable) == (text, False)


def test_words_of_a_range_hide_credentials_and_are_cut():
    assert "hunter2" not in str(version_range("https://me:hunter2@h.example/x").specifier)
    assert len(str(version_range("9" * 9 * LENGTH_LIMIT).specifier)) == LENGTH_LIMIT


PARTS = st.lists(st.integers(0, 3), min_size=1, max_size=4)


@given(base=PARTS, other=PARTS)
def test_caret_keeps_the_first_part_that_is_not_zero(base, other):
    specifier = SpecifierSet(str(version_range("^" + ".".join(map(str, base))).specifier))
    place = next((i for i, part in enumerate(base[:3]) if part), min(len(base), 3) - 1)
    low, version = [*base, 0, 0, 0], [*other, 0, 0, 0]
    expected = version[:4] >= low[:4] and version[: place + 1] == low[: place + 1]
    assert (".".join(map(str, other)) in specifier) == expected


@given(base=PARTS, other=PARTS)
def test_tilde_keeps_the_first_two_parts(base, other):
    specifier = SpecifierSet(str(version_range("~" + ".".join(map(str, base))).specifier))
    kept = min(2, len(base))
    low, version = [*base, 0, 0, 0], [*other, 0, 0, 0]
    expected = version[:4] >= low[:4] and version[:kept] == low[:kept]
    assert (".".join(map(str, other)) in specifier) == expected


@given(st.text(alphabet="0123456789.^~*=<>!|,x rcv+-", max_size=20))
def test_any_range_is_a_specifier_or_words(text):
    found = version_range(text)
    if found.is_comparable:
        SpecifierSet(found.specifier or "")
    else:
        assert found.specifier == text.strip()


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("^3.8", 'python_version >= "3.8" and python_version < "4.0"'),
        (">=3.8,<3.11", 'python_version >= "3.8" and python_version < "3.11"'),
        ("3.9.*", 'python_version == "3.9.*"'),
        ("!=3.9.1", 'python_full_version != "3.9.1"'),
        ("<3.9 || >=3.11", 'python_version < "3.9" or python_version >= "3.11"'),
        ("*", None),
    ],
)
def test_condition_on_python_is_a_marker(text, marker):
    assert python_marker(text) == marker


def test_condition_on_the_platform_is_a_marker():
    assert platform_marker("win32") == 'sys_platform == "win32"'
    assert platform_marker("!=win32,!=darwin") == 'sys_platform != "win32" and sys_platform != "darwin"'
    assert platform_marker("*") is None


@pytest.mark.parametrize("text", ["", "win 32", '"; extra'])
def test_what_names_no_platform_is_refused(text):
    with pytest.raises(FormatError):
        platform_marker(text)


def test_markers_are_joined_so_that_a_choice_stays_a_choice():
    assert all_of(["a or b", None, "c"]) == "(a or b) and c"
    assert all_of(["a or b"]) == "a or b"
    assert all_of([None]) is None
