"""Opens an INI file of a project (the form that configparser reads): each value by its lines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.licenses import Stated
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.tree import SourceFile

Section = Mapping[str, tuple[Stated, ...]]
"""Key, in lower case with `_` for `-` -> the lines of its value that hold something, comments left out."""
_HEADER = re.compile(r"\[([^\]]+)\]\s*(?:[#;].*)?")
_OPTION = re.compile(r"([^:=\s][^:=]*?)\s*[:=]\s*(.*)")


def read_ini(file: SourceFile) -> dict[str, Section]:
    """The sections of an INI file; FormatError names the line that is none of its form."""
    sections: dict[str, dict[str, tuple[Stated, ...]]] = {}
    section: dict[str, tuple[Stated, ...]] | None = None
    key: str | None = None
    for number, line in enumerate(file.read_text().splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith(("#", ";")):
            continue
        if line[0].isspace() and section is not None and key is not None:
            section[key] = (*section[key], Stated(text, number))
            continue
        header, option = _HEADER.fullmatch(text), _OPTION.fullmatch(text)
        if header:
            section, key = sections.setdefault(header[1].strip(), {}), None
        elif option and section is not None:
            key = option[1].lower().replace("-", "_")
            section[key] = (Stated(option[2], number),) if option[2] else ()
        else:
            shown = without_secrets(text)
            raise FormatError(
                f"{file.relative}:{number}: {shown!r} is neither a section nor a key with a value; correct it"
            )
    return dict(sections)
