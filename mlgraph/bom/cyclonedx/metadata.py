"""metadata: what the document is about, at which stage it was captured, and by which tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from cyclonedx.model import Property
from cyclonedx.model.bom import BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.lifecycle import LifecyclePhase, PredefinedLifecycle
from cyclonedx.model.tool import ToolRepository

from mlgraph import __version__
from mlgraph.bom.cyclonedx.draft import note
from mlgraph.bom.cyclonedx.licensing import licensing
from mlgraph.bom.cyclonedx.references import published
from mlgraph.bom.issue import Issue
from mlgraph.bom.refs import TOOL_REF, root_ref
from mlgraph_queries.entries import Finding, Inventory
from mlgraph_queries.vulnerabilities.wording import sources


def metadata(inventory: Inventory, issue: Issue) -> BomMetaData:
    """The chapter; its timestamp is the writer's business where there is none."""
    tool = Component(type=ComponentType.APPLICATION, name="mlgraph", version=__version__, bom_ref=TOOL_REF)
    return BomMetaData(
        timestamp=issue.created,
        lifecycles=[PredefinedLifecycle(phase) for phase in _phases(inventory)],
        tools=ToolRepository(components=[tool]),
        component=published(inventory.subject).component if inventory.subject is not None else _project(inventory),
        properties=[Property(name="cdx:reproducible", value="true")] if issue.is_reproducible else [],
    )


def properties(inventory: Inventory, findings: Sequence[Finding]) -> list[Property]:
    """What the document as a whole has to say: what is unknown, what was not read, what somebody should look at."""
    return sorted({*_gaps(inventory), *_findings(findings), *_read(inventory)})


def _project(inventory: Inventory) -> Component:
    licenses, other_licenses = licensing(inventory.licenses)
    environment = {"python-version": inventory.python_version, "platform": inventory.platform}
    return Component(
        type=ComponentType.APPLICATION,
        name=inventory.name,
        version=inventory.version,
        description=inventory.description,
        bom_ref=root_ref(inventory),
        licenses=licenses,
        properties=[*(note(name, value) for name, value in environment.items() if value), *other_licenses],
    )


def _phases(inventory: Inventory) -> Iterator[LifecyclePhase]:
    """The stages by the words of the schema (1.6, metadata.lifecycles).

    Source files and manifests are pre-build. An environment is post-build: components that "have been installed or
    deployed to a system"; it is not operations, as nothing says that it runs. At which stage a published model is when
    its place tells of it, no word of the schema says.
    """
    if inventory.subject is not None:
        return
    has_environment = inventory.python_version is not None or any(entry.installed for entry in inventory.packages)
    has_sources = any(entry.declared or entry.locked for entry in inventory.packages) or any(
        (inventory.models, inventory.datasets, inventory.services, inventory.files, inventory.unresolved)
    )
    if has_sources or not has_environment:
        yield LifecyclePhase.PRE_BUILD
    if has_environment:
        yield LifecyclePhase.POST_BUILD


def _gaps(inventory: Inventory) -> Iterator[Property]:
    for unresolved in inventory.unresolved:
        said = f"{unresolved.kind} {unresolved.callable}({unresolved.expression}) at {unresolved.where}"
        yield note("unresolved", said)
    for problem in inventory.problems:
        yield note("problem", f"{problem.where}: {problem.text}")
    for reason, count in inventory.excluded:
        yield note("excluded", f"{reason}: {count}")
    if inventory.audit is not None and inventory.audit.advisories:
        yield from (note("advisories", said) for said in sources(inventory.audit))
        yield from (note("not-audited", f"{node.key}: {why}") for node, why in inventory.audit.not_audited)


def _findings(findings: Sequence[Finding]) -> Iterator[Property]:
    for finding in findings:
        places = f" ({', '.join(finding.where)})" if finding.where else ""
        yield note("finding", f"{finding.severity}: {finding.kind}: {finding.subject}: {finding.text}{places}")


def _read(inventory: Inventory) -> Iterator[Property]:
    for reader, count in Counter(reader for _, reader in inventory.documents).items():
        yield note("read", f"{reader}: {count}")
