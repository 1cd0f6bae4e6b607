"""The graph itself: records by id, and the source behind any number of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from graph.errors import NotFound
from graph.names import Index
from graph.schema import (
    Alias,
    Citation,
    ControlPoint,
    Country,
    Effect,
    Firm,
    Holds,
    InstrumentReach,
    Investment,
    Need,
    Owns,
    Project,
    Provides,
    Record,
    ReliesOn,
    Requires,
    Source,
    SourceKind,
    Supplies,
    Technology,
    Term,
    Tranche,
    Variant,
)

if TYPE_CHECKING:
    import networkx as nx

Node = Country | Firm | Technology | Need | ControlPoint | Investment
R = TypeVar("R", bound=Record)
T = TypeVar("T")
P = ParamSpec("P")

TAIWAN = "TWN"
US = "USA"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what a hearing asks of it: range, date, source and confidence."""

    value: float
    low: float | None
    high: float | None
    year: int | None
    confidence: int | None
    source: Source
    note: str | None

    @property
    def assumed(self) -> bool:
        """Tell whether the number is an assumption and must be shown as one."""
        return self.source.kind is SourceKind.ASSUMPTION


def once(function: Callable[Concatenate[Graph, P], T]) -> Callable[Concatenate[Graph, P], T]:
    """Remember what a function of a graph returned, as long as that graph lives."""

    @functools.wraps(function)
    def remembered(kg: Graph, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in kg._memo:
            kg._memo[key] = function(kg, *args, **kwargs)
        return kg._memo[key]  # type: ignore[return-value]

    return remembered


class Graph:
    """
    A knowledge graph of technologies, their providers, and the rights over them.

    Parameters
    ----------
    records
        Rows of any tables. Of rows with the same key the last one counts, so that an
        analyst's own rows override the bundled ones.
    version
        Name of this state of the data, printed under every result.

    Notes
    -----
    Nodes are held by id in dictionaries, relations in tuples, both in the order given.
    A graph is never changed; :meth:`replaced` makes another.
    """

    def __init__(self, records: Iterable[Record], *, version: str = "") -> None:
        self.version = version
        tables: dict[type[Record], dict[tuple[str, ...], Record]] = {}
        for record in records:
            tables.setdefault(type(record), {})[record.key] = record
        self._tables = tables
        self.sources = {r.source_id: r for r in self.rows(Source)}
        self.countries = {r.iso3: r for r in self.rows(Country)}
        self.firms = {r.firm_id: r for r in self.rows(Firm)}
        self.technologies = {r.tech_id: r for r in self.rows(Technology)}
        self.needs = {r.need_id: r for r in self.rows(Need)}
        self.control_points = {r.control_id: r for r in self.rows(ControlPoint)}
        self.projects = {r.project_id: r for r in self.rows(Project)}
        self.investments = {r.investment_id: r for r in self.rows(Investment)}
        self.tranches = self.rows(Tranche)
        self.effects = self.rows(Effect)
        self.requires = self.rows(Requires)
        self.variants = self.rows(Variant)
        self.provides = self.rows(Provides)
        self.relies_on = self.rows(ReliesOn)
        self.supplies = self.rows(Supplies)
        self.ownership = self.rows(Owns)
        self.holds = self.rows(Holds)
        self.instruments = self.rows(InstrumentReach)
        self.terms = {r.term: r for r in self.rows(Term)}
        self._citations = {r.key: r for r in self.rows(Citation)}
        self._memo: dict[object, object] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """Send only rows and version to another process; it remembers for itself."""
        return _rebuild, (tuple(self), self.version)

    def rows(self, table: type[R]) -> tuple[R, ...]:
        """Return the rows of one table."""
        return tuple(self._tables.get(table, {}).values())  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Record]:
        """Iterate over every row of every table."""
        for rows in self._tables.values():
            yield from rows.values()

    def replaced(self, records: Iterable[Record], *, without: Iterable[Record] = ()) -> Graph:
        """Return another graph with these rows put in and those taken out."""
        gone = {(type(r), r.key) for r in without}
        kept = [r for r in self if (type(r), r.key) not in gone]
        return Graph([*kept, *records], version=f"{self.version}+changed")

    def at(self, date: str) -> Graph:
        """
        Return the graph with only the control points in force on a date.

        Parameters
        ----------
        date
            ISO 8601. A point is in force from ``valid_from`` to ``valid_to``, both included;
            an empty one is no bound.
        """
        over = [
            c
            for c in self.control_points.values()
            if (c.valid_from and date < c.valid_from) or (c.valid_to and date > c.valid_to)
        ]
        names = {c.control_id for c in over}
        gone = [*over, *(h for h in self.holds if h.control_id in names)]
        gone += [c for c in self.rows(Citation) if c.record_id in names]
        dated = self.replaced((), without=gone)
        dated.version = f"{self.version} as of {date}"
        return dated

    @functools.cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Return every node by id: what ``show`` and ``find`` know."""
        return {
            **self.countries,
            **self.firms,
            **self.technologies,
            **self.needs,
            **self.control_points,
            **self.investments,
        }

    def node(self, text: str) -> Node:
        """
        Return the one node that has this id or name.

        Raises
        ------
        NotFound
            If no node, or more than one, is called that; carries the nearest ids.
        """
        nodes = self.nodes
        if text in nodes:
            return nodes[text]
        ids = self.index.ids(text)
        if len(ids) == 1:
            return nodes[ids[0]]
        raise NotFound(text, ids or self.index.near(text))

    def holder(self, text: str) -> str:
        """Return the id of the one firm or country that has this id or name."""
        holders = {**self.countries, **self.firms}
        if text in holders:
            return text
        ids = [i for i in self.index.ids(text) if i in holders]
        if len(ids) == 1:
            return ids[0]
        near = [i for i in ids or self.index.near(text, limit=9) if i in holders]
        raise NotFound(text, near[:3], what="firm or country")

    def name(self, record_id: str, lang: str = "en") -> str:
        """Return what a node is called in a language; the id if it is unknown."""
        found = self.nodes.get(record_id)
        if found is None:
            return record_id
        return found.name_zh if lang == "zh" else found.name_en

    @functools.cached_property
    def index(self) -> Index:
        """Return the names of all nodes: both languages, tickers, numbers, aliases."""
        names: dict[str, list[str]] = {}
        for record_id, found in self.nodes.items():
            names[record_id] = [found.name_en, found.name_zh]
            if isinstance(found, Firm):
                names[record_id] += [t for t in (found.ticker, found.ubn) if t]
        for alias in self.rows(Alias):
            if alias.record_id in names:
                names[alias.record_id].append(alias.alias)
        return Index(names)

    def figure(self, record: Record, name: str) -> Figure | None:
        """
        Return a number of a row with its range, date, source and confidence.

        Parameters
        ----------
        record
            Any row of this graph.
        name
            Name of the column that has the number.

        Returns
        -------
        figure
            ``None`` where the cell is empty: unknown is not zero. The number's own
            citation counts where there is one, else the source of its row.
        """
        value = getattr(record, name)
        if value is None:
            return None
        own = self._citations.get((record.key[0], name))
        cited: Record = own or record
        known = {f.name for f in fields(record)}  # type: ignore[arg-type]
        low, high = (own.low, own.high) if own else (None, None)
        if not own and f"{name}_low" in known:
            low, high = getattr(record, f"{name}_low"), getattr(record, f"{name}_high")
        return Figure(
            value=float(value),
            low=low,
            high=high,
            year=getattr(cited, "year", None),
            confidence=getattr(cited, "confidence", None),
            source=self.sources[cited.source_id],  # type: ignore[attr-defined]
            note=getattr(cited, "note", None),
        )

    def to_networkx(self) -> nx.MultiDiGraph:
        """
        Return the graph as NetworkX knows it.

        Nodes carry ``label`` and their columns, edges carry ``type`` and theirs; edges
        run as in the ontology, from the one that has to the thing had. The key of an edge is
        its type and the key of its row.
        """
        import networkx as nx

        g = nx.MultiDiGraph(version=self.version)
        for record_id, found in self.nodes.items():
            g.add_node(record_id, label=type(found).__name__, **properties(found))
        for source, kind, target, record in self.relations():
            # Two rows may relate the same nodes in one way: a share by value, another by volume.
            key = ":".join((kind, *record.key))
            g.add_edge(source, target, key=key, type=kind, **said(record))
        return g

    def relations(self) -> Iterator[tuple[str, str, str, Record]]:
        """Iterate over all relations: start, type, end, and the row that says so."""
        for f in self.firms.values():
            yield f.firm_id, "HEADQUARTERED_IN", f.country, f
        for p in self.provides:
            yield p.provider_id, "PROVIDES", p.tech_id, p
        for r in self.requires:
            yield r.tech_id, "REQUIRES", r.input_id, r
        for v in self.variants:
            yield v.variant_id, "VARIANT_OF", v.family_id, v
        for n in self.relies_on:
            yield n.need_id, "RELIES_ON", n.tech_id, n
        for s in self.supplies:
            yield s.supplier_id, "SUPPLIES", s.customer_id, s
        for o in self.ownership:
            yield o.owner_id, "OWNS", o.owned_id, o
        for h in self.holds:
            yield h.holder_id, "HOLDS", h.control_id, h
        for c in self.control_points.values():
            yield c.control_id, "GOVERNS", c.tech_id, c
        for i in self.investments.values():
            for firm_id in i.made_by:
                yield i.investment_id, "MADE_BY", firm_id, i
        for e in self.effects:
            yield e.investment_id, "TARGETS", e.target_id, e


def _rebuild(records: tuple[Record, ...], version: str) -> Graph:
    return Graph(records, version=version)


def properties(record: Record) -> dict[str, str | float | bool]:
    """Return the known columns of a row as plain values; lists joined by ``;``."""
    found: dict[str, str | float | bool] = {}
    for name in (f.name for f in fields(record)):  # type: ignore[arg-type]
        value = getattr(record, name)
        if isinstance(value, tuple):
            value = ";".join(value) or None
        if value is not None:
            found[name] = str(value) if isinstance(value, str) else value
    return found


def said(record: Record) -> dict[str, str | float | bool]:
    """
    Return what the row behind a relation says of the relation.

    Of a node's own row (a firm's, which names its country) that is only where it comes from.
    """
    found = properties(record)
    if not isinstance(record, Node):
        return found
    return {n: found[n] for n in ("source_id", "year", "confidence") if n in found}
