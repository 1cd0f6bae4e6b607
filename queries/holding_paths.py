"""Why an owner has an integrated share: the chains and loops it runs through."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import RequestError
from queries.holdings import Holdings, Ints, holdings, parts, solve, units

if TYPE_CHECKING:
    from scipy.sparse import csc_array

_STEPS = 100_000  # in search of paths


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
    below = solve(m, units(m, [owner]), left=True)[:, 0]
    above = solve(m, units(m, [owned]))[:, 0]
    between = np.flatnonzero((below > 0) & (above > 0))
    if not between.size:
        return Explanation(0.0, (), 0.0)
    m, above = m[between][:, between], above[between]
    end, own, part = int(np.searchsorted(between, owned)), m.tocsr(), parts(m)
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
    return float(solve(sub, units(sub, [at]))[at, 0]) if sub.nnz else 1.0
