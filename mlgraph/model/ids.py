"""Identity: the one place that says what a thing is called.

Packages and models are named by package URL (purl, ECMA-427), datasets and repositories by canonical URL,
licenses by SPDX license expression, vulnerabilities by OSV id, and the rest by a prefix of ours (`org:`,
`service:`, ...). Every constructor is idempotent on what it returns, and `parse` reads back what was printed.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from packageurl import PackageURL

from mlgraph.model import registries
from mlgraph.model.conda_names import CONDA_LIMIT, CONDA_WORD, conda_name
from mlgraph.model.errors import FormatError
from mlgraph.model.forges import FORGES, before_page, repository_path
from mlgraph.model.hub_names import hub_parts, is_hub_id
from mlgraph.model.slugs import slug
from mlgraph.model.urls import canonical_url, is_secret, public_url, without_channel_token, without_credentials
from mlgraph_ontology.kinds import NodeKind


class NodeId(NamedTuple):
    """What names a node: its kind and its key. The key alone is what is printed."""

    kind: NodeKind
    key: str

    def __str__(self) -> str:
        return self.key


_HUB = "https://huggingface.co"
HF_DATASETS = _HUB + "/datasets/"
_PLAIN_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PLAIN_LIMIT = 500
_PLAIN_PURL = re.compile(
    r"pkg:(?:pypi/[a-z0-9]+(?:-[a-z0-9]+)*|(?:npm|maven|cargo|gem|golang|nuget)/(?:[a-z0-9][a-z0-9.-]*/)*[a-z0-9][a-z0-9.-]*)"
    r"(?P<version>@[A-Za-z0-9][A-Za-z0-9._-]*)?",
    re.ASCII,
)
"""Package URLs in canonical spelling in which nothing is encoded: most of them, and a document has millions."""
_VULNERABILITY = re.compile(r"[A-Z][A-Z0-9]*-[A-Za-z0-9][A-Za-z0-9:._-]*")
_DATED_VULNERABILITY = re.compile(r"(?:GHSA|OSV|MAL)-[\w:.-]+|[A-Z][A-Z0-9]*-[12]\d{3}-[\w:.-]+", re.ASCII)
"""Ids that are known by their form: OSV databases whose ids hold a year (CVE, PYSEC, GO, RUSTSEC, ...), and three more."""
_PREFIXED = {
    "org:": NodeKind.ORGANIZATION,
    **{f"{kind.lower()}:": kind for kind in (NodeKind.SERVICE, NodeKind.CLAUSE, NodeKind.CAPABILITY, NodeKind.TASK)},
    **{f"{kind.lower()}:": kind for kind in (NodeKind.DOMAIN, NodeKind.ACCELERATOR, NodeKind.PROJECT, NodeKind.FILE)},
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
    return NodeId(NodeKind.PACKAGE, f"pkg:pypi/{_python_name(name)}")


def release(name: str, version: str) -> NodeId:
    """One release of a Python package; the version as its source writes it, never a range.

    >>> str(release("torch", "2.4.0+cu121"))
    'pkg:pypi/torch@2.4.0%2Bcu121'
    """
    _check_version(name, version)
    if _PLAIN_VERSION.fullmatch(version):  # nothing in it is encoded, and an index has millions of them
        return NodeId(NodeKind.RELEASE, f"pkg:pypi/{_python_name(name)}@{version}")
    return NodeId(NodeKind.RELEASE, _purl(PackageURL("pypi", None, _python_name(name), version)))


def conda_package(name: str) -> NodeId:
    """A conda package, all its releases together. It is not the Python package of that name, whatever it holds.

    >>> str(conda_package("pytorch"))
    'pkg:conda/pytorch'
    """
    return NodeId(NodeKind.PACKAGE, _purl(PackageURL("conda", None, conda_name(name))))


def conda_release(
    name: str, version: str, *, build: str | None = None, channel: str | None = None, subdir: str | None = None
) -> NodeId:
    """One release of a conda package; builds for other platforms or of other dependencies are other releases.

    >>> str(conda_release("numpy", "1.26.4", build="py311_0", channel="conda-forge", subdir="linux-64"))
    'pkg:conda/numpy@1.26.4?build=py311_0&channel=conda-forge&subdir=linux-64'
    """
    _check_version(name, version)
    if len(version) > CONDA_LIMIT:
        raise FormatError(f"a version of {name} with more than {CONDA_LIMIT} characters; not read")
    for word in (build, subdir):
        if word and not CONDA_WORD.fullmatch(word):
            raise FormatError(f"{without_credentials(word)[:80]!r} is no build or platform of a conda package")
    stated = {"build": build, "channel": channel and _public_channel(channel), "subdir": subdir}
    qualifiers = {key: value for key, value in stated.items() if value}
    return NodeId(NodeKind.RELEASE, _purl(PackageURL("conda", None, conda_name(name), version, qualifiers)))


@lru_cache(maxsize=65_536)
def package_of(release: NodeId) -> NodeId:
    """The package that a release, named by a package URL, is one version of."""
    return NodeId(NodeKind.PACKAGE, re.split(r"[@?#]", release.key, maxsplit=1)[0])  # all three are encoded in names


def release_of(package: NodeId, version: str, *, build: str | None = None) -> NodeId:
    """The release of a package in a version; of a conda package in a build, where that is stated."""
    parts = purl_parts(package)
    if parts.type == "conda":
        return conda_release(parts.name, version, build=build)
    return release(parts.name, version)


def model(repo_id: str, revision: str | None = None) -> NodeId:
    """A model on the Hugging Face hub, `namespace/name` (or the bare name of an early one), at a commit if given.

    Only a commit hash names a state of a model; a branch or tag moves, so it is refused here.

    >>> str(model("google-bert/bert-base-uncased"))
    'pkg:huggingface/google-bert/bert-base-uncased'
    """
    namespace, name = hub_parts(repo_id)
    if revision is not None and not is_commit(revision.lower()):
        raise FormatError(f"{revision!r} is not a commit hash, so it cannot name a state of {repo_id}")
    return NodeId(NodeKind.MODEL, _purl(PackageURL("huggingface", namespace, name, revision and revision.lower())))


def hub_dataset(repo_id: str) -> NodeId:
    """A dataset on the Hugging Face hub.

    >>> str(hub_dataset("stanfordnlp/imdb"))
    'https://huggingface.co/datasets/stanfordnlp/imdb'
    """
    namespace, name = hub_parts(repo_id)
    return NodeId(NodeKind.DATASET, HF_DATASETS + (f"{namespace}/{name}" if namespace else name))


def hub_account(namespace: str) -> NodeId:
    """An account on the Hugging Face hub, under whose name models and datasets are published.

    >>> str(hub_account("google-bert"))
    'https://huggingface.co/google-bert'
    """
    if "/" in namespace or not is_hub_id(namespace):
        raise FormatError(f"{without_credentials(namespace)!r} is no name of an account")
    return NodeId(NodeKind.ORGANIZATION, f"{_HUB}/{namespace}")


def hub_file(repository: NodeId, commit: str, path: str) -> NodeId:
    """A file of a model or dataset on the Hugging Face hub, in the state of a commit.

    >>> str(hub_file(model("openai-community/gpt2"), "607a30d783dfa663caf39e06633721c8d4cfcd7e", "config.json"))
    'https://huggingface.co/openai-community/gpt2/resolve/607a30d783dfa663caf39e06633721c8d4cfcd7e/config.json'
    """
    if not is_commit(commit):
        raise FormatError(f"{commit[:80]!r} is not a commit hash, so it cannot name a state of a file")
    return NodeId(NodeKind.FILE, f"{_hub_page(repository)}/resolve/{commit}/{quote(path)}")


def dataset(url: str) -> NodeId:
    """A dataset anywhere, by its canonical URL; a page of a hub's dataset names that dataset."""
    key = canonical_url(url)
    if not key.startswith(HF_DATASETS):
        return NodeId(NodeKind.DATASET, key)
    segments = key.removeprefix(HF_DATASETS).partition("?")[0].split("/")
    return hub_dataset("/".join(before_page(segments, 1)))


def repository(url: str) -> NodeId:
    """A source repository, by canonical URL: https, no user, no `.git`, no trailing path on known forges.

    >>> str(repository("git+ssh://git@github.com/PyTorch/pytorch.git@v2.4.0#egg=torch"))
    'https://github.com/pytorch/pytorch'
    """
    text = re.sub(r"^(?:scm:)?(?:git[+:](?!//))?", "", url.strip(), flags=re.IGNORECASE)
    scp = re.fullmatch(r"(?:ssh://(?![^/]*:\d+/))?(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):([^/].*)", text)
    parts = urlsplit(canonical_url(f"https://{scp[1]}/{scp[2]}" if scp else text))
    host = parts.netloc.removeprefix("www.")
    path = repository_path(host, parts.path)
    if not path or (host in FORGES and "/" not in path) or {".", ".."} & set(path.split("/")):
        raise FormatError(f"{without_credentials(url)!r} names no repository")
    return NodeId(NodeKind.REPOSITORY, f"https://{host}/{path}")


def license_expression(text: str) -> NodeId:
    """A license by its SPDX expression, in canonical spelling; `LicenseRef-` names pass.

    >>> str(license_expression("apache-2.0 or mit"))
    'Apache-2.0 OR MIT'
    """
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return NodeId(NodeKind.LICENSE, str(canonicalize_license_expression(text)))
    except InvalidLicenseExpression as error:
        raise FormatError(f"{without_credentials(text)[:80]!r} is no SPDX license expression") from error


def organization(name: str) -> NodeId:
    """An organization, by a short lower-case name: `org:meta`."""
    return NodeId(NodeKind.ORGANIZATION, "org:" + slug(name))


def vulnerability(osv_id: str) -> NodeId:
    """A vulnerability, by the id of an OSV database: `GHSA-...`, `PYSEC-...`, `CVE-...`."""
    text = osv_id.strip()
    if not _VULNERABILITY.fullmatch(text):
        raise FormatError(f"{without_credentials(osv_id)!r} is no vulnerability id")
    return NodeId(NodeKind.VULNERABILITY, text)


def service(provider: str, name: str) -> NodeId:
    """A hosted service: who answers, and what was asked for (a hosted model, an MCP server).

    >>> str(service("openai", "gpt-4o-mini"))
    'service:openai/gpt-4o-mini'
    """
    if not name:
        raise FormatError(f"a service of {provider} needs a name")
    return NodeId(NodeKind.SERVICE, f"service:{slug(provider)}/{quote(without_credentials(name), safe=':@+/')}")


def project(root: Path) -> NodeId:
    """A project on disk, by its absolute path (percent-encoded bytes, so that any file name has an id)."""
    return NodeId(NodeKind.PROJECT, "project:" + quote(os.fsencode(root.absolute())))


def file(path: Path) -> NodeId:
    """A file on disk, by its file URI."""
    return NodeId(NodeKind.FILE, file_uri(path))


def document(locator: str) -> NodeId:
    """A document that facts were read in, by its locator."""
    return NodeId(NodeKind.DOCUMENT, without_credentials(locator))


def parse(text: str) -> NodeId:
    """Read an id as it is printed.

    Raises FormatError when the text alone does not say what it names (a dataset outside the hubs that are known,
    a document); such an id is looked up in a graph.
    """
    if text[:4].lower() == "pkg:":
        return plain_purl(text) or _parse_purl(text)
    if text.startswith(HF_DATASETS):
        return hub_dataset(text.removeprefix(HF_DATASETS))
    if text.startswith("https://"):
        if urlsplit(canonical_url(text)).hostname in FORGES:
            return repository(text)
        raise FormatError(f"{without_credentials(text)!r} may be a dataset, a repository or a document")
    if text.startswith("file:///") and "#" in text:
        raise FormatError(f"{text!r} is a part of a document, which may be of any kind")
    for prefix, kind in _PREFIXED.items():
        if text.startswith(prefix) and len(text) > len(prefix):
            return _parse_prefixed(NodeId(kind, text), text.removeprefix(prefix))
    if _DATED_VULNERABILITY.fullmatch(text):
        return vulnerability(text)
    return license_expression(text)


def plain_purl(text: str) -> NodeId | None:
    """The package or release of a package URL that is canonical at sight; None: `parse` has to take it apart."""
    found = _PLAIN_PURL.fullmatch(text) if len(text) < _PLAIN_LIMIT else None
    if found is None:
        return None
    return NodeId(NodeKind.RELEASE if found["version"] else NodeKind.PACKAGE, text)


def is_commit(revision: str) -> bool:
    """Whether a revision is a full commit hash (SHA-1 or SHA-256 of git), which alone cannot move."""
    return bool(re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", revision))


def file_uri(path: Path) -> str:
    """The file URI of a path (RFC 8089); newlines and bytes that are not UTF-8 come out percent-encoded."""
    return path.absolute().as_uri()


def path_of(node: NodeId) -> Path:
    """Where a Project or File is on disk."""
    return Path(os.fsdecode(unquote_to_bytes(node.key.removeprefix("project:").removeprefix("file://"))))


def purl_parts(node: NodeId) -> PackageURL:
    """The parts of a node that is named by a package URL."""
    return PackageURL.from_string(node.key)


def _parse_prefixed(node: NodeId, rest: str) -> NodeId:
    """An id with a prefix of ours, in canonical spelling where a constructor of this module makes its kind."""
    if node.kind is NodeKind.ORGANIZATION:
        return organization(rest)
    if node.kind is NodeKind.SERVICE:
        provider, _, name = rest.partition("/")
        return service(provider, unquote(name))
    if node.kind in {NodeKind.PROJECT, NodeKind.FILE}:
        if not (path := path_of(node)).is_absolute():
            raise FormatError(f"{node.key!r} has no absolute path")
        return project(path) if node.kind is NodeKind.PROJECT else file(path)
    return node


def _parse_purl(text: str) -> NodeId:
    try:
        parts = PackageURL.from_string("pkg:" + text[4:])
        qualifiers = _public_qualifiers(parts)
    except ValueError as error:
        raise FormatError(f"{without_credentials(text)!r} is no package URL") from error
    if parts.type == "pypi":
        if parts.namespace:
            raise FormatError(f"{without_credentials(text)!r} has a namespace, which Python packages have not")
        node = release(parts.name, parts.version) if parts.version else package(parts.name)
    elif parts.type == "conda":
        return _parse_conda(parts)
    elif registries.is_model(parts):
        return NodeId(NodeKind.MODEL, registries.key_of(parts))
    elif parts.type == "huggingface":
        node = model(f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name, parts.version)
    else:
        kind = NodeKind.RELEASE if parts.version else NodeKind.PACKAGE
        return NodeId(kind, _purl(parts._replace(qualifiers=qualifiers)))
    return NodeId(node.kind, _purl(purl_parts(node)._replace(qualifiers=qualifiers))) if qualifiers else node


def _parse_conda(parts: PackageURL) -> NodeId:
    """A conda package or release; the kind of archive (`type`) names a file of a release, and is left out."""
    if parts.namespace:
        raise FormatError(f"{parts.name!r} has a namespace, which conda packages have not (purl type `conda`)")
    if not parts.version:
        return conda_package(parts.name)
    build, channel, subdir = (parts.qualifiers.get(key) for key in ("build", "channel", "subdir"))
    return conda_release(parts.name, parts.version, build=build, channel=channel, subdir=subdir)


def _public_channel(text: str) -> str:
    return without_channel_token(public_url(text)).partition("?")[0].strip("/")


def _public_qualifiers(parts: PackageURL) -> dict[str, str]:
    """The qualifiers that an id keeps, without credentials; of Python packages and models a registry not the default."""
    kept = {name: public_url(value) for name, value in parts.qualifiers.items() if not is_secret(name)}
    if parts.type not in {"pypi", "huggingface"}:
        return kept
    registry = kept.get("repository_url", "").rstrip("/")
    return {"repository_url": registry} if registry not in {"", _HUB} else {}


def _check_version(name: str, version: str) -> None:
    if not version or re.search(r"[<>=~*,;\s]", version):
        raise FormatError(f"{version!r} is not a version of {name}: a range cannot name a release")


@lru_cache(maxsize=16_384)
def _python_name(name: str) -> str:
    canonical = canonical_name(name)
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?", canonical):
        raise FormatError(f"{without_credentials(name)!r} is no name of a Python package")
    return canonical


def _purl(parts: PackageURL) -> str:
    """The text of a package URL that reads back as the same text; some names of hostile documents do not."""
    try:
        key = parts.to_string()
        if PackageURL.from_string(key).to_string() == key:
            return key
    except ValueError as error:
        raise FormatError(f"{without_credentials(parts.name)!r} cannot be named as a package: {error}") from error
    raise FormatError(f"{without_credentials(parts.name)!r} cannot be named as a package")


@lru_cache(maxsize=256)
def _hub_page(repository: NodeId) -> str:
    """The address of a model or dataset on the Hugging Face hub."""
    if repository.kind is NodeKind.DATASET:
        return repository.key
    parts = purl_parts(repository)
    return "/".join(filter(None, (_HUB, parts.namespace, parts.name)))
