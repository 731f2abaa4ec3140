"""The text of a Python file and its syntax tree, or one line that says why there is none."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings

from mlgraph.model.errors import FormatError
from mlgraph.model.garbage import without_collection

SOURCE_LIMIT = 2**20
"""Bytes of a Python file that are read at most: nobody writes a longer one, and its syntax tree takes a hundred times as
much memory."""
_DECLARES = re.compile(rb"coding[:=]")


def decoded(content: bytes, shown: str) -> str:
    """The text of a Python file, in the encoding that it declares (PEP 263)."""
    null = content.find(b"\0")
    if null >= 0:
        raise FormatError(f"{shown}:{_line(content, null)}: a null byte, so this is no Python source; it was not read")
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        line = _line(content, error.start)
        raise FormatError(
            f"{shown}:{line}: not text in the encoding {error.encoding}; declare the right one"
        ) from error
    except (SyntaxError, LookupError) as error:
        raise FormatError(f"{shown}:1: declares an encoding that cannot be read ({error}); save it as UTF-8") from error


def parsed(source: str, shown: str) -> ast.Module:
    """The syntax tree of a file; FormatError names file and line where it is not Python."""
    try:
        with warnings.catch_warnings(), without_collection():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except SyntaxError as error:
        place = f"{shown}:{error.lineno}" if error.lineno else shown
        raise FormatError(f"{place}: not Python 3 source ({error.msg}); what it uses is unknown") from error
    except (RecursionError, MemoryError) as error:
        raise FormatError(f"{shown}: nested too deeply to parse; what it uses is unknown") from error
    except ValueError as error:
        raise FormatError(f"{shown}: not Python source ({error}); what it uses is unknown") from error


def _encoding(content: bytes) -> str:
    """What a file declares (PEP 263: in a comment of its first two lines)."""
    first_two = content.split(b"\n", 2)[:2]
    if not any(_DECLARES.search(line) for line in first_two):
        return "utf-8-sig"
    return tokenize.detect_encoding(io.BytesIO(content).readline)[0]


def _line(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1
