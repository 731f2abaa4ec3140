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

_SHOWN = 100
"""Rows of a table that people read."""


SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="[SUBJECT]", help="A project's folder or a BOM that was read, or a model by id or short name."
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for question in (lineage, completeness, where, licenses, obligations, vulnerabilities):
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


def vulnerabilities(
    subject: SubjectArgument = ".",
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

    found = questions.vulnerabilities(subject, store=options.store_at(graph), as_of=options.day(as_of))
    print_table(found, form)
