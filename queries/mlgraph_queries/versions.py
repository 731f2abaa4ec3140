"""Whether two versions are one, and whether a version is within a range, as the Python standards compare them."""

from __future__ import annotations


def canonical(version: str) -> str:
    """A version in the one spelling under which equal ones compare equal: `1.0` and `1.0.0` are `1`.

    What is no version of the Python standard (PEP 440) is only equal to itself.
    """
    from packaging.utils import canonicalize_version

    return canonicalize_version(version)


def satisfies(version: str | None, specifier: object) -> bool:
    """Whether a version is within a range; where the two cannot be compared, nothing speaks against it.

    `===` compares texts as they are written (PEP 440, arbitrary equality), also those that are no version.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    if version is None or not isinstance(specifier, str) or not specifier:
        return True
    try:
        stated = list(SpecifierSet(specifier))
        ranges = SpecifierSet(",".join(str(one) for one in stated if one.operator != "==="))
        if any(one.version.lower() != version.lower() for one in stated if one.operator == "==="):
            return False
        return ranges.contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return True
