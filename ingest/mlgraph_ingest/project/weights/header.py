"""What the header of a weight file says, whatever its format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.project.code.secrets import without_keys

VALUE_LIMIT = 2000
"""Characters that are kept of one metadata value; training tools write whole logs there."""
ENTRY_LIMIT = 200
"""Metadata values of one file that are kept."""


@dataclass(frozen=True, slots=True)
class PickleScan:
    """What a pickle would import and call, and what that means."""

    verdict: str
    """`dangerous`, `unusual` or `ordinary`."""
    callables: tuple[str, ...]
    """Those that the verdict rests on, sorted."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says, checked against the size of its file. None: it does not say."""

    format: str
    tensor_count: int | None = None
    parameter_count: int | None = None
    """Elements of all tensors together."""
    dtypes: tuple[str, ...] = ()
    """Types that occur, sorted."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    architecture: str | None = None
    """Class of the model."""
    architecture_family: str | None = None
    context_length: int | None = None
    quantization: Mapping[str, JsonValue] | None = None
    chat_template_hash: str | None = None
    license: str | None = None
    """As the header words it."""
    base_models: tuple[str, ...] = ()
    """Hub ids of what it was made from."""
    shard: tuple[int, int] | None = None
    """(number from 1, how many), where the header itself says so."""
    pickle: PickleScan | None = None
    origin: str = "metadata"
    """Where in the header the metadata lie, for evidence."""
    problems: tuple[str, ...] = ()
    """What could not be read in it, and what that leaves unknown."""


def shown_dtype(dtypes: tuple[str, ...]) -> str:
    """The type of a file's tensors in one word, or all of them.

    >>> shown_dtype(("F32",))
    'F32'
    >>> shown_dtype(("F16", "I64"))
    'mixed: F16, I64'
    """
    return dtypes[0] if len(dtypes) == 1 else f"mixed: {', '.join(dtypes)}"


def kept(text: str) -> str:
    """A metadata value as it is kept: not endlessly long, and without access keys."""
    shown = without_keys(text[:VALUE_LIMIT])
    return shown if len(text) <= VALUE_LIMIT else f"{shown}... ({len(text):,} characters)"


def kept_all(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Metadata as they are kept: so many at most, the first ones, sorted by key."""
    found: dict[str, str] = {}
    for key, value in said:
        if len(found) < ENTRY_LIMIT and value:
            found.setdefault(kept(key), kept(value))
    return dict(sorted(found.items()))
