"""Asks one index for one package: its document, and the page of its files where that is of use."""

from __future__ import annotations

from dataclasses import replace

from mlgraph.model.errors import FormatError, SourceError
from mlgraph.model.http import Answer
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.answers.json_values import Table, is_json, load_parts
from mlgraph_ingest.pypi.desk import Desk, Offer
from mlgraph_ingest.pypi.facts import Facts, File
from mlgraph_ingest.pypi.index import DOUBT
from mlgraph_ingest.pypi.project_document import files_of, project_facts
from mlgraph_ingest.pypi.simple_document import ACCEPT, SimplePage, page_facts, simple_page


class Visit:
    """What an index said of a package."""

    def __init__(self, desk: Desk, name: str, answer: Answer, document: Table | None, page: SimplePage | None) -> None:
        self.desk = desk
        self.name = name
        self.answer = answer
        """The document's, or the page's where the index has no documents."""
        self.document = document
        self._page = page
        self._has_asked = page is not None

    def facts(self) -> Facts:
        """What it says of the package and its releases. Raises FormatError where it describes none, or another."""
        if self.document is not None:
            return project_facts(self.name, self.document, self.answer.url)
        return page_facts(self.name, self._page) if self._page is not None else Facts(self.name)

    def page(self) -> SimplePage | None:
        """The page of its files, asked for once; None where there is none."""
        if not self._has_asked:
            self._has_asked = True
            found = ask_page(self.desk, self.name)
            self._page = found[1] if found is not None else None
        return self._page

    def files(self, version: str) -> list[File]:
        """The files of a release: by the page where it was asked for, else by the document."""
        if self._page is not None:
            return self._page.files_of(version)
        return files_of(self.document, version) if self.document is not None else []


def visit(desk: Desk, name: str) -> Visit | None:
    """Ask an index for a package; None where it has none of that name.

    An index that has no project documents is asked for its page instead. Raises SourceError where it does not
    answer, FormatError where its answer is none.
    """
    no_document: FormatError | None = None
    if desk.index.has_documents and desk.is_offered(Offer.PROJECT):
        answer = desk.get(desk.index.project_url(name))
        if answer is not None:
            try:
                document = load_parts(answer.content, answer.url, apart="releases", doubt=DOUBT)
            except FormatError as error:
                if is_json(answer.content):
                    raise
                no_document = error
            else:
                desk.learn(Offer.PROJECT, is_there=True)
                return Visit(desk, name, answer, document, None)
        elif desk.is_known(Offer.PROJECT):
            return None
    try:
        found = ask_page(desk, name)
    except FormatError as error:
        raise no_document or error from error
    if found is None:
        if no_document is not None:
            raise no_document
        return None
    desk.learn(Offer.PROJECT, is_there=False)
    return Visit(desk, name, found[0], None, found[1])


def ask_page(desk: Desk, name: str) -> tuple[Answer, SimplePage] | None:
    """The page of a package's files, with the answer that it was read in."""
    answer = desk.get(desk.index.simple_url(name), accept=ACCEPT)
    return (answer, simple_page(name, answer.content, answer.url)) if answer is not None else None


def with_details(found: Visit, facts: Facts) -> Facts:
    """The facts with what only the page of files says: the status. A page that fails is a problem, no more."""
    if not found.desk.is_offered(Offer.DETAILS):
        return facts
    try:
        page = found.page()
    except (SourceError, FormatError) as error:
        text = f"status and provenance are unknown: {without_credentials(str(error))}"
        return replace(facts, problems=(*facts.problems, ("", text)))
    found.desk.learn(Offer.DETAILS, is_there=page is not None and page.tells_more)
    return replace(facts, status=page.status) if page is not None and facts.status is None else facts
