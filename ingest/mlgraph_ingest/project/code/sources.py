"""The Python files of a project as their own imports see them: which file a dotted name leads to, and who imports it."""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.code.filter import compared, imported_words, words_may_refer
from mlgraph_ingest.project.code.imports import Import, imports_of
from mlgraph_ingest.project.code.scopes import Module
from mlgraph_ingest.project.code.spelling import may_call, may_define
from mlgraph_ingest.project.code.survey import survey
from mlgraph_ingest.project.code.text import SOURCE_LIMIT, decoded, parsed
from mlgraph_ingest.project.tree import SourceFile

FOREIGN_LIMIT = 2**18
"""Bytes of a file that is read for the sake of another one at most."""
KEPT_LIMIT = 2**19
"""Bytes of source whose syntax trees are kept for other files that import them."""
FOUND_LIMIT = 20_000
"""Imports of which it is kept where they lead."""
REACH_LIMIT = 2000
"""Files that one file's answers may depend on at most; of what is further away nothing is followed."""
IMPORTER_LIMIT = 500
"""Files that spell the name of a module in their imports and are looked into at most: whoever imports a module whose name
more of them spell is not known."""
VISIT_LIMIT = 50
"""Files that are parsed for the sake of one file at most."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What the text of a file tells without parsing it."""

    may_refer: bool
    imported: tuple[str, ...]
    """The words of its import statements."""


@dataclass(slots=True)
class Sources:
    """The Python files of one project. Files are looked into when something imports them, not before."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    """Path in the project -> file."""
    _modules: OrderedDict[str, tuple[Module | None, int]] = field(default_factory=OrderedDict)
    _glances: dict[str, Glance] = field(default_factory=dict)
    _imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _texts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _defines: dict[tuple[str, str], bool] = field(default_factory=dict)
    _importing: dict[str, list[str]] | None = None
    _digests: dict[str, bytes] = field(default_factory=dict)
    _found: dict[tuple[str, int, str], tuple[str, str] | None] = field(default_factory=dict)
    _names: frozenset[str] = frozenset()
    _reading: Module | None = None
    _unkept: list[Module] = field(default_factory=list)
    _visits: int = 0

    @staticmethod
    def of(files: Iterable[SourceFile]) -> Sources:
        """The Python files among the files of a project."""
        return Sources({file.relative: file for file in files if file.relative.endswith(".py")})

    def find(self, path: str, level: int, importer: str) -> tuple[str, str] | None:
        """The file that an import leads to, and what of the path remains: attributes of that module.

        >>> Sources({"app/config.py": None, "app/main.py": None}).find("config.MODEL", 1, "app/main.py")
        ('app/config.py', 'MODEL')
        """
        parts = path.split(".") if path else []
        if not level and not self._is_name(parts[0] if parts else ""):
            return None
        asked = path, level, importer.rpartition("/")[0]
        if asked not in self._found:
            if len(self._found) > FOUND_LIMIT:
                self._found.clear()
            self._found[asked] = self._find(parts, level, importer)
        return self._found[asked]

    def _find(self, parts: list[str], level: int, importer: str) -> tuple[str, str] | None:
        for folder in _folders(importer, level):
            for count in range(len(parts), -1 if level else 0, -1):
                found = self._module_file("/".join(filter(None, (folder, *parts[:count]))))
                if found is not None:
                    return found, ".".join(parts[count:])
        return None

    def begin(self, module: Module) -> None:
        """A file is read from now on: it is what others import under its path."""
        self._reading, self._visits = module, 0

    def end(self) -> None:
        """What was read is no longer looked at."""
        self._reading = None
        while self._unkept:
            self._unkept.pop().release()

    def may_refer(self, file: SourceFile) -> bool:
        """Whether a file can name anything. Raises what keeps it from being read."""
        if file.relative not in self._glances or self.files.get(file.relative) is not file:
            return self._look(file).may_refer
        return self._glances[file.relative].may_refer

    def module(self, relative: str) -> Module | None:
        """The names that a file binds; None where it cannot be read, or too many were."""
        if self._reading is not None and relative == self._reading.relative:
            return self._reading
        if relative in self._modules:
            self._modules.move_to_end(relative)
            return self._modules[relative][0]
        self._visits += 1
        if self._visits > VISIT_LIMIT:
            return None
        module, size = self._survey(self.files[relative])
        self._modules[relative] = module, size
        while sum(size for _, size in self._modules.values()) > KEPT_LIMIT and len(self._modules) > 1:
            _, (unkept, _) = self._modules.popitem(last=False)
            self._unkept.extend([unkept] if unkept is not None else [])
        return module

    def importers(self, relative: str) -> list[str]:
        """The files that import a file."""
        if self._importing is None:
            self._importing = {}
            for name in self.files:
                for word in self._glance(name).imported:
                    self._importing.setdefault(word, []).append(name)
        *folders, name = relative.removesuffix(".py").split("/")
        word = folders[-1] if name == "__init__" and folders else name
        candidates = self._importing.get(word, [])
        if len(candidates) > IMPORTER_LIMIT:
            return []
        return [each for each in candidates if relative in self._imported_by(each)]

    def may_use(self, relative: str, owner: str, name: str, also: str = "") -> bool:
        """Whether a file can call something of a name that belongs to an owner (its class, or itself); False is certain.

        A class is also used by deriving another one from it, which is what gets called then. `also` is another text that
        the file has to hold.
        """
        text = self._read(relative)
        return also in text and owner in text and (may_call(text, name) or (name == owner and "class" in text))

    def may_define(self, relative: str, name: str) -> bool:
        """Whether a file can define a function or class of a name; False is certain."""
        if self._reading is not None and relative == self._reading.relative:
            return True
        if (relative, name) not in self._defines:
            self._defines[relative, name] = may_define(self._read(relative), name)
        return self._defines[relative, name]

    def _read(self, relative: str) -> str:
        """The text of a file in compared spelling; the last ones are kept."""
        if relative not in self._texts:
            self._texts[relative] = compared(self._text(self.files[relative]))
            while sum(map(len, self._texts.values())) > KEPT_LIMIT:
                self._texts.popitem(last=False)
        self._texts.move_to_end(relative)
        return self._texts[relative]

    def fingerprint(self, relative: str) -> str:
        """A digest of all other files that the meaning of a file may depend on."""
        return self._digest_of(self._involved(relative))

    def fingerprint_of(self, source: str, relative: str) -> str:
        """The same of a text that lies at a path and is no Python file, which nothing imports: a notebook."""
        imported = {name for each in imports_of(source) for name in self._files_of(each, relative)}
        return self._digest_of(self._reach(imported, self._imported_by))

    def _digest_of(self, names: Iterable[str]) -> str:
        total = hashlib.sha256()
        for name in sorted(names):
            total.update(name.encode("utf-8", "surrogateescape") + b"\0" + self._digest(name))
        return total.hexdigest()

    def _involved(self, relative: str) -> set[str]:
        """What a file imports, what imports it (and so calls what it defines), and what those import, to the end."""
        users = self._reach([relative], self.importers)
        return self._reach(users, self._imported_by) - {relative}

    def _reach(self, names: Iterable[str], step: object) -> set[str]:
        pending, seen = list(names), set(names)
        while pending and len(seen) < REACH_LIMIT and callable(step):
            for name in step(pending.pop()):
                if name not in seen:
                    seen.add(name)
                    pending.append(name)
        return seen

    def _is_name(self, name: str) -> bool:
        """Whether any file or folder of the project has a name."""
        if not self._names and self.files:
            self._names = frozenset(part.removesuffix(".py") for path in self.files for part in path.split("/"))
        return name in self._names

    def _glance(self, relative: str) -> Glance:
        if relative not in self._glances:
            try:
                self._glances[relative] = self._look(self.files[relative])
            except MlgraphError:
                self._glances[relative] = Glance(may_refer=True, imported=())
        return self._glances[relative]

    def _look(self, file: SourceFile) -> Glance:
        source = compared(decoded(file.read_bytes(limit=SOURCE_LIMIT), file.relative))
        words = imported_words(source)
        glance = Glance(words_may_refer(source, words), tuple(map(sys.intern, words)))
        if self.files.get(file.relative) is file:
            self._glances[file.relative] = glance
        return glance

    def _imported_by(self, relative: str) -> tuple[str, ...]:
        if relative not in self._imports:
            found = {
                name for each in imports_of(self._text(self.files[relative])) for name in self._files_of(each, relative)
            }
            self._imports[relative] = tuple(sorted(found - {relative}))
        return self._imports[relative]

    def _files_of(self, statement: Import, importer: str) -> Iterator[str]:
        for path in statement.paths:
            if (found := self.find(path, statement.level, importer)) is not None:
                yield found[0]

    def _survey(self, file: SourceFile) -> tuple[Module | None, int]:
        try:
            source = decoded(file.read_bytes(limit=FOREIGN_LIMIT), file.relative)
            return survey(parsed(source, file.relative), file.relative), len(source)
        except MlgraphError:
            return None, 0

    def _text(self, file: SourceFile) -> str:
        try:
            return decoded(file.read_bytes(limit=FOREIGN_LIMIT), file.relative)
        except MlgraphError:
            return ""

    def _digest(self, relative: str) -> bytes:
        if relative not in self._digests:
            try:
                content = self.files[relative].read_bytes(limit=FOREIGN_LIMIT)
            except MlgraphError as error:
                content = str(error).encode()
            self._digests[relative] = hashlib.sha256(content).digest()
        return self._digests[relative]

    def _module_file(self, path: str) -> str | None:
        return next((name for name in (f"{path}.py", f"{path}/__init__.py") if name in self.files), None)


def _folders(importer: str, level: int) -> Iterator[str]:
    """The folders that an import may begin in: for a relative one that of its package, else each that may be on the path."""
    above = importer.split("/")[:-1]
    if level:
        if level - 1 <= len(above):
            yield "/".join(above[: len(above) - level + 1])
        return
    for count in range(len(above), -1, -1):
        folder = "/".join(above[:count])
        yield folder
        yield f"{folder}/src".removeprefix("/")
