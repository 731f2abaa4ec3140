"""What is known of one signature, and how it becomes a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from mlgraph.model.assertions import Assertion, Evidence, JsonValue, fact
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method, PropertyKind

_OF_WHOLE = re.compile(r"#/signature(?:/(?:signers|chain)/\d+)?")
_SHOWN_CHARS = 80
"""Characters of a text of the document that a reason quotes."""


class State(StrEnum):
    """What checking a signature came to."""

    VERIFIED = "verified"
    """A key that the caller gave, or an identity that the caller's trust root vouches for, signed exactly this."""
    INTACT = "intact"
    """It fits the key that it carries itself: nothing was changed since, by whomever it was signed."""
    INVALID = "invalid"
    """It does not fit: what was signed was changed, or somebody else signed it."""
    NOT_VERIFIED = "not verified"
    """It was seen, and not or not completely checked; the reason says why."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature on a document or a file."""

    form: str
    """`jsf`, `xmldsig` or `sigstore`."""
    state: State
    reason: str | None = None
    """Why it has this state, in words; None where the state says it all."""
    algorithm: str | None = None
    """As the signature names it."""
    signer: str | None = None
    """The key or the identity that it was found to fit; what a signature merely claims is not one."""
    place: str = ""
    """JSON pointer of the signature (`#/signature`), or name of the file that holds it."""

    @property
    def is_of_whole(self) -> bool:
        """Whether it signs the whole document or file, not an object in it."""
        return not self.place.startswith("#/") or _OF_WHOLE.fullmatch(self.place) is not None

    def value(self) -> dict[str, JsonValue]:
        """The value of the property `signature`: only what is known."""
        said: dict[str, JsonValue] = {"form": self.form, "state": str(self.state)}
        said |= {"algorithm": self.algorithm, "signer": self.signer, "reason": self.reason}
        return {name: value for name, value in said.items() if value is not None}

    def __str__(self) -> str:
        """In words: `jsf signature RS256: verified: signed by ...`."""
        what = f"{self.form} signature" + (f" {self.algorithm}" if self.algorithm else "")
        signer = f"signed by {self.signer}" if self.signer else None
        return ": ".join(filter(None, (what, str(self.state), signer, self.reason)))


def signature_facts(node: NodeId, signatures: Iterable[Signature]) -> Iterator[Assertion]:
    """What is known of the signatures on a document or a file, as facts of it."""
    for signature in signatures:
        seen = Evidence(signature.place, Method.OBSERVED, signature.form)
        yield fact(node, PropertyKind.SIGNATURE, signature.value(), seen)


def quoted(text: object) -> str:
    """What a document says, as a reason may quote it: one line, not too long."""
    said = repr(text)
    return said if len(said) <= _SHOWN_CHARS else f"{said[:_SHOWN_CHARS]}..."
