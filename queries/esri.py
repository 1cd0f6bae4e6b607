"""How much of an economy hangs on one firm: the Economic Systemic Risk Index.

W(i, j) is what firm i sells to firm j. When firms fail, the loss travels down to their buyers and
up to their suppliers, from h = 1 - shock:

    down  h(j) = min( 1 - shock(j),
                      min over essential supplier industries k of
                          1 - sum over i in k of s(i) W(i,j) / P(j,k) (1 - h(i)),
                      1 - sum over other suppliers i of s(i) W(i,j) / cost(j) (1 - h(i)) )
    up    h(i) = min( 1 - shock(i),  1 - sum over j of W(i,j) / revenue(i) (1 - h(j)) )

P(j, k) is what j buys from industry k; s(i) = min(1, out(i) / sum over l in i's industry of
out(l) h(l)) is how hard i is to replace by its industry, 1 where nothing of the industry is left.
(The published code floors that sum at 1 in the unit of W; here the unit does not matter.)
Revenue and cost count what lies outside the network: final demand is a sink that does not fail.

    ESRI = sum over i of out(i) / (sum of out) * (1 - min(h_down(i), h_up(i)))

Measures: the share of the network's sales that a failure stops, directly and in its wake.
Identifies: firms whose failure few could do without.
Beware: stopped early the index is too low, by up to 95 % at the published tolerance of 0.01.

References
----------
Diem, C., Borsos, A., Reisch, T., Kertész, J. and Thurner, S. (2022), Quantifying firm-level
economic systemic risk from nation-wide supply networks, Sci. Rep. 12; Pichler, A. et al. (2022),
Forecasting the propagation of pandemic shocks with a dynamic input-output model, JEDC 144.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.errors import ConvergenceError, RequestError
from queries.cascade import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ESSENTIAL, OTHER, NEGLIGIBLE = 2, 1, 0

_TOGETHER = 16  # scenarios: as many as stay in the cache of a processor
_NOTHING = 1e-300  # in the place of 0, that a division may be made


@dataclass(frozen=True, slots=True)
class Risk:
    """What each scenario does; rows of ``down`` and ``up`` are firms, columns scenarios."""

    esri: Floats
    esri_down: Floats
    esri_up: Floats
    down: Floats
    up: Floats
    iterations: NDArray[np.int64]
    residual: Floats


class Network:
    """
    A supply network, ready for any shock.

    Parameters
    ----------
    suppliers, buyers, weights
        Links: who sells to whom, counted from 0, and how much, in any unit.
    industry
        Industry of each firm, counted from 0.
    essential
        Supplier industries by buyer industries: 2 essential, 1 not, 0 negligible.
    revenue, cost
        What each firm sells and buys in all, also outside the network; by default only in it.

    Raises
    ------
    RequestError
        If links, industries or totals do not fit together.
    """

    def __init__(
        self,
        suppliers: Sequence[int],
        buyers: Sequence[int],
        weights: Sequence[float],
        industry: Sequence[int],
        essential: ArrayLike,
        *,
        revenue: ArrayLike | None = None,
        cost: ArrayLike | None = None,
    ) -> None:
        from scipy import sparse

        i, j = np.asarray(suppliers, dtype=np.intp), np.asarray(buyers, dtype=np.intp)
        w, kind = np.asarray(weights, dtype=float), np.asarray(essential)
        self.industry = np.asarray(industry, dtype=np.intp)
        n = self.size = len(self.industry)
        if not n:
            raise RequestError("a network of no firms has no risk")
        if kind.ndim != 2 or kind.shape[0] != kind.shape[1]:
            raise RequestError("the table of essential inputs is not industries by industries")
        if not np.isin(kind, (NEGLIGIBLE, OTHER, ESSENTIAL)).all():
            raise RequestError("an input is essential (2), other (1) or negligible (0)")
        if not len(i) == len(j) == len(w) or (w < 0).any() or not np.isfinite(w).all():
            raise RequestError("links need a supplier, a buyer and a weight of 0 or more each")
        if len(i) and not (min(i.min(), j.min()) >= 0 and max(i.max(), j.max()) < n):
            raise RequestError(f"links name firms that are not among the {n}")
        if self.industry.min() < 0 or self.industry.max() >= kind.shape[0]:
            raise RequestError("an industry is not in the table of essential inputs")
        self.out: Floats = np.bincount(i, w, n).astype(float)
        sold = _total(revenue, self.out, "revenue")
        bought = _total(cost, np.bincount(j, w, n).astype(float), "cost")
        use = kind[self.industry[i], self.industry[j]]
        _, group = np.unique(j * kind.shape[0] + self.industry[i], return_inverse=True)
        total: Floats = np.bincount(group, w).astype(float) if len(w) else w
        self._members = sparse.csr_array(
            (self.out, (self.industry, np.arange(n))), shape=(kind.shape[0], n)
        )
        self._up = self._links(i, j, _part(w, sold[i]))[1]
        # Losses that reach a buyer side by side; the greatest of them counts. Its essential
        # industries stand in layers: the first of every buyer, the second of every buyer, ...
        layer = _places(j, group, use == ESSENTIAL)
        part = _part(w, total[group])
        self._down = [
            self._links(j, i, np.where(use == OTHER, _part(w, bought[j]), 0.0), all_rows=False)
        ]
        self._down += [
            self._links(j, i, np.where(layer == at, part, 0.0), all_rows=False)
            for at in range(int(layer.max(initial=-1)) + 1)
        ]

    def _links(
        self, to: NDArray[np.intp], by: NDArray[np.intp], part: Floats, *, all_rows: bool = True
    ) -> tuple[NDArray[np.intp], csr_array]:
        """Return firms, and what each of them loses where another (columns) is lost."""
        from scipy import sparse

        kept = part > 0
        firms = np.arange(self.size) if all_rows else np.unique(to[kept])
        row = np.searchsorted(firms, to[kept])
        found = sparse.csr_array((part[kept], (row, by[kept])), shape=(len(firms), self.size))
        found.sum_duplicates()
        return firms, found

    def _down_step(self, lost: Floats, shock: Floats, *, replace: bool) -> Floats:
        missing = lost
        if replace:
            left = self._members.sum(axis=1)[:, None] - self._members @ lost
            # Where nothing of an industry is left, nobody replaces anybody.
            with np.errstate(over="ignore"):
                hard = self.out[:, None] / np.maximum(left, _NOTHING)[self.industry]
            missing = np.minimum(hard, 1.0, out=hard)
            missing *= lost
        new = shock.copy()
        for firms, links in self._down:
            if firms.size:
                new[firms] = np.maximum(new[firms], links @ missing)
        return np.asarray(np.minimum(new, 1.0, out=new))

    def _up_step(self, lost: Floats, shock: Floats) -> Floats:
        new = np.asarray(self._up @ lost)
        np.maximum(new, shock, out=new)
        return np.asarray(np.minimum(new, 1.0, out=new))

    def risk(
        self,
        shocks: ArrayLike | None = None,
        *,
        replace: bool = True,
        tolerance: float = 1e-9,
        limit: int = 100_000,
        states: bool = True,
    ) -> Risk:
        """
        Return what shocks do to the network.

        Parameters
        ----------
        shocks
            Lost part of each firm (rows) in each scenario (columns), 0 to 1; by default
            every firm alone fails wholly.
        replace
            Whether firms of an industry replace one another.
        tolerance
            Stop a scenario when no firm falls by more than this in one sweep.
        limit
            Sweeps after which a scenario is given up.
        states
            Whether ``down`` and ``up`` are kept: firms times scenarios are many numbers.

        Raises
        ------
        RequestError
            If a shock is not 0 to 1.
        ConvergenceError
            If a scenario does not settle.

        Examples
        --------
        A chain of three firms, all inputs essential: the first stops all after it.

        >>> chain = Network([0, 1], [1, 2], [2.0, 1.0], [0, 1, 2], np.full((3, 3), ESSENTIAL))
        >>> chain.risk().esri_down.round(4).tolist()
        [1.0, 0.3333, 0.0]
        """
        n = self.size
        given = None if shocks is None else np.asarray(shocks, dtype=float).reshape(n, -1)
        if given is not None and not ((given >= 0) & (given <= 1)).all():
            raise RequestError("a shock is a lost part: it lies between 0 and 1")
        count = n if given is None else given.shape[1]
        total = self.out.sum()
        part = self.out / total if total > 0 else self.out
        index, kept = np.empty((3, count)), np.empty((2, n, count if states else 0))
        iterations, residual = np.zeros(count, dtype=np.int64), np.zeros(count)
        for start in range(0, count, _TOGETHER):
            block = slice(start, min(start + _TOGETHER, count))
            if given is None:
                shock = np.zeros((n, block.stop - start))
                shock[np.arange(start, block.stop), np.arange(block.stop - start)] = 1.0
            else:
                shock = np.ascontiguousarray(given[:, block])
            lost, iterations[block], residual[block] = self._settle(
                shock, replace=replace, tolerance=tolerance, limit=limit
            )
            index[1:, block] = part @ lost
            index[0, block] = part @ lost.max(axis=0)
            if states:
                kept[:, :, block] = 1 - lost
        return Risk(index[0], index[1], index[2], kept[0], kept[1], iterations, residual)

    def _settle(
        self, shock: Floats, *, replace: bool, tolerance: float, limit: int
    ) -> tuple[Floats, NDArray[np.int64], Floats]:
        """Return what is lost down and up in some scenarios, their sweeps and last moves."""
        out = np.stack([shock, shock])
        iterations = np.zeros(shock.shape[1], dtype=np.int64)
        residual = np.zeros(shock.shape[1])
        # Scenarios that have settled are computed along until half of them have: to take
        # columns out costs more than to keep them.
        at, down, up, on = (
            np.arange(shock.shape[1]),
            shock,
            shock,
            np.ones(shock.shape[1], bool),
        )
        for sweep in range(1, limit + 1):
            new_down = self._down_step(down, shock, replace=replace)
            new_up = self._up_step(up, shock)
            # Losses only grow: what moved is new less old.
            moved = np.maximum(
                (new_down - down).max(axis=0, initial=0.0),
                (new_up - up).max(axis=0, initial=0.0),
            )
            down, up = new_down, new_up
            iterations[at[on]], residual[at[on]] = sweep, moved[on]
            done = on & (moved <= tolerance)
            if done.any():
                out[0][:, at[done]], out[1][:, at[done]] = down[:, done], up[:, done]
                on = on & ~done
            if not on.any():
                return out, iterations, residual
            if 2 * on.sum() <= on.size:
                at, shock = at[on], np.ascontiguousarray(shock[:, on])
                down, up = np.ascontiguousarray(down[:, on]), np.ascontiguousarray(up[:, on])
                on = np.ones(at.size, dtype=bool)
        raise ConvergenceError(f"{on.sum()} scenarios do not settle in {limit} sweeps")


def _places(
    buyer: NDArray[np.intp], group: NDArray[np.intp], chosen: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the number of each chosen link's group among its buyer's; -1 for other links."""
    place = np.full(len(buyer), -1, dtype=np.intp)
    if chosen.any():
        groups, first, number = np.unique(group[chosen], return_index=True, return_inverse=True)
        owner = buyer[chosen][first]  # groups of one buyer stand side by side
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        rank = np.arange(len(groups)) - np.repeat(starts, np.diff([*starts, len(groups)]))
        place[chosen] = rank[number]
    return place


def _total(given: ArrayLike | None, inside: Floats, what: Literal["revenue", "cost"]) -> Floats:
    """Return totals, which are no less than what is traded inside the network."""
    if given is None:
        return inside
    total = np.asarray(given, dtype=float)
    if total.shape != inside.shape or (total < inside * (1 - 1e-9)).any():
        raise RequestError(f"the {what} of a firm is less than its trade in the network")
    return total


def _part(w: Floats, total: Floats) -> Floats:
    out = np.zeros_like(w)
    np.divide(w, total, out=out, where=total > 0)
    return out
