"""Who is indispensable: Shapley and Banzhaf power in the game of delivering US needs.

When only coalition C provides, technology t delivers q(t | C) = unattributed(t) + sum over c in
C of share(c, t), the cascade carries it on without replacement, and v(C) is the share of US need
delivered. The Shapley value of a player is its fair part of what all deliver together; the Banzhaf
index is what its joining adds on average over all coalitions of the others.

Countries are players by home jurisdiction: exactly up to 20 players, the largest by name and
the others as one. Firms are too many for that: their values are means over sampled orders with a
standard error (:func:`queries.voting.sampled_shapley`).

Measures: the share of US need that a player's supply, in every company, adds.
Identifies: suppliers without whom others' supply is worth nothing.
Beware: it is about supply, not rights; for rights see :mod:`queries.control`.

References
----------
Shapley, L. S. (1953), A value for n-person games; Banzhaf, J. F. (1965), Weighted voting
doesn't work, Rutgers Law Review 19; Castro, J., Gómez, D. and Tejada, J. (2009), Polynomial
calculation of the Shapley value based on sampling, Computers & OR 36.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from graph.model import TAIWAN, US, Graph
from queries.cascade import Floats
from queries.control import REST
from queries.loss import delivered, weights
from queries.market import homes, shares
from queries.shapley import MAX_PLAYERS, membership, shapley

# Coalitions evaluated together: enough to keep numpy busy, little enough to stay in memory.
_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class Power:
    """One player's power; ``error`` is the standard error where it was sampled."""

    player: str
    shapley: float
    banzhaf: float | None
    error: float | None


def values(kg: Graph, held: Floats, coalitions: Floats) -> Floats:
    """
    Return the share of US need that coalitions deliver.

    Parameters
    ----------
    held
        Shares: technologies by players.
    coalitions
        0/1: players by coalitions.
    """
    open_part, share = shares(kg).unattributed[:, None], weights(kg).share
    found = np.empty(coalitions.shape[1])
    for start in range(0, coalitions.shape[1], _CHUNK):
        part = coalitions[:, start : start + _CHUNK]
        own = np.clip(open_part + held @ part, 0.0, 1.0)
        found[start : start + _CHUNK] = share @ delivered(kg, own)
    return found


def banzhaf(game: Floats) -> Floats:
    """
    Return the Banzhaf value of every player of a game given by its values.

    Examples
    --------
    >>> banzhaf(np.array([0, 0, 0, 1.0])).tolist()
    [0.5, 0.5]
    """
    n = game.size.bit_length() - 1
    member = membership(n).astype(bool)
    return np.array([game[member[i]].mean() - game[~member[i]].mean() for i in range(n)])


def country_power(kg: Graph, *, limit: int = 14) -> list[Power]:
    """
    Return the exact power of countries, greatest first.

    Parameters
    ----------
    limit
        Players: the largest providers by name, the others together as ``REST``; at most 20.

    Raises
    ------
    RequestError
        If the limit is not 3 to 20, or no need is loaded.
    """
    if not 3 <= limit <= MAX_PLAYERS:
        raise RequestError(f"an exact game has 3 to {MAX_PLAYERS} players, not {limit}")
    _require_needs(kg)
    table, home = shares(kg).matrix, np.array(homes(kg))
    held = {c: table[:, home == c].sum(axis=1) for c in kg.countries}
    size = {c: float(x.sum()) for c, x in held.items() if x.sum() > 0}
    order = sorted(size, key=lambda c: (c not in (TAIWAN, US), -size[c], c))
    named = order if len(order) <= limit else order[: limit - 1]
    rest = [held[c] for c in order[len(named) :]]
    names = [*named, *([REST] if rest else [])]
    matrix = np.stack(
        [held[c] for c in named] + ([np.sum(rest, axis=0)] if rest else []), axis=1
    )
    game = values(kg, matrix, membership(len(names)))
    found = zip(names, shapley(game), banzhaf(game), strict=True)
    return sorted(
        (Power(n, float(s), float(b), None) for n, s, b in found),
        key=lambda p: (-p.shapley, p.player),
    )


def firm_power(
    kg: Graph, *, tolerance: float = 2e-4, most: int = 4000, seed: int = 0
) -> list[Power]:
    """
    Return the sampled power of firms, greatest first, each with its standard error.

    Countries' rests (what no named firm provides) play too, under the country's code.

    Parameters
    ----------
    tolerance
        Stop when every standard error is at most this.
    most
        Stop after this many orders at the latest.
    seed
        Seed of the random orders: the same seed gives the same answer.
    """
    from queries.voting.sample import sampled_shapley

    _require_needs(kg)
    table = shares(kg)
    has = np.flatnonzero(table.matrix.sum(axis=0) > 0)
    held = table.matrix[:, has]
    found = sampled_shapley(
        lambda coalitions: values(kg, held, coalitions.astype(float)),
        len(has),
        tolerance=tolerance,
        limit=most,
        seed=seed,
    )
    names = [table.holders[j] for j in has]
    triples = zip(names, found.value, found.se, strict=True)
    return sorted(
        (Power(n, float(v), None, float(e)) for n, v, e in triples),
        key=lambda p: (-p.shapley, p.player),
    )


def _require_needs(kg: Graph) -> None:
    if not kg.needs:
        raise RequestError("no need is loaded, so there is nothing to deliver")
