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
    for question in (lineage, completeness, licenses, obligations):
        _questions.command()(question)
    app.add_typer(_questions)


SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="[SUBJECT]", help="A project's folder or a BOM that was read, or a model by id or short name."
    ),
]


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


def licenses(
    subject: SubjectArgument = ".",
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Say which components have which license, which have words only or none, and whose sources disagree.

    Example: mlgraph query licenses . --format json
    """
    from mlgraph.app import questions

    print_table(questions.licenses(subject, store=options.store_at(graph), as_of=options.day(as_of)), form)


def obligations(
    subject: SubjectArgument = ".",
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Say which clauses of licenses arrive, by which path, and which are dropped on the way. No legal advice.

    Example: mlgraph query obligations google/gemma-2-9b
    """
    from mlgraph.app import questions

    print_table(questions.obligations(subject, store=options.store_at(graph), as_of=options.day(as_of)), form)
