"""The control-right index: over which share of US need a country holds the decision.

When only the holders in coalition C exercise their rights, technology t delivers

    q(t | C) = open(t) + sum over c in C of k(c, t),     k(c, t) = sum over r of w(r) k(c, t, r),

the cascade carries it on without replacement, and v(C) is the share of US need delivered.
CRI(c) is the Shapley value of c in v. It does not depend on how finely the data happen to
cut a chain: splitting a technology into two serial essential steps with the same holders
changes nothing, which no average of shares over technologies achieves. The CRIs sum to
v(all) - v(nobody); the rest of need is open.

Measures: the share of US need over which a country holds the decision.
Identifies: co-governors, as against makers who decide nothing.
Beware: it is as complete as the control points recorded; read it with its interval.

References
----------
Shapley, L. S. (1953), A value for n-person games; the value of a restricted game on an
input network is in the spirit of Myerson, R. B. (1977), Graphs and cooperation in games.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from graph.model import TAIWAN, US, Graph
from graph.schema import Right
from queries.cascade import Floats
from queries.loss import delivered, weights
from queries.rights import (
    OMEGA,
    OPEN,
    POINT,
    PROVIDERS,
    RIGHTS,
    by_country,
    ledger,
    omega_vector,
)
from queries.shapley import membership, shapley

REST = "REST"


@dataclass(frozen=True, slots=True)
class Position:
    """Rights over every technology, weighed by forwardness and gathered by player."""

    players: tuple[str, ...]
    held: Floats  # technologies x players
    open: Floats  # technologies


def players(kg: Graph, *, limit: int = 12, must: tuple[str, ...] = (TAIWAN, US)) -> list[str]:
    """
    Return the countries that play by name: those asked for, then the largest holders.

    Parameters
    ----------
    limit
        Number of players; if there are more holders, the others together are ``REST``.
    must
        Countries that play by name however little they hold.
    """
    total = np.einsum("r,rtc->c", omega_vector(), by_country(kg, POINT))
    size = dict(zip(kg.countries, total, strict=True))
    holding = [c for c in kg.countries if size[c] > 0 and c not in must]
    holding.sort(key=lambda c: (-size[c], c))
    room = limit - len(must)
    named = [c for c in must if c in kg.countries]
    if len(holding) <= room:
        return named + holding
    return [*named, *holding[: room - 1], REST]


def sides(kg: Graph, names: list[str]) -> Floats:
    """Return the part of each country (rows) that goes to each player (columns)."""
    land = list(kg.countries)
    into = np.zeros((len(land), len(names)))
    for i, country in enumerate(land):
        if country in names:
            into[i, names.index(country)] = 1.0
        elif REST in names:
            into[i, names.index(REST)] = 1.0
    return into


def position(
    kg: Graph,
    names: list[str],
    *,
    omega: Mapping[Right, float] = OMEGA,
    closure: float = POINT,
) -> Position:
    """Return the weighed rights over every technology by player."""
    book, weight = ledger(kg, closure), omega_vector(omega)
    held = np.einsum("r,rtc->tc", weight, by_country(kg, closure))
    return Position(tuple(names), held @ sides(kg, names), weight @ book.open)


def coalition_values(kg: Graph, at: Position) -> Floats:
    """
    Return what reaches each need under every coalition of the players.

    Returns
    -------
    values
        Shape (needs, 2**players), 0 to 1: games as :func:`queries.shapley.shapley` takes
        them. Needs add up: the index of a country is the weighted sum over needs.
    """
    own = at.open[:, None] + at.held @ membership(len(at.players))
    return delivered(kg, np.minimum(own, 1.0))


@dataclass(frozen=True, slots=True)
class Index:
    """The control-right index of every player, the open rest, and its parts by need."""

    players: tuple[str, ...]
    share: dict[str, float]
    usd_bn: dict[str, float]
    open_share: float
    by_need: dict[str, dict[str, float]]


def index(
    kg: Graph,
    *,
    omega: Mapping[Right, float] = OMEGA,
    closure: float = POINT,
    limit: int = 12,
    must: tuple[str, ...] = (TAIWAN, US),
) -> Index:
    """
    Compute the control-right index of countries over US needs.

    Parameters
    ----------
    omega
        Weights of the five rights.
    closure
        Who holds unrecorded rights: 0 nobody, 1 the providers.
    limit, must
        As in :func:`players`; the cost doubles with each player.

    Returns
    -------
    index
        ``share`` in parts of US need, ``usd_bn`` over needs of known demand; both sum,
        with what is open, to the whole.
    """
    if not kg.needs:
        raise RequestError("no need is loaded, so there is nothing to decide over")
    names = players(kg, limit=limit, must=must)
    return _index(
        kg, names, coalition_values(kg, position(kg, names, omega=omega, closure=closure))
    )


def _index(kg: Graph, names: list[str], values: Floats) -> Index:
    w, parts = weights(kg), shapley(values)
    usd = np.where(w.known_usd, w.usd_bn, 0.0)
    return Index(
        tuple(names),
        dict(zip(names, map(float, w.share @ parts), strict=True)),
        dict(zip(names, map(float, usd @ parts), strict=True)),
        float(w.share @ (1 - (values[:, -1] - values[:, 0]))),
        {
            need_id: dict(zip(names, map(float, parts[i]), strict=True))
            for i, need_id in enumerate(w.needs)
        },
    )


@dataclass(frozen=True, slots=True)
class Control:
    """One country's rights: index with interval, plain share, centroid, by right."""

    country: str
    cri: float
    cri_low: float
    cri_high: float
    usd_bn: float
    plain_share: float
    centroid: float | None
    by_right: dict[Right, float]


def control(
    kg: Graph, *, omega: Mapping[Right, float] = OMEGA, must: tuple[str, ...] = (TAIWAN, US)
) -> list[Control]:
    """
    Return the rights of every country, the largest index first.

    ``cri_low`` and ``cri_high`` are the values under the two closures; ``plain_share`` is
    the average over technologies of the weighed rights, a check and not the headline, for
    it rewards whichever chain the data describe in more pieces; ``centroid`` is the mean
    position of a country's rights from operate (0) to certify (1).
    """
    at = {c: index(kg, omega=omega, closure=c, must=must) for c in (OPEN, POINT, PROVIDERS)}
    names = list(at[POINT].players)
    rights = (by_country(kg, POINT) @ sides(kg, names)).mean(axis=1)
    step = np.linspace(0, 1, len(RIGHTS))
    found = []
    for j, country in enumerate(names):
        values = sorted(at[c].share[country] for c in at)
        mine = rights[:, j]
        found.append(
            Control(
                country,
                at[POINT].share[country],
                values[0],
                values[-1],
                at[POINT].usd_bn[country],
                float(omega_vector(omega) @ mine),
                float(step @ mine / mine.sum()) if mine.sum() > 0 else None,
                dict(zip(RIGHTS, map(float, mine), strict=True)),
            )
        )
    return sorted(found, key=lambda c: (-c.cri, c.country))
