"""Compound games: votes, vetoes, golden shares and licences, joined by and and or."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from queries.cascade import Floats
from queries.shapley import MAX_PLAYERS, membership, shapley
from queries.voting.sample import CELLS, FEWEST, sampled_shapley
from queries.voting.weighted import Bools, Votes, tally, whole


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
        self.quota, self.votes = whole(quota, list(weights.values()), strict)

    def wins(self, inside: Mapping[str, Bools]) -> Bools:
        """Return where the votes inside reach the quota."""
        votes = tally((inside[p] for p in self.players), self.votes)
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
    draws = min(limit, max(FEWEST, 10 * CELLS // n))
    sides = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), (n, draws))
    swings = 2 * sides * value(sides)
    error = np.asarray(swings.std(axis=1) / math.sqrt(draws))
    mean = np.asarray(swings.mean(axis=1))
    return Power(game.players, found.value, found.se, mean, error, False)
