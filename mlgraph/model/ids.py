"""Identity: the one place that says what a thing is called.

Packages and models are named by package URL (purl, ECMA-427), datasets and repositories by canonical URL,
licenses by SPDX license expression, vulnerabilities by OSV id, and the rest by a prefix of ours (`org:`,
`service:`, ...). Every constructor is idempotent on what it returns, and `parse` reads back what was printed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes, urlsplit, urlunsplit

from packageurl import PackageURL

from mlgraph.model.errors import FormatError
from mlgraph_ontology.kinds import NodeKind


class NodeId(NamedTuple):
    """What names a node: its kind and its key. The key alone is what is printed."""

    kind: NodeKind
    key: str

    def __str__(self) -> str:
        return self.key


HF_DATASETS = "https://huggingface.co/datasets/"
_CASELESS_FORGES = frozenset({"github.com", "bitbucket.org"})
"""Forges whose owner and repository names are case-insensitive (purl type definitions github, bitbucket)."""
_FORGES = _CASELESS_FORGES | {"gitlab.com", "codeberg.org", "git.sr.ht", "gitee.com"}
_DEEP_FORGES = frozenset({"gitlab.com"})
"""Forges on which groups nest, so that more than two path segments name a repository."""
_SLUG = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_VULNERABILITY = re.compile(r"[A-Z][A-Z0-9]*-[A-Za-z0-9][A-Za-z0-9:._-]*")
_PREFIXED = {
    "org:": NodeKind.ORGANIZATION,
    "service:": NodeKind.SERVICE,
    "clause:": NodeKind.CLAUSE,
    "capability:": NodeKind.CAPABILITY,
    "task:": NodeKind.TASK,
    "domain:": NodeKind.DOMAIN,
    "accelerator:": NodeKind.ACCELERATOR,
    "project:": NodeKind.PROJECT,
    "file:": NodeKind.FILE,
}


def canonical_name(name: str) -> str:
    """A Python distribution's name as the index compares it (PyPA names specification).

    >>> canonical_name("Zope.Interface")
    'zope-interface'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def package(name: str) -> NodeId:
    """A Python package, all its releases together.

    >>> str(package("Sentence_Transformers"))
    'pkg:pypi/sentence-transformers'
    """
    return NodeId(NodeKind.PACKAGE, _purl("pypi", None, canonical_name(name), None))


def release(name: str, version: str) -> NodeId:
    """One release of a Python package; the version as its source writes it, never a range.

    >>> str(release("torch", "2.4.0+cu121"))
    'pkg:pypi/torch@2.4.0%2Bcu121'
    """
    if not version or any(c in version for c in "<>=!~*,; "):
        raise FormatError(f"{version!r} is not a version of {name}: a range cannot name a release")
    return NodeId(NodeKind.RELEASE, _purl("pypi", None, canonical_name(name), version))


def model(repo_id: str, revision: str | None = None) -> NodeId:
    """A model on the Hugging Face hub, `namespace/name` (or the bare name of an early one), at a commit if given.

    Only a commit hash names a state of a model; a branch or tag moves, so it is refused here.

    >>> str(model("google-bert/bert-base-uncased"))
    'pkg:huggingface/google-bert/bert-base-uncased'
    """
    namespace, name = _hub_parts(repo_id)
    if revision is not None and not is_commit(revision.lower()):
        raise FormatError(f"{revision!r} is not a commit hash, so it cannot name a state of {repo_id}")
    return NodeId(NodeKind.MODEL, _purl("huggingface", namespace, name, revision and revision.lower()))


def hub_dataset(repo_id: str) -> NodeId:
    """A dataset on the Hugging Face hub.

    >>> str(hub_dataset("stanfordnlp/imdb"))
    'https://huggingface.co/datasets/stanfordnlp/imdb'
    """
    namespace, name = _hub_parts(repo_id)
    return NodeId(NodeKind.DATASET, HF_DATASETS + (f"{namespace}/{name}" if namespace else name))


def dataset(url: str) -> NodeId:
    """A dataset anywhere, by its canonical URL."""
    return NodeId(NodeKind.DATASET, canonical_url(url))


def repository(url: str) -> NodeId:
    """A source repository, by canonical URL: https, no user, no `.git`, no trailing path on known forges.

    >>> str(repository("git+ssh://git@github.com/PyTorch/pytorch.git@v2.4.0#egg=torch"))
    'https://github.com/pytorch/pytorch'
    """
    text = url.strip().removeprefix("git+").removeprefix("scm:git:")
    scp = re.fullmatch(r"(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!/|\d+/)(.+)", text)
    if scp and "://" not in text:
        text = f"https://{scp[1]}/{scp[2]}"
    text = re.sub(r"^(?:ssh|git|http)://", "https://", text)
    parts = urlsplit(canonical_url(text))
    host = (parts.hostname or "").removeprefix("www.")
    path = re.sub(r"@[^/@]+$", "", parts.path).strip("/").removesuffix(".git")
    if host in _FORGES and host not in _DEEP_FORGES:
        path = "/".join(path.split("/")[:2]).removesuffix(".git")
    if host in _DEEP_FORGES:
        path = path.partition("/-/")[0]
    if host in _CASELESS_FORGES:
        path = path.lower()
    if not path or (host in _FORGES and "/" not in path):
        raise FormatError(f"{url!r} names no repository")
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    return NodeId(NodeKind.REPOSITORY, f"https://{netloc}/{path}")


def license_expression(text: str) -> NodeId:
    """A license by its SPDX expression, in canonical spelling; `LicenseRef-` names pass.

    >>> str(license_expression("apache-2.0 or mit"))
    'Apache-2.0 OR MIT'
    """
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return NodeId(NodeKind.LICENSE, str(canonicalize_license_expression(text)))
    except InvalidLicenseExpression as error:
        raise FormatError(f"{text[:80]!r} is no SPDX license expression") from error


def organization(slug: str) -> NodeId:
    """An organization, by a short lower-case name: `org:meta`."""
    return NodeId(NodeKind.ORGANIZATION, "org:" + _slug(slug))


def vulnerability(osv_id: str) -> NodeId:
    """A vulnerability, by the id of an OSV database: `GHSA-...`, `PYSEC-...`, `CVE-...`."""
    text = osv_id.strip()
    if not _VULNERABILITY.fullmatch(text):
        raise FormatError(f"{osv_id!r} is no vulnerability id")
    return NodeId(NodeKind.VULNERABILITY, text)


def service(provider: str, name: str) -> NodeId:
    """A hosted service: who answers, and what was asked for (a hosted model, an MCP server).

    >>> str(service("openai", "gpt-4o-mini"))
    'service:openai/gpt-4o-mini'
    """
    if not name:
        raise FormatError(f"a service of {provider} needs a name")
    return NodeId(NodeKind.SERVICE, f"service:{_slug(provider)}/{quote(name, safe=':@+/')}")


def project(root: Path) -> NodeId:
    """A project on disk, by its absolute path (percent-encoded bytes, so that any file name has an id)."""
    return NodeId(NodeKind.PROJECT, "project:" + quote(os.fsencode(root.absolute())))


def file(path: Path) -> NodeId:
    """A file on disk, by its file URI."""
    return NodeId(NodeKind.FILE, file_uri(path))


def document(locator: str) -> NodeId:
    """A document that facts were read in, by its locator."""
    return NodeId(NodeKind.DOCUMENT, locator)


def parse(text: str) -> NodeId:
    """Read an id as it is printed.

    Raises FormatError when the text alone does not say what it names (a dataset outside the hubs that are known,
    a document); such an id is looked up in a graph.
    """
    if text.startswith("pkg:"):
        return _parse_purl(text)
    if text.startswith(HF_DATASETS):
        return hub_dataset(text.removeprefix(HF_DATASETS))
    if text.startswith("https://"):
        if urlsplit(text).hostname in _FORGES:
            return repository(text)
        raise FormatError(f"{text!r} does not say whether it is a dataset, a repository or a document")
    for prefix, kind in _PREFIXED.items():
        if text.startswith(prefix) and len(text) > len(prefix):
            return NodeId(kind, text)
    if _VULNERABILITY.fullmatch(text) and text.partition("-")[0] in {"CVE", "GHSA", "PYSEC", "OSV", "MAL"}:
        return vulnerability(text)
    return license_expression(text)


def is_commit(revision: str) -> bool:
    """Whether a revision is a full commit hash (SHA-1 or SHA-256 of git), which alone cannot move."""
    return bool(_COMMIT.fullmatch(revision))


def file_uri(path: Path) -> str:
    """The file URI of a path (RFC 8089); newlines and bytes that are not UTF-8 come out percent-encoded."""
    return path.absolute().as_uri()


def path_of(node: NodeId) -> Path:
    """Where a Project or File is on disk."""
    return Path(os.fsdecode(unquote_to_bytes(node.key.removeprefix("project:").removeprefix("file://"))))


def canonical_url(url: str) -> str:
    """A URL without user, password, fragment, default port and trailing slash; scheme and host in lower case."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise FormatError(f"{without_credentials(url)!r} is no URL") from error
    host = (parts.hostname or "").lower()
    if not parts.scheme or not host:
        raise FormatError(f"{without_credentials(url)!r} is no URL")
    if port is not None and (parts.scheme, port) not in {("https", 443), ("http", 80)}:
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/"), parts.query, ""))


def without_credentials(url: str) -> str:
    """A URL as it may be shown or stored: user and password are taken out (the user `git` says nothing and stays)."""
    return re.sub(r"(?<=://)(?!git@)[^/@\s]*@", "", url)


def purl_parts(node: NodeId) -> PackageURL:
    """The parts of a node that is named by a package URL."""
    return PackageURL.from_string(node.key)


def _parse_purl(text: str) -> NodeId:
    try:
        parts = PackageURL.from_string(text)
    except ValueError as error:
        raise FormatError(f"{text!r} is no package URL") from error
    if parts.type == "pypi":
        return release(parts.name, parts.version) if parts.version else package(parts.name)
    if parts.type == "huggingface":
        return model(f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name, parts.version)
    kind = NodeKind.RELEASE if parts.version else NodeKind.PACKAGE
    return NodeId(kind, parts.to_string())


def _purl(type_: str, namespace: str | None, name: str, version: str | None) -> str:
    try:
        return PackageURL(type_, namespace, name, version).to_string()
    except ValueError as error:
        raise FormatError(f"{name!r} cannot be named as a package: {error}") from error


def _hub_parts(repo_id: str) -> tuple[str | None, str]:
    if not is_hub_id(repo_id):
        raise FormatError(f"{repo_id!r} is not of the form namespace/name")
    namespace, _, name = repo_id.rpartition("/")
    return namespace or None, name


def is_hub_id(text: str) -> bool:
    """Whether a text has the form of a Hugging Face repository id: `name` or `namespace/name`.

    The hub's rule (huggingface_hub.utils.validate_repo_id, 2024): at most 96 characters a part, letters, digits
    and `-_.`, neither beginning nor ending with `-` or `.`, no `--` nor `..`, not ending in `.git`.
    """
    parts = text.split("/")
    return (
        1 <= len(parts) <= 2
        and all(re.fullmatch(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?", part) for part in parts)
        and "--" not in text
        and ".." not in text
        and not text.endswith(".git")
    )


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")
    if not _SLUG.fullmatch(slug):
        raise FormatError(f"{text!r} makes no short name")
    return slug
