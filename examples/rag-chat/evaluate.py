"""How often retrieval finds the passage that holds the answer, on questions of SQuAD."""

from __future__ import annotations

from datasets import load_dataset

from ragchat.passages import Passage
from ragchat.retrieval import Retriever


def recall(questions: int = 200) -> float:
    """The share of questions whose passage is among the four best."""
    rows = load_dataset("rajpurkar/squad", split=f"validation[:{questions}]")
    retriever = Retriever([Passage("squad", text) for text in dict.fromkeys(rows["context"])])
    hits = sum(row["context"] in {p.text for p in retriever.find(row["question"])} for row in rows)
    return hits / len(rows)


if __name__ == "__main__":
    print(f"{recall():.1%}")
