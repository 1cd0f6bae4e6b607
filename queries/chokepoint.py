"""Irreplaceability: what the US could be denied, by whom, and for how long.

* exposure of a technology: the loss if all its named providers withhold it;
* leverage of a holder: the loss if it withholds all it provides; its leverage *at* a
  technology: the loss if it withholds only that;
* concentration: Herfindahl index and top share, as an interval where shares are unknown;
* single point of failure: a technology with one provider, or without which some need
  stops altogether;
* ``need_years_at_risk`` = leverage x T / 12, with T the months to substitute.

For a technology, leverage is that of the foreign country which could take away most of it: an
American holder is no chokepoint for America.

Measures: share of US need, and years of it, that one decision can stop.
Identifies: the few technologies and holders on which much rests for long.
Beware: home jurisdiction counts, not the site of a plant; unknown months are inferred.

References
----------
Herfindahl (1950), Hirschman (1945); Farrell, H. and Newman, A. (2019), Weaponized
interdependence, International Security 44, for what a chokepoint is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.model import US, Graph, once
from queries.cascade import Floats
from queries.loss import HORIZON, Loss, losses, lost_shares, substitution
from queries.market import Market, herfindahl_within, homes, markets, shares

_TOGETHER = 256  # denials computed at a time


@dataclass(frozen=True, slots=True)
class Chokepoint:
    """One technology, firm or country as a chokepoint of US needs."""

    id: str
    top_technology: str
    hhi: tuple[float, float]
    top_holder: str | None
    top_share: float | None
    denier: str | None
    us_share: float | None
    taiwan_share: float | None
    exposure: float
    exposure_usd_bn: float
    leverage: float
    leverage_usd_bn: float
    months: float
    months_stated: bool
    needs_stopped: int
    sole_provider: bool
    confidence: int | None
    sources: tuple[str, ...]

    @property
    def need_years_at_risk(self) -> float:
        """Return leverage times the years until substitution."""
        return self.leverage * self.months / 12

    @property
    def usd_bn_years_at_risk(self) -> float:
        """Return the same in US$ bn, over the needs whose demand is known."""
        return self.leverage_usd_bn * self.months / 12


def by_technology(kg: Graph, *, horizon: float = HORIZON) -> list[Chokepoint]:
    """Return every technology that has a need above it, most at risk first."""
    table, home = shares(kg), np.array(homes(kg))
    found, n = markets(kg), len(table.techs)
    everyone = losses(kg, np.diag(1 - table.unattributed), horizon=horizon)
    deniers = [_denier(found[t]) for t in table.techs]
    withheld = np.zeros((n, n))
    for i, country in enumerate(deniers):
        withheld[i, i] = table.matrix[i, home == country].sum() if country else 0.0
    theirs = losses(kg, withheld, horizon=horizon)
    return _ranked(
        _chokepoint(kg, tech_id, tech_id, deniers[i], everyone[i], theirs[i], None)
        for i, tech_id in enumerate(table.techs)
        if everyone[i].share > 0
    )


def by_firm(kg: Graph, *, horizon: float = HORIZON) -> list[Chokepoint]:
    """Return every firm whose withholding would cost the US something."""
    table = shares(kg)
    columns = [np.array([h == f for h in table.holders]) for f in kg.firms]
    return _by_holder(kg, list(kg.firms), columns, horizon)


def by_country(kg: Graph, *, horizon: float = HORIZON) -> list[Chokepoint]:
    """Return every country whose holders' withholding would cost the US something."""
    home = np.array(homes(kg))
    return _by_holder(kg, list(kg.countries), [home == c for c in kg.countries], horizon)


def _by_holder(
    kg: Graph, holders: Sequence[str], columns: Sequence[np.ndarray], horizon: float
) -> list[Chokepoint]:
    table, months = shares(kg), substitution(kg).months
    withheld = np.stack([table.matrix[:, c].sum(axis=1) for c in columns], axis=1)
    whole = losses(kg, withheld, horizon=horizon)
    felt = [j for j, x in enumerate(whole) if x.share > 0]
    # What each of a holder's technologies would cost alone; many at a time, for speed.
    pairs = [(j, i) for j in felt for i in np.flatnonzero(withheld[:, j])]
    alone: dict[int, list[float]] = {j: [] for j in felt}
    for start in range(0, len(pairs), _TOGETHER):
        part = pairs[start : start + _TOGETHER]
        single = np.zeros((len(months), len(part)))
        for n, (j, i) in enumerate(part):
            single[i, n] = withheld[i, j]
        for (j, _), lost in zip(part, lost_shares(kg, single, horizon=horizon), strict=True):
            alone[j].append(float(lost))
    found = []
    for j in felt:
        has, at = np.flatnonzero(withheld[:, j]), np.array(alone[j])
        top = table.techs[has[int(np.argmax(at))]]
        # A holder's months are those of its technologies, each as heavy as its leverage.
        mean = float(at @ months[has] / at.sum()) if at.sum() > 0 else 0.0
        found.append(_chokepoint(kg, holders[j], top, holders[j], whole[j], whole[j], mean))
    return _ranked(found)


def _ranked(found: Iterable[Chokepoint]) -> list[Chokepoint]:
    return sorted(found, key=lambda c: (-c.need_years_at_risk, -c.exposure, c.id))


def _denier(market: Market) -> str | None:
    """Return the foreign country that has most of a market."""
    foreign = [c for c, share in market.countries.items() if c != US and share > 0]
    return foreign[0] if foreign else None


def _chokepoint(
    kg: Graph,
    record_id: str,
    tech_id: str,
    denier: str | None,
    exposure: Loss,
    leverage: Loss,
    months: float | None,
) -> Chokepoint:
    market = markets(kg)[tech_id]
    row = list(kg.technologies).index(tech_id)
    found = substitution(kg)
    top = market.holdings[0] if market.holdings else None
    holder = record_id != tech_id
    confidence, sources = evidence(kg, tech_id)
    return Chokepoint(
        id=record_id,
        top_technology=tech_id,
        hhi=concentration(market),
        top_holder=top.holder if top else None,
        top_share=_share_of(kg, market, record_id) if holder else top.share if top else None,
        denier=denier,
        us_share=market.of(US),
        taiwan_share=market.of("TWN"),
        exposure=exposure.share,
        exposure_usd_bn=exposure.usd_bn,
        leverage=leverage.share,
        leverage_usd_bn=leverage.usd_bn,
        months=float(found.months[row]) if months is None else months,
        months_stated=bool(found.stated[row]),
        needs_stopped=sum(lost > 1 - 1e-9 for lost in exposure.by_need.values()),
        sole_provider=len(market.holdings) == 1 and market.unattributed < 1e-9,
        confidence=confidence,
        sources=sources,
    )


def _share_of(kg: Graph, market: Market, holder: str) -> float:
    if holder in kg.countries:
        return market.of(holder)
    return sum(h.share for h in market.holdings if h.holder == holder)


def concentration(market: Market) -> tuple[float, float]:
    """Return the Herfindahl index by firm, as the interval that unknown shares allow."""
    # The rest of a country is not one firm: its least is in countless hands, its most in one.
    return herfindahl_within(
        (0.0 if h.holder == h.country else h.low, h.high) for h in market.holdings
    )


def country_concentration(market: Market) -> tuple[float, float]:
    """Return the Herfindahl index by country, likewise."""
    totals = (market.total(c) for c in market.countries)
    return herfindahl_within((total.low, total.high) for total in totals if total)


@once
def evidence(kg: Graph, tech_id: str) -> tuple[int | None, tuple[str, ...]]:
    """Return the least confidence and the sources of what is known of a technology."""
    rows = [h.row for h in markets(kg)[tech_id].holdings if h.row]
    figure = kg.figure(kg.technologies[tech_id], "time_to_substitute_months")
    grades = [row.confidence for row in rows]
    names = [row.source_id for row in rows]
    if figure:
        names.append(figure.source.source_id)
        if figure.confidence is not None:
            grades.append(figure.confidence)
    return min(grades, default=None), tuple(dict.fromkeys(names))


def stop(kg: Graph, tech_id: str) -> Floats:
    """Return a denial of the whole of one technology, for :func:`queries.loss.loss`."""
    denied = np.zeros(len(kg.technologies))
    denied[list(kg.technologies).index(tech_id)] = 1.0
    return denied
