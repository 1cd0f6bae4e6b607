"""Who provides a technology, and how much of that is known.

A market is split among *holdings*: firms, and for a country whose total is known the rest
of that country, which goes by the country's own code. What nobody is named for is
*unattributed*: it belongs to no country and nobody can deny it.

Unknown is not zero. A named provider with an empty share may have anything from nothing to
all that the known shares leave; the point value is an equal split of that remainder over
the blank providers and one unattributed part. Firm and country rows are two views of one
market and are never added up: firms refine the country they belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.model import Graph, once
from graph.schema import Provides


@dataclass(frozen=True, slots=True)
class Holding:
    """
    One holder's part of a market: point value and the interval the data allow.

    ``pool`` names the remainder that an unknown part is drawn from: a country's, or ``*`` for
    that of the whole market; it is empty where the share is stated.
    """

    holder: str
    country: str
    share: float
    low: float
    high: float
    row: Provides | None
    pool: str = ""

    @property
    def known(self) -> bool:
        """Tell whether the share was stated rather than inferred from a blank."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Market:
    """The holdings of one technology, largest first, and the part nobody is named for."""

    tech_id: str
    holdings: tuple[Holding, ...]
    unattributed: float
    base: str
    mixed: bool

    def of(self, country: str) -> float:
        """Return the share of providers at home in a country."""
        return sum(h.share for h in self.holdings if h.country == country)

    def total(self, country: str) -> Holding | None:
        """
        Return what a country and the firms at home there have together, ``None`` if nothing.

        The row is the country's own, else that of its largest firm.
        """
        own = [h for h in self.holdings if h.country == country]
        if not own:
            return None
        row = next((h.row for h in own if h.holder == country), None)
        if row is not None and row.share is not None:
            low = row.share if row.share_low is None else row.share_low
            high = row.share if row.share_high is None else row.share_high
        else:
            low, high = sum(h.low for h in own), min(1.0, sum(h.high for h in own))
        return Holding(country, country, self.of(country), low, high, row or own[0].row)

    @property
    def countries(self) -> dict[str, float]:
        """Return the share of each country, largest first."""
        total: dict[str, float] = defaultdict(float)
        for h in self.holdings:
            total[h.country] += h.share
        return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))


@once
def markets(kg: Graph) -> dict[str, Market]:
    """Return the market of every technology, by id."""
    rows: dict[str, list[Provides]] = defaultdict(list)
    for row in kg.provides:
        rows[row.tech_id].append(row)
    return {tech_id: _market(kg, tech_id, rows[tech_id]) for tech_id in kg.technologies}


def _market(kg: Graph, tech_id: str, rows: list[Provides]) -> Market:
    firms, firm_base = _one_base(r for r in rows if r.provider_id in kg.firms)
    lands, land_base = _one_base(r for r in rows if r.provider_id not in kg.firms)
    holdings: list[Holding] = []
    blanks: list[Provides] = []
    by_country: dict[str, list[Provides]] = defaultdict(list)
    for row in firms:
        by_country[kg.firms[row.provider_id].country].append(row)
    for land in lands:
        own = by_country.pop(land.provider_id, [])
        if land.share is None:
            holdings += [_stated(kg, r) for r in own if r.share is not None]
            blanks += [r for r in own if r.share is None] + [land]
        else:
            holdings += _refined(kg, land, own)
    for own in by_country.values():
        holdings += [_stated(kg, r) for r in own if r.share is not None]
        blanks += [r for r in own if r.share is None]
    total = sum(h.share for h in holdings)
    if total > 1:  # rounding in the source; check.sums refuses anything larger
        holdings = [replace(h, share=h.share / total) for h in holdings]
    left = max(0.0, 1.0 - total)
    part = left / (len(blanks) + 1)
    holdings += [_blank(kg, row, part, left, "*") for row in blanks]
    return Market(
        tech_id,
        tuple(sorted(holdings, key=lambda h: (-h.share, h.holder))),
        part,
        " / ".join(dict.fromkeys(b for b in (firm_base, land_base) if b)),
        bool(firm_base and land_base and firm_base != land_base),
    )


def _one_base(rows: Iterable[Provides]) -> tuple[list[Provides], str]:
    """Return the rows of the best-covered base, and blanks of the others.

    Shares of different bases (world revenue, US imports) are not comparable; a blank has
    no base, so a provider named on any base is a provider.
    """
    bases: dict[tuple[str, str], list[Provides]] = defaultdict(list)
    for row in rows:
        bases[row.metric, row.market].append(row)
    if not bases:
        return [], ""

    def covered(base: tuple[str, str]) -> tuple[float, int, int, tuple[str, str]]:
        known = [r.share for r in bases[base] if r.share is not None]
        return sum(known), max(r.year for r in bases[base]), len(bases[base]), base

    best = max(bases, key=covered)
    chosen = {r.provider_id: r for r in bases[best]}
    for rows_of_base in bases.values():
        for row in rows_of_base:
            chosen.setdefault(
                row.provider_id,
                replace(row, share=None, share_low=None, share_high=None),
            )
    known = any(r.share is not None for r in bases[best])
    return list(chosen.values()), f"{best[0]}, {best[1]}" if known else ""


def _stated(kg: Graph, row: Provides, scale: float = 1.0) -> Holding:
    assert row.share is not None
    firm = kg.firms.get(row.provider_id)
    low = row.share if row.share_low is None else row.share_low
    high = row.share if row.share_high is None else row.share_high
    return Holding(
        row.provider_id,
        firm.country if firm else row.provider_id,
        row.share * scale,
        low * scale,
        high * scale,
        row,
    )


def _blank(kg: Graph, row: Provides, share: float, left: float, pool: str) -> Holding:
    firm = kg.firms.get(row.provider_id)
    low = row.share_low or 0.0
    high = left if row.share_high is None else min(left, row.share_high)
    home = firm.country if firm else row.provider_id
    return Holding(row.provider_id, home, share, low, max(low, high), row, pool)


def _refined(kg: Graph, land: Provides, firms: list[Provides]) -> list[Holding]:
    """Split a country's known share over its firms and the rest of that country."""
    assert land.share is not None
    known = sum(r.share for r in firms if r.share is not None)
    # Firms on another base may add up to more than their country: the country's total
    # holds, their proportions are kept, and the market is marked as mixed.
    scale = min(1.0, land.share / known) if known else 1.0
    held = [_stated(kg, r, scale) for r in firms if r.share is not None]
    blanks = [r for r in firms if r.share is None]
    rest = max(0.0, land.share - known * scale)
    part = rest / (len(blanks) + 1)
    held += [_blank(kg, row, part, rest, land.provider_id) for row in blanks]
    if part > 0 or land.share == 0:
        country = land.provider_id
        low, high = (0.0, rest) if blanks else (rest, rest)
        pool = country if blanks else ""
        held.append(Holding(country, country, part, low, high, land, pool))
    return held


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares as a matrix: a row a technology, a column a holder."""

    techs: tuple[str, ...]
    holders: tuple[str, ...]
    matrix: NDArray[np.float64]
    unattributed: NDArray[np.float64]

    def column(self, holder: str) -> int:
        """Return the column of a holder."""
        return self.holders.index(holder)


@once
def shares(kg: Graph) -> Shares:
    """
    Return the point shares of every holder in every technology.

    Columns are all firms, then all countries; a country's column is the rest of that
    country, not its total. Each row and its unattributed part sum to 1.
    """
    techs, holders = tuple(kg.technologies), (*kg.firms, *kg.countries)
    column = {holder: j for j, holder in enumerate(holders)}
    matrix = np.zeros((len(techs), len(holders)))
    unattributed = np.zeros(len(techs))
    for i, market in enumerate(markets(kg).values()):
        for h in market.holdings:
            matrix[i, column[h.holder]] += h.share
        unattributed[i] = market.unattributed
    return Shares(techs, holders, matrix, unattributed)


@once
def homes(kg: Graph) -> tuple[str, ...]:
    """Return the country in whose jurisdiction each holder of :func:`shares` sits."""
    return (*(firm.country for firm in kg.firms.values()), *kg.countries)


def herfindahl(parts: Iterable[float], remainder: float = 0.0) -> tuple[float, float]:
    """
    Return the Herfindahl-Hirschman index as the interval that unknown shares allow.

    Parameters
    ----------
    parts
        Known shares, 0 to 1, of separate holders.
    remainder
        Share whose holders are unknown.

    Returns
    -------
    low, high
        Sum of squared shares: with the remainder in countless hands, and in one.

    Examples
    --------
    >>> herfindahl([0.5, 0.3], 0.2)
    (0.34, 0.38)

    References
    ----------
    Herfindahl, O. C. (1950), Concentration in the U.S. Steel Industry; Hirschman, A. O.
    (1945), National Power and the Structure of Foreign Trade.
    """
    low = sum(part * part for part in parts)
    return round(low, 12), round(low + remainder * remainder, 12)


def herfindahl_within(bounds: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """
    Return the interval of the Herfindahl-Hirschman index over shares known by their bounds.

    Parameters
    ----------
    bounds
        Least and greatest share of each holder, 0 to 1. What they leave of the market may be in
        countless hands, or in one nobody has named.

    Returns
    -------
    low, high
        ``low`` is the least possible. ``high`` is never below the greatest possible, and equals
        it wherever all shares but one can be at a bound: what the least shares leave of the
        market goes where it counts most, a holder's square taken as its chord from least to
        greatest (the fractional knapsack).

    Examples
    --------
    >>> herfindahl_within([(0.5, 0.5), (0.3, 0.3)])
    (0.34, 0.38)
    >>> herfindahl_within([(0.4, 0.4), (0.0, 0.1)])
    (0.16, 0.52)
    """
    least, slopes = [], []
    for low, high in bounds:
        least.append(low)
        slopes.append((low + high, max(0.0, high - low)))
    left = max(0.0, 1 - sum(least))
    total = low_end = sum(low * low for low in least)
    for slope, room in sorted([*slopes, (left, left)], reverse=True):
        taken = min(room, left)
        total += slope * taken
        left -= taken
    return round(low_end, 12), round(min(1.0, total), 12)
