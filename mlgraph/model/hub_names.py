"""How repositories are named on the Hugging Face hub."""

from __future__ import annotations

import re

from mlgraph.model.errors import FormatError
from mlgraph.model.urls import without_credentials


def is_hub_id(text: str) -> bool:
    """Whether a text has the form of a Hugging Face repository id: `name` or `namespace/name`.

    The hub's rule (huggingface_hub.utils.validate_repo_id, 2024): at most 96 characters a part, letters, digits
    and `-_.`, neither beginning nor ending with `-` or `.`, no `--` nor `..`, not ending in `.git`.
    """
    parts = text.split("/")
    return (
        1 <= len(parts) <= 2
        and all(re.fullmatch(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?", part) for part in parts)
        and not re.search(r"--|\.\.|\.git\Z", text)
    )


def hub_parts(repo_id: str) -> tuple[str | None, str]:
    """The namespace, if any, and the name of a repository. Raises FormatError where the text is no id of one."""
    if not is_hub_id(repo_id):
        raise FormatError(f"{without_credentials(repo_id)!r} is not of the form namespace/name")
    namespace, _, name = repo_id.rpartition("/")
    return namespace or None, name
