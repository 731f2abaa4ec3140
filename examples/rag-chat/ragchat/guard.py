"""Whether a question may be answered."""

from __future__ import annotations

import os

from transformers import pipeline


class Guard:
    """A text classifier against prompt injection; each installation chooses its own."""

    def __init__(self) -> None:
        self.classify = pipeline("text-classification", model=os.environ["RAGCHAT_GUARD_MODEL"])

    def lets_pass(self, question: str) -> bool:
        """Whether the classifier finds a question harmless."""
        return self.classify(question, truncation=True)[0]["label"] == "SAFE"
