"""What a project's tree holds: its files in a fixed order, what of it is not read, and why."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from mlgraph.model.errors import FormatError, MlgraphError, SourceError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.exclusions import FILES_IN_HIDDEN, OWN_FOLDERS, folder_exclusion, is_environment
from mlgraph_ingest.project.ignore_files import NAMES as IGNORE_FILES
from mlgraph_ingest.project.ignore_files import IgnoreFiles

TEXT_LIMIT = 64 * 2**20
"""Bytes of a manifest or a source file that are read at most."""
FILE_LIMIT = 2 * 10**9
"""Bytes of any file that are read at most."""
IGNORE_FILE_LIMIT = 2**20
"""Bytes of an ignore file that are read at most."""
DEPTH_LIMIT = 200
"""Folders within folders that are entered at most."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the project."""

    path: Path
    """Where to open it: for a symbolic link within the project, what it points to."""
    relative: str
    """Path in the project, with `/`, printable on one line: odd bytes and control characters are escaped."""
    size: int
    """In bytes, when the tree was walked."""

    @property
    def name(self) -> str:
        """The last part of its path in the project."""
        return self.relative.rpartition("/")[2]

    def read_bytes(self, limit: int = TEXT_LIMIT) -> bytes:
        """Its content.

        Raises FormatError when it has more than `limit` bytes, SourceError when it cannot be read.
        """
        return read_regular(self.path, self.relative, limit=limit)

    def read_text(self, limit: int = TEXT_LIMIT) -> str:
        """Its content as UTF-8, a byte order mark removed. Raises FormatError also when it is not UTF-8."""
        return decode_utf8(self.read_bytes(limit), self.relative)


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a project and what was left out."""

    root: Path
    files: tuple[SourceFile, ...]
    """Sorted by folder, then name."""
    excluded_in: Mapping[tuple[str, str], int]
    """How often, in each folder, each reason kept something from being read: (folder, reason) -> count."""
    problems_in: tuple[tuple[str, str], ...]
    """(folder, what should have been read there and was not, in one sentence)."""

    @property
    def excluded(self) -> dict[str, int]:
        """How often each reason kept something from being read, by reason."""
        total: Counter[str] = Counter()
        for (_, reason), count in self.excluded_in.items():
            total[reason] += count
        return dict(sorted(total.items()))

    @property
    def problems(self) -> tuple[str, ...]:
        """What should have been read and was not, one sentence each."""
        return tuple(text for _, text in self.problems_in)


def walk(root: Path, *, report: Reporter) -> Tree:
    """List the files below `root`, without environments, caches, version control and mlgraph's own output.

    What ignore files name is left out, and counted.

    Symbolic links to files within the project are files; links to folders are not entered (what they point to is
    walked where it is), and links that leave the project or are broken are problems.
    """
    walked = _Walk(root, Path(os.path.realpath(root)))
    walked.enter_all()
    for _, problem in walked.problems:
        report.warn(problem)
    return Tree(root, tuple(walked.files), dict(sorted(walked.excluded.items())), tuple(walked.problems))


@contextmanager
def open_regular(path: Path, shown: str) -> Iterator[tuple[BinaryIO, int]]:
    """A regular file to read from, links not followed, and its size in bytes; `shown` is what messages call it.

    Raises SourceError where it is none, or where reading it fails.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{shown}: not a regular file; remove it or exclude its folder")
            yield stream, status.st_size
    except OSError as error:
        raise SourceError(f"{shown}: cannot be read ({reason(error)}); check that it exists and is readable") from error


def read_regular(path: Path, shown: str, *, limit: int) -> bytes:
    """The content of a regular file, links not followed; `shown` is what messages call it."""
    limit = min(limit, FILE_LIMIT)
    with open_regular(path, shown) as (stream, size):
        content = stream.read(limit + 1) if size <= limit else None
    if content is None or len(content) > limit:
        raise FormatError(f"{shown}: larger than the limit of {limit:,} bytes; it was not read")
    return content


def decode_utf8(content: bytes, shown: str) -> str:
    """Text of UTF-8 bytes, a byte order mark removed; FormatError names the file and the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError(f"{shown}:{line}: not UTF-8 text; save it as UTF-8") from error


def printable(text: str) -> str:
    """A file name on one line: bytes that are no text and control characters come out as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def reason(error: OSError) -> str:
    """What an operating system error says, without the path (which may be an absolute one)."""
    return error.strerror or type(error).__name__


def check_folder(root: Path) -> Path:
    """The real path of a project's folder; UsageError when there is none."""
    try:
        mode = root.stat().st_mode
    except (OSError, ValueError) as error:
        why = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be opened"
        raise UsageError(f"{printable(str(root))}: {why}; give the path of a project's folder") from error
    if not stat.S_ISDIR(mode):
        raise UsageError(f"{printable(str(root))}: not a folder; give the path of a project's folder")
    return Path(os.path.realpath(root))


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that is still to be entered."""

    path: str
    relative: str
    depth: int
    ignored: IgnoreFiles
    """What holds in the folder that holds it."""


@dataclass(slots=True)
class _Walk:
    root: Path
    real_root: Path
    files: list[SourceFile] = field(default_factory=list)
    excluded: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    current: str = ""
    """The folder that is being listed."""

    def enter_all(self) -> None:
        pending: list[_Folder] = [_Folder(os.fspath(self.root), "", 0, IgnoreFiles())]
        while pending:
            pending.extend(reversed(list(self._enter(pending.pop()))))

    def _enter(self, folder: _Folder) -> Iterator[_Folder]:
        path, relative, depth = folder.path, folder.relative, folder.depth
        self.current = relative
        if depth > DEPTH_LIMIT:
            self._problem(f"{relative}: more than {DEPTH_LIMIT} folders deep; not entered")
            return
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            self._problem(f"{relative or '.'}: folder cannot be listed ({reason(error)}); what it holds is unknown")
            return
        names = {entry.name for entry in entries}
        if relative and is_environment(names):
            self.excluded[self.current, "virtual environment"] += 1
            return
        ignored = folder.ignored
        for name in IGNORE_FILES:
            if name in names:
                ignored = self._with_ignore_file(ignored, Path(path, name), relative)
        for entry in entries:
            name = f"{relative}/{printable(entry.name)}" if relative else printable(entry.name)
            if self._is_folder_to_enter(entry, name, ignored):
                yield _Folder(entry.path, name, depth + 1, ignored)

    def _is_folder_to_enter(self, entry: os.DirEntry[str], name: str, ignored: IgnoreFiles) -> bool:
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and not self._is_read(entry.name):
                self._take_named(entry, name, ignored)
                return False
            excluding = ignored.excluding(name, is_folder=is_folder) if ignored.rules else None
            if excluding:
                self.excluded[self.current, f"named in {excluding}"] += 1
            elif entry.is_symlink():
                self._take_link(entry, name)
            elif is_folder:
                return True
            else:
                self._take_file(Path(entry.path), name, entry.stat(follow_symlinks=False))
        except OSError as error:
            self._problem(f"{name}: cannot be looked at ({reason(error)}); not read")
        return False

    def _with_ignore_file(self, ignored: IgnoreFiles, path: Path, folder: str) -> IgnoreFiles:
        shown = f"{folder}/{path.name}".lstrip("/")
        try:
            lines = decode_utf8(read_regular(path, shown, limit=IGNORE_FILE_LIMIT), shown).splitlines()
            added, unusable = ignored.with_patterns(path.name, folder, lines)
        except MlgraphError as error:
            self._problem(f"{shown} is not applied: {error}")
            return ignored
        if unusable:
            some = ", ".join(printable(pattern)[:40] for pattern in unusable[:3])
            self._problem(f"{shown}: patterns that cannot be applied: {len(unusable)} ({some})")
        return added

    def _take_named(self, folder: os.DirEntry[str], name: str, ignored: IgnoreFiles) -> None:
        """Take the files of a hidden folder that are read, though the folder is not."""
        for relative in FILES_IN_HIDDEN.get(folder.name, ()):
            path, shown = Path(folder.path, relative), f"{name}/{relative}"
            is_real = Path(os.path.realpath(path.parent)) == Path(self.real_root, *shown.split("/")[:-1])
            is_ignored = ignored.excluding(name, is_folder=True) or ignored.excluding(shown, is_folder=False)
            if is_real and not is_ignored and path.is_file() and not path.is_symlink():
                self._take_file(path, shown, path.lstat())

    def _is_read(self, folder: str) -> bool:
        why = folder_exclusion(folder)
        if why:
            self.excluded[self.current, why] += 1
        return why is None and folder not in OWN_FOLDERS

    def _take_link(self, entry: os.DirEntry[str], name: str) -> None:
        target = Path(os.path.realpath(entry.path))
        if not target.is_relative_to(self.real_root):
            self._refuse_link(name, "symbolic link that leaves the project", "leaves the project")
            return
        try:
            status = target.lstat()
        except OSError:
            self._refuse_link(name, "broken symbolic link", "points to nothing")
            return
        if stat.S_ISDIR(status.st_mode):
            if Path(entry.path).parent.is_relative_to(target):
                self._refuse_link(name, "symbolic link that makes a loop", "points to a folder that holds it")
            else:
                self.excluded[self.current, "symbolic link to a folder of the project"] += 1
        elif stat.S_ISLNK(status.st_mode):
            self._refuse_link(name, "symbolic link that makes a loop", "points to itself")
        else:
            self._take_file(target, name, status)

    def _problem(self, text: str) -> None:
        self.problems.append((self.current, text))

    def _refuse_link(self, name: str, why: str, what: str) -> None:
        self.excluded[self.current, why] += 1
        self._problem(f"{name}: symbolic link {what}; not followed")

    def _take_file(self, path: Path, name: str, status: os.stat_result) -> None:
        if stat.S_ISREG(status.st_mode):
            self.files.append(SourceFile(path, name, status.st_size))
        else:
            self.excluded[self.current, "neither file nor folder"] += 1


def _escaped(character: str) -> str:
    if 0xDC80 <= ord(character) <= 0xDCFF:
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
