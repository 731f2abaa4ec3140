"""Which files of a project are requirements files, what for, and what they include."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.manifests.requirements_lines import Include, decode, statements
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.scopes import scope_of_path, strongest
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Scope

_NAMED = re.compile(
    r"(?:.*/)?(?:[^/]*requirements[^/]*\.(?:txt|in)|(?:requirements|reqs)/[^/]+\.(?:txt|in)|[^/]*constraints?[^/]*\.txt)"
)
_OTHER_FORMATS = (".py", ".toml", ".lock", ".safetensors", ".ipynb", ".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Role:
    """What a requirements file is to the project."""

    scope: Scope
    is_constraint: bool
    """Whether it only limits versions and asks for nothing."""
    problems: tuple[tuple[int, str], ...] = ()
    """(line, what is wrong) of includes that lead nowhere."""


def is_requirements(relative: str) -> bool:
    """Whether a path in the project names a requirements or constraints file."""
    return bool(_NAMED.fullmatch(relative.lower()))


def plan(
    files: Iterable[SourceFile], also: Mapping[str, Scope], beside: Callable[[str], SourceFile | None]
) -> dict[str, Role]:
    """The requirements files of a project, each by its path with its role.

    `beside` gives the file at a path of another project of the tree (`../requirements.txt`), which an include may name.

    Those that are named so or listed in `also` stand for themselves; those that only others include take the scope
    of the strongest that includes them, and are constraints where only `-c` leads to them.
    """
    return _Plan({file.relative: file for file in files}, also, beside).roles()


class _Plan:
    def __init__(
        self, files: Mapping[str, SourceFile], also: Mapping[str, Scope], beside: Callable[[str], SourceFile | None]
    ) -> None:
        self._files = dict(files)
        self._beside = beside
        self._own = {path: _own_role(path, also.get(path)) for path in files if path in also or is_requirements(path)}
        self._reached: dict[str, set[tuple[Scope, bool]]] = {path: {role} for path, role in self._own.items()}
        self._includes: dict[str, list[tuple[str, bool]]] = {}
        self._problems: dict[str, tuple[tuple[int, str], ...]] = {}

    def roles(self) -> dict[str, Role]:
        """Follow all includes, each file and role once, so that cycles end."""
        pending = deque((path, scope, limits) for path, (scope, limits) in self._own.items())
        while pending:
            path, scope, limits = pending.popleft()
            for target, is_constraint in self._includes_of(path):
                reached = (scope, limits or is_constraint)
                if target not in self._own and reached not in self._reached.setdefault(target, set()):
                    self._reached[target].add(reached)
                    pending.append((target, *reached))
        return {path: self._role(path) for path in sorted(self._reached)}

    def _role(self, path: str) -> Role:
        reached = self._reached[path]
        asked = {scope for scope, is_constraint in reached if not is_constraint}
        scope = strongest(asked or {scope for scope, _ in reached}) or Scope.RUNTIME
        return Role(scope, not asked, self._problems.get(path, ()))

    def _includes_of(self, path: str) -> list[tuple[str, bool]]:
        if path not in self._includes:
            found: list[tuple[str, bool]] = []
            problems: list[tuple[int, str]] = []
            for include in _includes(self._files[path]):
                target = _target(path, include.target)
                why = self._why_not(target)
                if why:
                    problems.append((include.number, f"{without_secrets(include.target)!r} is not read: {why}"))
                else:
                    found.append((target, include.is_constraint))
            self._includes[path] = found
            self._problems[path] = tuple(problems)
        return self._includes[path]

    def _why_not(self, target: str) -> str | None:
        if "://" in target:
            return "it is not a file of the project"
        if target.startswith(("/", "~")):
            return "it is outside of the project"
        if target not in self._files and (found := self._beside(target)) is not None:
            self._files[target] = found
        if target not in self._files:
            if target.startswith(".."):
                return "it is outside of the project"
            return "there is no such file in what is read of the project"
        if target.endswith(_OTHER_FORMATS):
            return "it is not a requirements file"
        return None


def _own_role(path: str, stated: Scope | None) -> tuple[Scope, bool]:
    name = path.rpartition("/")[2].lower()
    return stated or scope_of_path(path) or Scope.RUNTIME, stated is None and "constraint" in name


def _includes(file: SourceFile) -> Iterator[Include]:
    try:
        text = decode(file.read_bytes(), file.relative)
    except MlgraphError:
        return  # said when the file itself is read
    yield from (statement for statement in statements(text) if isinstance(statement, Include))


def _target(path: str, include: str) -> str:
    if "://" in include:
        return include
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), include.removeprefix("file:")))
