"""The summary of a scan that a terminal shows: one screen, the most pressing first."""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.report.sections.concerns import by_kind, title_of
from mlgraph.report.sections.overview import Figure, figures, severities
from mlgraph.report.sections.section import Material, material_of, unread_formats
from mlgraph.report.shown import Paths, count_of, visible
from mlgraph_queries.entries import WARNING, Finding, Inventory

MAX_LINES = 24
"""Lines of the smallest terminal that is still common (VT100: 80 columns, 24 lines)."""
_MIN_WIDTH = 40
_NAMED = 3
"""Findings of one kind that are named."""
_WRITTEN = 4
"""Files that are named before `and n more`."""
_LABEL = 14


def summary(inventory: Inventory, findings: Sequence[Finding], *, written: Sequence[str], width: int) -> str:
    """What a project is made of, what to look at and which files tell more, in at most 24 lines.

    Findings are given as sentences where the screen has room for them, else by name. The text has no color codes,
    and nothing in it can move the cursor.
    """
    material = material_of(inventory, findings, None, "")
    head = [*_head(inventory), *_figures(material)]
    tail = _written(written)
    about = _findings_head(findings, is_anything_read=bool(inventory.documents))
    room = MAX_LINES - len(head) - len(tail)
    for told in (_told(material.paths, findings), _listed(material.paths, findings, room - len(about))):
        lines = [*head, *about, *told, *tail]
        if len(lines) <= MAX_LINES:
            break
    columns = max(width, _MIN_WIDTH)
    shown = [_fit(visible(line if line in tail else material.paths.relative(line)), columns) for line in lines]
    return "\n".join(shown) + "\n"


def _head(inventory: Inventory) -> list[str]:
    name = f"{inventory.name} {inventory.version}" if inventory.version else inventory.name
    environment = f"Python {inventory.python_version}" if inventory.python_version else "no environment read"
    if inventory.listing is not None:
        environment = "as a bill of materials lists it"
    if inventory.python_version and inventory.platform:
        environment = f"{environment} on {inventory.platform}"
    return [f"{name}: {count_of(len(inventory.documents), 'document')} read, {environment}", ""]


def _figures(material: Material) -> list[str]:
    every = [figure for figure in figures(material) if figure.key != "findings"]
    unaudited = [figure for figure in every if (figure.key, figure.number) == ("vulnerabilities", "unknown")]
    rows = [figure for figure in every if figure not in unaudited]
    widest = max(len(row.number) for row in rows)
    lines = [_figure(row, widest) for row in rows]
    inventory = material.inventory
    gaps = [
        *([count_of(len(inventory.unresolved), "reference") + " without a name"] if inventory.unresolved else []),
        *([count_of(len(inventory.problems), "problem") + " in reading"] if inventory.problems else []),
        *("vulnerabilities" for _ in unaudited),
    ]
    nested = [entry.path for entry in inventory.projects if entry.is_nested]
    unread = [f"{name} ({count:,})" for name, count in unread_formats(inventory).items()]
    return [
        *lines,
        *([f"  {'Nested':<{_LABEL}}{len(nested):>{widest}}   {', '.join(nested)}"] if nested else []),
        *([f"  {'Unknown':<{_LABEL}}{', '.join(gaps)}"] if gaps else []),
        *([f"  {'Not read':<{_LABEL}}{', '.join(unread)}"] if unread else []),
    ]


def _figure(figure: Figure, widest: int) -> str:
    return f"  {figure.label:<{_LABEL}}{figure.number:>{widest}}   {figure.detail}".rstrip()


def _told(paths: Paths, findings: Sequence[Finding]) -> list[str]:
    """The findings as sentences, up to three of a kind."""
    lines = []
    for kind, severity, found in by_kind(findings):
        lines.append(f"  {_mark(severity)} {title_of(kind)} ({len(found):,})")
        lines += [f"      {finding.subject}: {paths.sentence(finding.text)}" for finding in found[:_NAMED]]
        if len(found) > _NAMED:
            lines.append(f"      and {len(found) - _NAMED:,} more")
    return lines


def _listed(paths: Paths, findings: Sequence[Finding], room: int) -> list[str]:
    """The findings by name, one line for each kind, in so many lines."""
    groups = by_kind(findings)
    lines = []
    shown = groups if len(groups) <= room else groups[: room - 1]
    for kind, severity, found in shown:
        lines.append(f"  {_mark(severity)} {title_of(kind)} ({len(found):,}): {_names(paths, found)}")
    if len(shown) < len(groups):
        lines.append(f"  and {count_of(len(groups) - len(shown), 'more kind', 'more kinds')}")
    return lines


def _names(paths: Paths, found: Sequence[Finding]) -> str:
    """The first findings of a kind by name; of a single one also what was found."""
    if len(found) == 1:
        return f"{found[0].subject}: {paths.sentence(found[0].text)}"
    names = list(dict.fromkeys(finding.subject for finding in found))
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _findings_head(findings: Sequence[Finding], *, is_anything_read: bool) -> list[str]:
    if not findings:
        return ["", "No findings" if is_anything_read else "No findings, for nothing was read"]
    return ["", f"Findings: {severities(findings)}"]


def _mark(severity: str) -> str:
    return "!" if severity == WARNING else "-"


def _written(written: Sequence[str]) -> list[str]:
    if not written:
        return []
    lines = [f"  {path}" for path in written[:_WRITTEN]]
    more = [f"  and {len(written) - _WRITTEN:,} more"] if len(written) > _WRITTEN else []
    return ["", "Written", *lines, *more]


def _fit(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: width - 1].rstrip()}…"
