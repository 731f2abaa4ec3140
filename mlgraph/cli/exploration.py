"""`mlgraph search`, `show`, `explain` and `sql`: look into the graph."""

from __future__ import annotations

from typing import Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.output import print_table

NameArgument = Annotated[
    str, typer.Argument(metavar="ID", help="A node's id, or its short name where it is unambiguous.")
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (search, show, explain, sql):
        app.command()(command)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Part of an id.")],
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Find things by a part of their id.

    Example: mlgraph search bert
    """
    from mlgraph.app import graph as use

    print_table(use.search(text, store=options.store_at(graph), as_of=options.day(as_of)), form)


def show(
    name: NameArgument,
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show a thing with its properties and its neighbors.

    Example: mlgraph show pkg:pypi/torch
    """
    from mlgraph.app import graph as use

    print_table(use.show(name, store=options.store_at(graph), as_of=options.day(as_of)), form)


def explain(
    name: NameArgument,
    predicate: Annotated[
        str | None,
        typer.Option(
            "--predicate", metavar="KIND", help="Only what is said of this kind: depends_on, licensed_under, ..."
        ),
    ] = None,
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """List every assertion on a thing, with the document and the line that it was read in.

    Example: mlgraph explain pkg:pypi/torch --predicate depends_on
    """
    from mlgraph.app import graph as use

    day = options.day(as_of)
    print_table(use.explain(name, store=options.store_at(graph), predicate=predicate, as_of=day), form)


def sql(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A query on nodes, edges, properties and documents.")],
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Answer a read-only SQL query.

    Example: mlgraph sql "SELECT predicate, count(*) FROM edges GROUP BY predicate"
    """
    from mlgraph.app import graph as use

    print_table(use.sql(text, store=options.store_at(graph)), form)
