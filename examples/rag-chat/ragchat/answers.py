"""Answers from a hosted language model, and from a second one where the first is down."""

from __future__ import annotations

import anthropic
import openai

from ragchat.passages import Passage

CHAT_MODEL = "gpt-4o-mini-2024-07-18"
FALLBACK_MODEL = "claude-3-5-haiku-20241022"
INSTRUCTIONS = """\
Answer the question from the passages alone, in at most five sentences. Name the documents that you used. Where the
passages do not hold the answer, say so."""


class Answerer:
    """Asks a language model; keys are read from the environment by the clients."""

    def __init__(self) -> None:
        self.openai = openai.OpenAI(timeout=30)
        self.anthropic = anthropic.Anthropic(timeout=30)

    def answer(self, question: str, passages: list[Passage]) -> str:
        """What the passages say on a question, in words."""
        prompt = "\n\n".join(f"[{p.document}] {p.text}" for p in passages) + f"\n\nQuestion: {question}"
        try:
            reply = self.openai.chat.completions.create(
                model=CHAT_MODEL,
                temperature=0,
                messages=[{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": prompt}],
            )
        except openai.APIConnectionError:
            return self._fall_back(prompt)
        return reply.choices[0].message.content or ""

    def _fall_back(self, prompt: str) -> str:
        reply = self.anthropic.messages.create(
            model=FALLBACK_MODEL,
            max_tokens=500,
            system=INSTRUCTIONS,
            messages=[{"role": "user", "content": prompt}],
        )
        return "".join(block.text for block in reply.content if block.type == "text")
