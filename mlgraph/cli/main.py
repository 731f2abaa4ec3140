"""The entry point `mlgraph`: gathers the commands and turns errors into one line and an exit code."""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from mlgraph.cli import audits, checks, completeness, difference, documents, exploration, projects, questions
from mlgraph.cli.log import begin
from mlgraph.cli.output import complain
from mlgraph.model.errors import MlgraphError

EXIT_WRONG_USE = 2
_OBJECTS = 200_000
"""Objects that are made before Python looks for cycles among them: with its own 700, a large answer costs a tenth more."""
EXIT_SIGNAL = 128
"""Added to the signal's number, as shells count: 130 after Ctrl-C, 143 after SIGTERM."""

app = typer.Typer(
    name="mlgraph",
    help="The supply-chain graph of machine learning: what a project is made of, how it got there, who stands behind "
    "it.\n\nExample: mlgraph scan . --python .venv",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
projects.add_commands(app)
documents.add_commands(app)
completeness.add_commands(app)
checks.add_commands(app)
audits.add_commands(app)
exploration.add_commands(app)
questions.add_commands(app)
difference.add_commands(app)


class _InterruptedError(BaseException):
    """A signal that asks to stop; no handler of errors is to catch it on the way."""


def _version(show: bool) -> None:  # noqa: FBT001 - the signature of an option's callback
    if show:
        from mlgraph import __version__

        print(f"mlgraph {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    del version


def main() -> None:
    """Run a command; what mlgraph raises becomes one line on stderr and exit code 2."""
    begin()
    gc.set_threshold(_OBJECTS)
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy would start threads for an algebra that nothing here needs
    signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        app(prog_name="mlgraph")
    except _InterruptedError as stop:
        complain("interrupted; what had been published before is as it was")
        sys.exit(EXIT_SIGNAL + int(stop.args[0]))
    except MlgraphError as error:
        complain(str(error))
        sys.exit(EXIT_WRONG_USE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (Exception, RecursionError) as error:
        if os.environ.get("MLGRAPH_DEBUG"):
            raise
        kind = type(error).__name__
        complain(f"a defect of mlgraph: {kind}: {error}; run again with MLGRAPH_DEBUG=1 and report what it prints")
        sys.exit(EXIT_WRONG_USE)


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    raise _InterruptedError(number)


if __name__ == "__main__":
    main()
