"""The tables of a graph file, their version, and how an older one is brought up to date.

One row of `assertion` is one assertion; nodes are numbered once (`node`), because a join of integers is what makes
millions of edges cheap. `nodes`, `edges`, `properties` and `documents` are the same facts in words, for SQL by hand.
"""

from __future__ import annotations

from collections.abc import Mapping

VERSION = 1

TABLES = """
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
CREATE TABLE document (
    document INTEGER NOT NULL, locator VARCHAR NOT NULL, title VARCHAR NOT NULL, reader VARCHAR NOT NULL,
    fingerprint VARCHAR, observed_at TIMESTAMP, recorded_at TIMESTAMP NOT NULL, collection VARCHAR NOT NULL,
    error VARCHAR, error_at TIMESTAMP
);
CREATE TABLE node (node INTEGER NOT NULL, kind VARCHAR NOT NULL, key VARCHAR NOT NULL);
CREATE TABLE assertion (
    document INTEGER NOT NULL, subject INTEGER NOT NULL, predicate VARCHAR NOT NULL, object INTEGER, value VARCHAR,
    qualifiers VARCHAR, valid_from DATE, valid_to DATE, locator VARCHAR NOT NULL, method VARCHAR NOT NULL,
    rule VARCHAR NOT NULL, confidence FLOAT
);
CREATE VIEW documents AS
    SELECT locator, title, reader, observed_at, recorded_at, collection, error, error_at FROM document;
CREATE VIEW nodes AS SELECT key AS id, kind FROM node;
CREATE VIEW edges AS
    SELECT s.key AS subject, a.predicate, o.key AS object, a.qualifiers, a.valid_from, a.valid_to, a.method, a.rule,
           a.confidence, d.title AS document, a.locator, d.locator AS document_locator
    FROM assertion a JOIN node s ON s.node = a.subject JOIN node o ON o.node = a.object
    JOIN document d USING (document);
CREATE VIEW properties AS
    SELECT s.key AS subject, a.predicate, a.value, a.valid_from, a.valid_to, a.method, a.rule, a.confidence,
           d.title AS document, a.locator, d.locator AS document_locator
    FROM assertion a JOIN node s ON s.node = a.subject JOIN document d USING (document)
    WHERE a.object IS NULL;
"""

MIGRATIONS: Mapping[int, str] = {}
"""From version n to n + 1: the SQL that does it, run in the writer's private copy and published with its changes."""
