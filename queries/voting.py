"""Power in votes: who turns a losing coalition into a winning one, and how often.

In a weighted game [q; w1 … wn] a coalition wins when its votes reach the quota q. Player i
swings coalition S, which loses without i and wins with i. With s(i, k) the number of
coalitions of k others that i swings,

    Shapley-Shubik(i) = sum over k of s(i, k) k! (n - 1 - k)! / n!
    Banzhaf(i)        = sum over k of s(i, k) / 2**(n - 1)       (absolute; or in parts of 1)

Both are exact. Let G(m) be the polynomial in y whose coefficients count the coalitions of
each size with at most m votes. Without player i of w votes it is

    G_i(m) = G(m) - y G_i(m - w),     and     s(i, ·) = G(q - 1) - (1 + y) G_i(q - 1 - w).

A polynomial is one long integer, so that nothing is rounded: dividing a player out in
floating point is worthless from about a hundred players on.

A veto, a golden share or a licence is not a share of votes. It is a game of its own, and a
compound game joins games: ``All(Weighted(…), Veto("State"))``.

Measures: how often a holder's votes decide.
Identifies: holders of a third of the votes and all of the power, or none of it.
Beware: it takes every order of joining as equally likely; who talks to whom is not in it.

References
----------
Shapley, L. S. and Shubik, M. (1954), A method for evaluating the distribution of power in a
committee system, Am. Polit. Sci. Rev. 48. Banzhaf, J. F. (1965), Weighted voting doesn't work,
Rutgers Law Rev. 19. Brams, S. J. and Affuso, P. J. (1976), Power and size, Theory and Decision
7, for generating functions. Taylor, A. and Zwicker, W. (1999), Simple games. Castro, J. et al.
(2009), Polynomial calculation of the Shapley value based on sampling, Comput. Oper. Res. 36.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from graph.errors import RequestError
from queries.cascade import Floats
from queries.shapley import MAX_PLAYERS, membership, shapley

Bools = NDArray[np.bool_]
Votes = int | float | Fraction | Decimal

_MAX_BYTES = 2**29  # of the table of counts
_CELLS = 2_000_000  # of one batch of a sample
_FEWEST = 32  # pairs of orders before a standard error is believed


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
    counts, n = _swings(*_whole(quota, weights, strict)), len(weights)
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
    swings = tuple(map(sum, _swings(*_whole(quota, weights, strict))))
    total, half = sum(swings), 2 ** (len(weights) - 1)
    return Banzhaf(
        swings,
        Exact(Fraction(s, total) for s in swings),
        Exact(Fraction(s, half) for s in swings),
    )


def _whole(quota: Votes, weights: Sequence[Votes], strict: bool) -> tuple[int, list[int]]:
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
    votes, size = _tally(inside, weights), inside.sum(axis=0)
    swung = [
        row & (votes >= quota) & (votes < quota + w)
        for row, w in zip(inside, weights, strict=True)
    ]
    return [np.bincount(size[s] - 1, minlength=len(weights)).tolist() for s in swung]


def _tally(inside: Iterable[Bools], votes: Sequence[int]) -> NDArray[np.int64]:
    kind = np.int64 if sum(votes) < 2**62 else object
    rows = (row * np.array(v, dtype=kind) for row, v in zip(inside, votes, strict=True))
    return np.asarray(reduce(np.add, rows))


class Game(ABC):
    """A simple game over named players; ``a & b`` needs both, ``a | b`` either."""

    players: tuple[str, ...]

    @abstractmethod
    def wins(self, inside: Mapping[str, Bools]) -> Bools:
        """Return which coalitions win, given for each player in which of them it is."""

    def __and__(self, other: Game) -> Game:
        return All(self, other)

    def __or__(self, other: Game) -> Game:
        return Any(self, other)

    def won_by(self, coalition: Iterable[str]) -> bool:
        """
        Return whether these players win together.

        Examples
        --------
        >>> board = Weighted(51, {"Fund": 60, "Founder": 40}) & Veto("State")
        >>> board.won_by({"Fund"}), board.won_by({"Fund", "State"})
        (False, True)
        """
        members = set(coalition)
        if unknown := members - set(self.players):
            raise RequestError(f"no player '{min(unknown)}' in this game")
        return bool(self.wins({p: np.array([p in members]) for p in self.players})[0])


class Weighted(Game):
    """Votes against a quota, which is to be reached (or, if strict, passed)."""

    def __init__(
        self, quota: Votes, weights: Mapping[str, Votes], *, strict: bool = False
    ) -> None:
        self.players = tuple(weights)
        self.quota, self.votes = _whole(quota, list(weights.values()), strict)

    def wins(self, inside: Mapping[str, Bools]) -> Bools:
        """Return where the votes inside reach the quota."""
        votes = _tally((inside[p] for p in self.players), self.votes)
        return np.asarray(votes >= self.quota, dtype=np.bool_)


class Veto(Game):
    """A right to refuse: a veto, a golden share, an export rule."""

    def __init__(self, player: str) -> None:
        self.players = (player,)

    def wins(self, inside: Mapping[str, Bools]) -> Bools:
        """Return where the holder consents."""
        return inside[self.players[0]]


class _Compound(Game):
    _join: np.ufunc

    def __init__(self, *games: Game) -> None:
        if not games:
            raise RequestError("a compound of no games is no game")
        self.games = games
        self.players = tuple(dict.fromkeys(p for game in games for p in game.players))

    def wins(self, inside: Mapping[str, Bools]) -> Bools:
        """Return where enough of the games are won."""
        return np.asarray(self._join.reduce([game.wins(inside) for game in self.games]))


class All(_Compound):
    """Won where every one of its games is."""

    _join = np.logical_and


class Any(_Compound):
    """Won where at least one of its games is."""

    _join = np.logical_or


class Licence(Any):
    """Leave to use what others hold: the consent of any one of several licensors."""

    def __init__(self, *licensors: str) -> None:
        super().__init__(*map(Veto, licensors))


@dataclass(frozen=True, slots=True)
class Power:
    """Indices of a compound game; standard errors are 0 where ``exact``."""

    players: tuple[str, ...]
    shapley: Floats
    shapley_se: Floats
    banzhaf: Floats  # absolute
    banzhaf_se: Floats
    exact: bool

    @property
    def banzhaf_normalised(self) -> Floats:
        """Return the Banzhaf index in parts of 1."""
        return np.asarray(self.banzhaf / self.banzhaf.sum())


def power(
    game: Game, *, tolerance: float = 0.002, limit: int = 100_000, seed: int = 0
) -> Power:
    """
    Return the power indices of any simple game: enumerated up to 20 players, else sampled.

    Parameters
    ----------
    tolerance, limit, seed
        As in :func:`sampled_shapley`; the Banzhaf index takes as many random coalitions.

    Examples
    --------
    Two thirds of the votes, and a licensor without any.

    >>> game = Weighted(67, {"A": 40, "B": 35, "C": 25}) & Licence("L")
    >>> dict(zip(game.players, power(game).shapley.round(4).tolist()))
    {'A': 0.3333, 'B': 0.3333, 'C': 0.0, 'L': 0.3333}
    """
    n = len(game.players)

    def value(inside: Floats) -> Floats:
        return game.wins(dict(zip(game.players, inside > 0, strict=True))).astype(float)

    if n <= MAX_PLAYERS:
        inside, none = membership(n), np.zeros(n)
        values = value(inside)
        swung = (2 * inside - 1) @ values / 2 ** (n - 1)
        return Power(game.players, shapley(values), none, swung, none, True)
    found = sampled_shapley(value, n, tolerance=tolerance, limit=limit, seed=seed)
    draws = min(limit, max(_FEWEST, 10 * _CELLS // n))
    sides = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), (n, draws))
    swings = 2 * sides * value(sides)
    error = np.asarray(swings.std(axis=1) / math.sqrt(draws))
    mean = np.asarray(swings.mean(axis=1))
    return Power(game.players, found.value, found.se, mean, error, False)


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
    if players < 1 or not tolerance >= 0 or limit < 2 * _FEWEST:
        raise RequestError(
            f"a sample needs a player, a tolerance from 0 up, and {2 * _FEWEST} orders or more"
        )
    rng, seen, half = np.random.default_rng(seed), 0, limit // 2
    mean, squares, error = np.zeros(players), np.zeros(players), np.full(players, np.inf)
    batch = max(_FEWEST, _CELLS // (2 * players * (players + 1)))
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
