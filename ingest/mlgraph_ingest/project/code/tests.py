"""Which files of a project are its tests."""

from __future__ import annotations

from pathlib import PurePosixPath

_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test(relative: str) -> bool:
    """Whether a file belongs to the project's tests: by its folder, or named as pytest and unittest look for it."""
    *folders, name = PurePosixPath(relative).parts
    is_named = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
    return is_named or not _TEST_FOLDERS.isdisjoint(folders)
