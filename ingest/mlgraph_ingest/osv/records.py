"""Many records, one after the other: one that cannot be read is a listed problem, and the others are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import orjson

from mlgraph.model.assertions import Assertion, Evidence, JsonValue, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.answers.json_values import Table, is_json, items, text
from mlgraph_ingest.osv.members import Member
from mlgraph_ingest.osv.record import Read, record_assertions
from mlgraph_ingest.project.tree import decode_utf8
from mlgraph_ingest.project.yaml_document import parse_yaml
from mlgraph_ontology.kinds import Method, PropertyKind

_WARNED = 5
"""Problems of one document that are warned of one by one."""
_LISTED = 200
"""Problems of one document that are kept."""


def records_assertions(
    members: Iterable[Member], document: NodeId, shown: str, report: Reporter
) -> Iterator[Assertion]:
    """All that some files say that hold one record each, or several, and what they cover together.

    Raises FormatError where not one of them is a record.
    """
    run = _Run(document, shown, report)
    for member in members:
        report.advance()
        yield from run.member(member)
    yield from run.finish()


def parsed(content: bytes, shown: str) -> object:
    """A JSON or YAML document. Raises FormatError where it is neither."""
    if is_json(content.removeprefix(b"\xef\xbb\xbf")):
        try:
            return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
        except orjson.JSONDecodeError as error:
            raise FormatError(f"{shown}: its JSON is broken, cut off or too deep ({error})") from error
    return parse_yaml(decode_utf8(content, shown), shown)


def listed(said: object) -> list[tuple[str, object]]:
    """The records of a document, each with the beginning of its locator: one, a list, or the answer of a service."""
    if isinstance(said, list):
        return [(f"#/{number}", one) for number, one in enumerate(said)]
    vulns = items(said, "vulns")
    if vulns and text(said, "id") is None:
        return [(f"#/vulns/{number}", one) for number, one in enumerate(vulns)]
    return [("#", said)]


@dataclass(slots=True)
class _Run:
    document: NodeId
    shown: str
    report: Reporter
    records: Counter[str] = field(default_factory=Counter)
    """By ecosystem; records that name no package are of the ecosystem ``."""
    withdrawn: Counter[str] = field(default_factory=Counter)
    types: dict[str, str] = field(default_factory=dict)
    """What the records of each ecosystem speak for: `pypi`, `deb/debian`."""
    newest: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    failures: int = 0

    def member(self, member: Member) -> Iterator[Assertion]:
        """What one file says, as a whole or not at all."""
        if member.problem is not None:
            self._note(member.problem)
            return
        try:
            found = listed(parsed(member.content, member.name or "the file"))
        except FormatError as error:
            self._note(str(error))
            return
        for place, said in found:
            yield from self._record(said, f"{member.name}{place}")

    def _record(self, said: object, place: str) -> list[Assertion]:
        read = Read()
        try:
            made = list(record_assertions(_table(said), place, read))
        except FormatError as error:
            self._note(f"{place.removesuffix('#') or 'the record'}: {error}; not read")
            return []
        self.types.update(read.ecosystems)
        for ecosystem in read.ecosystems or {""}:
            self.records[ecosystem] += 1
            self.withdrawn[ecosystem] += read.is_withdrawn
            self.newest[ecosystem] = max(self.newest.get(ecosystem, ""), read.modified or "")
        for problem in read.problems:
            self._note(problem)
        return made

    def _note(self, problem: str) -> None:
        self.failures += 1
        if self.failures <= _LISTED:
            self.problems.append(problem)
        if self.failures <= _WARNED:
            self.report.warn(f"{self.shown}: {problem}")

    def finish(self) -> Iterator[Assertion]:
        """What the document covers, and what of it could not be read."""
        if not self.records:
            why = self.problems[0] if self.problems else "no file in it ends in .json, .yaml or .yml"
            raise FormatError(f"{self.shown}: no OSV record in it: {why}")
        here = Evidence("", Method.OBSERVED, "coverage")
        for ecosystem, count in sorted(self.records.items()):
            value: dict[str, JsonValue] = {"ecosystem": ecosystem, "records": count}
            if ecosystem in self.types:
                value["type"] = self.types[ecosystem]
            if self.withdrawn[ecosystem]:
                value["withdrawn"] = self.withdrawn[ecosystem]
            if self.newest[ecosystem]:
                value["modified"] = self.newest[ecosystem]
            yield fact(self.document, PropertyKind.COVERAGE, value, here)
        if self.failures > _LISTED:
            self.problems.append(f"{self.failures - _LISTED:,} more problems")
        if self.failures > _WARNED:
            self.report.warn(f"{self.shown}: {self.failures - _WARNED:,} more problems; `mlgraph explain` lists them")
        for problem in self.problems:
            yield fact(self.document, PropertyKind.PROBLEM, problem, Evidence("", Method.OBSERVED, "unread"))


def _table(said: object) -> Table:
    if not isinstance(said, Mapping):
        raise FormatError("no object, so that it is no record")
    return said
