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
        (["!=1.*"], "vers:pypi/<1|>=2"),
        ([">=1,!=1"], "vers:pypi/>1"),
        (["!=1.5"], "vers:pypi/!=1.5"),
    ],
)
def test_range_in_vers(specifiers, expected):
    assert vers(specifiers) == expected


@pytest.mark.parametrize("specifiers", [[], [""], ["===1.0"], [">=3,<2"], ["==1,==2"], ["latest"]])
def test_what_vers_cannot_say_is_none(specifiers):
    assert vers(specifiers) is None


@pytest.mark.parametrize(
    ("alternatives", "expected"),
    [
        ([["<1.5"], [">=2,<3"]], "vers:pypi/<1.5|>=2|<3"),
        ([["<2"], [">=2"]], None),
        ([["<2"], [">2"]], "vers:pypi/!=2"),
        ([["==1.5"], [">=2"]], "vers:pypi/1.5|>=2"),
        ([["==1.5"], ["==1.7"]], "vers:pypi/1.5|1.7"),
        ([["<=2"], [">=1"]], None),
        ([["<1"], []], None),
        ([["<1"], ["===2"]], None),
        ([[">1,<2"], [">2,<3"]], "vers:pypi/>1|!=2|<3"),
    ],
)
def test_alternatives_are_put_together(alternatives, expected):
    assert vers([], alternatives) == expected


RELEASES = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda parts: f"{parts[0]}.{parts[1]}")
SPECIFIERS = st.lists(
    st.tuples(st.sampled_from([">=", "<=", "<", ">", "!=", "==", "~="]), RELEASES).map("".join), min_size=1, max_size=4
)
PREFIXES = st.lists(st.sampled_from(["==1.*", "!=1.*", "!=2.*", "==0.*"]), max_size=1)


def admits(written, version):
    """Containment as the vers specification describes it: exact versions, then pairs of bounds in their order."""
    rows = [(row.rstrip("0123456789."), Version(row.lstrip("<>=!"))) for row in written.partition("/")[2].split("|")]
    assert [v for _, v in rows] == sorted({v for _, v in rows}), "sorted, and each version once"
    if any(version == v for operator, v in rows if operator == ""):
        return True
    if any(version == v for operator, v in rows if operator == "!="):
        return False
    bounds = [row for row in rows if row[0] not in {"", "!="}]
    if not bounds:
        return any(operator == "!=" for operator, _ in rows)
    holds = [version >= v if op == ">=" else version > v if op == ">" else version <= v if op == "<=" else version < v
             for op, v in bounds]  # fmt: skip
    if bounds[0][0].startswith("<") and holds[0]:
        return True
    if bounds[-1][0].startswith(">") and holds[-1]:
        return True
    pairs = zip(bounds, bounds[1:], holds, holds[1:], strict=False)
    return any(a[0].startswith(">") and b[0].startswith("<") and x and y for a, b, x, y in pairs)


@given(SPECIFIERS, RELEASES)
def test_vers_admits_the_same_releases_as_the_specifiers(specifiers, release):
    written = vers(specifiers)
    if written is not None:
        assert admits(written, Version(release)) == SpecifierSet(",".join(specifiers)).contains(release)


@given(SPECIFIERS | st.just([]), st.lists(SPECIFIERS | PREFIXES, min_size=1, max_size=4), RELEASES)
def test_vers_admits_what_all_specifiers_and_one_alternative_admit(specifiers, alternatives, release):
    allowed = SpecifierSet(",".join(specifiers)).contains(release) and any(
        SpecifierSet(",".join(alternative)).contains(release) for alternative in alternatives
    )
    written = vers(specifiers, alternatives)
    if written is not None:
        assert admits(written, Version(release)) == allowed
