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
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.errors import ConvergenceError, RequestError
from queries.cascade import Floats

ESSENTIAL, OTHER, NEGLIGIBLE = 2, 1, 0


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
        i, j = np.asarray(suppliers, dtype=np.intp), np.asarray(buyers, dtype=np.intp)
        w, kind = np.asarray(weights, dtype=float), np.asarray(essential)
        self.industry = np.asarray(industry, dtype=np.intp)
        n = self.size = len(self.industry)
        if not len(i) == len(j) == len(w) or (w < 0).any() or not np.isfinite(w).all():
            raise RequestError("links need a supplier, a buyer and a weight of 0 or more each")
        if len(i) and not (min(i.min(), j.min()) >= 0 and max(i.max(), j.max()) < n):
            raise RequestError(f"links name firms that are not among the {n}")
        if n and (self.industry.min() < 0 or self.industry.max() >= kind.shape[0]):
            raise RequestError("an industry is not in the table of essential inputs")
        self.out: Floats = np.bincount(i, w, n).astype(float)
        sold = _total(revenue, self.out, "revenue")
        bought = _total(cost, np.bincount(j, w, n).astype(float), "cost")
        self._up_to, self._up_from, self._up = i, j, _part(w, sold[i])
        use = kind[self.industry[i], self.industry[j]]
        self._other = self._links(i, j, _part(w, bought[j]), use == OTHER, j)
        group = j * kind.shape[0] + self.industry[i]
        _, number = np.unique(group, return_inverse=True)
        total: Floats = np.bincount(number, w).astype(float) if len(w) else w
        self._essential = self._links(i, j, _part(w, total[number]), use == ESSENTIAL, number)

    @staticmethod
    def _links(
        i: NDArray[np.intp],
        j: NDArray[np.intp],
        part: Floats,
        chosen: NDArray[np.bool_],
        group: NDArray[np.intp],
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats, NDArray[np.intp]]:
        """Return the chosen links by group: supplier, group starts, part, buyer of a group."""
        order = np.flatnonzero(chosen)
        order = order[np.argsort(group[order], kind="stable")]
        _, starts = np.unique(group[order], return_index=True)
        return i[order], starts, part[order], j[order][starts]

    def _down_step(self, h: Floats, psi: Floats, *, replace: bool) -> Floats:
        hard = np.ones_like(h)
        if replace:
            left = np.zeros((int(self.industry.max()) + 1, h.shape[1]))
            np.add.at(left, self.industry, self.out[:, None] * h)
            all_left = left[self.industry]
            np.divide(self.out[:, None], all_left, out=hard, where=all_left > 0)
            hard = np.minimum(hard, 1.0)
        missing = hard * (1 - h)
        new = psi.copy()
        for supplier, starts, part, buyer in (self._essential, self._other):
            if len(starts):
                lost = np.add.reduceat(part[:, None] * missing[supplier], starts, axis=0)
                np.minimum.at(new, buyer, 1 - lost)
        return np.maximum(new, 0.0)

    def _up_step(self, h: Floats, psi: Floats) -> Floats:
        lost = np.zeros_like(h)
        np.add.at(lost, self._up_to, self._up[:, None] * (1 - h[self._up_from]))
        return np.maximum(np.minimum(psi, 1 - lost), 0.0)

    def risk(
        self,
        shocks: ArrayLike | None = None,
        *,
        replace: bool = True,
        tolerance: float = 1e-9,
        limit: int = 100_000,
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
        lost = np.eye(self.size) if shocks is None else np.asarray(shocks, dtype=float)
        lost = lost.reshape(self.size, -1)
        if not ((lost >= 0) & (lost <= 1)).all():
            raise RequestError("a shock is a lost part: it lies between 0 and 1")
        psi = 1 - lost
        down, up = psi.copy(), psi.copy()
        iterations = np.zeros(psi.shape[1], dtype=np.int64)
        residual = np.full(psi.shape[1], np.inf)
        active = np.arange(psi.shape[1])
        for sweep in range(1, limit + 1):
            here = psi[:, active]
            new_down = self._down_step(down[:, active], here, replace=replace)
            new_up = self._up_step(up[:, active], here)
            moved = np.maximum(
                np.abs(down[:, active] - new_down).max(axis=0, initial=0.0),
                np.abs(up[:, active] - new_up).max(axis=0, initial=0.0),
            )
            down[:, active], up[:, active] = new_down, new_up
            iterations[active], residual[active] = sweep, moved
            active = active[moved > tolerance]
            if not active.size:
                break
        else:
            raise ConvergenceError(f"{active.size} scenarios do not settle in {limit} sweeps")
        total = self.out.sum()
        part = self.out / total if total > 0 else self.out
        return Risk(
            part @ (1 - np.minimum(down, up)), part @ (1 - down), part @ (1 - up),
            down, up, iterations, residual,
        )  # fmt: skip


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
