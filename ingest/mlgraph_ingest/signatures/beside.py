"""Finds the sigstore bundles that lie beside a file: its own, and the signature of the model that it is a part of."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from mlgraph.model.errors import MlgraphError
from mlgraph_ingest.project.tree import printable, read_regular
from mlgraph_ingest.signatures.signature import Signature, State
from mlgraph_ingest.signatures.sigstore_check import signature_of
from mlgraph_ingest.signatures.statements import Artifact
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, Trust

ENDINGS = (".sigstore.json", ".sigstore", ".bundle", ".sig")
"""What bundles are called: the name of their file, and one of these (sigstore-python, cosign)."""
MODEL_SIGNATURE = "model.sig"
"""The signature of a whole folder (OpenSSF Model Signing, the default of its command)."""
BUNDLE_LIMIT = 16 * 2**20
"""Bytes of a bundle that is read; the signature of a model of 50,000 files has 10 MB."""
_FOLDERS = 4
"""Folders above a file that are searched for the signature of a model."""


def bundles_beside(path: Path, *, within: Path | None = None) -> tuple[Path, ...]:
    """The files beside a file that may be bundles about it: its own first, then those of its folder and of the folders above.

    Folders above the file's own are looked at only up to `within`.
    """
    own = [path.with_name(path.name + ending) for ending in ENDINGS]
    folders = [path.parent]
    for folder in path.parent.parents[:_FOLDERS] if within is not None else ():
        if within is None or not folder.is_relative_to(within):
            break
        folders.append(folder)
    models = [folder / MODEL_SIGNATURE for folder in folders]
    return tuple(dict.fromkeys(each for each in (*own, *models) if each != path and _is_regular(each)))


def signatures_beside(
    path: Path, *, sha256: str | None, trust: Trust = NOTHING_TRUSTED, within: Path | None = None
) -> Iterator[Signature]:
    """What the bundles beside a file say of it; `sha256` is the file's own, hexadecimal, None where it was not hashed."""
    for found in bundles_beside(path, within=within):
        shown = printable(found.name)
        is_own = found.name != MODEL_SIGNATURE or path.name == MODEL_SIGNATURE.removesuffix(".sig")
        try:
            content = read_regular(found, shown, limit=BUNDLE_LIMIT)
        except MlgraphError as error:
            if found.suffix not in {".sig", ".bundle"}:
                yield Signature("sigstore", State.NOT_VERIFIED, str(error), place=shown)
            continue
        artifact = Artifact(path.relative_to(found.parent).as_posix(), sha256)
        signature = signature_of(content, artifact, trust=trust, place=shown, is_own=is_own)
        if signature is not None:
            yield signature


def state_beside(path: Path, *, within: Path | None = None) -> str:
    """What stands for the bundles beside a file in a fingerprint: their names, sizes and times."""
    said = []
    for found in bundles_beside(path, within=within):
        try:
            status = found.lstat()
        except OSError:
            continue
        said.append(f"{found.name}:{status.st_size}:{status.st_mtime_ns}:{status.st_ino}")
    return " ".join(said)


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False
