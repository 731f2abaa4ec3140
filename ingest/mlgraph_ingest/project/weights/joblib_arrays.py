"""The arrays in a file of joblib, whose numbers lie between the opcodes of its pickle.

The format: joblib, numpy_pickle.py, NumpyArrayWrapper.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.pickle_values import Made
from mlgraph_ingest.project.weights.window import Cursor

WRAPPER = "joblib.numpy_pickle.NumpyArrayWrapper"
_ITEM = re.compile(r"[<>|=]?([a-zA-Z])(\d{0,9})")
_WIDTHS = {"U": 4, "?": 1}
"""Bytes for each of the number that follows the letter of a type, where it is not one."""


def array_bytes(state: Mapping[str, object], cursor: Cursor) -> int | None:
    """How many bytes the numbers take that follow here, padding in front of them passed over.

    None where no numbers follow but a pickle of the array's objects. Raises FormatError where it cannot be known.
    """
    dtype, shape = state.get("dtype"), state.get("shape")
    if not isinstance(dtype, Made) or not isinstance(shape, tuple) or not dtype.arguments:
        raise FormatError(f"{cursor.window.shown}: an array of joblib without type or shape; no verdict on it")
    code = dtype.arguments[0]
    match = _ITEM.fullmatch(code) if isinstance(code, str) else None
    if match is None or not all(isinstance(number, int) and number >= 0 for number in shape):
        raise FormatError(f"{cursor.window.shown}: an array of joblib of a type that is not known; no verdict on it")
    if match[1] == "O":
        return None
    if state.get("numpy_array_alignment_bytes") is not None:
        cursor.skip(cursor.take(1)[0])
    elements = math.prod(number for number in shape if isinstance(number, int))
    return elements * int(match[2] or 1) * _WIDTHS.get(match[1], 1)
