"""What the keywords of setuptools ask for, in setup.py and setup.cfg alike."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, Problems
from mlgraph_ingest.project.licenses import Stated
from mlgraph_ingest.project.manifests.own_extras import OwnExtras
from mlgraph_ingest.project.manifests.requirement import Requirement, depends, parse_requirement
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.scopes import scope_of_path, scope_of_words
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, Scope

KEYWORDS = {"install_requires": Scope.RUNTIME, "setup_requires": Scope.BUILD, "tests_require": Scope.TEST}
EXTRAS = "extras_require"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One keyword, or one extra of `extras_require`: the requirements that are written there."""

    keyword: str
    texts: tuple[Stated, ...] = ()
    extra: str | None = None
    """As it is written, with the condition that may follow a colon."""
    files: tuple[Stated, ...] = ()
    """Files of requirements that it is made from, by their path from the folder of the manifest."""
    computed: tuple[int | str, ...] = ()
    """Lines of what only running the code would tell."""

    @property
    def scope(self) -> Scope:
        """What it is for."""
        if self.keyword in KEYWORDS:
            return KEYWORDS[self.keyword]
        name = (self.extra or "").partition(":")[0]
        return scope_of_words(name) or (Scope.RUNTIME if self.extra and not name else Scope.OPTIONAL)


def requirement_files(file: SourceFile, wanted: Sequence[Wanted]) -> list[tuple[str, Scope]]:
    """The files of requirements that a manifest takes its requirements from, by their path in the project."""
    return [(_in_project(file, stated.text), one.scope) for one in wanted for stated in one.files]


def _in_project(file: SourceFile, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file.relative), path))


@dataclass(slots=True)
class SetupRequirements:
    """Says what one manifest asks for."""

    file: SourceFile
    context: Context
    problems: Problems
    names: frozenset[str | None] = field(default_factory=frozenset)
    """The name of the project itself, which may ask for its own extras."""

    def assertions(self, all_wanted: Sequence[Wanted]) -> Iterator[Assertion]:
        """The requirements, each with its line; what is computed is a problem."""
        extras: Mapping[str, list[str]] = {
            one.extra.partition(":")[0]: [stated.text for stated in one.texts] for one in all_wanted if one.extra
        }
        own = OwnExtras(extras, lambda name: ids.canonical_name(name) in self.names)
        for one in all_wanted:
            yield from self._of(one, own)
            for stated in one.files:
                if _in_project(self.file, stated.text) not in self.context.roles:
                    shown = without_secrets(stated.text)
                    text = f"{one.keyword}: {shown!r} is not read: there is no such file in what is read of the project"
                    self.problems.add(stated.line, text)
            for line in one.computed:
                what = f"{one.keyword}[{one.extra[:80]!r}]" if one.extra else one.keyword
                how = f"computed when {self.file.name} runs" if self.file.name.endswith(".py") else "a directive"
                self.problems.add(line, f"{what}: {how}: what it requires is unknown")

    def _of(self, one: Wanted, own: OwnExtras) -> Iterator[Assertion]:
        extra, _, condition = (one.extra or "").partition(":")
        name = ids.canonical_name(extra) or None
        # The folder alone: the word `setup` in the file's own name says nothing of what it requires.
        scope = scope_of_path(posixpath.dirname(self.file.relative)) if one.scope is Scope.RUNTIME else None
        for stated in one.texts:
            evidence = Evidence(str(stated.line), Method.DECLARED, one.keyword)
            for wanted in self._wanted(stated, condition, own, name):
                yield depends(self.context.project, wanted, evidence, scope=scope or one.scope, extra=name)

    def _wanted(self, stated: Stated, condition: str, own: OwnExtras, extra: str | None) -> Iterator[Requirement]:
        text = stated.text
        if condition.strip():
            head, _, marker = text.partition(";")
            text = f"{head} ; ({marker}) and ({condition})" if marker.strip() else f"{head} ; {condition}"
        try:
            wanted = parse_requirement(text)
        except FormatError as error:
            self.problems.add(stated.line, str(error))
            return
        if own.is_own(wanted.name):
            yield from own.requirements(wanted, extra)
        elif ids.canonical_name(wanted.name) != self.context.name:
            yield wanted
