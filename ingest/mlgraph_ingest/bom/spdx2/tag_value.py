"""A document in the tag-value form, read line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.spdx2 import tags
from mlgraph_ingest.bom.spdx2.document import things
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context, Part, described_by
from mlgraph_ingest.bom.spdx2.tag_lines import Line, tag_lines
from mlgraph_ingest.bom.things import Problem, Thing

_Said: TypeAlias = "dict[str, Any]"
"""What a part says, as it grows."""


def read(content: Content) -> Iterator[Thing]:
    """What the document says. It is read twice: what it says of itself may stand anywhere in it."""
    head = _Head()
    for line in tag_lines(content):
        head.take(line)
    context = Context(described_by(head.rows))
    yield from things(_parts(content, head, context), context)


@dataclass(slots=True)
class _Head:
    """What a document says of itself, and which files a relationship puts into a package."""

    said: _Said = field(default_factory=dict)
    line: int = 0
    rows: list[dict[str, object]] = field(default_factory=list)
    """Relationships that say what the document is about."""
    contained: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    is_begun: bool = False
    """Whether another part has begun, so that an SPDXID is no longer that of the document."""

    def take(self, line: Line) -> None:
        """Note what is of the document; all else is read later."""
        if line.tag in tags.OF_DOCUMENT or (line.tag == "SPDXID" and not self.is_begun):
            self.line = self.line or line.number
            into = self.said.setdefault("creationInfo", {}) if line.tag in tags.OF_CREATION else self.said
            _put(into, line, self.problems)
        elif line.tag == "Relationship":
            self.is_begun = True
            self._relationship(line.value)
        elif line.tag in tags.STARTS:
            self.is_begun = True

    def _relationship(self, value: str) -> None:
        row = tags.relationship(value)
        type_ = str(row["relationshipType"]).upper() if row else ""
        if row and "DESCRIBE" in type_:
            self.rows.append(row)
        elif row and type_ in {"CONTAINS", "CONTAINED_BY"}:
            self.contained.add(str(row["relatedSpdxElement" if type_ == "CONTAINS" else "spdxElementId"]))


def _parts(content: Content, head: _Head, context: Context) -> Iterator[Part]:
    context.problems.extend(head.problems)
    yield Part(Chapter.DOCUMENT, str(head.line or 1), head.said)
    part: Part | None = None
    said: _Said = {}
    package: _Said = {}
    for line in tag_lines(content):
        if line.tag in tags.OF_DOCUMENT or (line.tag == "SPDXID" and part is None):
            continue
        chapter = tags.STARTS.get(line.tag)
        if chapter is not None:
            if part is not None:
                yield from _finished(part, package, head)
                package = _holder(part, package)
            said = _begun(line, context.problems)
            part = Part(chapter, str(line.number), said)
        elif part is not None:
            _put(said, line, context.problems)
        else:
            _unknown(line, context.problems)
    if part is not None:
        yield from _finished(part, package, head)


def _holder(part: Part, package: _Said) -> _Said:
    """The package that files which follow belong to."""
    return dict(part.said) if part.chapter is Chapter.PACKAGE else package


def _finished(part: Part, package: _Said, head: _Head) -> Iterator[Part]:
    """A part that is whole. A file belongs to the package before it, where no relationship says of which it is one."""
    yield part
    name, holder = part.said.get("SPDXID"), package.get("SPDXID")
    is_open = package.get("filesAnalyzed") is not False and name not in head.contained
    if part.chapter is Chapter.FILE and isinstance(name, str) and isinstance(holder, str) and is_open:
        row = {"spdxElementId": holder, "relationshipType": "CONTAINS", "relatedSpdxElement": name}
        yield Part(Chapter.RELATIONSHIP, part.place, row)


def _begun(line: Line, problems: list[Problem]) -> _Said:
    said: _Said = {}
    if line.tag == "Relationship":
        row = tags.relationship(line.value)
        if row is None:
            problems.append(Problem(str(line.number), "a relationship is two elements and a type between them"))
        return dict(row or {})
    _put(said, line, problems)
    if line.tag == "Reviewer":
        said["annotationType"] = "REVIEW"
    return said


def _put(said: _Said, line: Line, problems: list[Problem]) -> None:
    """Add a tag to what its part says; a second text of one name is told, and the first stays."""
    tag, value = line.tag, line.value.strip()
    if tag in tags.TEXTS:
        if tags.TEXTS[tag] in said:
            problems.append(Problem(str(line.number), f"{tag} stands twice in one part; the first counts"))
        else:
            said[tags.TEXTS[tag]] = value
    elif tag in tags.LISTS:
        said.setdefault(tags.LISTS[tag], []).append(value)
    elif tag in tags.TABLES:
        name, parse = tags.TABLES[tag]
        found = parse(value)
        if found is None:
            problems.append(Problem(str(line.number), f"{tag} is not of the form that the standard gives it"))
        else:
            said.setdefault(name, []).append(found)
    else:
        _put_other(said, line, value, problems)


def _put_other(said: _Said, line: Line, value: str, problems: list[Problem]) -> None:
    if line.tag == "FilesAnalyzed":
        said["filesAnalyzed"] = value.lower() != "false"
    elif line.tag == "PackageVerificationCode":
        said["packageVerificationCode"] = tags.verification_code(value)
    elif line.tag == "LicenseCrossReference":
        said.setdefault("seeAlsos", []).extend(each.strip() for each in value.split(",") if each.strip())
    elif line.tag == "ExternalRefComment" and said.get("externalRefs"):
        said["externalRefs"][-1]["comment"] = value
    else:
        _unknown(line, problems)


def _unknown(line: Line, problems: list[Problem]) -> None:
    what = f"{line.tag} is no tag of the standard" if line.tag else f"no tag and value: {line.value[:80]!r}"
    problems.append(Problem(str(line.number), f"{what}; it was not read"))
