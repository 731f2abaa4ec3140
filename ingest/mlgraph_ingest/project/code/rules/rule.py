"""What a rule is made of: which call it fits, where the name stands, and what the name becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind


@dataclass(frozen=True, slots=True)
class Argument:
    """Where in a call a value stands."""

    position: int | None
    """Counted from 0, `self` left out; None: by keyword only."""
    keywords: tuple[str, ...]
    """Its names, the usual one first."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What decides whether a call loads anything: an argument that is neither None nor False."""

    argument: Argument
    when_absent: bool = False
    """Whether it loads something where the argument is not given."""
    only: str | None = None
    """The one text that says so, where any other one is a path."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for, in the registry that a rule is about."""

    node: NodeId
    revision: str | None = None
    is_completed: bool = False
    """Whether the library completes the name to what is meant."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who answers the calls of a client library, unless the client is sent elsewhere."""

    provider: str
    hosts: tuple[str, ...] = ()
    """Where it answers; a client that is sent to another host talks to somebody else. Empty: any host is its own."""
    endpoint: tuple[str, ...] = ()
    """Keywords of the client's constructor that send it elsewhere."""
    settings: tuple[str, ...] = ()
    """Attributes of the library that send calls without a client elsewhere: `openai.api_base`."""
    separator: str | None = None
    """What stands between provider and model where the name holds both; `provider` is then that of a bare name."""
    beside: Argument | None = None
    """Where the provider stands, if it is an argument of its own."""
    attribute: str | None = None
    """Of a base class that asks nobody itself: what those that inherit from it set to the name of their provider."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to name a model, a dataset or a service in code."""

    name: str
    """What evidence is labeled with."""
    call: str
    """Pattern of the path of the call."""
    kind: NodeKind
    argument: Argument | None
    """Where the name stands; None: it is a part of the path of the call."""
    path_part: int = -1
    """Which part, where there is no argument: the last, or one before it."""
    namespace: str | None = None
    """What the library puts before a name without namespace."""
    revision: str | None = "revision"
    """Keyword of the revision; None: the call has none."""
    qualifiers: tuple[tuple[str, Argument], ...] = ()
    """What else the call says of the reference, and where."""
    has_repo_type: bool = False
    """Whether `repo_type` decides between model, dataset and space (huggingface_hub)."""
    condition: Condition | None = None
    """What has to be given for anything to be loaded."""
    is_optional: bool = False
    """Whether most calls name nothing, so that `**options` is no sign of a name."""
    implicit: str | None = None
    """What is used where no name is given: something unnamed (in words), not nothing."""
    vendor: Vendor | None = None
    """Of a service."""
    registry: Callable[[str], Named | None] | None = None
    """What a name stands for elsewhere than on the hub; None of it: nothing, such as a file or a whole collection."""
    marker: str | None = None
    """What the file has to spell for the rule to be looked at: for calls of a library that nearly everybody uses."""


class Extra(TypedDict, total=False):
    """The fields of a rule that most rules leave as they are."""

    path_part: int
    namespace: str | None
    revision: str | None
    qualifiers: tuple[tuple[str, Argument], ...]
    has_repo_type: bool
    condition: Condition | None
    is_optional: bool
    implicit: str | None
    vendor: Vendor | None
    marker: str | None


NAME = Argument(0, ("pretrained_model_name_or_path",))
MODEL = Argument(None, ("model",))
MODEL_FIRST = Argument(0, ("model",))
MODEL_NAME_FIRST = Argument(0, ("model_name",))


def hub_model(name: str, call: str, argument: Argument = NAME, **extra: Unpack[Extra]) -> Rule:
    """A call that loads a model of the Hugging Face hub."""
    return replace(Rule(name, call, NodeKind.MODEL, argument), **extra)


def hub_dataset(name: str, call: str, argument: Argument, **extra: Unpack[Extra]) -> Rule:
    """A call that loads a dataset of the Hugging Face hub."""
    return replace(Rule(name, call, NodeKind.DATASET, argument), **extra)


def other_model(
    name: str, call: str, registry: Callable[[str], Named | None], argument: Argument | None, **extra: Unpack[Extra]
) -> Rule:
    """A call that loads a model of another registry."""
    return replace(Rule(name, call, NodeKind.MODEL, argument, revision=None, registry=registry), **extra)


def other_dataset(
    name: str, call: str, registry: Callable[[str], Named | None], argument: Argument | None, **extra: Unpack[Extra]
) -> Rule:
    """A call that loads a dataset of another registry."""
    return replace(Rule(name, call, NodeKind.DATASET, argument, revision=None, registry=registry), **extra)


def service(name: str, call: str, vendor: Vendor, argument: Argument = MODEL, implicit: str | None = None) -> Rule:
    """A call that asks a hosted model."""
    return Rule(name, call, NodeKind.SERVICE, argument, revision=None, implicit=implicit, vendor=vendor)
