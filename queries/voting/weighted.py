"""Weighted voting games, exactly: a quota, and the votes of each player."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from graph.errors import RequestError
from queries.cascade import Floats
from queries.shapley import MAX_PLAYERS, membership

Bools = NDArray[np.bool_]
Votes = int | float | Fraction | Decimal

_MAX_BYTES = 2**29  # of the table of counts


class Exact(tuple[Fraction, ...]):
    """One exact number for each player; ``floats`` is the view that rounds them."""

    __slots__ = ()

    @property
    def floats(self) -> Floats:
        """Return the numbers as floats."""
        return np.array([float(x) for x in self])


@dataclass(frozen=True, slots=True)
class Banzhaf:
    """Coalitions that each player swings, as a count and as two indices."""

    swings: tuple[int, ...]
    normalised: Exact
    absolute: Exact


def shapley_shubik(quota: Votes, weights: Sequence[Votes], *, strict: bool = False) -> Exact:
    """
    Return the Shapley-Shubik index of every player, exactly.

    Parameters
    ----------
    quota, weights
        Whole numbers, fractions or decimal shares: 0.1 is a tenth, not its nearest double.
    strict
        Whether a majority must pass the quota, and not only reach it.

    Raises
    ------
    RequestError
        If a weight is negative, or no coalition or the empty one would win.

    Examples
    --------
    >>> [str(x) for x in shapley_shubik(51, [50, 49, 1])]
    ['2/3', '1/6', '1/6']
    """
    counts, n = _swings(*whole(quota, weights, strict)), len(weights)
    order = [math.factorial(k) * math.factorial(n - 1 - k) for k in range(n)]
    return Exact(
        Fraction(sum(c * o for c, o in zip(row, order, strict=False)), math.factorial(n))
        for row in counts
    )


def banzhaf(quota: Votes, weights: Sequence[Votes], *, strict: bool = False) -> Banzhaf:
    """
    Return the Banzhaf indices of every player, exactly; parameters as for Shapley-Shubik.

    Examples
    --------
    >>> banzhaf(51, [50, 49, 1]).swings
    (3, 1, 1)
    """
    swings = tuple(map(sum, _swings(*whole(quota, weights, strict))))
    total, half = sum(swings), 2 ** (len(weights) - 1)
    return Banzhaf(
        swings,
        Exact(Fraction(s, total) for s in swings),
        Exact(Fraction(s, half) for s in swings),
    )


def whole(quota: Votes, weights: Sequence[Votes], strict: bool) -> tuple[int, list[int]]:
    """Return the same game in the smallest whole numbers, its quota to be reached."""
    if not len(weights):
        raise RequestError("a game without players has no power to share")
    q, *ws = (_fraction(x) for x in (quota, *weights))
    if min(ws) < 0:
        raise RequestError(f"a weight of {min(ws)} is impossible: votes are not negative")
    if q > sum(ws) or (strict and q == sum(ws)):
        raise RequestError(f"a quota of {q} is out of reach of {sum(ws)} votes")
    if q < 0 or (q == 0 and not strict):
        raise RequestError(f"a quota of {q} is met by nobody at all")
    parts = math.lcm(*(w.denominator for w in ws))
    unit = Fraction(math.gcd(*(int(w * parts) for w in ws)), parts)
    need = math.floor(q / unit) + 1 if strict else math.ceil(q / unit)
    return need, [int(w / unit) for w in ws]


def _fraction(x: Votes) -> Fraction:
    try:
        return Fraction(x if isinstance(x, int | Fraction | Decimal) else repr(float(x)))
    except (ValueError, OverflowError, TypeError):
        raise RequestError(f"{x!r} is no number of votes") from None


def _swings(quota: int, weights: list[int]) -> list[list[int]]:
    """Return for each player the number of coalitions it swings, by their size without it."""
    n = len(weights)
    # The dual game, in which a coalition wins that can block, has the same indices.
    quota = min(quota, sum(weights) - quota + 1)
    if n <= MAX_PLAYERS and quota > 2**n:
        return _swings_enumerated(quota, weights)
    bits = math.comb(n, n // 2).bit_length() + 1
    if quota * (n * bits // 8 + 64) > _MAX_BYTES:
        raise RequestError(
            f"{n} players and a quota of {quota} units are too fine to count: "
            "round the weights, or sample"
        )
    table, found = _at_most(quota, weights, bits), {0: 0}
    for w in set(weights) - {0}:
        without = 0  # G_i(m), from the lowest m upward
        for m in range((quota - 1) % w, quota - w, w):
            without = table[m] - (without << bits)
        found[w] = table[quota - 1] - without - (without << bits)
    mask = (1 << bits) - 1
    return [[found[w] >> bits * k & mask for k in range(n)] for w in weights]


def _at_most(quota: int, weights: list[int], bits: int) -> list[int]:
    """Return G(m) for every m below the quota, the count of size k at bit ``k * bits``."""
    table = [1] + [0] * (quota - 1)
    for w in sorted(weights):
        table[w:] = [a + (b << bits) for a, b in zip(table[w:], table, strict=False)]
    return list(accumulate(table))


def _swings_enumerated(quota: int, weights: list[int]) -> list[list[int]]:
    """Do as :func:`_swings` for few players whose votes are too fine for a table."""
    inside = membership(len(weights)) > 0
    votes, size = tally(inside, weights), inside.sum(axis=0)
    swung = [
        row & (votes >= quota) & (votes < quota + w)
        for row, w in zip(inside, weights, strict=True)
    ]
    return [np.bincount(size[s] - 1, minlength=len(weights)).tolist() for s in swung]


def tally(inside: Iterable[Bools], votes: Sequence[int]) -> NDArray[np.int64]:
    """Return the votes of coalitions: a row of ``inside`` a player, a column a coalition."""
    kind = np.int64 if sum(votes) < 2**62 else object
    rows = (row * np.array(v, dtype=kind) for row, v in zip(inside, votes, strict=True))
    return np.asarray(reduce(np.add, rows))
