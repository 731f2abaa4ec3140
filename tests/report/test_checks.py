"""The result of a check as text, SARIF and JUnit: complete, valid, and without a path of this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mlgraph.model import ids
from mlgraph.report.checks import as_junit, as_sarif, as_text
from mlgraph.report.checks.places import Place, place_in
from mlgraph.report.shown import Paths
from mlgraph_queries.policy import Checked, Level, Policy, Recorded, State, Violation, Waiver, read_policy

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
WAIVER = Waiver("yanked", "pkg:pypi/numpy", "no other\nversion", date(2026, 12, 31), "policy.toml:4", by="Ann")


def policy() -> Policy:
    found = read_policy('[rules.unpinned-model]\nlevel = "error"\n', "policy.toml")
    assert found is not None
    return found


def violation(**changed: Any) -> Violation:
    basis = Violation(
        rule="unpinned-model",
        level=Level.ERROR,
        state=State.BROKEN,
        subject="pkg:huggingface/acme/tiny",
        about="",
        text="no revision is given",
        where=("src/load it.py:14", "nb/eval.ipynb:3:6"),
        fingerprint="f" * 32,
    )
    return replace(basis, **changed)


def result(*violations: Violation, **changed: Any) -> Checked:
    found = Checked(ids.project(Path("/home/ann/shop")), "shop 1.0", policy(), DAY, violations)
    return replace(found, **changed)


WAIVED = violation(
    rule="yanked",
    level=Level.WARNING,
    state=State.WAIVED,
    subject="pkg:pypi/numpy@2.1.0",
    text="withdrawn",
    where=("https://index.example/numpy",),
    fingerprint="a" * 32,
    waiver=WAIVER,
)
UNKNOWN = violation(
    rule="index-status",
    level=Level.WARNING,
    state=State.UNKNOWN,
    subject="pkg:pypi/click",
    text="no package index said anything of it",
    where=(),
    fingerprint="b" * 32,
)
SCORED = violation(
    rule="unread",
    subject="pkg:pypi/torch@2.1.0",
    about="CVE-2026-1",
    text="bad",
    where=("uv.lock:7",),
    score=9.84,
    fingerprint="c" * 32,
)
HOSTILE = violation(
    rule="unresolved",
    level=Level.WARNING,
    subject="Model in a\x00\u202e.py",
    about="f(<x>&'\"]]>)",
    text="bad \x1b[31m\ud800 /home/ann/shop/secret/x.py",
    where=("/home/ann/shop/a.py:0", "/etc/passwd:3", "../up.py:1"),
    fingerprint="d" * 32,
)
EVERYTHING = result(
    violation(),
    SCORED,
    replace(SCORED, subject="pkg:pypi/torch@2.2.0", score=7.0, fingerprint="e" * 32),
    HOSTILE,
    WAIVED,
    UNKNOWN,
    gone=(Recorded("yanked", "pkg:pypi/old", "", State.BROKEN),),
    notes=("policy.toml:4: the waiver of yanked for x matches nothing",),
)


def sarif(checked: Checked, **told: Any) -> dict[str, Any]:
    (run,) = json.loads(as_sarif(checked, tool_version="1.2.3", **told))["runs"]
    return dict(run)


def test_text_tells_what_is_broken_then_what_is_waived_then_what_is_unknown() -> None:
    text = as_text(result(violation(), WAIVED, UNKNOWN, gone=EVERYTHING.gone, notes=EVERYTHING.notes))

    assert text == (
        "shop 1.0: held against 13 rules of policy.toml, as of 2026-06-30\n"
        "\n"
        "Broken (1)\n"
        "  ! unpinned-model (1)\n"
        "      pkg:huggingface/acme/tiny: no revision is given [src/load it.py:14]\n"
        "\n"
        "Waived (1)\n"
        "  - yanked (1)\n"
        "      pkg:pypi/numpy@2.1.0: withdrawn [https://index.example/numpy]; "
        "waived until 2026-12-31, by Ann: no other↵version\n"
        "\n"
        "Unknown, since what would tell was not read (1)\n"
        "  ? index-status: no package index said anything of it: pkg:pypi/click\n"
        "\n"
        "Gone since the baseline (1)\n"
        "  yanked: pkg:pypi/old\n"
        "\n"
        "Notes (1)\n"
        "  policy.toml:4: the waiver of yanked for x matches nothing\n"
        "\n"
        "Failed: 1 error, 1 waived, 1 unknown\n"
    ).replace("13 rules", f"{len(policy().in_force)} rules")


def test_text_says_that_nothing_is_broken() -> None:
    assert as_text(result()).splitlines()[-1] == "Passed: nothing breaks a rule"


def test_text_shows_twenty_failures_of_a_rule_and_three_warnings() -> None:
    many = [violation(subject=f"s{n}", fingerprint=str(n)) for n in range(25)]
    warned = [replace(v, level=Level.WARNING) for v in many]

    assert "      and 5 more\n" in as_text(result(*many))
    assert "      and 22 more\n" in as_text(result(*warned))


def test_text_shows_no_control_character_and_no_path_of_the_machine() -> None:
    text = as_text(EVERYTHING)

    assert "/home" not in text
    assert [c for c in text if not c.isprintable() and c != "\n"] == []


def test_sarif_has_each_rule_once_with_its_level_and_help() -> None:
    driver = sarif(EVERYTHING)["tool"]["driver"]
    named = [rule["id"] for rule in driver["rules"]]

    assert (driver["name"], driver["version"]) == ("mlgraph", "1.2.3")
    assert named == [*[s.rule.name for s in policy().in_force], "unread/CVE-2026-1"]
    assert {r["id"]: r["defaultConfiguration"]["level"] for r in driver["rules"]}["unpinned-model"] == "error"
    assert [rule["id"] for rule in driver["rules"] if not rule["help"]["text"]] == []


def test_sarif_gives_a_weakness_a_rule_of_its_own_with_its_highest_score() -> None:
    run = sarif(EVERYTHING)
    rule = run["tool"]["driver"]["rules"][-1]

    assert rule["properties"]["security-severity"] == "9.8"
    assert rule["shortDescription"]["text"].startswith("CVE-2026-1: ")
    assert [r["ruleId"] for r in run["results"]].count("unread/CVE-2026-1") == 2


def test_sarif_places_results_in_files_of_the_repository() -> None:
    found = {r["partialFingerprints"]["mlgraph/v1"]: r for r in sarif(EVERYTHING, folder="services/api")["results"]}
    first = found["f" * 32]

    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "services/api/src/load%20it.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 14},
            }
        }
    ]
    (related,) = first["relatedLocations"]
    assert related["logicalLocations"] == [{"fullyQualifiedName": "cell 3, line 6"}]
    assert first["partialFingerprints"] == {"mlgraph/v1": "f" * 32}


def test_sarif_shows_what_has_no_place_at_the_manifest_by_its_fingerprint() -> None:
    (waived,) = sarif(result(WAIVED), manifest="pyproject.toml")["results"]

    assert waived["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "pyproject.toml"
    assert waived["partialFingerprints"]["primaryLocationLineHash"] == "a" * 16 + ":1"
    assert sarif(result(WAIVED))["results"][0]["locations"] == []


def test_sarif_suppresses_what_is_waived_with_its_reason() -> None:
    broken, waived = sarif(result(violation(), WAIVED))["results"]

    assert broken["suppressions"] == []
    assert waived["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "no other↵version",
            "properties": {"expires": "2026-12-31", "where": "policy.toml:4", "by": "Ann"},
        }
    ]


def test_sarif_tells_what_is_unknown_as_a_notification_unless_it_fails() -> None:
    run = sarif(result(UNKNOWN))
    (told,) = run["invocations"][0]["toolExecutionNotifications"]

    assert run["results"] == []
    assert told["message"]["text"] == "no package index said anything of it: pkg:pypi/click"
    rules = run["tool"]["driver"]["rules"]
    assert rules[told["associatedRule"]["index"]]["id"] == told["associatedRule"]["id"] == "index-status"
    (failing,) = sarif(result(replace(UNKNOWN, level=Level.ERROR)))["results"]
    assert (failing["level"], failing["properties"]["state"]) == ("error", "unknown")


def test_sarif_says_what_is_new_where_there_is_a_baseline() -> None:
    new, known = sarif(result(violation(is_new=True), replace(WAIVED, is_new=False)))["results"]

    assert (new["baselineState"], known["baselineState"]) == ("new", "unchanged")
    assert "baselineState" not in sarif(result(violation()))["results"][0]


def test_sarif_has_a_time_only_where_one_is_given() -> None:
    (with_time,) = sarif(result(violation()), now=NOW)["invocations"]
    (without,) = sarif(result(violation()))["invocations"]

    assert with_time == without | {"endTimeUtc": "2026-06-30T12:00:00Z"}
    assert (without["exitCode"], without["executionSuccessful"]) == (1, True)


def test_sarif_is_whole_by_its_own_references() -> None:
    run = sarif(EVERYTHING, manifest="pyproject.toml", now=NOW)
    rules = run["tool"]["driver"]["rules"]

    assert [r for r in run["results"] if rules[r["ruleIndex"]]["id"] != r["ruleId"]] == []
    assert [r for r in run["results"] if r["level"] not in {"error", "warning"} or not r["message"]["text"]] == []
    places = [p["physicalLocation"] for r in run["results"] for p in (*r["locations"], *r.get("relatedLocations", ()))]
    assert [p for p in places if p["region"]["startLine"] < 1] == []
    uris = {p["artifactLocation"]["uri"] for p in places}
    assert [uri for uri in uris if uri.startswith(("/", "file:")) or ".." in uri or " " in uri] == []
    assert run["automationDetails"]["id"] == "mlgraph/check/shop 1.0/"
    assert [text for text in texts(run) if "/home" in text or not text.isprintable()] == []


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def test_sarif_is_valid_against_the_official_schema() -> None:
    """The schema is OASIS's and not ours to hand on: SARIF_SCHEMA, or the corpora beside the project, name a copy."""
    import jsonschema_rs

    beside = Path(os.environ.get("MLGRAPH_SHARED_DATA") or ROOT.parent / "shared" / "data") / "sarif"
    path = Path(os.environ.get("SARIF_SCHEMA") or beside / "sarif-schema-2.1.0.json")
    if not path.is_file():
        pytest.skip(f"no schema of SARIF 2.1.0 at {path}; SARIF_SCHEMA names the file")
    schema = jsonschema_rs.validator_for(json.loads(path.read_text()))
    for checked in (EVERYTHING, result(), result(violation(is_new=True)), result(WAIVED)):
        for told in ({}, {"manifest": "pyproject.toml", "folder": "a b", "now": NOW}):
            written = json.loads(as_sarif(checked, tool_version="1.2.3", **told))
            assert [(e.message, list(e.instance_path)) for e in schema.iter_errors(written)] == []


def test_junit_has_a_test_for_each_rule_that_fails_passes_or_is_skipped() -> None:
    root = etree.fromstring(as_junit(result(violation(), WAIVED, UNKNOWN)).encode())
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}

    assert list(cases) == [setting.rule.name for setting in policy().in_force]
    assert {name: tags for name, tags in cases.items() if tags} == {
        "unpinned-model": ["failure"],
        "yanked": ["system-out"],
        "index-status": ["skipped", "system-out"],
    }
    assert (root.get("failures"), root.get("skipped"), root.get("tests")) == ("1", "1", str(len(cases)))
    assert root.find(".//failure").text == (
        "broken: pkg:huggingface/acme/tiny: no revision is given [src/load it.py:14, nb/eval.ipynb:3:6]"
    )


def test_junit_holds_whatever_foreign_text_holds() -> None:
    text = as_junit(EVERYTHING)

    assert "f(&lt;x&gt;&amp;" in text
    assert "/home" not in text
    etree.fromstring(text.encode())


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("a/b.py:14", Place("a/b.py", 14, None)),
        ("a.json#/components/3", Place("a.json", None, "/components/3")),
        ("nb.ipynb:3:6", Place("nb.ipynb", None, "cell 3, line 6")),
        ("/home/ann/shop/uv.lock:7", Place("uv.lock", 7, None)),
        ("file:///home/ann/shop/uv.lock:7", Place("uv.lock", 7, None)),
        ("https://a.example/x:3", None),
        ("/etc/passwd:3", None),
        ("../up.py:3", None),
        ("a/../../up.py:3", None),
        (".", None),
        ("", None),
        ("x.py:0", Place("x.py", None, None)),
    ],
)
def test_place_is_a_file_of_the_project_or_none(where: str, place: Place | None) -> None:
    assert place_in(where, Paths.of(ids.project(Path("/home/ann/shop")))) == place
