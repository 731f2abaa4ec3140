"""Reads setup.cfg as a manifest of setuptools: `[metadata]` and `[options]`."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph.model.errors import MlgraphError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.ini_document import Section, read_ini
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.manifests.setup_requirements import EXTRAS, KEYWORDS, SetupRequirements, Wanted
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, PropertyKind

NAME = "setup.cfg"
_TEXT_LIMIT = 2_000
_DIRECTIVES = ("file:", "attr:", "find:", "find_namespace:")
_FIELDS = (
    ("metadata", "name", PropertyKind.NAME),
    ("metadata", "version", PropertyKind.VERSION),
    ("metadata", "description", PropertyKind.DESCRIPTION),
    ("metadata", "summary", PropertyKind.DESCRIPTION),
    ("options", "python_requires", PropertyKind.REQUIRES_PYTHON),
)


def read_setup_cfg(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a setup.cfg declares; it names the project where nothing at its root does before."""
    said = read_ini(file)
    problems = problems_of(file)
    if context.manifest == file.relative:
        yield from _metadata(context.project, said)
    names = frozenset({context.name, _name(said)})
    yield from SetupRequirements(file, context, problems, names).assertions(_wanted(said))
    yield from problems.assertions()


def setup_cfg_name(file: SourceFile) -> str | None:
    """The name that a setup.cfg gives its distribution, in canonical spelling; None where it is not known."""
    try:
        return _name(read_ini(file))
    except MlgraphError:
        return None


def setup_cfg_wanted(file: SourceFile) -> list[Wanted]:
    """What a setup.cfg asks for; nothing where it cannot be read, which is said when the file itself is read."""
    try:
        return _wanted(read_ini(file))
    except MlgraphError:
        return []


def _name(said: dict[str, Section]) -> str | None:
    stated = _text(said.get("metadata", {}), "name")
    return ids.canonical_name(stated.text) if stated else None


def _text(section: Section, key: str) -> Stated | None:
    """A value in one piece; None where there is none, or a directive in its place."""
    lines = section.get(key, ())
    text = " ".join(line.text for line in lines)
    return Stated(text, lines[0].line) if text and not text.startswith(_DIRECTIVES) else None


def _wanted(said: dict[str, Section]) -> list[Wanted]:
    options = said.get("options", {})
    found = [_of(keyword, options[keyword]) for keyword in KEYWORDS if keyword in options]
    extras = said.get(f"options.{EXTRAS}", {})
    return [*found, *(_of(EXTRAS, lines, extra) for extra, lines in extras.items())]


def _of(keyword: str, lines: tuple[Stated, ...], extra: str | None = None) -> Wanted:
    first = lines[0] if lines else Stated("", 1)
    if first.text.startswith("file:"):
        stated = (part.strip() for line in lines for part in line.text.removeprefix("file:").split(","))
        return Wanted(keyword, extra=extra, files=tuple(Stated(path, first.line) for path in stated if path))
    if first.text.startswith(_DIRECTIVES):
        return Wanted(keyword, extra=extra, computed=(first.line,))
    if len(lines) == 1:  # on one line, requirements stand between semicolons (setuptools.config.setupcfg, 2024)
        lines = tuple(Stated(part.strip(), first.line) for part in first.text.split(";") if part.strip())
    return Wanted(keyword, lines, extra)


def _metadata(project: NodeId, said: dict[str, Section]) -> Iterator[Assertion]:
    for section, key, kind in _FIELDS:
        stated = _text(said.get(section, {}), key)
        if stated is not None:
            evidence = Evidence(str(stated.line), Method.DECLARED, section)
            yield fact(project, kind, stated.text[:_TEXT_LIMIT], evidence)
    metadata = said.get("metadata", {})
    classifiers = metadata.get("classifiers") or metadata.get("classifier") or ()
    fields = LicenseFields(
        expression=_text(metadata, "license_expression"),
        words=_text(metadata, "license"),
        classifiers=tuple(line for line in classifiers if not line.text.startswith(_DIRECTIVES)),
    )
    yield from license_assertions(project, fields, Method.DECLARED)
    yield from address_assertions(project, _addresses(metadata), Method.DECLARED)


def _addresses(metadata: Section) -> Iterator[Address]:
    home = _text(metadata, "url") or _text(metadata, "home_page")
    if home is not None:
        yield Address("homepage", home.text, home.line)
    for line in metadata.get("project_urls", ()):
        label, _, url = line.text.partition("=")
        yield Address(label.strip(), url.strip(), line.line)
