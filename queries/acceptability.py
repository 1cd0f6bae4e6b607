"""How often each alternative takes each place when its scores are drawn.

Measures: rank acceptability, the share of draws in which an alternative has a rank.
Identifies: alternatives that lead under most assumptions, and those that lead under none.
Beware: as good as the draws; a likely first place is no proof.

References
----------
Lahdelma, R., Hokkanen, J. and Salminen, P. (1998), SMAA: stochastic multiobjective
acceptability analysis, EJOR 106.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from graph.errors import RequestError
from queries.cascade import Floats


def rank_acceptability(scores: ArrayLike) -> Floats:
    """
    Return how often each alternative (rows) has each rank (columns, best first).

    Parameters
    ----------
    scores
        Draws by alternatives; more is better. Alternatives that tie share the places.

    Raises
    ------
    RequestError
        If there is no draw, or a score is not a number.

    Examples
    --------
    >>> rank_acceptability([[3.0, 1.0], [2.0, 2.0]]).tolist()
    [[0.75, 0.25], [0.25, 0.75]]
    """
    drawn = np.asarray(scores, dtype=float)
    if drawn.ndim != 2 or not drawn.size or np.isnan(drawn).any():
        raise RequestError("scores are a table of draws by alternatives, all of them numbers")
    draws, m = drawn.shape
    out = np.zeros((m, m))
    for j in range(m):
        better = (drawn > drawn[:, [j]]).sum(axis=1)
        tied = (drawn == drawn[:, [j]]).sum(axis=1)
        for rank in range(m):
            holds = (better <= rank) & (rank < better + tied)
            out[j, rank] = (holds / tied).sum() / draws
    return out


def simplex(count: int, criteria: int, *, seed: int = 0) -> Floats:
    """Return weights drawn uniformly from all that are not negative and sum to 1."""
    if count < 1 or criteria < 1:
        raise RequestError("draws and criteria are 1 or more")
    return np.random.default_rng(seed).dirichlet(np.ones(criteria), count)


def smaa(scores: ArrayLike, *, draws: int = 100_000, seed: int = 0) -> Floats:
    """
    Return rank acceptability with unknown weights of the criteria.

    Parameters
    ----------
    scores
        Alternatives by criteria; more is better.
    """
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2:
        raise RequestError("scores are a table of alternatives by criteria")
    return rank_acceptability(simplex(draws, table.shape[1], seed=seed) @ table.T)
