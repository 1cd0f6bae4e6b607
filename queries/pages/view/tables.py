"""Tables as the page reads them: by column, each value written once where values repeat."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields

from graph.model import Graph
from graph.schema import TABLES, Citation, Provides, Record, Source, columns
from queries.market import Holding, markets
from queries.measures import measures

Packed = dict[str, object]


def pack(rows: Sequence[Mapping[str, object]], names: Iterable[str] | None = None) -> Packed:
    """
    Return rows as columns.

    A column is a list of values, or ``{"of": distinct values, "at": positions in them}``;
    without ``at`` all rows have the one value.

    Examples
    --------
    >>> pack([{"a": 1, "b": "x"}, {"a": 2, "b": "x"}])
    {'rows': 2, 'columns': {'a': [1, 2], 'b': {'of': ['x']}}}
    """
    names = dict.fromkeys(n for r in rows for n in r) if names is None else names
    return {"rows": len(rows), "columns": {n: _column([r.get(n) for r in rows]) for n in names}}


def _column(values: list[object]) -> object:
    at: dict[str, int] = {}
    place = [at.setdefault(json.dumps(v), len(at)) for v in values]
    distinct = [json.loads(key) for key in at]
    if len(distinct) == 1:
        return {"of": distinct}
    if 2 * len(distinct) <= len(values):
        return {"of": distinct, "at": place}
    return values


def plain(record: Record) -> dict[str, object]:
    """Return a row with its columns as JSON knows them."""
    found = {f.name: getattr(record, f.name) for f in fields(record)}  # type: ignore[arg-type]
    return {n: list(v) if isinstance(v, tuple) else v for n, v in found.items()}


def rows_about(kg: Graph, shown: Collection[str]) -> list[Record]:
    """
    Return every row that names one of these nodes, and what is needed to read it.

    With a row come the nodes that it names and the sources behind it, so that no fact in the
    page stands without its name and its source.
    """
    own = set(shown)
    kept = {(type(r), r.key): r for r in kg if _names(r) & own and not isinstance(r, Source)}
    named = set().union(own, *map(_names, kept.values()))
    known = {**kg.nodes, **kg.projects}
    fresh = named
    while fresh := set().union(*(_names(known[i]) for i in fresh if i in known)) - named:
        named |= fresh
    more: list[Record] = [known[i] for i in sorted(named & set(known))]
    more += [c for c in kg.rows(Citation) if c.record_id in named]
    for r in more:
        kept.setdefault((type(r), r.key), r)
    cited = {getattr(r, "source_id", "") for r in kept.values()}
    cited |= {
        i for n in own for i in str(measures(kg).get(n, {}).get("evidence", "")).split(";")
    }
    return [r for r in kg if (type(r), r.key) in kept or r.key[0] in cited & set(kg.sources)]


def tables(rows: Iterable[Record]) -> dict[str, Packed]:
    """Return rows of any tables by the name of their table, with its columns in order."""
    rows = list(rows)
    found: dict[str, Packed] = {}
    for name, table in TABLES.items():
        own = [plain(r) for r in rows if isinstance(r, table)]
        if own:
            found[name] = pack(own, [c.name for c in columns(table)])
    return found


def _names(record: Record) -> set[str]:
    """Return every id that a row mentions."""
    found: set[str] = set(record.key[:1])
    for column in columns(type(record)):
        value = getattr(record, column.name)
        if column.refs and column.refs != ("sources",) and value:
            found |= set(value) if isinstance(value, tuple) else {value}
    return found


def holdings(kg: Graph, rows: Iterable[Record]) -> Packed:
    """
    Return who has which part of each technology, as ``show`` has it: derived, never loaded.

    ``row`` is the place among the rows of ``provides`` of the one behind a part.
    """
    return _parts(((m.tech_id, h) for m in markets(kg).values() for h in m.holdings), rows)


def totals(kg: Graph, rows: Iterable[Record]) -> Packed:
    """Return what each country has of each technology, with the firms at home there."""
    found = ((m.tech_id, m.total(c)) for m in markets(kg).values() for c in m.countries)
    return _parts(((tech_id, total) for tech_id, total in found if total), rows)


def _parts(parts: Iterable[tuple[str, Holding]], rows: Iterable[Record]) -> Packed:
    place = {r.key: n for n, r in enumerate(r for r in rows if isinstance(r, Provides))}
    return pack(
        [
            {
                "tech_id": tech_id,
                "holder_id": h.holder,
                "share": number(h.share),
                "low": number(h.low),
                "high": number(h.high),
                "row": place[h.row.key] if h.row else None,
                "inferred": h.row is None or h.row.share is None,
            }
            for tech_id, h in parts
            if h.row is None or h.row.key in place
        ]
    )


def number(value: object) -> object:
    """Return a computed number to nine digits, enough to agree with every other output."""
    return float(f"{value:.9g}") if isinstance(value, float) else value
