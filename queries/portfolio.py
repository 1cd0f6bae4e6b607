"""How to spread the credit line: which investments, how large, and when.

A mixed-integer programme (:mod:`queries.programme`). Each investment is either left out or takes
between its least and its full credit; its return is the shift of that size, recomputed in full at
several sizes and linear between them, whatever its shape (:mod:`queries.returns`); it starts in
some year and draws its tranches year by year, the next only after the gate of the one before.
The line is paced: it is granted in equal tranches, and no year may draw more than one.

    maximise    sum of shifts
    subject to  credit <= budget, in all and by year; floors and caps by direction;
                US loss does not rise; home leverage does not fall by more than a bound.

The programme adds up investments that in truth interact, so its optimum is recomputed with all
of them together and the gap reported, beside a greedy choice, which keeps to the same limits while
it can, and an equal split, which looks at none but the budget; either says which limits it breaks.
Control shift is not submodular, so greedy has no guarantee.

Measures: percentage points of US need over which a portfolio newly decides.
Identifies: the set of investments that does most together, and what binds it.
Beware: effects are assumptions; the gap says what adding up hides.

References
----------
Markowitz, H. (1952), Portfolio selection; Nemhauser, G. L. et al. (1978) for what greedy
guarantees where it does; Sviridenko, M. (2004) under a budget.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from graph.schema import Investment
from queries.programme import YEARS, Limits, Programme
from queries.returns import SIZES, Entered, Option, enter, options, together

__all__ = [
    "SIZES",
    "YEARS",
    "Entered",
    "Limits",
    "Option",
    "Portfolio",
    "Position",
    "budgets",
    "enter",
    "equal_split",
    "frontier",
    "greedy",
    "optimum",
    "options",
    "together",
]

_ROUNDING = 1e-6  # by which a limit may be passed and still be kept


@dataclass(frozen=True, slots=True)
class Position:
    """One investment in a portfolio."""

    investment: Investment
    credit: float
    start: int
    by_year: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """
    A choice of investments, and what it does when all are recomputed together.

    ``added`` is the sum of the parts, ``shift_pp`` the whole; the gap is what adding hides.
    ``breaks`` names the limits that the whole does not keep to.
    """

    name: str
    positions: tuple[Position, ...]
    added: float
    shift_pp: float
    us_loss_change: float
    home_leverage_change: float
    bound: float | None = None
    breaks: tuple[str, ...] = ()

    @property
    def credit(self) -> float:
        """Return the credit used, US$ bn."""
        return sum(p.credit for p in self.positions)

    @property
    def capital(self) -> float:
        """Return the capital mobilised, US$ bn."""
        return sum(p.credit * p.investment.leverage for p in self.positions)


@once
def optimum(kg: Graph, limits: Limits) -> Portfolio:
    """
    Return the best portfolio that keeps to the limits.

    Raises
    ------
    RequestError
        If none does, or the limits leave no room for any candidate; it says which bind.
    """
    found = options(kg)
    least = min(found, key=lambda o: (o.credit[1], o.investment.investment_id))
    if limits.budget < least.credit[1] - _ROUNDING:
        raise RequestError(
            f"a budget of {limits.budget:g} is below the least credit of any candidate: "
            f"{least.credit[1]:g} for {least.investment.investment_id}"
        )
    programme = Programme(found, limits)
    solved = programme.solve()
    if solved is None or not solved.credit:
        raise RequestError(programme.binding())
    positions = [
        _position(found[i], credit, start)
        for (i, start), credit in sorted(solved.credit.items())
    ]
    return _portfolio(kg, "optimum", positions, solved.added, limits, solved.bound)


def greedy(kg: Graph, limits: Limits) -> Portfolio:
    """
    Return what one gets by taking, again and again, the most shift for the least credit.

    Directions with a floor come first. What would pass the budget, a cap, the pace or one of the
    protective limits is passed over.
    """
    found = options(kg)
    chosen: dict[str, float] = {}
    ranked = sorted(
        found, key=lambda o: (-o.shift_pp[-1] / o.credit[-1], o.investment.investment_id)
    )
    for owed in (True, False):
        for option in ranked:
            own, direction = option.investment.investment_id, option.investment.direction
            if own in chosen or (
                owed and _spent(kg, chosen, direction) >= limits.floors.get(direction, 0.0)
            ):
                continue
            room = limits.budget - sum(chosen.values())
            room = min(room, limits.caps.get(direction, np.inf) - _spent(kg, chosen, direction))
            credit = min(float(option.credit[-1]), room)
            if credit >= option.credit[1]:
                trial = {**chosen, own: credit}
                if not _broken(kg, _scheduled(found, trial, limits), limits, floors=False):
                    chosen = trial
    return _given(kg, "greedy", chosen, limits)


def equal_split(kg: Graph, limits: Limits) -> Portfolio:
    """Return what one gets by giving every candidate the same, up to its full size."""
    found = options(kg)
    left, open_ones = limits.budget, {o.investment.investment_id: o for o in found}
    chosen: dict[str, float] = {}
    while open_ones and left > 1e-9:
        part = left / len(open_ones)
        full = [i for i, o in open_ones.items() if o.credit[-1] - chosen.get(i, 0.0) <= part]
        for i in full or list(open_ones):
            room = float(open_ones[i].credit[-1]) - chosen.get(i, 0.0)
            chosen[i] = chosen.get(i, 0.0) + min(part, room)
        left = limits.budget - sum(chosen.values())
        if not full:
            break
        for i in full:
            del open_ones[i]
    least = {o.investment.investment_id: float(o.credit[1]) for o in found}
    chosen = {i: c for i, c in chosen.items() if c >= least[i] - 1e-9}
    return _given(kg, "equal split", chosen, limits)


def frontier(
    kg: Graph, limits: Limits, budgets: Sequence[float]
) -> list[tuple[float, Portfolio]]:
    """Return the best portfolio at each budget, leaving out budgets at which there is none."""
    points = []
    for budget in budgets:
        try:
            points.append((budget, optimum(kg, replace(limits, budget=budget))))
        except RequestError:
            continue
    return points


def budgets(kg: Graph, limits: Limits, *, steps: int = 10) -> list[float]:
    """
    Return the budgets between which a frontier bends, and the whole one.

    Beyond the credit that the best portfolio uses the curve is flat, so the steps end there.

    Raises
    ------
    RequestError
        As :func:`optimum`.
    """
    used = optimum(kg, limits).credit
    found = [used * n / steps for n in range(1, steps + 1)]
    return found if limits.budget - used <= _ROUNDING else [*found, limits.budget]


def _spent(kg: Graph, credits: Mapping[str, float], direction: str) -> float:
    return sum(c for i, c in credits.items() if kg.investments[i].direction == direction)


def _position(option: Option, credit: float, start: int) -> Position:
    drawn = (*([0.0] * start), *(credit * t for t in option.tranches))
    return Position(option.investment, credit, start, drawn)


def _scheduled(
    found: Sequence[Option], credits: Mapping[str, float], limits: Limits
) -> list[Position]:
    """Return positions that start as early as the pace lets them; in the last year at worst."""
    by_id = {o.investment.investment_id: o for o in found}
    drawn = np.zeros(limits.years + max(len(o.tranches) for o in found))
    positions = []
    for i, credit in credits.items():
        for start in range(limits.years):
            position = _position(by_id[i], credit, start)
            own = np.zeros_like(drawn)
            own[: len(position.by_year)] = position.by_year
            if (drawn + own <= limits.pace + _ROUNDING).all():
                break
        drawn += own
        positions.append(position)
    return positions


def _broken(
    kg: Graph, positions: Sequence[Position], limits: Limits, *, floors: bool = True
) -> tuple[str, ...]:
    """Return the limits that positions, recomputed together, do not keep to."""
    credits = {p.investment.investment_id: p.credit for p in positions}
    _, us_loss, home = together(kg, credits)
    years = np.zeros(max((len(p.by_year) for p in positions), default=0))
    for p in positions:
        years[: len(p.by_year)] += p.by_year
    found = {
        "budget": sum(credits.values()) > limits.budget + _ROUNDING,
        "pace": years.max(initial=0.0) > limits.pace + _ROUNDING,
        "US loss": us_loss > _ROUNDING,
        "home leverage": home < -limits.home_bound - _ROUNDING,
    }
    for d, cap in limits.caps.items():
        found[f"cap {d}"] = _spent(kg, credits, d) > cap + _ROUNDING
    for d, floor in limits.floors.items():
        found[f"floor {d}"] = floors and _spent(kg, credits, d) < floor - _ROUNDING
    return tuple(name for name, broken in found.items() if broken)


def _given(kg: Graph, name: str, chosen: Mapping[str, float], limits: Limits) -> Portfolio:
    found = options(kg)
    returns = {o.investment.investment_id: o for o in found}
    added = sum(
        float(np.interp(c, returns[i].credit, returns[i].shift_pp)) for i, c in chosen.items()
    )
    positions = _scheduled(found, {i: c for i, c in chosen.items() if c > 0}, limits)
    return _portfolio(kg, name, positions, added, limits, None)


def _portfolio(
    kg: Graph,
    name: str,
    positions: Sequence[Position],
    added: float,
    limits: Limits,
    bound: float | None,
) -> Portfolio:
    whole = together(kg, {p.investment.investment_id: p.credit for p in positions})
    return Portfolio(
        name, tuple(positions), added, *whole, bound, _broken(kg, positions, limits)
    )
