"""Makes the documents of an environment: one for the environment itself, one for each installed distribution."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, Reading, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.context import Context, Problems
from mlgraph_ingest.project.documents import Maker
from mlgraph_ingest.project.installed.distribution import distribution_assertions
from mlgraph_ingest.project.installed.environment import Environment
from mlgraph_ingest.project.installed.installed import Installed, list_installed
from mlgraph_ontology.kinds import Method, PropertyKind

ENVIRONMENT_READER = "environment/1"
DISTRIBUTION_READER = "distribution/1"


def environment_readings(
    maker: Maker, environment: Environment, root: Path, context: Context, report: Reporter
) -> Iterator[Reading]:
    """The environment's own document, then those of what is installed in it, without the project itself."""
    inventories = [list_installed(site) for site in environment.sites]
    problems = [*environment.problems, *(text for inventory in inventories for text in inventory.problems)]
    found = [installed for inventory in inventories for installed in inventory.found]
    for text in problems:
        report.warn(f"{environment.name}: {text}")
    locator = f"{ids.file_uri(root)}#environment"
    assertions = list(_environment_assertions(locator, environment, problems, context.project))
    parts = (repr([(said.predicate, said.value) for said in assertions]),)
    yield maker.reading(locator, environment.name, ENVIRONMENT_READER, parts, lambda: assertions)
    report.step("reading the environment", total=len(found))
    for installed in found:
        if context.name is None or installed.name != context.name:
            yield _distribution_reading(maker, installed, environment, root, context.project)
        report.advance()


def _environment_assertions(
    locator: str, environment: Environment, problems: list[str], project: NodeId
) -> Iterator[Assertion]:
    seen = Evidence("", Method.OBSERVED, "environment")
    if environment.python_version is not None:
        yield fact(project, PropertyKind.PYTHON_VERSION, environment.python_version, seen)
    if environment.platform is not None:
        yield fact(project, PropertyKind.PLATFORM, environment.platform, seen)
    listed = Problems(locator, Method.OBSERVED)
    for text in problems:
        listed.add("", text)
    yield from listed.assertions()


def _distribution_reading(
    maker: Maker, installed: Installed, environment: Environment, root: Path, project: NodeId
) -> Reading:
    locator = f"{ids.file_uri(installed.path)}?project={quote(project.key, safe='')}"
    contents = (part for name, content in installed.parts for part in (name, content))
    parts = (str(environment.python_version), *contents)
    title = _title(installed, environment, root)
    assertions = partial(_assertions, project, installed, locator, title)
    return maker.reading(locator, title, DISTRIBUTION_READER, parts, assertions)


def _assertions(project: NodeId, installed: Installed, locator: str, title: str) -> Iterator[Assertion]:
    problems = Problems(locator, Method.OBSERVED)
    try:
        yield from distribution_assertions(project, installed.distribution(problems), problems)
    except FormatError as error:
        raise FormatError(f"{title}: {error}") from error
    yield from problems.assertions()


def _title(installed: Installed, environment: Environment, root: Path) -> str:
    if installed.path.is_relative_to(root):
        return installed.path.relative_to(root).as_posix()
    return f"{environment.name}/…/{installed.shown}"
