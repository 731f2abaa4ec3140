"""`mlgraph completeness`: which required elements have a value with a source, list by list."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.output import MIN_WIDTH, print_table, write

NameArgument = Annotated[
    Path, typer.Argument(metavar="[BOM|PATH]", help="A bill of materials, or the folder of a project that was read.")
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command()(completeness)


def completeness(
    target: NameArgument = Path(),
    model: Annotated[
        str | None, typer.Option("--model", metavar="ID", help="One model of the graph, by id or short name.")
    ] = None,
    lists: Annotated[
        list[str] | None,
        typer.Option(
            "--list", metavar="NAME", help="Only this list: g7, owasp, ntia, cisa or a role. Several: repeat."
        ),
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role", metavar="NAME", help="What the law asks: provider-gpai, downstream, high-risk, modifier or cra."
        ),
    ] = None,
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    reproducible: options.ReproducibleOption = False,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Say which elements of checklists for bills of materials have a value with a source, and which have none.

    A BOM, in any format and of any tool, is judged by what it states itself; a project or a model by what the graph
    knows. Defaults and placeholders count zero. The lists are no legal advice.

    Example: mlgraph completeness mlgraph-out/aibom.cdx.json --list g7

    Example: mlgraph query completeness --model google-bert/bert-base-uncased --role provider-gpai
    """
    from mlgraph.app.completeness import completeness as answer
    from mlgraph.report.checklists import as_text
    from mlgraph_queries.completeness import as_table

    found = answer(
        target,
        store=options.store_at(graph),
        model=model,
        lists=lists or (),
        roles=roles or (),
        reproducible=reproducible,
        as_of=options.day(as_of),
    )
    if form is options.Format.TABLE:
        is_terminal = sys.stdout.isatty()
        width = max(shutil.get_terminal_size().columns, MIN_WIDTH) if is_terminal else MIN_WIDTH
        write(as_text(found, width=width, is_terminal=is_terminal))
    else:
        print_table(as_table(found), form)
