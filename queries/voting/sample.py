"""The Shapley value of a game of many players, by sampled orders of joining."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import RequestError
from queries.cascade import Floats

CELLS = 2_000_000  # of one batch of a sample
FEWEST = 32  # pairs of orders before a standard error is believed


@dataclass(frozen=True, slots=True)
class Sample:
    """A sampled Shapley value with its standard error, and whether that met the tolerance."""

    value: Floats
    se: Floats
    permutations: int
    settled: bool


def sampled_shapley(
    value: Callable[[Floats], Floats],
    players: int,
    *,
    tolerance: float = 0.002,
    limit: int = 100_000,
    seed: int = 0,
) -> Sample:
    """
    Return the Shapley value of a game of many players, by random orders of joining.

    Every order is used with its reverse, whose errors tend to have the other sign. The
    values of a sample sum to v(all) - v(nobody). A standard error of 0 says only that no
    order drawn differed.

    Parameters
    ----------
    value
        Takes 0/1 coalitions as :func:`queries.shapley.membership` gives them, a row a
        player and a column a coalition, and returns the value of each.
    tolerance
        Standard error at which to stop, once that of every player is down to it.
    limit
        Number of orders at which to stop in any case.

    Examples
    --------
    >>> sampled_shapley(lambda inside: inside.sum(axis=0), 3).value.tolist()
    [1.0, 1.0, 1.0]
    """
    if players < 1 or not tolerance >= 0 or limit < 2 * FEWEST:
        raise RequestError(
            f"a sample needs a player, a tolerance from 0 up, and {2 * FEWEST} orders or more"
        )
    rng, seen, half = np.random.default_rng(seed), 0, limit // 2
    mean, squares, error = np.zeros(players), np.zeros(players), np.full(players, np.inf)
    batch = max(FEWEST, CELLS // (2 * players * (players + 1)))
    while seen < half and not (error <= tolerance).all():
        pairs = min(batch, half - seen)
        gain = _gains(value, rng.permuted(np.tile(np.arange(players), (pairs, 1)), axis=1))
        off, seen = gain.mean(axis=0) - mean, seen + pairs
        squares += ((gain - gain.mean(axis=0)) ** 2).sum(axis=0)
        squares += off**2 * pairs * (seen - pairs) / seen
        mean += off * pairs / seen
        error = np.sqrt(squares / (seen - 1) / seen)
    return Sample(mean, error, 2 * seen, bool((error <= tolerance).all()))


def _gains(value: Callable[[Floats], Floats], place: NDArray[np.intp]) -> Floats:
    """Return what each player adds in its place of each order, averaged with the reverse."""
    pairs, n = place.shape
    both = np.stack([place, n - 1 - place])
    inside = (both[..., None] < np.arange(n + 1)).transpose(2, 0, 1, 3)
    worth = np.asarray(value(inside.reshape(n, -1).astype(float))).reshape(2, pairs, n + 1)
    return np.asarray(np.take_along_axis(np.diff(worth), both, axis=2).mean(axis=0))
