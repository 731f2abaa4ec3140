"""`mlgraph query QUESTION`: what is asked of the graph, one command a question."""

from __future__ import annotations

from pathlib import Path
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

_SHOWN = 100
"""Rows of a table that people read."""


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for question in (lineage, completeness, where, vulnerabilities):
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


def where(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT_OR_ID", help="An id with or without version, a name, a vulnerability, or a part of a name."
        ),
    ],
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", metavar="N", min=1, help="Places listed (default: 100 in a table, all in other forms)."
        ),
    ] = None,
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """Say in which projects and bills of materials a thing is, in which version, by which path and since when.

    Example: mlgraph query where pkg:pypi/torch
    """
    from mlgraph.app import questions

    most = _SHOWN if limit is None and form is options.Format.TABLE else limit
    found = questions.where(text, store=options.store_at(graph), limit=most, as_of=options.day(as_of))
    print_table(found, form)


def vulnerabilities(
    target: Annotated[
        Path,
        typer.Argument(metavar="[PROJECT_OR_BOM]", help="A project's folder or a bill of materials, as it was read."),
    ] = Path(),
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
    as_of: options.AsOfOption = None,
    form: options.FormatOption = options.Format.TABLE,
) -> None:
    """List known weaknesses: severity, the version that fixes each, the way by which it came in, verdicts.

    Weight files that run code when they are loaded, and models that are not pinned, stand in the same list. What no
    advisory was read for is unknown: read some first (`mlgraph ingest osv`, `mlgraph audit`).

    Example: mlgraph query vulnerabilities . --format json
    """
    from mlgraph.app import questions

    found = questions.vulnerabilities(target, store=options.store_at(graph), as_of=options.day(as_of))
    print_table(found, form)
