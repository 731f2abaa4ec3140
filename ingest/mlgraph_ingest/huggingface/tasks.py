"""What goes into a model for a kind of task, and what comes out, as far as the task tells."""

from __future__ import annotations

import re

_TEXT, _IMAGE, _AUDIO, _VIDEO = ("text",), ("image",), ("audio",), ("video",)
_MODALITIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text-classification": (_TEXT, ()),
    "token-classification": (_TEXT, ()),
    "zero-shot-classification": (_TEXT, ()),
    "sentence-similarity": (_TEXT, ()),
    "text-ranking": (_TEXT, ()),
    "question-answering": (_TEXT, _TEXT),
    "translation": (_TEXT, _TEXT),
    "summarization": (_TEXT, _TEXT),
    "text-generation": (_TEXT, _TEXT),
    "text2text-generation": (_TEXT, _TEXT),
    "fill-mask": (_TEXT, _TEXT),
    "table-question-answering": (("table", "text"), _TEXT),
    "automatic-speech-recognition": (_AUDIO, _TEXT),
    "audio-classification": (_AUDIO, ()),
    "voice-activity-detection": (_AUDIO, ()),
    "image-classification": (_IMAGE, ()),
    "image-segmentation": (_IMAGE, _IMAGE),
    "mask-generation": (_IMAGE, _IMAGE),
    "depth-estimation": (_IMAGE, _IMAGE),
    "object-detection": (_IMAGE, ()),
    "keypoint-detection": (_IMAGE, ()),
    "image-feature-extraction": (_IMAGE, ()),
    "zero-shot-image-classification": (("image", "text"), ()),
    "zero-shot-object-detection": (("image", "text"), ()),
    "unconditional-image-generation": ((), _IMAGE),
    "video-classification": (_VIDEO, ()),
    "visual-question-answering": (("image", "text"), _TEXT),
    "document-question-answering": (("image", "text"), _TEXT),
    "tabular-classification": (("table",), ()),
    "tabular-regression": (("table",), ()),
    "time-series-forecasting": (("time series",), ("time series",)),
}
"""Tasks whose names alone do not say it (Hugging Face, "Tasks": inputs and outputs on the page of each task). What
gives labels, scores or vectors gives no modality."""
_WORDS = frozenset({"text", "image", "audio", "video", "3d", "speech"})
_FROM_TO = re.compile(r"((?:[a-z0-9]+-)+)to-([a-z0-9]+)")


def modalities(task: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a task takes and gives; empty where that is not known.

    >>> modalities("image-text-to-text")
    (('image', 'text'), ('text',))
    """
    if task in _MODALITIES:
        return _MODALITIES[task]
    found = _FROM_TO.fullmatch(task)
    if found is None:
        return (), ()
    into, out = found[1].strip("-").split("-"), found[2]
    if not {*into, out} <= _WORDS:
        return (), ()
    return tuple(map(_heard, into)), (_heard(out),)


def _heard(word: str) -> str:
    return "audio" if word == "speech" else word
