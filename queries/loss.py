"""What the United States loses when holders withhold.

A set S of (holder, technology) pairs is denied for a horizon of H months. Of what is lost, the
part r(t) = min(1, H / T(t)) is replaced within the horizon, T(t) being the months that
substitution takes, so the providers of t still supply

    q(t) = 1 - (1 - r(t)) * (sum of the shares denied),

the cascade carries that on, and the loss is L(S) = sum over needs d of w(d) (1 - y(d)).
Losses are given in two weights that are never mixed: as a *share of need*, where each
direction counts the same and each need of a direction the same, and in *US$ bn a year* over
the needs whose demand is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from graph.errors import RequestError
from graph.model import Graph, once
from queries.cascade import Floats, cascade
from queries.market import homes, shares

HORIZON = 12.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each need counts, and on which technologies it rests."""

    needs: tuple[str, ...]
    share: Floats
    usd_bn: Floats
    rests: Floats

    @property
    def known_usd(self) -> NDArray[np.bool_]:
        """Tell for each need whether its demand is known."""
        return ~np.isnan(self.usd_bn)


@once
def weights(kg: Graph) -> Weights:
    """
    Return the weights of the needs.

    ``share`` sums to 1: the directions count alike, and within one its needs. ``usd_bn`` is
    NaN where nobody states the demand. ``rests`` has a row a need and a column a technology.
    """
    needs = tuple(kg.needs)
    count = Counter(need.direction for need in kg.needs.values())
    share = np.array(
        [1 / len(count) / count[need.direction] for need in kg.needs.values()], dtype=float
    )
    usd = np.array(
        [
            np.nan if n.us_demand_usd_bn is None else n.us_demand_usd_bn
            for n in kg.needs.values()
        ],
        dtype=float,
    )
    column = {tech_id: j for j, tech_id in enumerate(kg.technologies)}
    row = {need_id: i for i, need_id in enumerate(needs)}
    rests = np.zeros((len(needs), len(column)))
    for r in kg.relies_on:
        rests[row[r.need_id], column[r.tech_id]] = r.weight
    total = rests.sum(axis=1, keepdims=True)
    np.divide(rests, total, out=rests, where=total > 0)
    return Weights(needs, share, usd, rests)


@dataclass(frozen=True, slots=True)
class Months:
    """Months to substitute each technology, and whether that was stated or inferred."""

    months: Floats
    stated: NDArray[np.bool_]


@once
def substitution(kg: Graph) -> Months:
    """
    Return the months to substitute each technology.

    Where nobody states them, the median of the stated ones of the same kind of thing is
    used and marked as inferred; 24 months if there is none.
    """
    known: dict[str, list[float]] = {}
    for tech in kg.technologies.values():
        if tech.time_to_substitute_months is not None:
            known.setdefault(tech.kind, []).append(tech.time_to_substitute_months)
    months, stated = [], []
    for tech in kg.technologies.values():
        own = tech.time_to_substitute_months
        months.append(median(known.get(tech.kind, [24.0])) if own is None else own)
        stated.append(own is not None)
    return Months(np.array(months, dtype=float), np.array(stated, dtype=bool))


def replaceable(kg: Graph, *, horizon: float = HORIZON) -> Floats:
    """
    Return the part of each technology that can be replaced within the horizon.

    Raises
    ------
    RequestError
        If the horizon is negative or not a number.
    """
    if not 0 <= horizon < float("inf"):
        raise RequestError(f"a horizon of {horizon:g} months is impossible")
    months = substitution(kg).months
    part = np.ones_like(months)
    np.divide(horizon, months, out=part, where=months > 0)
    return np.minimum(part, 1.0)


def delivered(kg: Graph, own: Floats) -> Floats:
    """Return what reaches each need (rows) when providers supply ``own`` of each technology."""
    return weights(kg).rests @ cascade(kg).deliver(own)


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss in both weights; ``usd_bn`` covers only the needs whose demand is known."""

    share: float
    usd_bn: float
    by_need: dict[str, float]


def loss(kg: Graph, denied: Floats, *, horizon: float = HORIZON) -> Loss:
    """
    Return what is lost when a part of each technology is denied.

    Measures: the share of US need, and US$ bn a year, that denial stops.
    Identifies: holders and technologies on which much rests.
    Beware: it is the loss within the horizon, before prices and diplomacy respond.

    Parameters
    ----------
    denied
        Denied share of each technology, 0 to 1, in the order of ``kg.technologies``.
    horizon
        Months for which it is denied.
    """
    return losses(kg, denied[:, None], horizon=horizon)[0]


def losses(kg: Graph, denied: Floats, *, horizon: float = HORIZON) -> list[Loss]:
    """Return :func:`loss` for each column of ``denied``, computed together."""
    lost = _lost(kg, denied, horizon)
    w = weights(kg)
    usd = np.where(w.known_usd, w.usd_bn, 0.0)
    share_total, usd_total = w.share @ lost, usd @ lost
    return [
        Loss(
            float(share_total[j]),
            float(usd_total[j]),
            dict(zip(w.needs, map(float, lost[:, j]), strict=True)),
        )
        for j in range(lost.shape[1])
    ]


def lost_shares(kg: Graph, denied: Floats, *, horizon: float = HORIZON) -> Floats:
    """Return of :func:`losses` the shares of all need alone, a number a column."""
    return np.asarray(weights(kg).share @ _lost(kg, denied, horizon))


def _lost(kg: Graph, denied: Floats, horizon: float) -> Floats:
    """Return what is lost of each need (rows) under each denial (columns)."""
    keep = 1 - replaceable(kg, horizon=horizon)
    own = 1 - keep[:, None] * np.clip(denied, 0.0, 1.0)
    lost = 1 - delivered(kg, own)
    lost[np.abs(lost) < 1e-12] = 0.0
    return lost


def parse_pairs(kg: Graph, texts: Iterable[str]) -> list[tuple[str, str | None]]:
    """
    Read ``HOLDER`` or ``HOLDER:TECH`` as ids, by any name.

    Raises
    ------
    NotFound
        If there is no such firm, country or technology.
    """
    pairs: list[tuple[str, str | None]] = []
    for text in texts:
        holder, _, tech = text.partition(":")
        tech_id = None
        if tech:
            node = kg.node(tech)
            tech_id = next((i for i, n in kg.technologies.items() if n is node), None)
            if tech_id is None:
                raise RequestError(f"'{tech}' is not a technology")
        pairs.append((kg.holder(holder), tech_id))
    return pairs


def denied_by(kg: Graph, pairs: Sequence[tuple[str, str | None]]) -> Floats:
    """
    Return the share of each technology that these holders withhold together.

    A country withholds what every holder in its jurisdiction provides; a firm what it
    provides itself. Nobody withholds the unattributed part.

    Parameters
    ----------
    pairs
        (holder, technology) pairs; a technology of ``None`` means all that it provides.
    """
    table, home = shares(kg), np.array(homes(kg))
    withheld = np.zeros(table.matrix.shape, dtype=bool)
    row = {tech_id: i for i, tech_id in enumerate(table.techs)}
    for holder, tech_id in pairs:
        if holder in kg.countries:
            columns = home == holder
        else:
            columns = np.array([h == holder for h in table.holders])
        rows = slice(None) if tech_id is None else slice(row[tech_id], row[tech_id] + 1)
        withheld[rows, :] |= columns
    return np.asarray((table.matrix * withheld).sum(axis=1))
