"""Which package an OSV record means: from the names of its ecosystems to package URLs.

A record may carry the package URL itself; else the name of the ecosystem gives the type. The names are those of the OSV
schema 1.7 ("affected[].package field", list of ecosystems), the types and how a name splits those of the purl types
registry (purl-spec, `types/*-definition.json`). Names of releases of a distribution (`Debian:12`) are kept apart from the
package, as a qualifier of what is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from packageurl import PackageURL

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind

TYPES: Mapping[str, tuple[str, str | None]] = {
    "Alpine": ("apk", "alpine"),
    "Bitnami": ("bitnami", None),
    "CRAN": ("cran", None),
    "Chainguard": ("apk", "chainguard"),
    "ConanCenter": ("conan", None),
    "Debian": ("deb", "debian"),
    "Go": ("golang", ""),
    "Hackage": ("hackage", None),
    "Hex": ("hex", None),
    "Julia": ("julia", None),
    "Maven": ("maven", ":"),
    "NuGet": ("nuget", None),
    "Packagist": ("composer", ""),
    "Pub": ("pub", None),
    "PyPI": ("pypi", None),
    "Red Hat": ("rpm", "redhat"),
    "RubyGems": ("gem", None),
    "Ubuntu": ("deb", "ubuntu"),
    "Wolfi": ("apk", "wolfi"),
    "crates.io": ("cargo", None),
    "npm": ("npm", ""),
    "opam": ("opam", None),
    "openEuler": ("rpm", "openeuler"),
    "openSUSE": ("rpm", "opensuse"),
}
"""Ecosystem -> purl type, and its namespace: a word, the sign that ends it in the name (`/` where empty), or none."""


OF_DISTRIBUTIONS = frozenset({"apk", "deb", "rpm"})
"""Types whose namespace is a distribution, each with advisories of its own."""


def base_of(ecosystem: str) -> str:
    """An ecosystem without the release of a distribution.

    >>> base_of("Debian:12")
    'Debian'
    """
    return ecosystem.partition(":")[0]


@lru_cache(maxsize=65_536)
def package_of(ecosystem: str, name: str, purl: str | None) -> NodeId:
    """The package that a record means.

    >>> str(package_of("Maven", "org.apache.logging.log4j:log4j-core", None))
    'pkg:maven/org.apache.logging.log4j/log4j-core'

    Raises FormatError where its ecosystem has no purl type, or where it is no name of a package.
    """
    base = base_of(ecosystem)
    if base == "PyPI":
        return ids.package(name)
    if purl is not None:
        return _package(PackageURL.from_string(purl) if purl.startswith("pkg:") else None, purl)
    if base not in TYPES:
        raise FormatError(f"packages of the ecosystem {ecosystem[:40]!r} have no package URL here")
    kind, split = TYPES[base]
    if split in {"", ":"}:
        namespace, _, rest = name.rpartition(split or "/")
        return _package(PackageURL(kind, namespace or None, rest), name)
    return _package(PackageURL(kind, split, name), name)


def covered(package: NodeId) -> str:
    """What records on a package speak for: its type, of packages of a distribution that with the name of it.

    >>> covered(package_of("Debian:12", "openssl", None)), covered(package_of("npm", "@scope/name", None))
    ('deb/debian', 'npm')
    """
    kind, _, rest = package.key.removeprefix("pkg:").partition("/")
    return f"{kind}/{rest.partition('/')[0]}" if kind in OF_DISTRIBUTIONS and "/" in rest else kind


def release_in(package: NodeId, version: str) -> NodeId | None:
    """The release of a package in a version; None where the text cannot name one."""
    parts = ids.purl_parts(package)
    try:
        if parts.type == "pypi":
            return ids.release(parts.name, version)
        found = ids.parse(parts._replace(version=version).to_string())
    except (FormatError, ValueError):
        return None
    return found if found.kind is NodeKind.RELEASE else None


def _package(parts: PackageURL | None, shown: str) -> NodeId:
    if parts is None or not parts.name:
        raise FormatError(f"{shown[:80]!r} names no package")
    return ids.parse(parts._replace(version=None, qualifiers={}, subpath=None).to_string())
