"""The ontology: every table, its columns, and what a value may be.

This is the only place that says what the graph is made of. The loaders read it to check
files, the data dictionary and ``datapackage.json`` are generated from it, and Neo4j labels
and relationship types come from it. Columns have the same name in CSV, Python and Neo4j.

A record class is a table; an annotation is a column::

    >>> [c.name for c in columns(Country)]
    ['iso3', 'name_en', 'name_zh', 'source_id']
    >>> Provides.KEY
    ('provider_id', 'tech_id', 'metric', 'market')

An empty cell is *unknown* and becomes ``None``; it is never zero.
"""

from __future__ import annotations

from graph.schema.column import Column, Record, columns
from graph.schema.investments import Effect, InstrumentReach, Investment, Project, Term, Tranche
from graph.schema.nodes import ControlPoint, Country, Firm, Need, Source, Technology
from graph.schema.relations import (
    Alias,
    Citation,
    Holds,
    Owns,
    Provides,
    ReliesOn,
    Requires,
    Supplies,
    Variant,
)
from graph.schema.values import (
    Instrument,
    Kind,
    Lever,
    Market,
    Metric,
    Reach,
    Right,
    SourceKind,
    Stage,
)

__all__ = [
    "RECORDS",
    "TABLES",
    "Alias",
    "Citation",
    "Column",
    "ControlPoint",
    "Country",
    "Effect",
    "Firm",
    "Holds",
    "Instrument",
    "InstrumentReach",
    "Investment",
    "Kind",
    "Lever",
    "Market",
    "Metric",
    "Need",
    "Owns",
    "Project",
    "Provides",
    "Reach",
    "Record",
    "ReliesOn",
    "Requires",
    "Right",
    "Source",
    "SourceKind",
    "Stage",
    "Supplies",
    "Technology",
    "Term",
    "Tranche",
    "Variant",
    "columns",
]

RECORDS: tuple[type[Record], ...] = (
    Source,
    Country,
    Firm,
    Technology,
    Need,
    ControlPoint,
    Project,
    Investment,
    Tranche,
    Effect,
    Requires,
    Variant,
    Provides,
    ReliesOn,
    Supplies,
    Owns,
    Holds,
    InstrumentReach,
    Term,
    Alias,
    Citation,
)

TABLES: dict[str, type[Record]] = {record.TABLE: record for record in RECORDS}
