"""What pickles would do, by their opcodes: what they import and call, and the tensors that they describe."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import PickleScan
from mlgraph_ingest.project.weights.joblib_arrays import WRAPPER
from mlgraph_ingest.project.weights.pickle_callables import DANGEROUS, judge, severity
from mlgraph_ingest.project.weights.pickle_machine import OPCODE_LIMIT, Machine, Walked
from mlgraph_ingest.project.weights.pickle_values import Global, Made, Persistent, Table
from mlgraph_ingest.project.weights.window import Window

PICKLE_LIMIT = 1000
"""Pickles in one file that are looked at."""
NESTED_LIMIT = 5
"""Pickles within pickles that are looked into."""
_STORAGE_TYPES = {
    "DoubleStorage": "F64", "FloatStorage": "F32", "HalfStorage": "F16", "BFloat16Storage": "BF16",
    "LongStorage": "I64", "IntStorage": "I32", "ShortStorage": "I16", "CharStorage": "I8", "ByteStorage": "U8",
    "BoolStorage": "BOOL", "ComplexFloatStorage": "C64", "ComplexDoubleStorage": "C128",
    "float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16", "int64": "I64", "int32": "I32",
    "int16": "I16", "int8": "I8", "uint8": "U8", "bool": "BOOL", "complex64": "C64", "complex128": "C128",
    "float8_e4m3fn": "F8_E4M3", "float8_e5m2": "F8_E5M2",
}  # fmt: skip
"""Classes of torch's storages, and its types, in the words that the other formats use."""
_REBUILDS = frozenset(
    f"torch._utils._rebuild_{kind}" for kind in ("tensor", "tensor_v2", "tensor_v3", "qtensor", "sparse_tensor")
)


@dataclass(frozen=True, slots=True)
class Tensors:
    """The tensors that the pickles of torch describe; those that share their numbers are counted once."""

    count: int
    elements: int | None
    """None: the shape of one is not known."""
    dtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pickles:
    """What was found in the pickles of a file."""

    tensors: Tensors
    root: str | None
    """Class of the object that they make, where it is stated; of several, the last."""
    keys: tuple[str, ...]
    """Keys of that object, where it is a mapping."""
    versions: dict[str, str]
    """What wrote it: `scikit-learn` -> version."""
    has_optimizer: bool
    """Whether the state of an optimizer is in it, whose tensors are no parameters of a model."""
    imports: frozenset[str]
    """All that they import, and that pickles within them do; of ones that are damaged, only what is dangerous."""
    end: int
    """Where the last pickle ends."""
    opcodes: int
    """How many were walked, those of other pickles of the same file before them included."""
    failure: FormatError | None = None
    """Why they could not be read to their end."""

    @property
    def is_too_long(self) -> bool:
        """Whether they have more opcodes than are walked."""
        return self.opcodes > OPCODE_LIMIT


def read_pickles(window: Window, *, limit: int = PICKLE_LIMIT, spent: int = 0, depth: int = 0) -> Pickles:
    """What the pickles at the beginning of a file or a part of it would do, so many at most.

    What lies behind them is not looked at. `spent` are the opcodes of the same file that were walked before: there is one
    limit for all of them.
    """
    cursor, walked, last, failure, end = window.cursor(), Walked(opcodes=spent), None, None, 0
    for number in range(limit):
        try:
            made = Machine(cursor, walked).walk()
            last = made if made is not None else last
            end = cursor.position
        except FormatError as error:
            failure = error if number == 0 or _goes_on(window, end) else None
            break
        if not cursor.left:
            break
    imports = walked.imports | _nested(walked, depth) | _hidden(window, walked)
    if failure is not None:
        imports = _dangerous(imports)
    return _result(walked, imports, last, end, failure)


def verdict(found: Iterable[Pickles]) -> tuple[PickleScan | None, tuple[str, ...]]:
    """The verdict on several pickles of one file, and what could not be read of them.

    None: one of them could not be read to its end, and nothing dangerous was met.
    """
    every = list(found)
    failures = tuple(str(pickles.failure) for pickles in every if pickles.failure is not None)
    imports = {name for pickles in every for name in pickles.imports}
    if failures and not _dangerous(imports):
        return None, failures
    texts = tuple(text.replace("; no verdict on it", "; what lies behind was not looked at") for text in failures)
    return judge(imports), texts


def _goes_on(window: Window, place: int) -> bool:
    """Whether what follows a pickle begins like another one, and is not just other bytes."""
    raw = window.at(place, min(2, window.size - place))
    return len(raw) == 2 and raw[0] == 0x80 and raw[1] <= 5


def _dangerous(imports: set[str]) -> set[str]:
    return {name for name in imports if severity(name) == DANGEROUS}


def _hidden(window: Window, walked: Walked) -> set[str]:
    """What would be dangerous where the numbers of joblib's arrays are read as opcodes, as the plain unpickler does."""
    if WRAPPER not in walked.imports:
        return set()
    plain = Walked()
    with suppress(FormatError):
        Machine(window.cursor(), plain, passes_arrays=False).walk()
    walked.opcodes += plain.opcodes
    return _dangerous(plain.imports)


def _nested(walked: Walked, depth: int) -> set[str]:
    """What pickles that are bytes in a pickle would import."""
    found: set[str] = set()
    for part in {(part.base, part.size): part for part in walked.nested}.values() if depth < NESTED_LIMIT else ():
        inner = read_pickles(part, spent=walked.opcodes, depth=depth + 1)
        found |= inner.imports
        walked.opcodes = inner.opcodes
        if inner.opcodes > OPCODE_LIMIT:
            break
    return found


def _result(walked: Walked, imports: set[str], last: object, end: int, failure: FormatError | None) -> Pickles:
    root = last.maker if isinstance(last, Made) else None
    table = last.state if isinstance(last, Made) else last
    version = walked.stated.get("_sklearn_version")
    return Pickles(
        tensors=_tensors(walked),
        root=root,
        keys=tuple(table.entries) if isinstance(table, Table) else (),
        versions={"scikit-learn": version} if version else {},
        has_optimizer=bool(walked.words),
        imports=frozenset(imports),
        end=end,
        opcodes=walked.opcodes,
        failure=failure,
    )


def _tensors(walked: Walked) -> Tensors:
    found: dict[object, tuple[int | None, str]] = {}
    for name, arguments in walked.calls:
        if name in _REBUILDS and len(arguments) >= 3 and isinstance(arguments[0], Persistent):
            storage = arguments[0].id
            key = storage[2] if isinstance(storage, tuple) and len(storage) > 2 else None
            shape, stride = _numbers(arguments[2]), _numbers(arguments[3]) if len(arguments) > 3 else None
            place = (key, arguments[1], shape, stride)
            is_plain = isinstance(key, str) and isinstance(arguments[1], int) and shape is not None
            elements = math.prod(shape) if shape is not None else None
            found[place if is_plain else len(found)] = (elements, _dtype(storage, arguments))
    sizes = [size for size, _ in found.values()]
    known = [size for size in sizes if size is not None and size < 2**63]
    dtypes = tuple(sorted({dtype for _, dtype in found.values() if dtype}))
    return Tensors(len(found), sum(known) if len(known) == len(sizes) else None, dtypes)


def _numbers(shape: object) -> tuple[int, ...] | None:
    """A shape or a stride; None where it is none."""
    if isinstance(shape, Made):  # torch.Size((2, 3))
        shape = shape.arguments[0] if shape.arguments else None
    if not isinstance(shape, tuple):
        return None
    numbers = tuple(number for number in shape if isinstance(number, int) and number >= 0)
    return numbers if len(numbers) == len(shape) else None


def _dtype(storage: object, arguments: tuple[object, ...]) -> str:
    stated = [part for part in arguments[4:] if isinstance(part, Global)]
    if isinstance(storage, tuple) and len(storage) > 1 and isinstance(storage[1], Global):
        stated.append(storage[1])
    words = (part.name.removeprefix("torch.") for part in stated)
    return next((_STORAGE_TYPES[word] for word in words if word in _STORAGE_TYPES), "")
