"""Which passages answer a question: nearest neighbors first, then a closer look at the best."""

from __future__ import annotations

import numpy as np
from sentence_transformers import CrossEncoder, SentenceTransformer

from ragchat.passages import Passage

EMBEDDER = "sentence-transformers/all-MiniLM-L6-v2"
EMBEDDER_REVISION = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"


class Retriever:
    """Finds passages; holds their embeddings in memory."""

    def __init__(self, passages: list[Passage]) -> None:
        self.passages = passages
        self.embedder = SentenceTransformer(EMBEDDER, revision=EMBEDDER_REVISION)
        self.reranker = CrossEncoder("cross-encoder/ms-marco-MiniLM-L-6-v2", max_length=512)
        self.embeddings = self._embed([passage.text for passage in passages])

    def find(self, question: str, *, candidates: int = 20, best: int = 4) -> list[Passage]:
        """The passages that fit a question best, the best first."""
        similarity = self.embeddings @ self._embed([question])[0]
        nearest = [self.passages[i] for i in np.argsort(-similarity)[:candidates]]
        scores = self.reranker.predict([(question, passage.text) for passage in nearest])
        return [nearest[i] for i in np.argsort(-scores)[:best]]

    def _embed(self, texts: list[str]) -> np.ndarray:
        return self.embedder.encode(texts, normalize_embeddings=True)
