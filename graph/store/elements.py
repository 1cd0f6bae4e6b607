"""The graph as Neo4j holds it: nodes and relationships with plain values, nothing unknown.

Names of properties are those of the tables. Every node also has ``id`` and ``name``, its measures,
and a ``CITES`` relationship to each source behind it; every element has the mark ``graph``.
A relationship leaves out what its two ends already say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import isfinite

from graph.model import Graph
from graph.schema import Alias, Record, Source, columns
from graph.store.ontology import CITES, GRAPH, LABELS, Kind, label, numbers

Scalar = str | int | float | bool
Property = Scalar | list[str] | list[int] | list[float] | list[bool]
Properties = dict[str, Property]
Measures = Mapping[str, Mapping[str, object]]
"""Measures by node and name, as plain data."""


@dataclass(frozen=True, slots=True)
class Elements:
    """
    All that is to be in the database.

    Attributes
    ----------
    version
        Of the data.
    nodes
        By label and key.
    relations
        By kind: key of the start, key of the end, properties.
    """

    version: str
    nodes: dict[str, dict[str, Properties]] = field(default_factory=dict)
    relations: dict[Kind, list[tuple[str, str, Properties]]] = field(default_factory=dict)

    @property
    def node_count(self) -> int:
        """Return how many nodes there are."""
        return sum(map(len, self.nodes.values()))

    @property
    def relation_count(self) -> int:
        """Return how many relationships there are."""
        return sum(map(len, self.relations.values()))


def elements(kg: Graph, measures: Measures) -> Elements:
    """
    Return a graph and its measures as Neo4j is to hold them.

    Parameters
    ----------
    kg
        The graph.
    measures
        By id of the node and name; a column of the node's own counts before a measure.
    """
    nodes: dict[str, dict[str, Properties]] = {}
    more = _lists(kg)
    for table in LABELS:
        rows = nodes[table.__name__] = {}
        for record in kg.rows(table):
            (record_id,) = record.key
            named = record.title if isinstance(record, Source) else record.name_en  # type: ignore[attr-defined]
            rows[record_id] = plain(
                {**measures.get(record_id, {}), **more[record_id], **_own(record)}
                | {"id": record_id, "name": named, "graph": GRAPH}
            )
    relations: dict[Kind, list[tuple[str, str, Properties]]] = defaultdict(list)
    labels = {record_id: label(node) for record_id, node in kg.nodes.items()}
    for start, kind, end, record in kg.relations():
        found = plain({**_between(record, start, end), "graph": GRAPH})
        relations[labels[start], kind, labels[end]].append((start, end, found))
    for table in LABELS:
        for record in kg.rows(table):
            for source_id, found in _cited(kg, record):
                cites = (table.__name__, CITES, Source.__name__)
                relations[cites].append((record.key[0], source_id, found))
    return Elements(kg.version, nodes, dict(relations))


def plain(values: Mapping[str, object]) -> Properties:
    """
    Return what is known of some values, as Neo4j can hold it: unknown is absent.

    >>> plain({"share": 0.5, "low": None, "high": float("nan"), "parts": ("a", "b")})
    {'share': 0.5, 'parts': ['a', 'b']}
    """
    found: Properties = {}
    for name, value in values.items():
        if isinstance(value, (tuple, list)):
            if value:
                found[name] = [_scalar(v) for v in value]  # type: ignore[assignment]
        elif (known := _scalar(value)) is not None:
            found[name] = known
    return found


def _scalar(value: object) -> Scalar | None:
    """Return a value of a built-in type, out of an enumeration's member or numpy's scalar."""
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return None
    if type(value) in (str, int, float, bool):
        return value  # type: ignore[return-value]
    if isinstance(value, Enum):
        return str(value.value)
    item = getattr(value, "item", None)
    return _scalar(item()) if item else str(value)


def _own(record: Record) -> dict[str, object]:
    return {c.name: getattr(record, c.name) for c in columns(type(record))}


def _lists(kg: Graph) -> dict[str, dict[str, list[object]]]:
    """Return what other tables say of a node in several rows: other names, tranches, gates."""
    found: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for alias in kg.rows(Alias):
        found[alias.record_id]["aliases"].append(alias.alias)
    for tranche in sorted(kg.tranches, key=lambda t: (t.investment_id, t.tranche)):
        slices = found[tranche.investment_id]
        slices["tranches"].append(tranche.share)
        slices["gates_en"].append(tranche.gate_en)
        slices["gates_zh"].append(tranche.gate_zh)
    return found


def _between(record: Record, start: str, end: str) -> dict[str, object]:
    """Return what a relationship says of itself; of a node's row, only who says so."""
    own = _own(record)
    if isinstance(record, LABELS):
        return {n: own[n] for n in ("source_id", "year", "confidence") if n in own}
    for column in columns(type(record)):
        if column.refs and own[column.name] in (start, end):
            del own[column.name]
    return own


def _cited(kg: Graph, record: Record) -> Iterator[tuple[str, Properties]]:
    """Iterate over the sources behind a node: of its row, then of each number it has."""
    row_source = getattr(record, "source_id", None)
    if row_source is None or isinstance(record, Source):
        return
    dated = {n: getattr(record, n, None) for n in ("year", "confidence", "note")}
    yield row_source, plain({**dated, "graph": GRAPH})
    for name in numbers(type(record)):
        figure = kg.figure(record, name)
        if figure is not None:
            told = {
                n: getattr(figure, n)
                for n in ("value", "low", "high", "year", "confidence", "note")
            }
            yield figure.source.source_id, plain({"property": name, **told, "graph": GRAPH})
