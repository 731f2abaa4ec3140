"""`mlgraph diff`: what changed between two bills of materials or two projects."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.output import table_text, write

EXIT_DIFFERS = 1
SideArgument = Annotated[
    Path,
    typer.Argument(
        metavar="BOM_OR_PATH",
        help="A bill of materials, the folder of a project that was read, or a graph file of one.",
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(diff)


def diff(
    old: SideArgument,
    new: SideArgument,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="File to write (default: stdout).")
    ] = None,
    *,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if they differ.")] = False,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Say what changed: packages, models, datasets, services, files, licenses, hashes, lineage, weaknesses, findings.

    What one side does not list is `removed` (or was `added`) where that side says that its list is complete, or both are
    by the same tool; otherwise it was `not seen`. In Markdown, it is a comment for a pull request.

    Example: mlgraph diff before.cdx.json after.cdx.json --format markdown
    """
    from mlgraph.app.diff import diff as compared

    found = compared(old, new, store=options.store_at(graph), as_of=options.day(as_of))
    if form is options.Format.MARKDOWN:
        from mlgraph.report.difference import difference_as_markdown

        text = difference_as_markdown(found)
    else:
        text = table_text(found.table(), form, is_terminal=False if out is not None else None)
    if out is None:
        write(text)
    else:
        from mlgraph.app.project import write_file

        write_file(out, text.encode("utf-8", "backslashreplace"))
    if exit_code and not found.is_none:
        raise typer.Exit(EXIT_DIFFERS)
