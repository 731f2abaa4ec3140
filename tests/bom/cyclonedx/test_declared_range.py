from __future__ import annotations

import pytest

from mlgraph.bom.cyclonedx.declared_range import declared_range

OLD, NEW = "python_version < '3.12'", "python_version >= '3.12'"


@pytest.fixture
def ranged(make):
    """The range of declarations, each a specifier and what else was said."""
    return lambda *declared: declared_range(
        make.sighting(f"requirements.txt:{line}", specifier=specifier, **more)
        for line, (specifier, more) in enumerate(declared, start=1)
    )


def test_different_markers_are_alternatives(ranged):
    assert ranged(("<1.27", {"marker": OLD}), (">=2", {"marker": NEW})) == "vers:pypi/<1.27|>=2"


def test_alternatives_that_leave_nothing_out_are_no_range(ranged):
    assert ranged(("<2", {"marker": OLD}), (">=2", {"marker": NEW})) is None


def test_equal_markers_hold_together(ranged):
    assert ranged((">=1", {"marker": OLD}), ("<2", {"marker": OLD})) == "vers:pypi/>=1|<2"
    assert ranged((">=1", {}), ("<2", {})) == "vers:pypi/>=1|<2"


def test_declaration_under_a_condition_does_not_narrow_one_that_always_counts(ranged):
    assert ranged((">=1", {}), ("<2", {"marker": OLD})) == "vers:pypi/>=1"
    assert ranged((">=1", {}), ("==1.5", {"scope": "test"})) == "vers:pypi/>=1"
    assert ranged((">=1", {"scope": "runtime"}), (">=1.5", {"extra": "gpu", "scope": "optional"})) == "vers:pypi/>=1"


def test_declaration_of_any_version_under_a_marker_leaves_no_range(ranged):
    assert ranged((None, {"marker": OLD}), (">=2", {"marker": NEW})) is None


def test_constraint_limits_and_asks_for_nothing(ranged):
    limit = {"constraint": True, "scope": "runtime"}
    assert ranged(("<3", limit)) is None
    assert ranged((">=1", {}), ("<3", limit)) == "vers:pypi/>=1|<3"
    assert ranged((">=1", {"scope": "test"}), ("<3", {"constraint": True, "scope": "test"})) == "vers:pypi/>=1|<3"
    marked = ("<1.27", {"marker": OLD}), (">=2", {"marker": NEW})
    assert ranged(*marked, ("<3", limit)) == "vers:pypi/<1.27|>=2|<3"
    assert ranged(*marked, (">=1.20", {**limit, "marker": OLD})) == "vers:pypi/>=1.20|<1.27|>=2"


def test_constraint_under_another_marker_limits_nothing(ranged):
    assert ranged((">=1", {}), ("<2", {"constraint": True, "marker": OLD})) == "vers:pypi/>=1"


@pytest.mark.parametrize("turn", range(4))
def test_order_of_declarations_does_not_matter(ranged, turn):
    said = [("<1", OLD), (">=1.5,<2", NEW), ("!=1.7", NEW), (">=3", "os_name == 'nt'")]
    declared = [(specifier, {"marker": marker}) for specifier, marker in (*said[turn:], *said[:turn])]
    assert ranged(*declared) == "vers:pypi/<1|>=1.5|!=1.7|<2|>=3"


def test_property_tells_each_range_with_its_marker(make, component, said):
    declared = (make.sighting(specifier="<1.27", marker=OLD), make.sighting(specifier=">=2", marker=NEW))
    found = component(make.inventory(packages=(make.package("numpy", declared=declared),)), spec_version="1.7")
    assert found["versionRange"] == "vers:pypi/<1.27|>=2"
    assert said(found, "version-range") == [f"<1.27; {OLD}", f">=2; {NEW}"]
