"""The Shapley value of a cooperative game given by its values, exactly.

A game of n players is an array of 2**n values; the coalition of players i, j, … stands at
index 2**i + 2**j + …, the empty one at 0.

References
----------
Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games II.
"""

from __future__ import annotations

import functools
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.errors import RequestError
from queries.cascade import Floats

MAX_PLAYERS = 20


@functools.lru_cache(maxsize=8)
def membership(players: int) -> Floats:
    """Return a row a player, a column a coalition: 1 where the player is in it."""
    if not 1 <= players <= MAX_PLAYERS:
        raise RequestError(f"an exact game has 1 to {MAX_PLAYERS} players, not {players}")
    coalitions = np.arange(2**players)
    bits: Floats = ((coalitions >> np.arange(players)[:, None]) & 1).astype(np.float64)
    return bits


@functools.lru_cache(maxsize=32)
def _weights(players: int) -> Floats:
    """Return the weight of each coalition by its size, for a player joining it."""
    sizes = membership(players).sum(axis=0).astype(int)
    by_size = [1 / (players * comb(players - 1, s)) for s in range(players)] + [0.0]
    return np.asarray(np.array(by_size)[sizes])


def shapley(values: ArrayLike) -> Floats:
    """
    Return the Shapley value of every player.

    Parameters
    ----------
    values
        Value of every coalition, shape (2**n,); or (m, 2**n) for m games at once.

    Returns
    -------
    value
        Shape (n,) or (m, n). A row sums to v(all) - v(nobody).

    Raises
    ------
    RequestError
        If the number of values is no power of two.

    Examples
    --------
    A glove game: player 0 has a left glove, players 1 and 2 a right one each.

    >>> shapley([0, 0, 0, 1, 0, 1, 0, 1]).round(4).tolist()
    [0.6667, 0.1667, 0.1667]
    """
    game = np.asarray(values, dtype=float)
    count = game.shape[-1] if game.ndim else 0
    players = count.bit_length() - 1
    if count < 2 or count != 2**players:
        raise RequestError(f"{count} values are not those of all coalitions")
    return np.stack([marginal(game, player) for player in range(players)], axis=-1)


def marginal(values: Floats, player: int) -> Floats:
    """Return the Shapley value of one player alone; shapes as in :func:`shapley`."""
    players = values.shape[-1].bit_length() - 1
    without = _without(players, player)
    gain = values[..., without + (1 << player)] - values[..., without]
    return np.asarray(gain @ _weights(players)[without])


@functools.lru_cache(maxsize=64)
def _without(players: int, player: int) -> NDArray[np.intp]:
    return np.flatnonzero(membership(players)[player] == 0)
