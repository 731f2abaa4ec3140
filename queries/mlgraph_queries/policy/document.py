"""Reads a policy from TOML. Whatever cannot be meant is refused, with its line: a gate that misreads lets things through.

What a policy does not name holds as in the default policy, unless it says `base = "none"`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph_queries.policy.lines import Lines, Path
from mlgraph_queries.policy.options import Option, Settings, among
from mlgraph_queries.policy.policy import OnUnknown, Policy, Setting
from mlgraph_queries.policy.rule import Level, Rule
from mlgraph_queries.policy.rules import RULES
from mlgraph_queries.policy.waivers import Waiver

MAX_BYTES = 1024**2
"""Of a policy; the default one has 5 kB."""
DEFAULT_NAME = "default policy"
_TOP = ("base", "unknown", "rules", "waivers")
_OWN = ("level", "unknown")
"""What every rule can be told."""
_OF_WAIVER = ("rule", "subject", "about", "reason", "expires", "by")
_NEEDED = ("rule", "subject", "reason", "expires")
_WHY = {"reason": "say why it is let through", "expires": "say until when, as expires = 2027-01-31"}
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_DEEP = "values are nested too deeply to be read"
_Table: TypeAlias = "Mapping[str, Any]"


def read_policy(text: str, name: str, within: tuple[str, ...] = ()) -> Policy | None:
    """The policy that a TOML text holds, in the table below some keys; None: there is no such table.

    Raises FormatError that names the file, the line, and what to write instead.
    """
    found: Any = _parsed(text, name)
    for key in within:
        found = found.get(key) if isinstance(found, dict) else None
        if found is None:
            return None
    reader = _Reader(name, within, Lines(text))
    return reader.policy(found)


def default_text() -> str:
    """The text of the default policy."""
    return files(__package__).joinpath("default.toml").read_text(encoding="utf-8")


@cache
def default_policy() -> Policy:
    """The policy that holds where there is no other."""
    found = _Reader(DEFAULT_NAME, (), Lines(default_text())).policy(_parsed(default_text(), DEFAULT_NAME))
    return Policy(DEFAULT_NAME, found.settings, found.waivers)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)[:300]
        place = _PLACE.search(said)
        line = place[1] if place is not None and place[1] else str(text.count("\n") + 1)
        raise FormatError(f"{name}:{line}: not TOML: {_PLACE.sub('', said)}") from error
    except RecursionError as error:
        raise FormatError(f"{name}: {_DEEP}") from error
    except ValueError as error:
        raise FormatError(f"{name}: a number or a date in it is out of range") from error


class _Reader:
    """Reads one policy, and gathers all that is wrong with it."""

    def __init__(self, name: str, within: Path, lines: Lines) -> None:
        self._name, self._within, self._lines = name, within, lines
        self._faults: list[tuple[int, str]] = []

    def policy(self, found: object) -> Policy:
        """The policy in a table. Raises FormatError with the first fault, and the lines of the others."""
        table = self._table(found, ())
        self._strange(table, _TOP, (), "key")
        base = self._one_of(table, "base", ("default", "none"), (), "default")
        unknown = OnUnknown(self._one_of(table, "unknown", tuple(OnUnknown), (), OnUnknown.WARN))
        rules = self._table(table.get("rules", {}), ("rules",))
        self._strange(rules, tuple(rule.name for rule in RULES), ("rules",), "rule")
        below = {} if base == "none" or self._name == DEFAULT_NAME else _below()
        settings = tuple(self._setting(rule, rules, below.get(rule.name), unknown) for rule in RULES)
        waivers = self._waivers(table.get("waivers", []))
        if self._faults:
            raise FormatError(self._complaint())
        return Policy(self._name, settings, waivers)

    def _setting(self, rule: Rule, rules: _Table, below: Setting | None, unknown: OnUnknown) -> Setting:
        """A rule as it is set here, and where nothing is said, as in the policy below."""
        path: Path = ("rules", rule.name)
        before = below.level if below is not None else Level.OFF
        values = dict(below.options.values) if below is not None else {o.name: o.default for o in rule.options}
        if rule.name not in rules:
            return Setting(rule, before, unknown, Settings(values))
        table = self._table(rules[rule.name], path)
        self._strange(table, (*_OWN, *(option.name for option in rule.options)), path, "option")
        level = rule.level if before is Level.OFF else before
        for option in rule.options:
            if option.name in table:
                values[option.name] = self._value(option, table[option.name], (*path, option.name))
        return Setting(
            rule,
            Level(self._one_of(table, "level", tuple(Level), path, level)),
            OnUnknown(self._one_of(table, "unknown", tuple(OnUnknown), path, unknown)),
            Settings(values),
        )

    def _value(self, option: Option, value: JsonValue, path: Path) -> JsonValue:
        wrong = option.check(value)
        if wrong is not None:
            self._fault(path, f"{option.name}: {wrong}")
            return option.default
        return value

    def _waivers(self, found: object) -> tuple[Waiver, ...]:
        if not isinstance(found, list):
            self._fault(("waivers",), "waivers: write each as a table [[waivers]]")
            return ()
        waivers: list[Waiver] = []
        for number, entry in enumerate(found):
            waiver = self._waiver(self._table(entry, ("waivers", number)), ("waivers", number))
            if waiver is not None:
                twin = next((w for w in waivers if _meant(w) == _meant(waiver)), None)
                if twin is not None:
                    text = f"this waiver stands twice, first at {twin.place}; keep one of them"
                    self._fault(("waivers", number), text)
                waivers.append(waiver)
        return tuple(waivers)

    def _waiver(self, table: _Table, path: Path) -> Waiver | None:
        before = len(self._faults)
        self._strange(table, _OF_WAIVER, path, "key")
        for key in _NEEDED:
            if key not in table:
                self._fault(path, f"a waiver without {key}: {_WHY.get(key, f'name its {key}')}")
        texts = {key: self._text(table[key], (*path, key)) for key in _OF_WAIVER if key in table and key != "expires"}
        self._one_of(table, "rule", tuple(rule.name for rule in RULES), path, "")
        expires = self._date(table["expires"], (*path, "expires")) if "expires" in table else None
        if len(self._faults) > before or expires is None:
            return None
        return Waiver(
            rule=texts["rule"],
            subject=texts["subject"],
            reason=texts["reason"],
            expires=expires,
            place=f"{self._name}:{self._line(path)}",
            about=texts.get("about", "*"),
            by=texts.get("by"),
        )

    def _date(self, value: object, path: Path) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self._fault(path, f"expires = {_shown(value)} is no date; write it as 2027-01-31")
            return None

    def _text(self, value: object, path: Path) -> str:
        if not isinstance(value, str) or not value.strip():
            self._fault(path, f"{path[-1]} = {_shown(value)}: write words in quotation marks")
            return ""
        return value.strip()

    def _one_of(self, table: _Table, key: str, possible: tuple[str, ...], path: Path, default: str) -> str:
        value = table.get(key, default)
        if value == default or (isinstance(value, str) and value in possible):
            return str(value)
        self._fault((*path, key), f"{key} = {_shown(value)}: {among(possible, value)}")
        return default

    def _table(self, found: object, path: Path) -> _Table:
        if isinstance(found, dict):
            return found
        self._fault(path, f"{path[-1] if path else 'the policy'} is no table")
        return {}

    def _strange(self, table: _Table, known: tuple[str, ...], path: Path, what: str) -> None:
        """Note the keys that nobody knows: what is misspelled would silently hold nothing."""
        for key in table:
            if key not in known:
                of = f" of rule {path[-1]}" if what == "option" else ""
                self._fault((*path, key), f"there is no {what} {_shown(key)}{of}; {among(known, key)}")

    def _line(self, path: Path) -> int:
        return self._lines.line((*self._within, *path))

    def _fault(self, path: Path, text: str) -> None:
        self._faults.append((self._line(path), text))

    def _complaint(self) -> str:
        (line, text), *others = sorted(self._faults)
        lines = ", ".join(dict.fromkeys(str(other) for other, _ in others[:10]))
        more = f" (and {len(others):,} more, on line {lines})" if others else ""
        return f"{self._name}:{line}: {text}{more}"


def _below() -> dict[str, Setting]:
    return {setting.rule.name: setting for setting in default_policy().settings}


def _meant(waiver: Waiver) -> tuple[str, str, str]:
    return waiver.rule, waiver.subject, waiver.about


def _shown(value: object) -> str:
    """A value of the file as it is told: short."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
