"""The EU AI Act, by role: what its annexes have documented. Checklists, never legal advice.

Names of elements are our short words for the points of the text; the text itself is behind the address of the list.
"""

from __future__ import annotations

from mlgraph_queries.checklists.checklist import Checklist, Element, Level
from mlgraph_queries.checklists.facts import Fact

_TEXT = "Regulation (EU) 2024/1689 (Artificial Intelligence Act), OJ L, 2024/1689, 12.7.2024"
_URL = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
_ADVICE = "A checklist of what is known, no legal advice; it does not say whether the article applies to you."
_Row = tuple[str, str, tuple[Fact, ...]]
"""(point, what it asks for, the facts that answer it)."""


def _points(prefix: str, cluster: str, level: Level, section: str, *rows: _Row) -> tuple[Element, ...]:
    return tuple(
        Element(f"{prefix}-{point}", cluster, name, level, f"{section}, point {point}", facts, is_of_provider=True)
        for point, name, facts in rows
    )


_ANNEX_XI = _points(
    "annex-xi-1",
    "Technical documentation (Art. 53(1)(a))",
    Level.MODEL,
    "Annex XI, section 1",
    ("1(a)-tasks", "Tasks it is intended to perform", (Fact.TASK, Fact.INTENDED_USE)),
    ("1(a)-systems", "Systems it can be integrated in", ()),
    ("1(b)", "Acceptable use policies", (Fact.OUT_OF_SCOPE_USE,)),
    ("1(c)-date", "Date of release", (Fact.TIME,)),
    ("1(c)-distribution", "Methods of distribution", (Fact.DOWNLOAD_LOCATION,)),
    ("1(d)-architecture", "Architecture", (Fact.TYPE_OF_MODEL,)),
    ("1(d)-parameters", "Number of parameters", (Fact.PARAMETER_COUNT,)),
    ("1(e)-input", "Modality and format of inputs", (Fact.INPUT,)),
    ("1(e)-output", "Modality and format of outputs", (Fact.OUTPUT,)),
    ("1(f)", "License", (Fact.LICENSE,)),
    ("2(a)", "Technical means to integrate it", (Fact.SOFTWARE_NEEDED,)),
    ("2(b)", "Design specifications and training process", (Fact.TRAINING_PROCEDURE, Fact.HYPERPARAMETER)),
    ("2(c)-data", "Data used for training", (Fact.TRAINING_DATA,)),
    ("2(c)-testing", "Data used for testing and validation", (Fact.TEST_DATA,)),
    ("2(c)-curation", "Curation of the data", (Fact.PREPROCESSING,)),
    ("2(c)-bias", "Measures against unsuitable sources and biases", (Fact.BIAS,)),
    ("2(d)", "Computational resources and training time", (Fact.COMPUTE,)),
    ("2(e)", "Energy consumption", (Fact.ENERGY,)),
)
_ANNEX_XI_SYSTEMIC = _points(
    "annex-xi-2",
    "In addition with systemic risk",
    Level.MODEL,
    "Annex XI, section 2",
    ("1", "Evaluation strategies and results", (Fact.METRIC,)),
    ("2", "Adversarial testing, alignment and fine-tuning", ()),
    ("3", "System architecture", ()),
)
_ARTICLE_53 = _points(
    "art-53",
    "Obligations of Art. 53(1)",
    Level.MODEL,
    "Article 53",
    ("1(a)", "Results of the evaluation", (Fact.METRIC,)),
    ("1(b)", "Documentation for those who integrate it (Annex XII)", (Fact.DESCRIPTION, Fact.LIMITATION)),
    ("1(c)", "Policy to comply with copyright law", ()),
    ("1(d)", "Public summary of the content used for training", (Fact.TRAINING_DATA,)),
)
_OPEN_SOURCE = _points(
    "art-53",
    "What the exception of Art. 53(2) turns on",
    Level.MODEL,
    "Article 53",
    ("2-license", "License that it is released under", (Fact.LICENSE,)),
    ("2-weights", "Parameters, including the weights, made public", (Fact.FILES,)),
    ("2-access", "Whether access to them is open", (Fact.ACCESS,)),
    ("2-architecture", "Information on the architecture made public", (Fact.TYPE_OF_MODEL,)),
    ("2-usage", "Information on the usage made public", (Fact.INTENDED_USE, Fact.DESCRIPTION)),
)
_ANNEX_XII = _points(
    "annex-xii",
    "Transparency information (Art. 53(1)(b))",
    Level.MODEL,
    "Annex XII",
    ("1(a)-tasks", "Tasks it is intended to perform", (Fact.TASK, Fact.INTENDED_USE)),
    ("1(a)-systems", "Systems it can be integrated into", ()),
    ("1(b)", "Acceptable use policies", (Fact.OUT_OF_SCOPE_USE,)),
    ("1(c)-date", "Date of release", (Fact.TIME,)),
    ("1(c)-distribution", "Methods of distribution", (Fact.DOWNLOAD_LOCATION,)),
    ("1(d)", "Interaction with other hardware or software", ()),
    ("1(e)", "Versions of software needed to use it", (Fact.SOFTWARE_NEEDED,)),
    ("1(f)-architecture", "Architecture", (Fact.TYPE_OF_MODEL,)),
    ("1(f)-parameters", "Number of parameters", (Fact.PARAMETER_COUNT,)),
    ("1(g)-input", "Modality and format of inputs", (Fact.INPUT,)),
    ("1(g)-output", "Modality and format of outputs", (Fact.OUTPUT,)),
    ("1(h)", "License", (Fact.LICENSE,)),
    ("2(a)", "Technical means to integrate it", (Fact.SOFTWARE_NEEDED,)),
    ("2(b)", "Maximum size of inputs and outputs", (Fact.CONTEXT_LENGTH,)),
    ("2(c)-data", "Data used for training", (Fact.TRAINING_DATA,)),
    ("2(c)-testing", "Data used for testing and validation", (Fact.TEST_DATA,)),
    ("2(c)-curation", "Curation of the data", (Fact.PREPROCESSING,)),
)
_ANNEX_IV = (
    *_points(
        "annex-iv",
        "General description",
        Level.SYSTEM,
        "Annex IV",
        ("1(a)-purpose", "Intended purpose", (Fact.APPLICATION_AREA,)),
        ("1(a)-provider", "Name of the provider", (Fact.PRODUCER,)),
        ("1(a)-version", "Version of the system", (Fact.VERSION,)),
        ("1(b)", "Interaction with other hardware or software", (Fact.DATA_FLOW,)),
        ("1(c)", "Versions of relevant software", (Fact.SOFTWARE,)),
        ("1(d)", "Forms in which it is placed on the market", ()),
        ("1(e)", "Hardware it is to run on", (Fact.HARDWARE,)),
        ("1(f)", "Product that it is a component of", ()),
        ("1(g)", "User interface", ()),
        ("1(h)", "Instructions for use", ()),
    ),
    *_points(
        "annex-iv",
        "Elements and development",
        Level.SYSTEM,
        "Annex IV",
        ("2(a)", "Development, with systems pre-trained by third parties", (Fact.PRETRAINED,)),
        ("2(b)", "Design specifications", ()),
        ("2(c)", "System architecture and computational resources", (Fact.COMPONENTS,)),
        ("2(d)", "Training data sets", (Fact.DATASETS,)),
        ("2(e)", "Human oversight measures", ()),
        ("2(f)", "Pre-determined changes", ()),
        ("2(g)", "Validation and testing, metrics", (Fact.METRIC,)),
        ("2(h)", "Cybersecurity measures", (Fact.SECURITY_CONTROLS,)),
    ),
    *_points(
        "annex-iv",
        "Operation and conformity",
        Level.SYSTEM,
        "Annex IV",
        ("3", "Monitoring, functioning and control", ()),
        ("4", "Appropriateness of the performance metrics", ()),
        ("5", "Risk management system (Article 9)", ()),
        ("6", "Changes through the life cycle", ()),
        ("7", "Harmonized standards applied", (Fact.COMPLIANCE,)),
        ("8", "EU declaration of conformity (Article 47)", ()),
        ("9", "Post-market evaluation (Article 72)", ()),
    ),
)
_ARTICLE_25 = _points(
    "art-25",
    "Responsibilities along the value chain",
    Level.MODEL,
    "Article 25",
    ("1(a)", "Whose name or trademark it bears", (Fact.PRODUCER,)),
    ("1(b)-base", "What was modified", (Fact.BASE_MODEL,)),
    ("1(b)-change", "How it was modified", (Fact.CHANGE_OF_BASE,)),
    ("1(b)-substantial", "Whether the modification is substantial", ()),
    ("1(c)", "Intended purpose after the modification", (Fact.INTENDED_USE,)),
    ("2", "Information from the initial provider", ()),
)

GPAI = Checklist(
    key="provider-gpai",
    title="EU AI Act: provider of a general-purpose AI model",
    text=f"{_TEXT}, Article 53 and Annex XI",
    url=_URL,
    read_in="rgpd.com (Article 53(1) and (2)), artificialintelligenceact.eu/annex/11 and aiact-info.eu (Annex XI), "
    "which print the text of the Official Journal",
    elements=(*_ARTICLE_53, *_ANNEX_XI, *_ANNEX_XI_SYSTEMIC, *_OPEN_SOURCE),
    note=f"{_ADVICE} Whether the exception for free and open-source licenses in Article 53(2) holds is not decided "
    "here: the last cluster lists what it turns on.",
)
DOWNSTREAM = Checklist(
    key="downstream",
    title="EU AI Act: downstream provider",
    text=f"{_TEXT}, Annex XII",
    url=_URL,
    read_in="aiactblog.nl, which prints the text of the Official Journal",
    elements=_ANNEX_XII,
    note=f"{_ADVICE} What is known here of what the provider of a model owes to those who integrate it.",
)
HIGH_RISK = Checklist(
    key="high-risk",
    title="EU AI Act: high-risk AI system",
    text=f"{_TEXT}, Annex IV",
    url=_URL,
    read_in="aiactblog.nl and aiact.annotated.nl (points 1 and 2), the requirements of AIDOC-AP at w3id.org/aidoc-ap "
    "(points 3 to 9), which print the text of the Official Journal",
    elements=_ANNEX_IV,
    note=_ADVICE,
)
MODIFIER = Checklist(
    key="modifier",
    title="EU AI Act: modifier of a system or a model",
    text=f"{_TEXT}, Article 25(1) and (2)",
    url=_URL,
    read_in="springlex.eu and rgpd.com, which print the text of the Official Journal",
    elements=_ARTICLE_25,
    left_out=("Article 25(3) and (4): their text was not available whole",),
    note=_ADVICE,
)
