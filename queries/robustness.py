"""How sure is the ranking: every assumption drawn at random, every candidate recomputed.

In each draw

* the weights of the five rights come from a Dirichlet distribution around the default;
* the closure of unrecorded rights is uniform on 0 to 1;
* every effect is triangular on its low, mode and high;
* every stated share is triangular on its own range, or varies by its confidence (a standard
  deviation of 5, 15 or 30 % of itself for 3, 2 and 1); what nobody stated is spread over the
  named blanks and the unattributed part, uniformly over all ways to split it;

and the shift of every candidate is recomputed in full, as :mod:`queries.shift` does. Blocks of
draws have seeds of their own, so that the answer does not depend on how many processors work.

Measures: how often each candidate is first, or among the first three, and its interval.
Identifies: ranks that would survive other assumptions, and which assumption drives them.
Beware: it varies what is recorded; a control point nobody recorded is not in it.

References
----------
Lahdelma, R., Hokkanen, J. and Salminen, P. (1998), SMAA: stochastic multiobjective
acceptability analysis, EJOR 106; Saltelli, A. et al. (2008), Global sensitivity analysis.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from graph.schema import Investment
from queries.cascade import Floats
from queries.control import players
from queries.market import markets, shares
from queries.move import PLAYERS, Book, Gains, change, effects_of, gains_of
from queries.rights import OPEN, POINT, PROVIDERS, RIGHTS, ledger, omega_vector
from queries.shapley import marginal
from queries.shift import Games, shift

BLOCK = 25
_DEVIATION = {3: 0.05, 2: 0.15, 1: 0.30, None: 0.30}
_CONCENTRATION = 20.0


@dataclass(frozen=True, slots=True)
class _Pools:
    """Where the shares of a graph lie, ready to be drawn."""

    stated: tuple[np.ndarray, np.ndarray]  # technology, holder of each stated share
    low: Floats
    mode: Floats
    high: Floats
    unknown: tuple[np.ndarray, np.ndarray]  # technology, holder of each unknown share
    pool: np.ndarray  # of each unknown share, then of each unattributed part
    size: Floats  # of each pool
    open_tech: np.ndarray  # technology of each unattributed part


@once
def _pools(kg: Graph) -> _Pools:
    table = shares(kg)
    column = {h: j for j, h in enumerate(table.holders)}
    stated: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    ranges: list[tuple[float, ...]] = []
    numbers: list[int] = []
    sizes: list[float] = []
    opened: list[tuple[int, int]] = []
    for i, market in enumerate(markets(kg).values()):
        names: dict[str, int] = {}
        for h in market.holdings:
            if not h.pool:
                stated.append((i, column[h.holder]))
                ranges.append(
                    _range(h.share, h.low, h.high, h.row.confidence if h.row else None)
                )
                continue
            if h.pool not in names:
                names[h.pool] = len(sizes)
                sizes.append(0.0)
            unknown.append((i, column[h.holder]))
            numbers.append(names[h.pool])
            sizes[names[h.pool]] += h.share
        if market.unattributed > 0:
            if "*" not in names:
                names["*"] = len(sizes)
                sizes.append(0.0)
            opened.append((i, names["*"]))
            sizes[names["*"]] += market.unattributed
    low, mode, high = np.array(ranges, dtype=float).reshape(-1, 3).T
    return _Pools(
        _pair(stated), low, mode, high, _pair(unknown),
        np.array([*numbers, *(p for _, p in opened)], dtype=int), np.array(sizes),
        np.array([i for i, _ in opened], dtype=int),
    )  # fmt: skip


def _pair(places: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    rows, columns = np.array(places, dtype=int).reshape(-1, 2).T
    return rows, columns


def _range(share: float, low: float, high: float, confidence: int | None) -> tuple[float, ...]:
    """Return the triangle of a stated share: its own range, else one by its confidence."""
    if low < high:
        return low, share, high
    spread = share * _DEVIATION[confidence] * np.sqrt(6)  # a triangle of that deviation
    return max(0.0, share - spread), share, min(1.0, share + spread)


def draw_shares(kg: Graph, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return one draw of the shares (technologies by holders) and of the unattributed part."""
    p, table = _pools(kg), shares(kg)
    matrix, opened = np.zeros(table.matrix.shape), np.zeros(len(table.techs))
    wide = p.high > p.low
    drawn = p.mode.copy()
    drawn[wide] = rng.triangular(p.low[wide], p.mode[wide], p.high[wide])
    np.add.at(matrix, p.stated, drawn)
    parts = rng.exponential(size=len(p.pool))
    total = np.zeros(len(p.size))
    np.add.at(total, p.pool, parts)
    parts *= (p.size / np.where(total > 0, total, 1.0))[p.pool]
    np.add.at(matrix, p.unknown, parts[: len(p.unknown[0])])
    np.add.at(opened, p.open_tech, parts[len(p.unknown[0]) :])
    over = np.maximum(matrix.sum(axis=1) + opened, 1.0)
    matrix, opened = matrix / over[:, None], opened / over
    return matrix, 1 - matrix.sum(axis=1)


def _draw_gains(kg: Graph, investment: Investment, rng: np.random.Generator) -> Gains:
    return {
        (e.target_id, e.right): float(rng.triangular(e.low, e.mode, e.high))
        if e.low < e.high
        else e.mode
        for e in effects_of(kg, investment.investment_id)
    }


@dataclass(frozen=True, slots=True)
class Draws:
    """
    The drawn shifts and what was drawn.

    Attributes
    ----------
    shifts
        Shape (draws, investments), in percentage points of US need.
    omega, closure
        Drawn weights (draws, 5) and closures (draws).
    effects
        Drawn effects over their mode, mean of each investment: (draws, investments).
    """

    investments: tuple[str, ...]
    shifts: Floats
    omega: Floats
    closure: Floats
    effects: Floats


def _block(kg: Graph, ids: Sequence[str], seed: np.random.SeedSequence, count: int) -> Draws:
    rng = np.random.default_rng(seed)
    names = players(kg, limit=PLAYERS)
    center, base = omega_vector(), ledger(kg, POINT)
    chosen = [kg.investments[i] for i in ids]
    modes = [sum(gains_of(kg, i).values()) or 1.0 for i in chosen]
    shifts, effects = np.zeros((count, len(ids))), np.zeros((count, len(ids)))
    omegas, closures = np.zeros((count, len(RIGHTS))), np.zeros(count)
    for n in range(count):
        omegas[n], closures[n] = rng.dirichlet(_CONCENTRATION * center), rng.random()
        matrix, opened = draw_shares(kg, rng)
        book = Book(
            kg, names,
            replace(base, shares=matrix, unattributed=opened, closure=float(closures[n])),
        )  # fmt: skip
        game = Games(kg, book, omegas[n])
        start = marginal(game.total(), book.taiwan)
        for j, investment in enumerate(chosen):
            gains = _draw_gains(kg, investment, rng)
            effects[n, j] = sum(gains.values()) / modes[j]
            after = game.total(change(kg, investment, book, gains))
            shifts[n, j] = 100 * (marginal(after, book.taiwan) - start)
    return Draws(tuple(ids), shifts, omegas, closures, effects)


@contextlib.contextmanager
def _single_threaded() -> Iterator[None]:
    """Let new processes use one thread of linear algebra each: more would fight for cores."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


_worker: dict[str, Graph] = {}


def _start(kg: Graph) -> None:
    _worker["kg"] = kg


def _work(ids: Sequence[str], seed: np.random.SeedSequence, count: int) -> Draws:
    return _block(_worker["kg"], ids, seed, count)


def draws(
    kg: Graph,
    *,
    count: int = 2000,
    seed: int = 0,
    investments: Sequence[str] | None = None,
    progress: Callable[[int], None] | None = None,
    processes: int | None = None,
) -> Draws:
    """
    Draw all assumptions and recompute every candidate's shift each time.

    Parameters
    ----------
    count
        Number of draws, 1 or more.
    seed
        The same seed gives the same draws.
    investments
        Ids to recompute; by default those that are candidates at the point values.
    progress
        Told the number of draws done after each block.
    processes
        Processes to use; by default as many as there are processors.

    Raises
    ------
    RequestError
        If there is no draw, or no candidate.
    """
    if count < 1:
        raise RequestError(f"{count} draws are none; ask for 1 or more")
    if investments is None:
        investments = [s.investment.investment_id for s in shift(kg) if not s.excluded]
    if not investments:
        raise RequestError("no investment is a candidate, so there is nothing to rank")
    sizes = [min(BLOCK, count - n) for n in range(0, count, BLOCK)]
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    found, done = [], 0
    workers = min(processes or os.cpu_count() or 1, len(sizes))
    if workers == 1:
        for s, n in zip(seeds, sizes, strict=True):
            found.append(_block(kg, investments, s, n))
            done += n
            if progress:
                progress(done)
    else:
        with (
            _single_threaded(),
            ProcessPoolExecutor(
                workers, mp_context=get_context("spawn"), initializer=_start, initargs=(kg,)
            ) as pool,
        ):
            jobs = [
                pool.submit(_work, investments, s, n) for s, n in zip(seeds, sizes, strict=True)
            ]
            for job, n in zip(jobs, sizes, strict=True):
                found.append(job.result())
                done += n
                if progress:
                    progress(done)
    return Draws(
        tuple(investments),
        np.concatenate([d.shifts for d in found]),
        np.concatenate([d.omega for d in found]),
        np.concatenate([d.closure for d in found]),
        np.concatenate([d.effects for d in found]),
    )


@dataclass(frozen=True, slots=True)
class Swing:
    """What one assumption does to one shift, from its low to its high end, in pp."""

    factor: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far the shift swings."""
        return abs(self.high - self.low)


@once
def tornado(kg: Graph, investment: Investment) -> list[Swing]:
    """
    Return what each assumption alone does to an investment's shift, widest first.

    Every effect goes from its low to its high, the closure from open to providers, and the
    weight of each right from half to twice its default, all else at the point values.
    """
    names = players(kg, limit=PLAYERS)
    books = {c: Book(kg, names, ledger(kg, c)) for c in (OPEN, POINT, PROVIDERS)}

    def value(game: Games, gains: Gains) -> float:
        after = game.total(change(kg, investment, game.book, gains))
        return 100 * float(
            marginal(after, game.book.taiwan) - marginal(game.total(), game.book.taiwan)
        )

    games = {c: Games(kg, book, omega_vector()) for c, book in books.items()}
    gains = gains_of(kg, investment)
    found = [Swing("closure", value(games[OPEN], gains), value(games[PROVIDERS], gains))]
    for e in effects_of(kg, investment.investment_id):
        ends = [
            value(games[POINT], {**gains, (e.target_id, e.right): end})
            for end in (e.low, e.high)
        ]
        found.append(Swing(f"effect: {e.right} over {e.target_id}", ends[0], ends[1]))
    for k, right in enumerate(RIGHTS):
        ends = []
        for factor in (0.5, 2.0):
            weight = omega_vector()
            weight[k] *= factor
            ends.append(value(Games(kg, books[POINT], weight / weight.sum()), gains))
        found.append(Swing(f"weight of {right}", ends[0], ends[1]))
    return sorted((s for s in found if s.width > 0), key=lambda s: (-s.width, s.factor))


def first_order(x: Floats, y: Floats, *, bins: int = 20) -> float:
    """
    Estimate the first-order Sobol index of one input from given draws.

    Parameters
    ----------
    x, y
        Draws of the input and of the output, same length.
    bins
        Number of equal parts into which the draws are cut by the input.

    Returns
    -------
    index
        Variance of the mean output within a part, over all variance, corrected for what
        chance alone would give; 0 if the output does not vary.

    References
    ----------
    Plischke, E., Borgonovo, E. and Smith, C. L. (2013), Global sensitivity measures from
    given data, EJOR 226.
    """
    total = float(y.var())
    if total <= 0 or len(y) < 2 * bins:
        return 0.0
    parts = np.array_split(y[np.argsort(x, kind="stable")], bins)
    between = sum(len(p) * (p.mean() - y.mean()) ** 2 for p in parts) / len(y)
    chance = (bins - 1) / len(y)
    return float(max(0.0, (between / total - chance) / (1 - chance)))


def drivers(found: Draws, j: int) -> Mapping[str, float]:
    """Return the first-order Sobol index of each kind of assumption for investment ``j``."""
    y = found.shifts[:, j]
    index = {
        "closure": first_order(found.closure, y),
        "effects": first_order(found.effects[:, j], y),
    }
    for k, right in enumerate(RIGHTS):
        index[f"weight of {right}"] = first_order(found.omega[:, k], y)
    # What these leave is due to shares, and to assumptions acting together.
    index["shares and interactions"] = max(0.0, 1 - sum(index.values()))
    return index
