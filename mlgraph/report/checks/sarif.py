"""The result of a check as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format", Errata 01), for code scanning.

What only code scanning on GitHub asks for is marked as such ("SARIF support for code scanning", GitHub documentation).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from mlgraph.model.assertions import JsonValue
from mlgraph.report.checks.places import Place, place_in
from mlgraph.report.checks.text import figures
from mlgraph.report.shown import Paths, visible
from mlgraph_queries.policy import Checked, Level, Setting, State, Violation

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
"""The name by which tools know the root of the sources."""
_FINGERPRINT = "mlgraph/v1"
_OF_LINE = "primaryLocationLineHash"
"""The fingerprint that GitHub goes by; where it is missing, it is made from the text of the line."""
_Object = dict[str, JsonValue]


def as_sarif(
    checked: Checked, *, tool_version: str, folder: str = "", manifest: str | None = None, now: datetime | None = None
) -> str:
    """The result as one run. A place is relative to what lies `folder` above the project: the root of a repository.

    What has no place in a file of the project is shown at its `manifest`. Without `now`, no time is in it.
    """
    log = _Log(checked, Paths.of(checked.project), folder, manifest)
    shape: _Object = {"$schema": SCHEMA, "version": VERSION, "runs": [log.run(tool_version, now)]}
    return json.dumps(shape, indent=2, allow_nan=False) + "\n"


class _Log:
    """Puts a run together."""

    def __init__(self, checked: Checked, paths: Paths, folder: str, manifest: str | None) -> None:
        self._checked, self._paths, self._folder, self._manifest = checked, paths, folder, manifest
        self._rules = {setting.rule.name: setting for setting in checked.policy.settings}
        self._descriptors: dict[str, _Object] = {}
        self._indexes: dict[str, int] = {}
        """Where the descriptor of a rule stands among all."""

    def run(self, tool_version: str, now: datetime | None) -> _Object:
        for setting in self._checked.policy.in_force:
            self._describe(setting.rule.name, _descriptor(setting))
        skipped = {found.fingerprint for found in self._checked.of(State.UNKNOWN, Level.WARNING)}
        told = (found for found in self._checked.violations if found.fingerprint not in skipped)
        results: list[JsonValue] = [self._result(found) for found in told]
        driver: _Object = {"name": "mlgraph", "version": tool_version, "rules": list(self._descriptors.values())}
        return {
            "tool": {"driver": driver},
            "automationDetails": {"id": f"mlgraph/check/{visible(self._checked.title, limit=100)}/"},
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the sources."}}},
            "invocations": [self._invocation(now)],
            "results": results,
            "properties": {"policy": self._checked.policy.name, "asOf": self._checked.as_of.isoformat()},
        }

    def _invocation(self, now: datetime | None) -> _Object:
        """How the run went: what could not be judged, and what is to be noted, are no results."""
        grouped: dict[tuple[str, str], list[str]] = {}
        for found in self._checked.of(State.UNKNOWN, Level.WARNING):
            grouped.setdefault((found.rule, found.text), []).append(found.subject)
        notes: list[JsonValue] = [
            {
                "level": "warning",
                "message": {"text": self._sentence(f"{text}: {', '.join(subjects)}")},
                "associatedRule": {"id": rule, "index": self._indexes[rule]},
            }
            for (rule, text), subjects in grouped.items()
        ]
        notes += [{"level": "note", "message": {"text": visible(note)}} for note in self._checked.notes]
        time: _Object = {} if now is None else {"endTimeUtc": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        return {
            "executionSuccessful": True,
            "exitCode": int(self._checked.fails),
            "exitCodeDescription": figures(self._checked) or "nothing breaks a rule",
            **time,
            "toolExecutionNotifications": notes,
        }

    def _result(self, found: Violation) -> _Object:
        rule = self._rule_of(found)
        places = [place for where in found.where if (place := place_in(where, self._paths)) is not None]
        place = places[0] if places else Place(self._manifest, None, None) if self._manifest is not None else None
        prints: _Object = {_FINGERPRINT: found.fingerprint}
        if place is None or place.line is None:
            prints[_OF_LINE] = f"{found.fingerprint[:16]}:1"
        about = f" {found.about}" if found.about else ""
        shown = f"{found.subject}{about}: {found.text}"
        related: list[JsonValue] = [
            {"id": number, **self._location(other)} for number, other in enumerate(places[1:], start=1)
        ]
        return {
            "ruleId": rule,
            "ruleIndex": self._indexes[rule],
            "kind": "fail",
            "level": found.level.value,
            "message": {"text": self._sentence(shown)},
            "locations": [self._location(place)] if place is not None else [],
            **({"relatedLocations": related} if related else {}),
            "partialFingerprints": prints,
            **_suppressed(found),
            **({} if found.is_new is None else {"baselineState": "new" if found.is_new else "unchanged"}),
            "properties": {
                "subject": self._sentence(found.subject),
                "state": found.state.value,
                "where": [visible(self._paths.place(where)) for where in found.where],
            },
        }

    def _rule_of(self, found: Violation) -> str:
        """The id of a violation's rule; a weakness with a score is one of its own, for GitHub reads scores there."""
        if found.score is None or not found.about:
            return found.rule
        name = f"{found.rule}/{found.about}"
        base = self._rules[found.rule]
        descriptor = self._describe(name, {**_descriptor(base), "id": name})
        title = f"{found.about}: {base.rule.title}"
        known: Mapping[str, JsonValue] = _mapping(descriptor["properties"])
        score = max(found.score, float(str(known.get("security-severity", 0))))
        descriptor["shortDescription"] = {"text": title}
        descriptor["properties"] = {**known, "security-severity": f"{score:.1f}"}
        return name

    def _describe(self, name: str, descriptor: _Object) -> _Object:
        """The descriptor of a rule; the given one where there is none yet."""
        self._indexes.setdefault(name, len(self._indexes))
        return self._descriptors.setdefault(name, descriptor)

    def _location(self, place: Place) -> _Object:
        """A place; GitHub shows nothing without a line, so that it is the first where none is known."""
        artifact: _Object = {"uri": place.uri(self._folder), "uriBaseId": _ROOT}
        physical: _Object = {"artifactLocation": artifact, "region": {"startLine": place.line or 1}}
        inner: _Object = {"logicalLocations": [{"fullyQualifiedName": place.inner}]} if place.inner else {}
        return {"physicalLocation": physical, **inner}

    def _sentence(self, text: str) -> str:
        return visible(self._paths.sentence(text), limit=2000)


def _descriptor(setting: Setting) -> _Object:
    rule = setting.rule
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}."},
        "help": {"text": rule.help, "markdown": rule.help},
        "defaultConfiguration": {"level": setting.level.value},
        "properties": {"tags": list(rule.tags)},
    }


def _suppressed(found: Violation) -> _Object:
    """That a waiver lets it through; results of which nobody says that, say so by an empty list."""
    if found.state is not State.WAIVED or found.waiver is None:
        return {"suppressions": []}
    return {"suppressions": list(_suppressions(found))}


def _suppressions(found: Violation) -> Iterator[_Object]:
    waiver = found.waiver
    if waiver is not None:
        by: _Object = {"by": waiver.by} if waiver.by else {}
        more: _Object = {"expires": waiver.expires.isoformat(), "where": waiver.place, **by}
        yield {"kind": "external", "status": "accepted", "justification": visible(waiver.reason), "properties": more}


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}
