"""In whose hands firms end: the network power index of holdings.

    NPI(i) = E[ sum of v(j) over the firms j that end in the hands of i ]

The shareholders of a firm join in random order, those with the same ultimate owner as one union,
and the union that passes the quota owns the firm. Loops are broken by starting afresh now and
then. Small networks are enumerated exactly; large ones are sampled, with a standard error.

Measures: the value of the firms that an owner decides over, through chains of majorities.
Identifies: pivotal holders of small stakes, and large stakes that decide nothing.
Beware: loops nobody outside holds mix slowly; read the standard error.

References
----------
Mizuno, T., Doi, S. and Kurizaki, S. (2020), The power of corporate control in the global
ownership network, PLoS ONE 15.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.errors import ConvergenceError, RequestError
from queries.cascade import Floats
from queries.holdings import (
    Holdings,
    Ints,
    holdings,
    parts,
    values,
)
from queries.voting.weighted import shapley_shubik

if TYPE_CHECKING:
    from scipy.sparse import csc_array

State = tuple[int, ...]  # for every firm, in whose hands it is

_VOTES = 10**9  # units into which a firm's votes are cut, so that ties are ties
_STATES, _UNIONS = 1000, 12  # that are enumerated
_CELLS = 4_000_000  # of stakes times chains that are drawn at once


@dataclass(frozen=True, slots=True)
class NetworkPower:
    """The network power index; its standard error is 0 where ``exact``."""

    value: Floats
    se: Floats
    exact: bool
    sweeps: int


def network_power(
    w: Holdings,
    v: Floats,
    *,
    quota: float = 0.5,
    reset: float = 0.02,
    burn_in: int = 15,
    tolerance: float = 0.001,
    max_sweeps: int = 1000,
    chains: int = 32,
    seed: int = 0,
) -> NetworkPower:
    """
    Return the value of all firms that end in each one's hands, the owner's own included.

    Firms are redrawn from owners down to owned; within a loop all at once, from what the
    firms in it were before. A firm of which too few votes are recorded to pass the quota
    stays its own. Few enough states are enumerated, else chains run side by side.

    Parameters
    ----------
    quota
        Part of all votes that the pivotal union must pass.
    reset, burn_in
        Where there are loops: the chance at each sweep that all firms start afresh as
        their own, and the number of sweeps after that which do not count.
    tolerance
        Part of the whole value; once every standard error is below it, sampling stops.

    Examples
    --------
    Three holders, two of whom decide.

    >>> w = np.zeros((4, 4))
    >>> w[:3, 3] = 0.4, 0.35, 0.25
    >>> network_power(w, np.ones(4)).value.round(4).tolist()
    [1.3333, 1.3333, 1.3333, 0.0]
    """
    m = holdings(w)
    v = values(m, v)
    if not (0.5 <= quota < 1 and 0 < reset < 1 and 0 < burn_in < max_sweeps and chains > 1):
        raise RequestError(
            "a quota lies from 0.5 up to 1, a reset between 0 and 1, a burn-in below the sweeps"
        )
    steps, looped = _steps(m, quota)
    ends = _enumerate(m, steps, (reset, burn_in) if looped else None)
    if ends:
        value = sum(p * np.bincount(state, v, v.size) for state, p in ends.items())
        return NetworkPower(np.asarray(value), np.zeros(v.size), True, 0)
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(v.size, dtype=np.int32), (chains, 1))
    held, counted, age = np.zeros(labels.shape), np.zeros(chains), np.zeros(chains, dtype=int)
    for sweep in range(1, max_sweeps + 1):
        _redraw(labels, steps, rng)
        age += 1
        for r in np.flatnonzero(age >= burn_in) if looped else range(chains):
            held[r] += np.bincount(labels[r], v, v.size)
            counted[r] += 1
        if looped:
            fresh = rng.random(chains) < reset
            labels[fresh], age[fresh] = np.arange(v.size), 0
        if sweep == max_sweeps or (sweep % 8 == 0 and counted.min() >= 8):
            mean = held.sum(axis=0) / max(1, counted.sum())
            off = sum((h - c * mean) ** 2 for h, c in zip(held, counted, strict=True))
            error = np.sqrt(off * chains / (chains - 1)) / max(1, counted.sum())
            if error.max() <= tolerance * v.sum():
                break
    if counted.min() < 1:
        raise ConvergenceError(f"{max_sweeps} sweeps are too few with a burn-in of {burn_in}")
    return NetworkPower(mean, error, False, sweep)


@dataclass(frozen=True, slots=True)
class _Step:
    """Firms redrawn together: those with a majority holder, and those without."""

    led: Ints
    leader: Ints
    open: Ints
    holder: Ints  # of each stake in an open firm, firm by firm
    firm: Ints  # its firm, as a position in ``open``
    votes: Ints
    before: Ints  # votes in the firms before its firm
    need: int


def _steps(m: csc_array, quota: float) -> tuple[list[_Step], bool]:
    """Return firms in the order of redrawing, and whether there are loops."""
    part = parts(m)
    firm = np.repeat(np.arange(m.shape[0]), np.diff(m.indptr))
    votes, holder = np.rint(m.data * _VOTES).astype(np.int64), m.indices.astype(np.int64)
    need = round(quota * _VOTES)
    level, across = np.zeros(part.max() + 1, dtype=np.int64), part[firm] != part[holder]
    up, down = part[holder[across]], part[firm[across]]
    while (level[down] <= level[up]).any():
        np.maximum.at(level, down, level[up] + 1)
    total = np.bincount(firm, votes, m.shape[0]).astype(np.int64)
    largest = np.zeros(m.shape[0], dtype=np.int64)
    np.maximum.at(largest, firm, votes)
    steps = []
    order = np.argsort(level[part[firm]], kind="stable")
    for edges in np.split(order, np.flatnonzero(np.diff(level[part[firm]][order])) + 1):
        led = edges[votes[edges] > need]
        rest = edges[(largest[firm[edges]] <= need) & (total[firm[edges]] > need)]
        names, at = np.unique(firm[rest], return_inverse=True)
        before = np.cumsum(total[names]) - total[names]
        steps.append(
            _Step(
                firm[led], holder[led], names, holder[rest], at, votes[rest], before[at], need
            )
        )
    return steps, not across.all()


def _redraw(labels: NDArray[np.int32], steps: list[_Step], rng: np.random.Generator) -> None:
    """Redraw the owner of every firm once, in every chain (a row of ``labels``)."""
    for step in steps:
        led = labels[:, step.leader]
        pieces = 1 + labels.shape[0] * step.votes.size // _CELLS
        drawn = [_pivots(part, step, rng) for part in np.array_split(labels, pieces)]
        labels[:, step.led] = led
        labels[:, step.open] = np.concatenate(drawn)


def _pivots(
    labels: NDArray[np.int32], step: _Step, rng: np.random.Generator
) -> NDArray[np.int32]:
    """Return the owner of the pivotal union of each open firm."""
    union = labels[:, step.holder]
    # A union's place in the order is a hash of its owner, firm and draw: the same for all
    # of its members, who therefore stand side by side, and new in every draw.
    x = union.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x += step.firm.astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
    x += rng.integers(2**64, size=(labels.shape[0], 1), dtype=np.uint64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
    order = np.argsort(step.firm + (x >> np.uint64(11)) * 2.0**-53, axis=1)
    votes = step.votes[order]
    total = votes.cumsum(axis=1) - step.before
    pivot = (total > step.need) & (total - votes <= step.need)
    return np.take_along_axis(union, order, 1)[pivot].reshape(labels.shape[0], step.open.size)


def _enumerate(
    m: csc_array, steps: list[_Step], loops: tuple[float, int] | None
) -> dict[State, float] | None:
    """Return how likely each way is in which the firms can end, or None if there are many."""
    many = max((np.bincount(step.firm).max() for step in steps if step.firm.size), default=0)
    if m.shape[0] > _STATES or many > _UNIONS:
        return None
    start = tuple(range(m.shape[0]))
    reached = _after(start, m, steps)
    if loops is None or reached is None:
        return reached
    onward = {start: reached}
    for state in (queue := [start]):
        for end in onward[state]:
            if end not in onward:
                spread = _after(end, m, steps)
                if spread is None or len(onward) == _STATES:
                    return None
                onward[end] = spread
                queue.append(end)
    place = {state: i for i, state in enumerate(onward)}
    chance = np.zeros((len(place), len(place)))
    for state, spread in onward.items():
        for end, p in spread.items():
            chance[place[state], place[end]] = p
    reset, burn_in = loops
    first = np.linalg.matrix_power(chance, burn_in)[0]
    ends = np.linalg.solve(np.eye(len(place)) - (1 - reset) * chance.T, reset * first)
    return dict(zip(place, map(float, ends), strict=True))


def _after(state: State, m: csc_array, steps: list[_Step]) -> dict[State, float] | None:
    """Return how likely each state is after all firms are redrawn once, or None if many."""
    spread = {state: 1.0}
    for step in steps:
        if step.open.size > _UNIONS:
            return None
        ends: dict[State, float] = defaultdict(float)
        for s, p in spread.items():
            owners = dict(zip(step.led.tolist(), (s[i] for i in step.leader), strict=True))
            draws = [_chances(m, s, j, step.need) for j in step.open.tolist()]
            if math.prod(map(len, draws)) * len(spread) > _STATES:
                return None
            for drawn in itertools.product(*(d.items() for d in draws)):
                end = owners | {
                    j: o for j, (o, _) in zip(step.open.tolist(), drawn, strict=True)
                }
                chance = math.prod(c for _, c in drawn)
                ends[tuple(end.get(j, o) for j, o in enumerate(s))] += p * chance
        spread = dict(ends)
    return spread


def _chances(m: csc_array, state: State, firm: int, need: int) -> dict[int, float]:
    """Return how likely each union of a firm's holders is to be pivotal."""
    unions: dict[int, int] = defaultdict(int)
    for at in range(m.indptr[firm], m.indptr[firm + 1]):
        unions[state[m.indices[at]]] += round(m.data[at] * _VOTES)
    chances = zip(unions, _pivotal(need, tuple(unions.values())), strict=True)
    return {owner: chance for owner, chance in chances if chance}


@functools.lru_cache(maxsize=4096)
def _pivotal(need: int, votes: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(map(float, shapley_shubik(need, votes, strict=True)))
