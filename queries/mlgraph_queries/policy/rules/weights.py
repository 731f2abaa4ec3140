"""Rules on weight files, what runs when they are loaded, and on signatures."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_queries.policy.options import Option, Settings, choice, words
from mlgraph_queries.policy.rule import Breach, Level, Material, Rule, Unjudged
from mlgraph_queries.signature_findings import signature_findings
from mlgraph_queries.weight_findings import weight_findings

_VERDICTS = ("dangerous", "unusual", "ordinary")
_PICKLED = frozenset({"pickle", "joblib", "pytorch", "pytorch-legacy", "torchscript"})
"""Formats that are pickles, or hold one."""
_CODE = "dangerous"
"""The verdict that layers with Python code in them count as."""


def _pickle_weights(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    refused = settings.words("verdicts")
    for file in material.inventory.files:
        scan = file.pickle_scan
        if scan is None and file.format in _PICKLED:
            yield Unjudged(file.path, "there is no verdict on the pickle in this file", (file.path,))
        said = [finding for finding in weight_findings([file]) if finding.kind == "unsafe-weights"]
        verdict = scan.verdict if scan is not None else _CODE
        if said and verdict in refused:
            yield Breach(file.path, "; ".join(finding.text for finding in said), (file.path,))
        elif scan is not None and scan.verdict in refused:
            text = "it is a pickle, though nothing in it is known to be harmful; safetensors cannot hold code at all"
            yield Breach(file.path, text, (file.path,))


def _missing_parts(material: Material, _settings: Settings) -> Iterator[Breach]:
    for finding in weight_findings(material.inventory.files):
        if finding.kind == "missing-shards":
            yield Breach(finding.subject, finding.text, finding.where)


def _invalid_signature(material: Material, _settings: Settings) -> Iterator[Breach]:
    for finding in signature_findings(material.inventory):
        yield Breach(finding.subject, finding.text, finding.where)


RULES = (
    Rule(
        "pickle-weights",
        "A weight file runs code when it is loaded",
        "A pickle calls whatever its bytes name. Ask for the weights as safetensors, or convert them where nothing can "
        "be lost; torch.load(weights_only=True) refuses most of it.",
        _pickle_weights,
        (
            Option(
                "verdicts",
                "Verdicts that are refused: dangerous, unusual (not known to be harmless), ordinary (any pickle).",
                words(choice(*_VERDICTS)),
                ["dangerous"],
            ),
        ),
        Level.ERROR,
        ("security", "model"),
    ),
    Rule(
        "missing-parts",
        "A model lies in several weight files, and not all of them are there",
        "It cannot be loaded, or somebody else's files will be. Fetch the missing ones, or remove the rest.",
        _missing_parts,
        tags=("reproducibility", "model"),
    ),
    Rule(
        "invalid-signature",
        "A signature on a weight file or a bill of materials was checked and does not hold",
        "The file is not what was signed, or not by whom it should be. Fetch it again from where it is published, and ask "
        "its publisher. What was signed but could not be checked breaks nothing: give a key or a trust root.",
        _invalid_signature,
        (),
        Level.ERROR,
        ("security",),
    ),
)
