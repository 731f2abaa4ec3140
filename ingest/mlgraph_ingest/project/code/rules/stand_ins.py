"""Calls that stand for something that they are given, and what parsers of the command line return."""

from __future__ import annotations

from mlgraph_ingest.project.code.rules.rule import Argument

_DEFAULT = ("default",)
_SECOND = Argument(1, _DEFAULT)
_FIRST = Argument(0, _DEFAULT)
_NAMED = Argument(None, _DEFAULT)
_VALUE = Argument(1, ("value",))

DEFAULTS: dict[str, Argument] = {
    **dict.fromkeys(("os.getenv", "os.environ.get", "os.environ.setdefault", "os.environ.pop"), _SECOND),
    **dict.fromkeys(
        ("dataclasses.field", "attr.ib", "attr.field", "attrs.field", "attr.attrib", "decouple.config"), _NAMED
    ),
    **dict.fromkeys((f"{root}.Field" for root in ("pydantic", "pydantic.v1", "pydantic.fields", "sqlmodel")), _FIRST),
    **dict.fromkeys(("typer.Option", "typer.Argument", "fastapi.Query", "fastapi.Body", "fastapi.Form"), _FIRST),
    **dict.fromkeys(("fastapi.Header", "fastapi.Path", "fastapi.Cookie", "cyclopts.Parameter"), _FIRST),
    **dict.fromkeys(("environs.Env()", "environs.Env().str", "environ.Env()", "environ.Env().str"), _SECOND),
    **dict.fromkeys(
        ("builtins.str", "copy.copy", "copy.deepcopy", "omegaconf.OmegaConf.structured"),
        Argument(0, ("object", "x", "obj")),
    ),
    **dict.fromkeys(("typing.cast",), Argument(1, ("val",))),
    **dict.fromkeys(
        ("tyro.cli", "simple_parsing.parse", "draccus.wrap", "pyrallis.parse"), Argument(0, ("f", "config_class"))
    ),
    **dict.fromkeys(("streamlit.text_input", "streamlit.sidebar.text_input"), _VALUE),
}
"""Path of a call -> the argument that it stands for: a default, or the thing itself."""
OPTIONS = frozenset(
    {
        *("argparse.ArgumentParser().parse_args()", "argparse.ArgumentParser().parse_known_args()"),
        *("configargparse.ArgParser().parse_args()", "configargparse.ArgumentParser().parse_args()"),
        *("optparse.OptionParser().parse_args()", "absl.flags.FLAGS", "jsonargparse.ArgumentParser().parse_args()"),
        *("tap.Tap().parse_args()",),
    }
)
"""What the options of a command line are attributes of."""
KNOWN_MODULES = frozenset(
    {path.partition(".")[0] for path in (*DEFAULTS, *OPTIONS)}
    | {"transformers", "trl", "click", "functools", "enum", "abc"}
)
