"""Walks a pickle without executing it: what it imports, what it calls with what, and what comes out.

Each opcode moves values on a stack and in a memo just as the unpickler does it (Lib/pickle.py), but importing and
calling only notes what would be imported and called.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.joblib_arrays import WRAPPER, array_bytes
from mlgraph_ingest.project.weights.pickle_callables import ORDINARY, severity
from mlgraph_ingest.project.weights.pickle_opcodes import Argument, next_opcode
from mlgraph_ingest.project.weights.pickle_values import COMPUTED, Global, Made, Memo, Persistent, Table
from mlgraph_ingest.project.weights.window import Cursor, Window

OPCODE_LIMIT = 2_000_000
"""Opcodes of one file that are walked at most."""
CALL_LIMIT = 500_000
"""Calls whose arguments are kept at most."""
_PARTS_LIMIT = 64
"""Values of a tuple that are kept; of a longer one nothing is."""
_NESTING_LIMIT = 20
_LOADERS = frozenset({"torch.storage._load_from_bytes"})
"""What is called with bytes that are a pickle themselves."""


@dataclass(slots=True)
class Walked:
    """What was met in the pickles of one file."""

    imports: set[str] = field(default_factory=set)
    calls: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)
    nested: list[Window] = field(default_factory=list)
    """Bytes that would be unpickled in their turn."""
    stated: dict[str, str] = field(default_factory=dict)
    """Attributes that are kept for themselves: versions of what wrote the pickle."""
    words: set[str] = field(default_factory=set)
    """Of the keys of mappings and attributes, those that mean something to us."""
    opcodes: int = 0


_KEPT_ATTRIBUTES = frozenset({"_sklearn_version"})
_KEPT_WORDS = frozenset({"exp_avg", "momentum_buffer", "square_avg", "exp_avg_sq", "param_groups"})
"""Keys of an optimizer's state (torch.optim)."""


class Machine:
    """Walks pickles from a cursor on; what it meets is added to `walked`."""

    def __init__(self, cursor: Cursor, walked: Walked, depth: int = 0, *, passes_arrays: bool = True) -> None:
        self._cursor = cursor
        self._walked = walked
        self._depth = depth
        self._passes_arrays = passes_arrays
        self._stack: list[Any] = []
        self._below: list[list[Any]] = []
        self._memo = Memo()

    def walk(self) -> object:
        """Walk one pickle to its end; what would come out of it.

        Raises FormatError where it is damaged or too long; what was met until there has been added.
        """
        while True:
            name, argument = next_opcode(self._cursor)
            self._walked.opcodes += 1
            if self._walked.opcodes > OPCODE_LIMIT:
                shown = self._cursor.window.shown
                raise FormatError(
                    f"{shown}: more than {OPCODE_LIMIT:,} opcodes; the rest of the pickle was not looked at"
                )
            if name == "STOP":
                return self._pop()
            action = _ACTIONS.get(name)
            if action is None:
                self._stack.append(argument)
            else:
                action(self, argument)

    def _pop(self) -> object:
        return self._stack.pop() if self._stack else None

    def _pop_mark(self) -> list[Any]:
        found = self._stack
        self._stack = self._below.pop() if self._below else []
        return found

    def _mark(self, _: Argument) -> None:
        self._below.append(self._stack)
        self._stack = []

    def _drop(self, _: Argument) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self._pop_mark()

    def _double(self, _: Argument) -> None:
        self._stack.append(self._stack[-1] if self._stack else None)

    def _put(self, argument: Argument) -> None:
        if self._stack and isinstance(argument, int):
            self._memo.put(argument, self._stack[-1])

    def _memoize(self, _: Argument) -> None:
        if self._stack:
            self._memo.put(len(self._memo), self._stack[-1])

    def _get(self, argument: Argument) -> None:
        self._stack.append(self._memo.get(argument) if isinstance(argument, int) else None)

    def _import(self, name: str) -> Global:
        self._walked.imports.add(name[:300])
        return Global(name[:300])

    def _global(self, argument: Argument) -> None:
        self._stack.append(self._import(_joined(argument)))

    def _stack_global(self, _: Argument) -> None:
        name, module = self._pop(), self._pop()
        if isinstance(name, str) and isinstance(module, str):
            self._stack.append(self._import(f"{module}.{name}"))
        elif _may_be_text(name) and _may_be_text(module):
            self._stack.append(self._import(COMPUTED))
        else:  # where the unpickler, too, goes no further
            raise FormatError(f"{self._cursor.window.shown}: no pickle: it imports what is no name; no verdict on it")

    def _extension(self, argument: Argument) -> None:
        self._stack.append(self._import(f"(extension {argument} of copyreg)"))

    def _call(self, by: object, arguments: object) -> None:
        given = arguments if isinstance(arguments, tuple) else ()
        made = Made(by, given)
        self._stack.append(made)
        if made.maker is not None and len(self._walked.calls) < CALL_LIMIT:
            self._walked.calls.append((made.maker, given))
        if made.maker in _LOADERS:
            self._walked.nested.extend(part for part in given if isinstance(part, Window))

    def _reduce(self, _: Argument) -> None:
        arguments = self._pop()
        by = self._pop()
        if isinstance(by, Global) and by.name in {"copyreg.__newobj__", "copy_reg.__newobj__", *_RECONSTRUCTORS}:
            by = arguments[0] if isinstance(arguments, tuple) and arguments else by
        self._call(by, arguments)

    def _newobj(self, _: Argument) -> None:
        arguments = self._pop()
        self._call(self._pop(), arguments)

    def _newobj_ex(self, argument: Argument) -> None:
        self._pop()
        self._newobj(argument)

    def _obj(self, _: Argument) -> None:
        found = self._pop_mark()
        self._call(found[0] if found else None, _some(found[1:]))

    def _inst(self, argument: Argument) -> None:
        arguments = _some(self._pop_mark())
        self._call(self._import(_joined(argument)), arguments)

    def _build(self, _: Argument) -> None:
        state = self._pop()
        made = self._stack[-1] if self._stack else None
        if not isinstance(made, Made):
            return
        if isinstance(state, Table):
            made.state = state
        if made.maker == WRAPPER and self._passes_arrays:
            self._pass_array(made)

    def _pass_array(self, wrapper: Made) -> None:
        """Pass over the numbers that joblib writes after the object that stands for them."""
        size = array_bytes(wrapper.state.entries, self._cursor)
        if size is not None:
            self._cursor.skip(size)
        elif self._depth < _NESTING_LIMIT:
            Machine(self._cursor, self._walked, self._depth + 1).walk()

    def _persistent_line(self, argument: Argument) -> None:
        self._stack.append(Persistent(argument))

    def _persistent(self, _: Argument) -> None:
        self._stack.append(Persistent(self._pop()))

    def _tuple(self, _: Argument) -> None:
        found = _some(self._pop_mark())
        self._stack.append(found)

    def _tuple_of(self, count: int) -> None:
        found = [self._pop() for _ in range(count)]
        self._stack.append(tuple(reversed(found)))

    def _table(self, _: Argument) -> None:
        self._stack.append(Table())

    def _dict(self, _: Argument) -> None:
        items = self._pop_mark()
        self._stack.append(Table())
        self._put_all(items)

    def _set_item(self, _: Argument) -> None:
        value, key = self._pop(), self._pop()
        self._put_all([key, value])

    def _set_items(self, _: Argument) -> None:
        self._put_all(self._pop_mark())

    def _put_all(self, items: list[Any]) -> None:
        into = self._stack[-1] if self._stack else None
        table = into.state if isinstance(into, Made) else into
        for key, value in zip(items[::2], items[1::2], strict=False):
            if not isinstance(key, str):
                continue
            if isinstance(table, Table):
                table.put(key, value)
            if key in _KEPT_ATTRIBUTES and isinstance(value, str):
                self._walked.stated.setdefault(key, value[:100])
            elif key in _KEPT_WORDS:
                self._walked.words.add(key)

    def _collection(self, _: Argument) -> None:
        self._pop_mark()
        self._stack.append(None)

    def _add_one(self, _: Argument) -> None:
        self._pop()

    def _add_all(self, _: Argument) -> None:
        self._pop_mark()

    def _nothing(self, _: Argument) -> None:
        pass

    def _empty_tuple(self, _: Argument) -> None:
        self._stack.append(())


_TEXT_TYPES = frozenset({"builtins.str", "__builtin__.str", "__builtin__.unicode"})
_RECONSTRUCTORS = frozenset({"copyreg._reconstructor", "copy_reg._reconstructor"})


def _may_be_text(value: object) -> bool:
    """Whether a value is a text, or may turn out to be one when it is unpickled; what a class makes is none."""
    if isinstance(value, Made):
        return value.maker is None or value.maker in _TEXT_TYPES or severity(value.maker) != ORDINARY
    if isinstance(value, Global):
        return severity(value.name) != ORDINARY
    return isinstance(value, str | Persistent)


def _joined(argument: Argument) -> str:
    return ".".join(argument) if isinstance(argument, tuple) else COMPUTED


def _some(values: list[Any]) -> tuple[object, ...] | None:
    return tuple(values) if len(values) <= _PARTS_LIMIT else None


_ACTIONS: dict[str, Callable[[Machine, Argument], None]] = {
    "MARK": Machine._mark,
    "POP": Machine._drop,
    "POP_MARK": Machine._add_all,
    "DUP": Machine._double,
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT"), Machine._put),
    "MEMOIZE": Machine._memoize,
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), Machine._get),
    "GLOBAL": Machine._global,
    "STACK_GLOBAL": Machine._stack_global,
    **dict.fromkeys(("EXT1", "EXT2", "EXT4"), Machine._extension),
    "REDUCE": Machine._reduce,
    "NEWOBJ": Machine._newobj,
    "NEWOBJ_EX": Machine._newobj_ex,
    "OBJ": Machine._obj,
    "INST": Machine._inst,
    "BUILD": Machine._build,
    "PERSID": Machine._persistent_line,
    "BINPERSID": Machine._persistent,
    "EMPTY_TUPLE": Machine._empty_tuple,
    "TUPLE": Machine._tuple,
    "TUPLE1": lambda machine, _: machine._tuple_of(1),
    "TUPLE2": lambda machine, _: machine._tuple_of(2),
    "TUPLE3": lambda machine, _: machine._tuple_of(3),
    "EMPTY_DICT": Machine._table,
    "DICT": Machine._dict,
    "SETITEM": Machine._set_item,
    "SETITEMS": Machine._set_items,
    **dict.fromkeys(("LIST", "FROZENSET"), Machine._collection),
    "APPEND": Machine._add_one,
    **dict.fromkeys(("APPENDS", "ADDITEMS"), Machine._add_all),
    **dict.fromkeys(("PROTO", "FRAME", "READONLY_BUFFER"), Machine._nothing),
}
"""What an opcode does; one that is not here pushes its argument."""
