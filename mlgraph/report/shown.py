"""How foreign text is shown: nothing invisible in it, no path of this machine, no link but https."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId

MAX_SHOWN = 600
"""Characters of one value that are shown; longer ones say how long they are."""
_MAX_URL = 2000
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
"""General categories (Unicode Standard Annex #44) that show nothing, or reorder what is around them."""
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols whose glyph is blank."""
_HOME_PARTS = 3
"""`/home/ann/file`: up to so many parts, all but the last name the machine or its user."""
_ENVIRONMENT = re.compile(r".*/(?:site|dist)-packages/(?=.)", re.DOTALL)
"""What all files that are installed in one environment have in common."""
_URL = re.compile(r"https://[!-~]+")
_PATH_IN_TEXT = re.compile(r"(?<![\w./:~-])(?:file://)?/(?:[^/\s'\"]+/)+(?P<last>[^/\s'\"]+)")


def visible(text: str, limit: int = MAX_SHOWN) -> str:
    r"""Text in one line in which every control, format and bidirectional character can be seen.

    >>> visible("a\u202eb\nc")
    'a⟨U+202E⟩b↵c'
    """
    shown = text[:limit]
    if not (shown.isascii() and shown.isprintable()):
        shown = "".join(map(_visible_character, shown.replace("\r\n", "\n")))
    return shown if len(text) <= limit else f"{shown}… ({len(text):,} characters)"


def _visible_character(character: str) -> str:
    if character == "\n":
        return "↵"
    if character == "\t":
        return " "
    if unicodedata.category(character) in _INVISIBLE or character in _FILLERS:
        return f"⟨U+{ord(character):04X}⟩"
    return character


@dataclass(frozen=True, slots=True)
class Paths:
    """How paths are shown: within the project relative to its root, others by their end only."""

    root: re.Pattern[str] | None
    """The project's place on this machine, in every way in which it is written; None: the root of the machine."""

    @classmethod
    def of(cls, project: NodeId) -> Paths:
        """Those of a project."""
        path = ids.path_of(project)
        if path == path.parent:
            return cls(None)
        ways = {project.key, ids.file_uri(path), f"file://{path}", project.key.removeprefix("project:"), str(path)}
        alternatives = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
        return cls(re.compile(rf"(?<![\w./-])(?:{alternatives})(?:(?P<slash>/+)|(?![\w-]))"))

    def relative(self, text: str) -> str:
        """A text in which the project's own place is left out.

        >>> Paths.of(ids.parse("project:/srv/shop")).relative("cannot read /srv/shop/a.py in /srv/shop")
        'cannot read a.py in .'
        """
        return text if self.root is None else self.root.sub(lambda found: "" if found["slash"] else ".", text)

    def place(self, where: str) -> str:
        """One path, with or without a line: in the project whole, elsewhere the end that tells it from others.

        An environment is elsewhere, even where its folder lies in the project's.

        >>> Paths.of(ids.parse("project:/srv/shop")).place("/home/ann/env/lib/torch-2.4.0.dist-info/METADATA:3")
        '…/torch-2.4.0.dist-info/METADATA:3'
        """
        shown = _ENVIRONMENT.sub("…/", self.relative(where), count=1)
        plain = shown.removeprefix("file://")
        if not plain.startswith("/"):
            return shown
        parts = plain.strip("/").split("/")
        return "/".join(["…", *(parts[-2:] if len(parts) > _HOME_PARTS else parts[-1:])])

    def sentence(self, text: str) -> str:
        """A sentence in which only the last part of an absolute path stays.

        >>> Paths.of(ids.parse("project:/srv/shop")).sentence("cannot read /home/ann/models/a.bin: too large")
        'cannot read …/a.bin: too large'
        """
        return _PATH_IN_TEXT.sub(lambda found: f"…/{found['last']}", self.relative(text))


def link(url: str | None) -> str | None:
    """A URL that may be linked to: https, a host, plain ASCII, no credentials; else None.

    >>> link("javascript:alert(1)") is None
    True
    """
    if url is None or len(url) > _MAX_URL or not _URL.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        has_host, has_user = bool(parts.hostname), parts.username is not None
    except ValueError:
        return None
    return url if has_host and not has_user else None


def page_of(node: NodeId) -> str | None:
    """The public page of a model, a dataset or a repository, where its id says which that is.

    >>> page_of(ids.model("google-bert/bert-base-uncased"))
    'https://huggingface.co/google-bert/bert-base-uncased'
    """
    if node.key.startswith("https://"):
        return link(node.key)
    if not node.key.startswith("pkg:huggingface/"):
        return None
    try:
        parts = ids.purl_parts(node)
    except (FormatError, ValueError):
        return None
    path = "/".join(quote(part, safe="") for part in (parts.namespace, parts.name) if part)
    state = f"/tree/{quote(parts.version, safe='')}" if parts.version else ""
    return link(f"https://huggingface.co/{path}{state}")


def count_of(number: int, one: str, several: str | None = None) -> str:
    """A number with its noun.

    >>> count_of(1, "model"), count_of(1200, "model"), count_of(2, "entry", "entries")
    ('1 model', '1,200 models', '2 entries')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def size(size_bytes: int) -> str:
    """A size in the largest decimal unit that keeps it above one (SI prefixes).

    >>> size(999), size(438_012_345)
    ('999 B', '438 MB')
    """
    value, units = float(size_bytes), ["B", "kB", "MB", "GB", "TB"]
    while value >= 999.5 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{value:.3g} {units[0]}" if value < 1000 else f"{value:,.0f} {units[0]}"


def amount(number: int) -> str:
    """A large number in words of three digits, as people say it.

    >>> amount(950), amount(109_482_240), amount(7_241_732_096)
    ('950', '109 M', '7.24 G')
    """
    value, units = float(number), ["", " k", " M", " G", " T"]
    while value >= 999.5 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{value:.3g}{units[0]}" if value < 1000 else f"{value:,.0f}{units[0]}"
