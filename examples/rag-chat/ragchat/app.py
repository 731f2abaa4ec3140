"""The service: one question in, one answer with its sources out."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel, Field

from ragchat.answers import Answerer
from ragchat.guard import Guard
from ragchat.passages import read_passages
from ragchat.retrieval import Retriever


class Question(BaseModel):
    """What is asked."""

    question: str = Field(min_length=3, max_length=2000)


class Answer(BaseModel):
    """What is answered, and from which documents."""

    answer: str
    documents: list[str]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load documents and models once, before the first question."""
    app.state.guard = Guard()
    app.state.retriever = Retriever(read_passages(Path(os.environ.get("RAGCHAT_DOCUMENTS", "documents"))))
    app.state.answerer = Answerer()
    yield


app = FastAPI(title="rag-chat", lifespan=lifespan)


@app.post("/ask")
def ask(question: Question, request: Request) -> Answer:
    """Answer a question from the documents."""
    state = request.app.state
    if not state.guard.lets_pass(question.question):
        raise HTTPException(status_code=422, detail="This question is not answered.")
    passages = state.retriever.find(question.question)
    answer = state.answerer.answer(question.question, passages)
    return Answer(answer=answer, documents=sorted({passage.document for passage in passages}))
