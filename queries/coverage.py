"""Budgeted maximum coverage: what to buy when purchases overlap.

The yardstick for portfolios whose returns are submodular. Ratio greedy alone has no guarantee; the
better of it and the best single purchase reaches (1 - 1/e) / 2 of the optimum; trying all triples
first reaches 1 - 1/e. (Control shift is not submodular: :mod:`queries.portfolio` solves it.)

References
----------
Khuller, S., Moss, A. and Naor, J. (1999), The budgeted maximum coverage problem; Sviridenko, M.
(2004), A note on maximizing a submodular set function subject to a knapsack constraint.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np

from graph.errors import RequestError

Sets = Mapping[str, frozenset[Hashable] | set[Hashable]]


def _check(sets: Sets, cost: Mapping[str, float], budget: float) -> None:
    if set(sets) != set(cost) or min(cost.values(), default=1) <= 0 or budget < 0:
        raise RequestError("each set needs a cost above 0, and the budget must not be negative")


def ratio_greedy(sets: Sets, cost: Mapping[str, float], budget: float) -> set[str]:
    """Return what one buys by taking, again and again, the most new cover for its cost."""
    _check(sets, cost, budget)
    bought: set[str] = set()
    covered: set[Hashable] = set()
    left = budget
    while True:
        open_ones = [s for s in sets if s not in bought and cost[s] <= left + 1e-12]
        gain = {s: len(set(sets[s]) - covered) / cost[s] for s in open_ones}
        best = min(gain, key=lambda s: (-gain[s], s), default=None)
        if best is None or gain[best] <= 0:
            return bought
        bought.add(best)
        covered |= set(sets[best])
        left -= cost[best]


def safe_greedy(sets: Sets, cost: Mapping[str, float], budget: float) -> set[str]:
    """Return the better of :func:`ratio_greedy` and the best single purchase."""
    greedy = ratio_greedy(sets, cost, budget)
    single = [{s} for s in sets if cost[s] <= budget]
    return max([greedy, *single], key=lambda chosen: len(cover(sets, chosen)))


def cover(sets: Sets, chosen: set[str]) -> set[Hashable]:
    """Return all that the chosen sets cover."""
    return set().union(*(sets[s] for s in chosen)) if chosen else set()


def optimum(sets: Sets, cost: Mapping[str, float], budget: float) -> set[str]:
    """Return the best purchase, by a mixed-integer programme (HiGHS)."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    _check(sets, cost, budget)
    if not any(sets.values()):
        return set()
    names = list(sets)
    items = list(dict.fromkeys(x for s in sets.values() for x in s))
    n, m = len(names), len(items)
    spend = np.concatenate([[cost[s] for s in names], np.zeros(m)])[None, :]
    # An item is covered only if a set that has it is bought.
    needs = np.zeros((m, n + m))
    for row, item in enumerate(items):
        needs[row, n + row] = 1
        for column, s in enumerate(names):
            needs[row, column] = -float(item in sets[s])
    done = milp(
        np.concatenate([np.zeros(n), -np.ones(m)]),
        constraints=[LinearConstraint(spend, 0, budget), LinearConstraint(needs, -np.inf, 0)],
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(0, 1),
    )
    return {s for s, x in zip(names, done.x, strict=False) if x > 0.5}
