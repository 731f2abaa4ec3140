"""A policy is read as it is meant, and refused with its line where it cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.policy import Level, OnUnknown, Policy, Setting, Waiver, default_policy, default_text, read_policy

WAIVER = '[[waivers]]\nrule = "yanked"\nsubject = "pkg:pypi/torch"\nreason = "ours"\nexpires = 2026-12-31\n'


def read(text: str) -> Policy:
    found = read_policy(text, "policy.toml")
    assert found is not None
    return found


def setting(policy: Policy, rule: str) -> Setting:
    (found,) = [each for each in policy.settings if each.rule.name == rule]
    return found


def refused(text: str) -> str:
    with pytest.raises(FormatError) as error:
        read_policy(text, "policy.toml")
    return str(error.value)


def test_empty_policy_is_the_default_policy() -> None:
    assert read("").settings == default_policy().settings
    assert read("").name == "policy.toml"


def test_what_is_not_named_holds_as_in_the_default_policy() -> None:
    policy = read('[rules.unpinned-model]\nlevel = "error"\n')
    default = {each.rule.name: each for each in default_policy().settings}

    assert setting(policy, "unpinned-model").level is Level.ERROR
    assert [s for s in policy.settings if s != default[s.rule.name]] == [setting(policy, "unpinned-model")]


def test_base_none_turns_all_off_but_what_is_named() -> None:
    policy = read('base = "none"\n[rules.pickle-weights]\n')

    assert [each.rule.name for each in policy.in_force] == ["pickle-weights"]
    assert setting(policy, "pickle-weights").options.words("verdicts") == ("dangerous",)


def test_options_change_and_the_level_of_the_default_policy_stays() -> None:
    policy = read('[rules.pickle-weights]\nverdicts = ["dangerous", "unusual"]\n')

    assert setting(policy, "pickle-weights").level is Level.ERROR
    assert setting(policy, "pickle-weights").options.words("verdicts") == ("dangerous", "unusual")


def test_rule_that_is_off_by_default_is_on_where_it_is_named() -> None:
    assert setting(read(""), "missing-completeness").level is Level.OFF
    named = setting(read('[rules.missing-completeness]\nlists = ["g7"]\nminimum = 0.5\n'), "missing-completeness")
    assert (named.level, named.options.number("minimum")) == (Level.WARNING, 0.5)


def test_what_is_unknown_is_told_for_all_rules_and_for_one() -> None:
    policy = read('unknown = "ignore"\n[rules.yanked]\nunknown = "fail"\n')

    assert setting(policy, "yanked").unknown is OnUnknown.FAIL
    assert setting(policy, "index-status").unknown is OnUnknown.IGNORE


def test_waiver_is_read_with_its_place() -> None:
    (waiver,) = read(f'\n{WAIVER}by = "Ann"\nabout = "CVE-2026-*"\n').waivers

    assert waiver == Waiver(
        rule="yanked",
        subject="pkg:pypi/torch",
        reason="ours",
        expires=date(2026, 12, 31),
        place="policy.toml:2",
        about="CVE-2026-*",
        by="Ann",
    )


def test_date_may_be_written_as_text() -> None:
    (waiver,) = read(WAIVER.replace("2026-12-31", '"2026-12-31"')).waivers
    assert waiver.expires == date(2026, 12, 31)


def test_policy_of_a_pyproject_is_the_table_below_its_keys() -> None:
    text = '[project]\nname = "shop"\n\n[tool.mlgraph.policy.rules.yanked]\nlevel = "error"\n'
    keys = ("tool", "mlgraph", "policy")
    policy = read_policy(text, "pyproject.toml", keys)

    assert policy is not None
    assert setting(policy, "yanked").level is Level.ERROR
    assert read_policy('[project]\nname = "shop"\n', "pyproject.toml", keys) is None
    with pytest.raises(FormatError, match=r"pyproject\.toml:5: level = 'fatal'"):
        read_policy(text.replace("error", "fatal"), "pyproject.toml", keys)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('\n[rules.yankd]\nlevel = "error"\n', "policy.toml:2: there is no rule 'yankd'; choose one of "),
        (
            "\n[rules.yanked]\nlevl = 1\n",
            "policy.toml:3: there is no option 'levl' of rule yanked; choose one of level, ",
        ),
        ('[rules.yanked]\nlevel = "fatal"\n', "policy.toml:2: level = 'fatal': choose one of error, warning, off"),
        ("[rules.yanked]\nlevel = true\n", "policy.toml:2: level = True: choose one of "),
        ('rules.yanked.level = "fatal"\n', "policy.toml:1: level = 'fatal'"),
        ('[rules]\nyanked = "error"\n', "policy.toml:2: yanked is no table"),
        ("rules = 3\n", "policy.toml:1: rules is no table"),
        (
            "[ruls]\n",
            "policy.toml:1: there is no key 'ruls'; choose one of base, unknown, rules, waivers; did you mean",
        ),
        (
            '\nunknown = "fial"\n',
            "policy.toml:2: unknown = 'fial': choose one of fail, warn, ignore; did you mean 'fail'?",
        ),
        ('[rules.pickle-weights]\nverdicts = "all"\n', "policy.toml:2: verdicts: write a list of words"),
        ('[rules.pickle-weights]\nverdicts = ["evil"]\n', "policy.toml:2: verdicts: 'evil': choose one of dangerous"),
        ("[rules.missing-completeness]\nminimum = 50\n", "policy.toml:2: minimum: write a share from 0.0 to 1.0"),
        ("[rules.missing-completeness]\nminimum = true\n", "policy.toml:2: minimum: write a share"),
        ('[rules.missing-completeness]\nelements = ["g7-nonsense"]\n', "policy.toml:2: elements: 'g7-nonsense': "),
        ("[rules.remote-code]\nallow-pinned = 1\n", "policy.toml:2: allow-pinned: write true or false"),
        ('[rules.license-denied]\ndeny = ["GPL3"]\n', "policy.toml:2: deny: 'GPL3': "),
        (
            '[rules.license-denied]\nallow = ["MIT OR ISC"]\n',
            "policy.toml:2: allow: 'MIT OR ISC': list each license by",
        ),
        ("waivers = 3\n", "policy.toml:1: waivers: write each as a table [[waivers]]"),
        ("waivers = [3]\n", "policy.toml:1: 0 is no table"),
        (WAIVER.replace("reason", "# reason"), "policy.toml:1: a waiver without reason: say why it is let through"),
        (WAIVER.replace('"ours"', '" "'), "policy.toml:4: reason = ' ': write words in quotation marks"),
        (
            WAIVER.replace("expires", "# expires"),
            "policy.toml:1: a waiver without expires: say until when, as expires =",
        ),
        (WAIVER.replace("2026-12-31", '"soon"'), "policy.toml:5: expires = 'soon' is no date; write it as 2027-01-31"),
        (WAIVER.replace("2026-12-31", "2026-12-31T10:00:00Z"), "policy.toml:5: expires = datetime.datetime("),
        (WAIVER.replace("2026-12-31", "20261231"), "policy.toml:5: expires = 20261231 is no date"),
        (WAIVER.replace("yanked", "yankd"), "policy.toml:2: rule = 'yankd': choose one of "),
        (f'{WAIVER}note = "x"\n', "policy.toml:6: there is no key 'note'; choose one of rule, subject, about"),
        (f"{WAIVER}\n{WAIVER}", "policy.toml:7: this waiver stands twice, first at policy.toml:1; keep one of them"),
        ("a = 1\nb = \n", "policy.toml:2: not TOML: Invalid value"),
        ('a = 1\nb = "', "policy.toml:2: not TOML: "),
        ("x = " + "[" * 5000, "policy.toml: values are nested too deeply to be read"),
        ("x = " + "9" * 5000, "policy.toml: a number or a date in it is out of range"),
        (WAIVER.replace("2026-12-31", "2026-13-31"), "policy.toml:"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text: str, said: str) -> None:
    complaint = refused(text)

    assert complaint.startswith(said)
    assert "\n" not in complaint


def test_all_faults_are_counted_and_the_first_is_told() -> None:
    text = '[rules.yanked]\nlevel = "fatal"\n\n[rules.nonsense]\n\n[rules.unread]\ncolor = "red"\n'

    assert refused(text).startswith("policy.toml:2: level = 'fatal'")
    assert refused(text).endswith("(and 2 more, on line 4, 7)")


def test_waivers_of_one_subject_about_two_things_are_two() -> None:
    assert len(read(f'{WAIVER}about = "CVE-1"\n{WAIVER}about = "CVE-2"\n').waivers) == 2


def test_default_policy_spells_out_every_rule_with_the_defaults_of_its_options() -> None:
    for each in default_policy().settings:
        assert f"[rules.{each.rule.name}]" in default_text()
        own = {option.name: option.default for option in each.rule.options}
        assert own.keys() == each.options.values.keys()
        block = default_text().split(f"[rules.{each.rule.name}]", 1)[1].split("[", 1)[0]
        assert "level = " in block
        assert [
            name for name in own if f"{name} = " not in default_text().split(f"[rules.{each.rule.name}]", 1)[1]
        ] == []


def test_default_policy_can_be_copied_as_it_stands() -> None:
    assert read(default_text()).settings == default_policy().settings
