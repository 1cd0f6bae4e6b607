"""The ontology as Neo4j knows it: labels, keys, constraints and indexes, all from the schema."""

from __future__ import annotations

from graph.schema import (
    ControlPoint,
    Country,
    Firm,
    Investment,
    Need,
    Record,
    Source,
    Technology,
    columns,
)

GRAPH = "controlshift"
"""Value of ``graph`` on every node and relationship that a load wrote: the mark of ownership."""

LABELS: tuple[type[Record], ...] = (
    Country,
    Firm,
    Technology,
    Need,
    ControlPoint,
    Investment,
    Source,
)
"""The tables whose rows are nodes. The label is the name of the class."""

CITES = "CITES"
"""From a node to the source of its row, or of the one number that ``property`` names."""

STATE = "ControlShiftLoad"
"""Label of the one node that says which data were loaded, and when."""

WITHDRAWN = "Withdrawn"
"""Label, in place of its own, of a node no longer in the data that others' relationships hold."""


Kind = tuple[str, str, str]
"""A kind of relationship: label of the start, type, label of the end."""

KINDS: tuple[Kind, ...] = (
    ("Firm", "HEADQUARTERED_IN", "Country"),
    ("Firm", "PROVIDES", "Technology"),
    ("Country", "PROVIDES", "Technology"),
    ("Technology", "REQUIRES", "Technology"),
    ("Technology", "VARIANT_OF", "Technology"),
    ("Need", "RELIES_ON", "Technology"),
    ("Firm", "SUPPLIES", "Firm"),
    ("Firm", "OWNS", "Firm"),
    ("Country", "OWNS", "Firm"),
    ("Firm", "HOLDS", "ControlPoint"),
    ("Country", "HOLDS", "ControlPoint"),
    ("ControlPoint", "GOVERNS", "Technology"),
    ("Investment", "MADE_BY", "Firm"),
    ("Investment", "TARGETS", "Technology"),
    ("Investment", "TARGETS", "Firm"),
    *((table.__name__, CITES, "Source") for table in LABELS if table is not Source),
)
"""Every kind that a load may write."""


def label(record: Record) -> str:
    """Return the label of a row that is a node."""
    return type(record).__name__


def key(name: str) -> str:
    """
    Return the property that identifies a node of a label.

    >>> key("Firm")
    'firm_id'
    """
    return KEYS[name]


KEYS: dict[str, str] = {table.__name__: table.KEY[0] for table in LABELS} | {STATE: "graph"}


def numbers(record: type[Record]) -> tuple[str, ...]:
    """
    Return the columns of a table that are numbers somebody has to answer for.

    >>> numbers(Technology)
    ('time_to_substitute_months',)
    """
    return tuple(
        c.name
        for c in columns(record)
        if c.type in ("number", "integer") and c.name not in ("year", "confidence")
    )


def constraints() -> tuple[str, ...]:
    """Return the statements that make each key unique, and so quick to find."""
    return tuple(
        f"CREATE CONSTRAINT {GRAPH}_{name} IF NOT EXISTS FOR (n:{name}) REQUIRE n.{key} IS UNIQUE"
        for name, key in KEYS.items()
    )


def indexes() -> tuple[str, ...]:
    """Return the statement that makes nodes searchable by name, in English and Chinese."""
    labels = "|".join(table.__name__ for table in LABELS)
    names = "n.name, n.name_en, n.name_zh, n.aliases, n.ticker, n.ubn"
    return (
        f"CREATE FULLTEXT INDEX {GRAPH}_names IF NOT EXISTS FOR (n:{labels}) ON EACH [{names}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}",
    )
