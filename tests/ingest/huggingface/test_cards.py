"""Cards: what their text says, where, and what of a hostile one is left."""

from __future__ import annotations

import pytest

from mlgraph_ingest.huggingface.card import read_card
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.huggingface.conftest import CARD_URL, links, problems, read_of, values

BODY = """
# Tiny

Tiny is a small language model for tests of a bill of materials.

## Uses

### Direct Use

Generating short texts.

### Out-of-Scope Use

Medical advice.

## Bias, Risks, and Limitations

<!-- This section is meant to convey limitations. -->

It repeats what it has read.

### Recommendations

Read what it writes.

## Training procedure

Trained for an hour.

### Training hyperparameters

The following hyperparameters were used during training:
- learning_rate: 5e-05
- train_batch_size: 8
- optimizer: Adam with betas=(0.9,0.999)

## Environmental Impact

- **Hardware Type:** 1 A100
- **Carbon Emitted:** 1,200 g
- **Compute Region:** [More Information Needed]

```python
# Limitations
none of this is a heading
```
"""


def test_sections_say_uses_limits_training_and_emissions_with_their_lines() -> None:
    found = read_of(f"---\nlicense: mit\n---\n{BODY}")
    said = {
        one.predicate: (one.value, int(one.evidence.locator))
        for one in found.assertions
        if one.predicate != PropertyKind.HYPERPARAMETER
    }
    lines = f"---\nlicense: mit\n---\n{BODY}".split("\n")
    limits = "It repeats what it has read.\n\nRecommendations: Read what it writes."
    assert said == {
        PropertyKind.DESCRIPTION: ("Tiny is a small language model for tests of a bill of materials.", lines.index("# Tiny") + 1),
        PropertyKind.INTENDED_USE: ("Generating short texts.", lines.index("### Direct Use") + 1),
        PropertyKind.OUT_OF_SCOPE_USE: ("Medical advice.", lines.index("### Out-of-Scope Use") + 1),
        PropertyKind.LIMITATION: (limits, lines.index("## Bias, Risks, and Limitations") + 1),
        PropertyKind.BIAS: (limits, lines.index("## Bias, Risks, and Limitations") + 1),
        PropertyKind.ETHICAL_CONSIDERATION: (limits, lines.index("## Bias, Risks, and Limitations") + 1),
        PropertyKind.TRAINING_PROCEDURE: ("Trained for an hour.", lines.index("## Training procedure") + 1),
        PropertyKind.EMISSIONS: ({"hardware_used": "1 A100", "kg_co2e": 1.2}, lines.index("## Environmental Impact") + 1),
    }  # fmt: skip
    assert values(found, PropertyKind.HYPERPARAMETER) == [
        {"name": "learning_rate", "value": 5e-05},
        {"name": "train_batch_size", "value": 8},
        {"name": "optimizer", "value": "Adam with betas=(0.9,0.999)"},
    ]


@pytest.mark.parametrize(
    "text",
    ["[More Information Needed]", "More information needed.", "[Needs More Information]", "<!-- what? -->", "N/A", "TODO", "- **Bias:** More information needed", ""],
)  # fmt: skip
def test_placeholder_says_nothing(text: str) -> None:
    assert values(read_of(f"## Limitations\n\n{text}\n"), PropertyKind.LIMITATION) == []


def test_metadata_of_the_card_speak_with_their_lines_where_the_hub_gives_none() -> None:
    card = "---\nlicense: mit\nlanguage:\n- en\n- fr\nbase_model: acme/base\nco2_eq_emissions: 12\n---\ntext\n"
    assert read_of(card).assertions == ()
    found = read_of(card, has_metadata=False)
    places = {one.predicate: one.evidence.locator for one in found.assertions}
    assert places[EdgeKind.LICENSED_UNDER] == "2"
    assert places[PropertyKind.LANGUAGE] == "5"
    assert links(found, EdgeKind.DERIVED_FROM) == [("pkg:huggingface/acme/base", {})]
    assert values(found, PropertyKind.EMISSIONS) == [{"kg_co2e": 0.012}]


@pytest.mark.parametrize(
    "metadata",
    [
        "license: [mit",
        "- a\n- list",
        "license: !!python/object/apply:os.system ['true']",
        "a: &a [*a]",
        "a: 1\na: 2",
        "just words",
        "\x00",
        "x: " + "[" * 500,
    ],
)
def test_broken_metadata_are_one_problem_and_the_text_is_read(metadata: str) -> None:
    found = read_of(f"---\n{metadata}\n---\n## Limitations\n\nMany of them.\n")
    assert values(found, PropertyKind.LIMITATION) == ["Many of them."]
    ((place, text),) = problems(found)
    assert place == "1"
    assert text.startswith("the metadata of the card could not be read: ")


def test_metadata_that_never_end_are_text() -> None:
    found = read_of("---\nlicense: mit\n# Limitations\nNone known so far.")
    assert values(found, PropertyKind.LIMITATION) == ["None known so far."]


def test_long_texts_are_kept_in_part_and_without_control_characters() -> None:
    (kept,) = values(read_of(f"# Limitations\n\n\x07<b>{'a' * 10_000}"), PropertyKind.LIMITATION)
    assert (kept[:4], len(kept)) == ("<b>a", 4_000)


def test_a_card_of_many_headings_is_read_quickly() -> None:
    card = read_card(b"# a\n" * 200_000, CARD_URL)
    assert len(card.sections) == 200_001


def test_bytes_that_are_no_text_do_not_stop_the_reading() -> None:
    assert read_card(b"---\nlicense: \xff\xfe\n---\n\xff# x", CARD_URL).sections
