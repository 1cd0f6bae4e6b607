"""Rules that hold between rows: references, sums, ranges, sources, cycles.

Each rule is one function that yields faults; :data:`RULES` lists them, so that a new rule
is a new function and a line in that list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from graph.errors import Fault
from graph.model import TAIWAN
from graph.names import nearest
from graph.schema import (
    Citation,
    ControlPoint,
    Country,
    Effect,
    Firm,
    Holds,
    Instrument,
    InstrumentReach,
    Investment,
    Need,
    Owns,
    Project,
    Provides,
    Record,
    ReliesOn,
    Requires,
    Right,
    Source,
    SourceKind,
    Technology,
    Tranche,
    Variant,
    columns,
)
from loaders.rings import loops
from loaders.rows import Rows
from loaders.table import Row


def rounding(parts: int) -> float:
    """Return by how much a sum of rounded shares may pass 1: half a percent each."""
    return min(0.05, 0.005 * parts) + 1e-9


def identities(rows: Rows) -> Iterator[Fault]:
    """Require that an id names one thing: no firm is called as a country or a technology is."""
    things = (Country, Firm, Technology, Need, ControlPoint, Investment, Project)
    named: dict[str, str] = {}
    for record, fault in rows.all():
        if isinstance(record, things):
            other = named.setdefault(record.key[0], record.TABLE)
            if other != record.TABLE:
                yield fault(f"'{record.key[0]}' names something in {other} already")


def references(rows: Rows) -> Iterator[Fault]:
    """Require that every id a row names is defined somewhere."""
    for record, fault in rows.all():
        for column in columns(type(record)):
            if not column.refs:
                continue
            value = getattr(record, column.name)
            known = set().union(*(rows.ids[table] for table in column.refs))
            for item in value if isinstance(value, tuple) else (value,):
                if item is None or item in known or item in rows.broken:
                    continue
                near = nearest(item, known, limit=1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                where = " or ".join(column.refs)
                yield fault(f"{column.name}: no '{item}' in {where}{hint}")


def citations(rows: Rows) -> Iterator[Fault]:
    """Require that a citation belongs to a number, and a number has year and confidence."""
    numbers: dict[tuple[str, str], tuple[Record, Callable[[str], Fault]]] = {}
    for table in (Technology, Need, ControlPoint, Investment):
        for record, fault in rows.of(table):
            for column in columns(table):
                if column.type == "number" and getattr(record, column.name) is not None:
                    numbers[record.key[0], column.name] = record, fault
    cited = set()
    for citation, fault in rows.of(Citation):
        cited.add(citation.key)
        found = numbers.get((citation.record_id, citation.property))
        if found is None:
            yield fault(f"'{citation.record_id}' has no number in '{citation.property}'")
            continue
        value = getattr(found[0], citation.property)
        if citation.low is not None and citation.low > value:
            yield fault(f"low {citation.low:g} is above the value {value:g}")
        if citation.high is not None and citation.high < value:
            yield fault(f"high {citation.high:g} is below the value {value:g}")
    for key, (record, fault) in numbers.items():
        if key in cited or not isinstance(record, Technology):
            continue
        if record.year is None or record.confidence is None:
            yield fault(f"{key[1]} needs year and confidence here, or a citation")


def sources(rows: Rows) -> Iterator[Fault]:
    """Require that an assumption gives its reasoning and a document can be found."""
    for source, fault in rows.of(Source):
        if source.kind is SourceKind.ASSUMPTION and not source.note:
            yield fault("an assumption needs its reasoning in 'note'")
        if source.kind is not SourceKind.ASSUMPTION and not source.url:
            yield fault("a document or dataset needs a 'url'")
        if source.url and not source.url.startswith(("https://", "http://")):
            yield fault(f"url: '{source.url}' is not a web address")


def ranges(rows: Rows) -> Iterator[Fault]:
    """Require that low, value and high stand in that order."""
    for p, fault in rows.of(Provides):
        low, high = p.share_low, p.share_high
        if p.share is not None:
            low, high = (p.share if v is None else v for v in (low, high))
            assert low is not None
            assert high is not None
            if not low <= p.share <= high:
                yield fault("share_low, share and share_high are not in order")
        elif low is not None and high is not None and low > high:
            yield fault("share_low is above share_high")
    for e, fault in rows.of(Effect):
        if not e.low <= e.mode <= e.high:
            yield fault("low, mode and high are not in order")
    for i, fault in rows.of(Investment):
        if not 0 < i.credit_min_usd_bn <= i.credit_max_usd_bn:
            yield fault("credit_min_usd_bn must be above 0 and not above credit_max_usd_bn")
    for c, fault in rows.of(ControlPoint):
        if c.valid_from and c.valid_to and c.valid_from > c.valid_to:
            yield fault("valid_from is after valid_to")


def _sums(
    parts: Iterable[tuple[object, float | None, Callable[[str], Fault]]],
    what: str,
    *,
    exact: bool = False,
) -> Iterator[Fault]:
    """Yield a fault at the last part of each group whose parts add up to more than 1."""
    total: dict[object, float] = defaultdict(float)
    count: dict[object, int] = defaultdict(int)
    last = {}
    for group, share, fault in parts:
        if share is not None:
            total[group] += share
            count[group] += 1
            last[group] = fault
    for group, fault in last.items():
        name = group[0] if isinstance(group, tuple) else group
        if total[group] > 1 + rounding(count[group]):
            yield fault(f"{what} '{name}' add up to {total[group]:.4g}, more than 1")
        elif exact and total[group] < 1 - rounding(count[group]):
            yield fault(f"{what} '{name}' add up to {total[group]:.4g}, less than 1")


def sums(rows: Rows) -> Iterator[Fault]:
    """Require that the parts of one whole add up to no more than the whole."""
    yield from _sums(
        (
            (
                (p.tech_id, p.metric, p.market, p.provider_id in rows.ids["countries"]),
                p.share,
                f,
            )
            for p, f in rows.of(Provides)
        ),
        "shares of",
    )
    yield from _sums(((o.owned_id, o.stake, f) for o, f in rows.of(Owns)), "stakes in")
    yield from _sums(((o.owned_id, o.voting, f) for o, f in rows.of(Owns)), "votes in")
    yield from _sums(((h.control_id, h.share, f) for h, f in rows.of(Holds)), "shares of")
    yield from _sums(
        (((c.tech_id, c.right), c.scope, f) for c, f in rows.of(ControlPoint)),
        "scopes over",
    )
    yield from _sums(
        ((r.tech_id, r.cost_share, f) for r, f in rows.of(Requires)), "cost shares of"
    )
    yield from _sums(
        ((v.family_id, v.weight, f) for v, f in rows.of(Variant)), "weights of variants of"
    )
    yield from _sums(
        ((n.need_id, n.weight, f) for n, f in rows.of(ReliesOn)),
        "weights of",
        exact=True,
    )
    yield from _sums(
        ((t.investment_id, t.share, f) for t, f in rows.of(Tranche)),
        "tranches of",
        exact=True,
    )


def completeness(rows: Rows) -> Iterator[Fault]:
    """Require that a need rests on something and an investment is Taiwanese and acts."""
    rested = {n.need_id for n, _ in rows.of(ReliesOn)}
    for need, fault in rows.of(Need):
        if need.need_id not in rested | rows.broken:
            yield fault(f"'{need.need_id}' rests on no technology in relies_on")
    held = {h.control_id for h, _ in rows.of(Holds)}
    for point, fault in rows.of(ControlPoint):
        if point.control_id not in held | rows.broken:
            yield fault(f"'{point.control_id}' is held by nobody in holds")
    acting = {e.investment_id for e, _ in rows.of(Effect)}
    country = {f.firm_id: f.country for f, _ in rows.of(Firm)}
    reach = {(r.instrument, r.right) for r, _ in rows.of(InstrumentReach)}
    for i, fault in rows.of(Investment):
        if i.investment_id not in acting | rows.broken:
            yield fault(f"'{i.investment_id}' has no effect in effects")
        for firm in i.made_by:
            if country.get(firm, TAIWAN) != TAIWAN:
                yield fault(f"made_by: '{firm}' is of {country[firm]}, not of Taiwan")
        for right in Right:
            if (Instrument(i.instrument), right) not in reach:
                yield fault(f"instruments has no row for {i.instrument}, {right}")


RULES = (identities, references, citations, sources, ranges, sums, completeness, loops)


def faults(rows: Iterable[Row], *, broken: Iterable[str] = ()) -> list[Fault]:
    """
    Return every fault that the rules find among these rows.

    Parameters
    ----------
    rows
        The rows that could be read.
    broken
        Ids of rows that could not: to refer to them is no second fault.
    """
    view = Rows(rows, broken)
    return sorted({fault for rule in RULES for fault in rule(view)})
