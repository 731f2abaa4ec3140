"""A violation is broken, waived, known or unknown, and is known again when everything around it has moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge
from mlgraph_ontology.kinds import EdgeKind, Method
from mlgraph_queries.policy import Checked, Recorded, State, Violation, as_table, check, read_baseline, read_policy
from mlgraph_queries.policy.waivers import Waiver
from tests.queries.conftest import PROJECT, Graph, locked
from tests.queries.policy.conftest import DAY, material_of

Hold: TypeAlias = "Callable[..., Checked]"
STRICT = '[rules.unpinned-model]\nlevel = "error"\n'
WAIVED = STRICT + (
    '[[waivers]]\nrule = "unpinned-model"\nsubject = "pkg:huggingface/acme/tiny"\nreason = "ours"\nexpires = 2026-06-30\n'
)


def used(name: str, *, line: int = 3, revision: str | None = None) -> Assertion:
    return edge(
        PROJECT,
        EdgeKind.DEPENDS_ON,
        ids.model(name),
        Evidence(str(line), Method.OBSERVED, "code"),
        revision=revision,
        scope="runtime",
    )


def states(checked: Checked) -> set[tuple[str, str, str]]:
    return {(found.state.value, found.rule, found.subject) for found in checked.violations}


def recorded(checked: Checked) -> Mapping[str, Recorded]:
    """What a later check is given, through the file that is written."""
    from mlgraph.report.tables import as_json

    return read_baseline(as_json(as_table(checked)).encode(), "before.json")


@pytest.fixture
def tiny(graph: Graph) -> Graph:
    return graph.write("load.py", used("acme/tiny"))


def one(checked: Checked) -> Violation:
    (found,) = checked.of(State.BROKEN)
    return found


def test_broken_rule_fails_where_its_level_is_error(tiny: Graph, checked: Hold) -> None:
    found = one(checked(STRICT))

    assert (found.rule, found.subject) == ("unpinned-model", "pkg:huggingface/acme/tiny")
    assert found.where == ("load.py:3",)
    assert (found.fails, checked(STRICT).fails) == (True, True)
    assert not checked("").fails
    assert states(checked('[rules.unpinned-model]\nlevel = "off"\n')) == {
        ("unknown", "license-unknown", "pkg:huggingface/acme/tiny"),
        ("unknown", "license-denied", "pkg:huggingface/acme/tiny"),
        ("unknown", "clause-denied", "pkg:huggingface/acme/tiny"),
    }


def test_waiver_lets_through_on_its_last_day_and_no_longer(tiny: Graph, checked: Hold) -> None:
    on_time, late = checked(WAIVED, as_of=date(2026, 6, 30)), checked(WAIVED, as_of=date(2026, 7, 1))

    assert ("waived", "unpinned-model", "pkg:huggingface/acme/tiny") in states(on_time)
    assert not on_time.fails
    assert late.fails
    assert one(late).text.endswith("; its waiver (ours) has expired on 2026-06-30")


def test_of_two_waivers_the_one_that_holds_counts(tiny: Graph, checked: Hold) -> None:
    later = WAIVED.split("[[waivers]]")[1].replace("acme/tiny", "acme/*").replace("2026-06-30", "2026-12-31")

    assert not checked(f"{WAIVED}[[waivers]]{later}", as_of=date(2026, 7, 1)).fails


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("pkg:huggingface/acme/tiny", True),
        ("pkg:huggingface/acme/*", True),
        ("*", True),
        ("pkg:huggingface/acme/tin?", True),
        ("pkg:huggingface/acme", False),
        ("PKG:huggingface/acme/tiny", False),
        ("pkg:huggingface/acme/[t]iny", False),
    ],
)
def test_waiver_names_an_id_or_a_pattern(tiny: Graph, checked: Hold, pattern: str, fits: bool) -> None:
    policy = WAIVED.replace('"pkg:huggingface/acme/tiny"', f'"{pattern}"')

    assert checked(policy).fails is not fits


def test_pattern_of_many_stars_takes_no_time() -> None:
    waiver = Waiver("r", "a*" * 200 + "b", "x", DAY, "p:1")

    assert not waiver.covers(("a" * 5000,), ("",))


def test_waiver_that_matches_nothing_or_holds_for_long_is_noted(tiny: Graph, checked: Hold) -> None:
    policy = WAIVED.replace("acme/tiny", "acme/other").replace("2026-06-30", "2999-01-01")

    waiver = "policy.toml:3: the waiver of unpinned-model for pkg:huggingface/acme/other"
    far = f"{waiver} holds until 2999-01-01, more than a year ahead"
    assert checked(policy).notes == (f"{waiver} matches nothing", far)


def test_policy_without_rules_says_that_nothing_was_checked(tiny: Graph, checked: Hold) -> None:
    found = checked('base = "none"\n')

    assert (found.violations, found.fails) == ((), False)
    assert found.notes == ("policy.toml: no rule is on, so nothing was checked",)


def test_unknown_is_told_fails_or_is_ignored_as_the_policy_says(graph: Graph, checked: Hold) -> None:
    graph.write("uv.lock", locked("numpy", "2.1.0"))
    rule = 'base = "none"\n{}[rules.yanked]\nlevel = "error"\n'
    unknown = {("unknown", "yanked", "pkg:pypi/numpy@2.1.0")}

    assert (states(checked(rule.format(""))), checked(rule.format("")).fails) == (unknown, False)
    failing = checked(rule.format('unknown = "fail"\n'))
    assert (states(failing), failing.fails) == (unknown, True)
    assert states(checked(rule.format('unknown = "ignore"\n'))) == set()


def test_unknown_can_be_waived_for_all_versions_of_a_package(graph: Graph, checked: Hold) -> None:
    graph.write("uv.lock", locked("numpy", "2.1.0"))
    policy = 'base = "none"\nunknown = "fail"\n[rules.yanked]\n' + WAIVED.removeprefix(STRICT).replace(
        "unpinned-model", "yanked"
    ).replace("pkg:huggingface/acme/tiny", "pkg:pypi/numpy")

    assert states(checked(policy)) == {("waived", "yanked", "pkg:pypi/numpy@2.1.0")}


def test_only_what_the_baseline_has_not_fails(graph: Graph, checked: Hold) -> None:
    graph.write("load.py", used("acme/tiny"))
    before = recorded(checked(STRICT))
    graph.write("other.py", used("acme/other"))
    found = checked(STRICT, baseline=before)

    assert {(v.state.value, v.subject, v.is_new) for v in found.violations if v.rule == "unpinned-model"} == {
        ("known", "pkg:huggingface/acme/tiny", False),
        ("broken", "pkg:huggingface/acme/other", True),
    }
    assert found.fails
    assert not checked(STRICT, baseline=recorded(found)).fails


def test_what_disappeared_is_told(graph: Graph, checked: Hold) -> None:
    graph.write("load.py", used("acme/tiny"), used("acme/other"))
    before = recorded(checked(STRICT))
    graph.write("load.py", used("acme/other"))
    found = checked(STRICT, baseline=before)

    assert found.gone == (Recorded("unpinned-model", "pkg:huggingface/acme/tiny", "", State.BROKEN),)
    assert not found.fails


def test_what_was_waived_before_is_new_when_the_waiver_has_expired(tiny: Graph, checked: Hold) -> None:
    before = recorded(checked(WAIVED, as_of=date(2026, 6, 30)))

    assert not checked(WAIVED, as_of=date(2026, 6, 30), baseline=before).fails
    assert checked(WAIVED, as_of=date(2026, 7, 1), baseline=before).fails


def test_violation_is_known_again_on_another_line_and_in_another_place(graph: Graph, checked: Hold) -> None:
    graph.write("load.py", used("acme/tiny", line=3))
    before = one(checked(STRICT))
    graph.write("load.py", used("acme/tiny", line=300)).write("a.py", used("acme/tiny"))
    after = one(checked(STRICT))

    assert after.where == ("a.py:3", "load.py:300")
    assert after.fingerprint == before.fingerprint
    assert len(before.fingerprint) == 32


def test_nested_projects_are_told_apart_and_their_places_are_those_of_the_whole(tiny: Graph) -> None:
    whole = material_of(tiny)
    policy = read_policy(STRICT, "policy.toml")
    assert policy is not None
    found = check(policy, [whole, replace(whole, folder="services/api")], as_of=DAY)

    assert {v.where for v in found.of(State.BROKEN)} == {("load.py:3",), ("services/api/load.py:3",)}
    assert len({v.fingerprint for v in found.of(State.BROKEN)}) == 2


def test_what_fails_stands_first(graph: Graph, checked: Hold) -> None:
    graph.write("load.py", used("acme/tiny")).write("uv.lock", locked("numpy", "2.1.0"))
    order = [(v.fails, v.state) for v in checked(STRICT).violations]

    assert order[0] == (True, State.BROKEN)
    assert [state for _, state in order[1:]] == [State.UNKNOWN] * (len(order) - 1)
