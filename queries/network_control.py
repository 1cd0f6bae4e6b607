"""Who stands behind whom in a network of holdings: value, control and power through chains.

W(i, j) is the stake of owner i in firm j; columns sum to 1 at most, and what is missing
belongs to nobody known. With V = (I - W)⁻¹ = I + W + W² + …, all chains of holdings,

    network value        (V v)(i)
    integrated share     V(i, j) - [i = j]                  chains, and loops through the owner
    corrected            V(i, j) / V(i, i)  for j ≠ i       each euro counted once
    network control      sum over j ≠ i of C(i, j) v(j)     C: corrected share by a control rule
    damped share         [W (I - a W)⁻¹](i, j)              each step weighs its stake times a
    network power (NPI)  E[ sum of v(j) over the firms j that end in the hands of i ]

In NPI the shareholders of a firm join in random order, those with the same ultimate owner as
one union, and the union that passes the quota owns the firm. Loops are broken by starting
afresh now and then. Nothing is densified: V is met only in solves, and its diagonal only
within loops, outside which it is 1.

Measures: how much of the value of others an owner gets, controls, or decides.
Identifies: holders whose reach is larger than their book, and shares that loops inflate.
Beware: a linear share is not control: who holds 12 % does not decide. Read NPI beside it.

References
----------
Brioschi, F., Buzzacchi, L. and Colombo, M. G. (1989), J. Banking & Finance 13. Vitali, S.,
Glattfelder, J. B. and Battiston, S. (2011), The network of global corporate control, PLoS ONE
6. Mizuno, T., Doi, S. and Kurizaki, S. (2020), The power of corporate control in the global
ownership network, PLoS ONE 15. Polovnikov, K., Pospelov, N. and Skougarevskiy, D. (2021),
Alpha-indirect control in onion-like networks. Ceri, S. et al. (1990), Logic programming and
databases, for company control.
"""

from __future__ import annotations

import functools
import heapq
import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.errors import ConvergenceError, RequestError
from queries.cascade import Floats
from queries.voting import shapley_shubik

if TYPE_CHECKING:
    from scipy.sparse import csc_array

Holdings: TypeAlias = "Floats | csc_array"  # W: a row an owner, a column an owned firm
Ints = NDArray[np.int64]
State = tuple[int, ...]  # for every firm, in whose hands it is

_ROUNDING = 1e-9  # by which stakes rounded in their sources may pass 1
_BLOCK = 1500  # loops of more firms than this are solved by iteration
_SWEEPS = 20_000
_VOTES = 10**9  # units into which a firm's votes are cut, so that ties are ties
_STATES, _UNIONS = 1000, 12  # that are enumerated
_CELLS = 4_000_000  # of stakes times chains that are drawn at once
_STEPS = 100_000  # in search of paths


class Rule(StrEnum):
    """When a stake controls: in proportion, by majority, or against the other holders."""

    LINEAR = "linear"
    THRESHOLD = "threshold"
    RELATIVE = "relative"


def holdings(w: Holdings) -> csc_array:
    """
    Return W as a sparse matrix, checked.

    Raises
    ------
    RequestError
        If it is empty or not square, or a stake is negative or unknown, or the stakes in a
        firm sum to more than 1.
    """
    from scipy import sparse

    m = sparse.csc_array(w, dtype=float, copy=True)
    if m.ndim != 2 or m.shape[0] != m.shape[1] or not m.shape[0]:
        raise RequestError(f"holdings are a square matrix, owners by owned, not {m.shape}")
    m.sum_duplicates()
    m.eliminate_zeros()
    wrong = np.flatnonzero(~(m.data >= 0))
    total = np.asarray(m.sum(axis=0))
    if wrong.size:
        j = np.searchsorted(m.indptr, wrong[0], side="right") - 1
        raise RequestError(f"the stake of {m.indices[wrong[0]]} in {j} is {m.data[wrong[0]]:g}")
    if total.max() > 1 + _ROUNDING:
        raise RequestError(
            f"the stakes in {total.argmax()} sum to {total.max():g}, more than 1"
        )
    return m


def control_matrix(w: Holdings, *, rule: Rule = Rule.LINEAR, quota: float = 0.5) -> csc_array:
    """
    Return the part of direct control that each stake gives.

    Parameters
    ----------
    rule
        ``linear``: the stake itself; ``threshold``: all to whom passes the quota, else
        none; ``relative``: stakes squared and scaled to sum to 1, so that one large holder
        among many small ones has nearly all.

    Examples
    --------
    >>> w = np.array([[0, 0.6], [0, 0.2]])
    >>> control_matrix(w, rule=Rule.RELATIVE).toarray()[:, 1].round(4).tolist()
    [0.9, 0.1]
    """
    m = holdings(w)
    if rule == Rule.THRESHOLD:
        if not 0.5 <= quota < 1:
            raise RequestError(
                f"a majority of {quota:g} is impossible: it lies from 0.5 up to 1"
            )
        m.data = (m.data > quota).astype(float)
        m.eliminate_zeros()
    elif rule == Rule.RELATIVE:
        m.data **= 2
        total = np.asarray(m.sum(axis=0))
        m.data /= np.repeat(total, np.diff(m.indptr))
    return m


def network_value(w: Holdings, v: Floats) -> Floats:
    """
    Return (I - W)⁻¹ v: own value and that of all holdings, uncorrected for loops.

    Examples
    --------
    A holds 60 % of B, and B half of C.

    >>> network_value(np.array([[0, 0.6, 0], [0, 0, 0.5], [0, 0, 0]]), np.array([0, 10, 100]))
    array([ 36.,  60., 100.])
    """
    m = holdings(w)
    return _solve(m, _values(m, v))


def network_control(
    w: Holdings,
    v: Floats,
    *,
    rule: Rule = Rule.LINEAR,
    quota: float = 0.5,
    corrected: bool = True,
) -> Floats:
    """
    Return the value of others that each owner controls through all chains.

    Parameters
    ----------
    v
        Value of each firm.
    rule, quota
        As in :func:`control_matrix`.
    corrected
        Whether loops through the owner itself are taken out.
    """
    c = control_matrix(w, rule=rule, quota=quota)
    v = _values(c, v)
    value = _solve(c, v)
    return value / _diagonal(c) - v if corrected else value - v


def integrated(w: Holdings, owners: Sequence[int], *, corrected: bool = True) -> Floats:
    """
    Return the integrated shares of some owners in all firms: a row an owner.

    Parameters
    ----------
    corrected
        Whether loops through the owner itself are taken out; the share of an owner in
        itself is then 0.
    """
    m = holdings(w)
    pick = (np.arange(len(owners)), _known(m, owners))
    rows = _solve(m, _units(m, owners), left=True).T
    if corrected:
        rows = rows / rows[pick][:, None]
    rows[pick] -= 1.0
    return np.asarray(rows)


def alpha_transitive(w: Holdings, owners: Sequence[int], *, alpha: float) -> Floats:
    """
    Return W (I - alpha W)⁻¹ for some owners: a row an owner.

    A chain of k holdings counts alpha**(k - 1) times the product of all its stakes.
    """
    m = holdings(w)
    if not 0 <= alpha <= 1:
        raise RequestError(f"an alpha of {alpha:g} is impossible: it lies between 0 and 1")
    return np.asarray(_solve(alpha * m, m.T @ _units(m, owners), left=True).T)


def ultimate_controllers(w: Holdings, *, quota: float = 0.5) -> Ints:
    """
    Return who in the end has a majority of each firm, alone or with firms it controls.

    Returns
    -------
    controller
        Index of the entity on top; its own where nobody has a majority. Firms that
        control each other in a circle, with nobody above, are named by their first.

    Examples
    --------
    0 has no majority of 3, but with its subsidiaries 1 and 2 it does.

    >>> w = np.zeros((4, 4))
    >>> w[0, 1] = w[0, 2] = 0.6
    >>> w[1, 3] = w[2, 3] = 0.3
    >>> ultimate_controllers(w).tolist()
    [0, 0, 0, 0]
    """
    from scipy import sparse

    m = control_matrix(w, rule=Rule.LINEAR)
    n = m.shape[0]
    top = np.arange(n)
    while True:
        group = sparse.csr_array((np.ones(n), (top, np.arange(n))), shape=(n, n))
        votes = sparse.coo_array(group @ m)
        won = votes.data > quota + _ROUNDING
        parent = np.arange(n)
        parent[votes.col[won]] = votes.row[won]
        new = _roots(parent)
        if (new == top).all():
            return top
        top = new


def _roots(parent: Ints) -> Ints:
    """Follow each pointer to its end; a circle ends at its first member."""
    first, reach = np.arange(parent.size), parent
    for _ in range(parent.size.bit_length()):
        first, reach = np.minimum(first, first[reach]), reach[reach]
    # ``reach`` now lies on the circle (or is the end) and ``first`` there is its least.
    return first[reach]


def _values(m: csc_array, v: Floats) -> Floats:
    v = np.asarray(v, dtype=float)
    if v.shape != m.shape[:1] or not (v >= 0).all() or not np.isfinite(v).all():
        raise RequestError(f"values are {m.shape[0]} numbers, none negative or unknown")
    return v


def _known(m: csc_array, wanted: Sequence[int]) -> Ints:
    for i in wanted:
        if not 0 <= i < m.shape[0]:
            raise RequestError(f"no entity {i}: they are numbered 0 to {m.shape[0] - 1}")
    return np.asarray(wanted, dtype=np.int64)


def _units(m: csc_array, wanted: Sequence[int]) -> Floats:
    unit = np.zeros((m.shape[0], len(wanted)))
    unit[_known(m, wanted), np.arange(len(wanted))] = 1.0
    return unit


def _parts(m: csc_array) -> Ints:
    """Return for each firm the number of its strongly connected component."""
    from scipy.sparse.csgraph import connected_components

    return np.asarray(connected_components(m, connection="strong")[1], dtype=np.int64)


def _inside(m: csc_array) -> tuple[Ints, Ints, Ints, Floats]:
    """Return the components, and the stakes that run within one; refuse closed circles."""
    part, edges = _parts(m), m.tocoo()
    loop = part[edges.row] == part[edges.col]
    row, col, stake = edges.row[loop], edges.col[loop], edges.data[loop]
    least = np.ones(part.max() + 1)
    np.minimum.at(least, part, np.bincount(col, stake, part.size))
    closed = np.flatnonzero(least > 1 - 1e-12)
    if closed.size:
        firms = ", ".join(map(str, np.flatnonzero(part == closed[0])[:5]))
        raise RequestError(f"ownership runs in a closed circle ({firms}): nobody is behind it")
    return part, row, col, stake


def _solve(m: csc_array, b: Floats, *, left: bool = False) -> Floats:
    """
    Return (I - W)⁻¹ b, or with ``left`` (I - W')⁻¹ b, for b that is not negative.

    Short loops are factored. What is left is substituted until nothing moves, which without
    long loops is exact after as many sweeps as the longest chain has holdings.
    """
    from scipy import sparse
    from scipy.sparse.linalg import splu

    part, row, col, stake = _inside(m)
    short = np.bincount(part)[part[row]] <= _BLOCK
    inner = sparse.csc_array((stake[short], (row[short], col[short])), shape=m.shape)
    looped = np.unique(row[short])
    block = sparse.eye_array(looped.size, format="csc") - inner[looped][:, looped]
    factor = splu(block.tocsc()) if looped.size else None
    rest = (m - inner).T.tocsr() if left else (m - inner).tocsr()
    x, before = b, 0.0
    for _ in range(_SWEEPS):
        y = np.asarray(b + rest @ x)
        if factor:
            y[looped] = factor.solve(y[looped], trans="T" if left else "N")
        moved = float(np.max(np.abs(y - x) / np.where(y > 0, y, 1.0), initial=0.0))
        x = y
        if moved <= 1e-15 or before <= moved <= 1e-13:  # the latter: only rounding is left
            return x
        before = moved
    raise ConvergenceError(f"loops of more than {_BLOCK} firms do not settle")


def _diagonal(m: csc_array) -> Floats:
    """Return the diagonal of (I - W)⁻¹, of all loops at once, member by member."""
    from scipy import sparse

    part, row, col, stake = _inside(m)
    diagonal, looped = np.ones(part.size), np.unique(row)
    loops = sparse.csc_array((stake, (row, col)), shape=m.shape)[looped][:, looped]
    order = np.argsort(part[looped], kind="stable")
    _, first, size = np.unique(part[looped][order], return_index=True, return_counts=True)
    place = np.empty_like(looped)
    place[order] = np.arange(looped.size) - np.repeat(first, size)
    width = max(1, _CELLS // max(1, looped.size))
    for start in range(0, size.max(initial=0), width):
        mine = np.flatnonzero((place >= start) & (place < start + width))
        column = place[mine] - start
        unit = np.zeros((looped.size, column.max() + 1))
        unit[mine, column] = 1.0
        diagonal[looped[mine]] = _solve(loops, unit)[mine, column]
    return diagonal


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
    v = _values(m, v)
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
    part = _parts(m)
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


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of holdings from owner to owned that visits no firm twice."""

    firms: tuple[int, ...]
    chain: float  # product of its stakes
    loops: float  # what going round the loops on its way adds

    @property
    def share(self) -> float:
        """Return what the chain and its loops give."""
        return self.chain + self.loops


@dataclass(frozen=True, slots=True)
class Explanation:
    """An integrated share as the sum of its largest paths and the rest."""

    share: float
    paths: tuple[Path, ...]
    rest: float


def paths(
    w: Holdings, owner: int, owned: int, *, top: int = 10, corrected: bool = True
) -> Explanation:
    """
    Explain an integrated share by the chains that give it, the largest first.

    All ways from owner to owned are the chains without repetition, each times the loops on
    the way: V(0,0) W(0,1) V'(1,1) W(1,2) V''(2,2) …, where V', V'' leave out the firms passed.
    The corrected share drops the first factor. The parts therefore sum to the share.

    Examples
    --------
    0 holds 60 % of 1, which holds half of 2, which holds 20 % of 1.

    >>> found = paths(np.array([[0, 0.6, 0], [0, 0, 0.5], [0, 0.2, 0]]), 0, 2)
    >>> round(found.share, 6), found.paths[0].firms, found.paths[0].chain
    (0.333333, (0, 1, 2), 0.3)
    >>> round(found.paths[0].loops, 6)
    0.033333
    """
    m = holdings(w)
    if owner == owned:
        raise RequestError(f"{owner} is both owner and owned: name two")
    below = _solve(m, _units(m, [owner]), left=True)[:, 0]
    above = _solve(m, _units(m, [owned]))[:, 0]
    between = np.flatnonzero((below > 0) & (above > 0))
    if not between.size:
        return Explanation(0.0, (), 0.0)
    m, above = m[between][:, between], above[between]
    end, own, part = int(np.searchsorted(between, owned)), m.tocsr(), _parts(m)
    turns = 1.0 if corrected else float(below[owner])
    share = float(below[owned] * turns / below[owner])
    found: list[Path] = []
    heap: list[tuple[float, tuple[int, ...], float, float]] = [
        (-share, (int(np.searchsorted(between, owner)),), 1.0, turns)
    ]
    for _ in range(_STEPS):
        if not heap or len(found) == top:
            break
        _, way, chain, turns = heapq.heappop(heap)
        if way[-1] == end:
            found.append(Path(tuple(between[list(way)].tolist()), chain, chain * (turns - 1)))
            continue
        if len(way) > 1:
            turns *= _turns(m, part, way)
        held = slice(own.indptr[way[-1]], own.indptr[way[-1] + 1])
        for j, stake in zip(own.indices[held].tolist(), own.data[held].tolist(), strict=True):
            if j not in way:
                onward, product = (*way, j), chain * stake
                last = turns * _turns(m, part, onward) if j == end else turns
                most = product * (last if j == end else turns * above[j])
                heapq.heappush(heap, (-most, onward, product, last))
    return Explanation(share, tuple(found), share - sum(p.share for p in found))


def _turns(m: csc_array, part: Ints, way: tuple[int, ...]) -> float:
    """Return V of the last firm on a way in itself, without the firms before it."""
    firms = np.setdiff1d(np.flatnonzero(part == part[way[-1]]), way[:-1])
    sub, at = m[firms][:, firms], int(np.searchsorted(firms, way[-1]))
    return float(_solve(sub, _units(sub, [at]))[at, 0]) if sub.nnz else 1.0
