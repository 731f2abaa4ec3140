"""`mlgraph validate`, `status`, `remove` and `backup`: documents, in files and in the graph."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mlgraph.cli import options
from mlgraph.cli.output import complain, print_table, write

EXIT_FAILED = 1


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (validate, status, remove, backup):
        app.command()(command)


def validate(
    boms: Annotated[
        list[Path],
        typer.Argument(
            metavar="BOM...", help="CycloneDX JSON, 1.2 to 1.7; SPDX JSON, 2.2 and 2.3; SPDX JSON-LD, 3.0.1."
        ),
    ],
    shacl: Annotated[
        Path | None,
        typer.Option(
            "--shacl",
            metavar="FILE",
            help="The SHACL model of SPDX 3.0.1 (spdx-model.ttl or .ttl.gz) to check against.",
        ),
    ] = None,
    *,
    key: options.KeyOption = None,
    trust_root: options.TrustRootOption = None,
    identity: options.IdentityOption = None,
    issuer: options.IssuerOption = None,
    quiet: options.QuietOption = False,
) -> None:
    """Check BOMs: their schema or model, references, package URLs, licenses and profiles; exit 1 if one fails.

    What is signed, in the BOM or by a sigstore bundle beside it, is said besides; with --key or --trust-root a BOM fails
    that is not signed by it.

    Example: mlgraph validate mlgraph-out/aibom.cdx.json

    Example: mlgraph validate aibom.cdx.json --key release.pem
    """
    from mlgraph.app.signatures import is_refused, signatures_of, trusted
    from mlgraph.app.validation import shacl_model, validate_file

    model = shacl_model(shacl) if shacl is not None else None
    keys = os.pathsep.join(map(str, key)) if key else None
    said = {"key": keys, "trust-root": trust_root, "identity": identity, "issuer": issuer}
    trust = trusted({name: str(value) for name, value in said.items() if value is not None})
    failed = False
    for path in boms:
        violations = validate_file(path, shacl=model)
        signatures = signatures_of(path, trust=trust)
        is_unsigned = is_refused(signatures, trust=trust)
        failed = failed or bool(violations) or is_unsigned
        for violation in violations:
            write(f"{path}{violation.place}: {violation.text}\n")
        if not violations and not quiet:
            write(f"{path}: valid\n")
        for signature in signatures if is_unsigned or not quiet else ():
            write(f"{path}: {signature.place}: {signature}\n")
        if is_unsigned:
            write(f"{path}: no signature of it was verified\n" if trust.fingerprint else "")
    if failed:
        complain("not all documents are valid")
        raise typer.Exit(EXIT_FAILED)


def status(
    *, graph: options.GraphOption = options.DEFAULT_GRAPH, form: options.FormatOption = options.Format.TABLE
) -> None:
    """List what was read into the graph, when, what failed, and how large it is.

    Example: mlgraph status --format json
    """
    from mlgraph.app import graph as use

    print_table(use.status(store=options.store_at(graph)), form)


def remove(
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="Its locator, or its title where only one has it.")
    ],
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
) -> None:
    """Take a document and all that it says out of the graph.

    Example: mlgraph remove requirements.txt
    """
    from mlgraph.app import graph as use

    write(f"removed {use.remove(document, store=options.store_at(graph))}\n")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; must not exist.")],
    *,
    graph: options.GraphOption = options.DEFAULT_GRAPH,
) -> None:
    """Copy the graph, as it was last published, to a file.

    Example: mlgraph backup graph-2026-11-21.duckdb
    """
    from mlgraph.app import graph as use

    use.backup(file, store=options.store_at(graph))
