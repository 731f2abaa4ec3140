"""The result of a check as JUnit XML: each rule is a test, in the form that build servers read (`testsuites`)."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from mlgraph.report.shown import Paths, count_of, visible
from mlgraph_queries.policy import Checked, Level, Setting, State, Violation

_SUITE = "mlgraph check"


def as_junit(checked: Checked) -> str:
    """One suite: a rule that the check fails for has failed, one that nobody could judge is skipped."""
    paths = Paths.of(checked.project)
    by_rule: dict[str, list[Violation]] = {setting.rule.name: [] for setting in checked.policy.in_force}
    for found in checked.violations:
        by_rule[found.rule].append(found)
    failed = sum(any(found.fails for found in several) for several in by_rule.values())
    skipped = sum(_is_skipped(several) for several in by_rule.values())
    figures = {"tests": str(len(by_rule)), "failures": str(failed), "skipped": str(skipped), "errors": "0"}
    root = etree.Element("testsuites", {"name": _SUITE, **figures})
    suite = etree.SubElement(root, "testsuite", {"name": visible(f"{_SUITE} of {checked.title}"), **figures})
    properties = etree.SubElement(suite, "properties")
    for name, value in (("policy", checked.policy.name), ("as_of", checked.as_of.isoformat())):
        etree.SubElement(properties, "property", {"name": name, "value": visible(value)})
    for setting in checked.policy.in_force:
        _case(suite, setting, by_rule[setting.rule.name], paths)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True).decode()


def _case(suite: etree._Element, setting: Setting, found: Sequence[Violation], paths: Paths) -> None:
    """The test of one rule, with what fails it in its failure, and the rest in its output."""
    case = etree.SubElement(suite, "testcase", {"classname": "mlgraph.check", "name": setting.rule.name})
    failing = [violation for violation in found if violation.fails]
    if failing:
        message = f"{setting.rule.title}: {count_of(len(failing), 'violation')}"
        failure = etree.SubElement(case, "failure", {"message": message, "type": Level.ERROR.value})
        failure.text = _lines(failing, paths)
    elif _is_skipped(found):
        etree.SubElement(case, "skipped", {"message": visible(f"unknown: {found[0].text}")})
    others = [violation for violation in found if not violation.fails]
    if others:
        etree.SubElement(case, "system-out").text = _lines(others, paths)


def _is_skipped(found: Sequence[Violation]) -> bool:
    """Whether all that is known of a rule is that nobody could judge."""
    return bool(found) and all(each.state is State.UNKNOWN and not each.fails for each in found)


def _lines(found: Sequence[Violation], paths: Paths) -> str:
    return "\n".join(_line(each, paths) for each in found)


def _line(found: Violation, paths: Paths) -> str:
    about = f" {found.about}" if found.about else ""
    place = f" [{', '.join(map(paths.place, found.where))}]" if found.where else ""
    return visible(f"{found.state}: {found.subject}{about}: {paths.sentence(found.text)}{place}", limit=2000)
