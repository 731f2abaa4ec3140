from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from mlgraph.bom.cyclonedx.version_range import vers


@pytest.mark.parametrize(
    ("specifiers", "expected"),
    [
        ([">=2.20"], "vers:pypi/>=2.20"),
        ([">=2.0,<3", ">=2.1"], "vers:pypi/>=2.1|<3"),
        ([">1,>=1"], "vers:pypi/>1"),
        (["<=2,<2"], "vers:pypi/<2"),
        (["~=1.4.2"], "vers:pypi/>=1.4.2|<1.5"),
        (["==2.*"], "vers:pypi/>=2|<3"),
        (["==2.1,!=3"], "vers:pypi/2.1"),
        ([">=1,!=1.5,!=0.5,<2"], "vers:pypi/>=1|!=1.5|<2"),
        ([">=1!2.0"], "vers:pypi/>=1%212.0"),
        (["==1.0+cu121"], "vers:pypi/1.0%2Bcu121"),
    ],
)
def test_range_in_vers(specifiers, expected):
    assert vers(specifiers) == expected


@pytest.mark.parametrize(
    "specifiers", [[], [""], ["===1.0"], ["!=1.*"], [">=3,<2"], [">=1,!=1"], ["==1,==2"], ["latest"]]
)
def test_what_vers_cannot_say_is_none(specifiers):
    assert vers(specifiers) is None


RELEASES = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda parts: f"{parts[0]}.{parts[1]}")
SPECIFIERS = st.lists(
    st.tuples(st.sampled_from([">=", "<=", "<", ">", "!=", "==", "~="]), RELEASES).map("".join), min_size=1, max_size=4
)
_HOLDS = {
    "": lambda v, w: v == w, "!=": lambda v, w: v != w, ">=": lambda v, w: v >= w,
    "<=": lambda v, w: v <= w, ">": lambda v, w: v > w, "<": lambda v, w: v < w,
}  # fmt: skip


@given(SPECIFIERS, RELEASES)
def test_vers_admits_the_same_releases_as_the_specifiers(specifiers, release):
    written = vers(specifiers)
    if written is None:
        return
    version = Version(release)
    rows = [(row.rstrip("0123456789."), row.lstrip("<>=!")) for row in written.removeprefix("vers:pypi/").split("|")]
    admitted = all(_HOLDS[operator](version, Version(text)) for operator, text in rows)
    assert admitted == SpecifierSet(",".join(specifiers)).contains(version)
