"""`mlgraph query QUESTION`: what is asked of the graph, one command a question."""

from __future__ import annotations

from typing import Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.completeness import completeness
from mlgraph.cli.output import print_table
from mlgraph_queries.directions import Direction

_questions = typer.Typer(
    name="query",
    help="Ask a question of the graph.\n\nExample: mlgraph query lineage google-bert/bert-base-uncased",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for question in (lineage, completeness):
        _questions.command()(question)
    app.add_typer(_questions)


def lineage(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A model, a dataset or a weight file, by id or short name.")
    ],
    direction: Annotated[Direction, typer.Option("--direction", help="Which way to go.")] = Direction.BOTH,
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Say what a model or a dataset was made from, and what was made from it.

    Example: mlgraph query lineage google-bert/bert-base-uncased --direction upstream
    """
    from mlgraph.app import questions

    found = questions.lineage(name, store=options.store_at(graph), direction=direction, as_of=options.day(as_of))
    print_table(found, form)
