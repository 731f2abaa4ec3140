"""The walk over a Python file that finds its scopes, the bindings of its names and its calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mlgraph.model.garbage import without_collection
from mlgraph_ingest.project.code.scopes import (
    ELSEWHERE,
    Annotated,
    Binding,
    Blocks,
    Defined,
    Imported,
    Keywords,
    Meaning,
    Module,
    Opaque,
    Parameter,
    Part,
    Place,
    Receiver,
    Scope,
    Valued,
    end_of,
    receiver_of,
    start_of,
)


def survey(tree: ast.Module, relative: str = "") -> Module:
    """Bind every name of a file. Takes no recursion, so that no nesting of the code is too deep for it."""
    with without_collection():
        return _Survey(relative).run(tree)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_BRANCHING = frozenset(
    {ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.ExceptHandler, ast.match_case}
)
_BRANCHES = frozenset({"body", "orelse", "finalbody"})
_CAPTURES = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.With, ast.AsyncWith, ast.Delete, ast.MatchMapping)
_DECLARATIONS = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal)
_MEANINGFUL: frozenset[type[ast.AST]] = frozenset(
    [
        *_FUNCTIONS,
        *_COMPREHENSIONS,
        *_CAPTURES,
        *_LOOPS,
        ast.AugAssign,
        ast.Return,
        *_ASSIGNMENTS,
        *_DECLARATIONS,
        ast.Lambda,
        ast.ClassDef,
        ast.Call,
    ]
)
"""The nodes that bind a name, open a scope or call something; of all others only the children matter."""
_LEAVES: frozenset[type[ast.AST]] = frozenset({ast.Name, ast.Constant, ast.Load, ast.Store, ast.Del, ast.Pass})


@dataclass(slots=True)
class _Survey:
    relative: str
    pending: list[tuple[ast.AST, Scope, Blocks]] = field(default_factory=list)
    bound: list[tuple[Scope, str, Binding]] = field(default_factory=list)
    calls: list[tuple[ast.Call, Place]] = field(default_factory=list)
    settings: list[tuple[ast.Attribute | ast.Subscript, Valued]] = field(default_factory=list)
    inner: dict[ast.AST, Scope] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=list)
    branches: int = 0

    def run(self, tree: ast.Module) -> Module:
        module = self.open("module")
        self.push(tree.body, module, ())
        while self.pending:
            node, scope, blocks = self.pending.pop()
            if type(node) in _MEANINGFUL:
                self.visit(node, scope, blocks)
            else:
                self.push_children(node, scope, blocks)
        self.settle(module)
        self.calls.sort(key=lambda call: (call[1].start, end_of(call[0])))
        self.settings.sort(key=lambda setting: start_of(setting[0]))
        calls, settings, scopes = tuple(self.calls), tuple(self.settings), tuple(self.scopes)
        module.module = Module(module, calls, settings, self.inner, self.relative, scopes)
        return module.module

    def open(self, kind: str, parent: Scope | None = None) -> Scope:
        scope = Scope(kind, parent)
        self.scopes.append(scope)
        return scope

    def settle(self, module: Scope) -> None:
        for scope, name, binding in sorted(self.bound, key=lambda entry: entry[2].end):
            owner = _owner(scope, name, module)
            kept = binding if owner is scope else replace(binding, blocks=ELSEWHERE)
            owner.names.setdefault(name, []).append(kept)

    def push(self, nodes: Sequence[ast.AST], scope: Scope, blocks: Blocks) -> None:
        self.pending.extend((node, scope, blocks) for node in nodes)

    def bind(self, name: str, meaning: Meaning, node: ast.expr | ast.stmt, scope: Scope, blocks: Blocks) -> None:
        self.bound.append((scope, name, Binding(meaning, end_of(node), blocks)))

    def visit(self, node: ast.AST, scope: Scope, blocks: Blocks) -> None:
        if isinstance(node, _FUNCTIONS):
            self.enter_function(node, scope, blocks)
        elif isinstance(node, ast.Lambda):
            self.push([*node.args.defaults, *(d for d in node.args.kw_defaults if d)], scope, blocks)
            inner = self.inner[node] = self.open("function", scope)
            self.bind_parameters(node.args, inner, Place(scope, blocks, start_of(node)))
            self.push([node.body], inner, ())
        elif isinstance(node, ast.ClassDef):
            self.push([*node.decorator_list, *node.bases, *(k.value for k in node.keywords)], scope, blocks)
            self.push(node.body, self.define(node, "class", scope, blocks), ())
        elif isinstance(node, _COMPREHENSIONS):
            self.inner[node] = self.open("comprehension", scope)
            self.push(list(ast.iter_child_nodes(node)), self.inner[node], ())
        elif isinstance(node, ast.Import | ast.ImportFrom):
            self.bind_import(node, scope, blocks)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            scope.outer.update(dict.fromkeys(node.names, type(node).__name__))
        else:
            self.visit_other(node, scope, blocks)

    def visit_other(self, node: ast.AST, scope: Scope, blocks: Blocks) -> None:
        if isinstance(node, ast.Call):
            self.calls.append((node, Place(scope, blocks, start_of(node))))
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self.assign(target, node.value, node, Place(scope, blocks, start_of(node.value)))
        elif isinstance(node, ast.AnnAssign):
            self.assign_annotated(node, scope, blocks)
        elif isinstance(node, ast.NamedExpr):
            owner = _nearest(scope)
            place = Place(scope, blocks, start_of(node.value))
            self.bind(node.target.id, Valued(node.value, place), node, owner, blocks if owner is scope else ())
        elif isinstance(node, ast.With | ast.AsyncWith):
            self.bind_contexts(node, scope, blocks)
        elif isinstance(node, ast.Return) and node.value is not None:
            _nearest(scope).returns.append((node.value, Place(scope, blocks, start_of(node.value))))
        elif isinstance(node, _LOOPS):
            place = Place(scope, blocks, start_of(node.iter))
            self.bind_parts(node.target, node.iter, node.target, place, (None,))
        else:
            self.bind_opaque(node, scope, blocks)
        self.push_children(node, scope, blocks)

    def push_children(self, node: ast.AST, scope: Scope, blocks: Blocks) -> None:
        is_branching = type(node) in _BRANCHING
        for name in node._fields:
            value = getattr(node, name, None)
            inside = blocks
            if is_branching and value and name in _BRANCHES:
                self.branches += 1
                inside = (*blocks, self.branches)
            for child in value if isinstance(value, list) else (value,):
                if isinstance(child, ast.AST) and type(child) not in _LEAVES:
                    self.pending.append((child, scope, inside))

    def define(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
        kind: str,
        scope: Scope,
        blocks: Blocks,
    ) -> Scope:
        inner = self.open(kind, scope)
        inner.definition = Defined(node, inner, Place(scope, blocks, start_of(node)))
        self.bind(node.name, inner.definition, node, scope, blocks)
        return inner

    def enter_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope, blocks: Blocks) -> None:
        self.push([*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)], scope, blocks)
        inner = self.define(node, "function", scope, blocks)
        self.bind_parameters(node.args, inner, Place(scope, blocks, start_of(node)))
        decorators = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
        first = [*node.args.posonlyargs, *node.args.args][:1]
        if scope.kind == "class" and first and "staticmethod" not in decorators:
            is_class = "classmethod" in decorators or first[0].arg == "cls"
            inner.names[first[0].arg] = [Binding(Receiver(scope, is_class), (0, 0), ())]
        self.push(node.body, inner, ())

    def bind_parameters(self, arguments: ast.arguments, inner: Scope, place: Place) -> None:
        positional = [*arguments.posonlyargs, *arguments.args]
        defaults: list[ast.expr | None] = [*arguments.defaults]
        defaults = [None] * (len(positional) - len(defaults)) + defaults + arguments.kw_defaults
        for parameter, default in zip([*positional, *arguments.kwonlyargs], defaults, strict=True):
            meaning = Parameter(parameter.arg, inner, parameter.annotation, default, place)
            inner.names[parameter.arg] = [Binding(meaning, (0, 0), ())]
        if arguments.vararg is not None:
            inner.names[arguments.vararg.arg] = [Binding(Opaque(), (0, 0), ())]
        if arguments.kwarg is not None:
            inner.names[arguments.kwarg.arg] = [Binding(Keywords(inner), (0, 0), ())]

    def bind_import(self, node: ast.Import | ast.ImportFrom, scope: Scope, blocks: Blocks) -> None:
        level = node.level if isinstance(node, ast.ImportFrom) else 0
        prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
        for alias in node.names:
            if alias.name == "*":
                scope.stars.append(Imported(prefix.removesuffix("."), level, self.relative))
                continue
            whole = isinstance(node, ast.ImportFrom) or bool(alias.asname)
            path = prefix + (alias.name if whole else alias.name.partition(".")[0])
            name = alias.asname or (alias.name if whole else path)
            self.bind(name, Imported(path, level, self.relative), node, scope, blocks)

    def assign(self, target: ast.expr, value: ast.expr, node: ast.stmt, place: Place) -> None:
        pending = [(target, value)]
        while pending:
            target, value = pending.pop()
            meaning = Valued(value, place)
            if isinstance(target, ast.Name):
                self.bind(target.id, meaning, node, place.scope, place.blocks)
            elif isinstance(target, ast.Attribute):
                self.assign_attribute(target, meaning, node)
            elif isinstance(target, ast.Subscript):
                self.settings.append((target, meaning))
            elif (pairs := _pairs(target, value)) is not None:
                pending.extend(pairs)
            else:
                self.bind_parts(target, value, node, place, ())

    def bind_parts(
        self,
        target: ast.expr,
        value: ast.expr,
        node: ast.expr | ast.stmt,
        place: Place,
        steps: tuple[int | None, ...],
    ) -> None:
        """Bind what takes a value apart: the target of a loop, or several targets of one assignment."""
        pending = [(target, steps)]
        while pending:
            target, steps = pending.pop()
            if isinstance(target, ast.Name):
                self.bind(target.id, Part(value, place, steps), node, place.scope, place.blocks)
            elif isinstance(target, ast.Tuple | ast.List) and not any(isinstance(e, ast.Starred) for e in target.elts):
                pending.extend((each, (*steps, index)) for index, each in enumerate(target.elts))
            else:
                for name in _stored(target):
                    self.bind(name, Opaque(), node, place.scope, place.blocks)

    def assign_attribute(self, target: ast.Attribute, meaning: Valued, node: ast.stmt) -> None:
        owner = receiver_of(target.value, meaning.place.scope)
        if owner is not None:
            binding = Binding(meaning, end_of(node), meaning.place.blocks)
            owner.attributes.setdefault(target.attr, []).append(binding)
        else:
            self.settings.append((target, meaning))

    def assign_annotated(self, node: ast.AnnAssign, scope: Scope, blocks: Blocks) -> None:
        place = Place(scope, blocks, start_of(node.value or node.annotation))
        if node.value is not None:
            self.assign(node.target, node.value, node, place)
        elif isinstance(node.target, ast.Name) and scope.kind == "class":
            self.bind(node.target.id, Annotated(node.annotation, place), node, scope, blocks)

    def bind_contexts(self, node: ast.With | ast.AsyncWith, scope: Scope, blocks: Blocks) -> None:
        for item in node.items:
            self.bind_context(item, scope, blocks)

    def bind_context(self, item: ast.withitem, scope: Scope, blocks: Blocks) -> None:
        target = item.optional_vars
        if isinstance(target, ast.Name):
            meaning = Valued(item.context_expr, Place(scope, blocks, start_of(item.context_expr)))
            self.bind(target.id, meaning, target, scope, blocks)
        elif target is not None:
            for name in _stored(target):
                self.bind(name, Opaque(), target, scope, blocks)

    def bind_opaque(self, node: ast.AST, scope: Scope, blocks: Blocks) -> None:
        targets = list(node.targets) if isinstance(node, ast.Delete) else []
        if isinstance(node, ast.AugAssign):
            targets.append(node.target)
        for target in targets:
            for name in _stored(target):
                self.bind(name, Opaque(), target, scope, blocks)
        if isinstance(node, _CAPTURES) and node.name:
            self.bound.append((scope, node.name, Binding(Opaque(), (node.lineno, node.col_offset), blocks)))
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self.bound.append((scope, node.rest, Binding(Opaque(), (node.lineno, node.col_offset), blocks)))


def _owner(scope: Scope, name: str, module: Scope) -> Scope:
    declared = scope.outer.get(name)
    if declared == "Global":
        return module
    if declared == "Nonlocal":
        outer = scope.parent
        while outer is not None and (outer.kind == "class" or name not in outer.names):
            outer = outer.parent
        return outer or scope
    return scope


def _nearest(scope: Scope) -> Scope:
    while scope.kind == "comprehension" and scope.parent is not None:
        scope = scope.parent
    return scope


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]] | None:
    """What goes where in `a, b = x, y`; None where that is not plain to see."""
    if not isinstance(target, ast.Tuple | ast.List) or not isinstance(value, ast.Tuple | ast.List):
        return None
    if len(target.elts) != len(value.elts) or any(isinstance(e, ast.Starred) for e in (*target.elts, *value.elts)):
        return None
    return list(zip(target.elts, value.elts, strict=True))


def _stored(target: ast.AST) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id
