"""How to spread the credit line: which investments, how large, and when.

A mixed-integer programme. Each investment is either left out or takes between its least and
its full credit; its return is the shift of that size, recomputed in full at several sizes and
linear between them, whatever its shape (concave, or with the jump of a majority); it starts in
some year and draws its tranches year by year, the next only after the gate of the one before.
The line is paced: it is granted in equal tranches, and no year may draw more than one.

    maximise    sum of shifts
    subject to  credit <= budget, in all and by year; floors and caps by direction;
                US loss does not rise; home leverage does not fall by more than a bound.

The programme adds up investments that in truth interact, so its optimum is recomputed with all
of them together and the gap reported, beside a greedy choice and an equal split under the same
constraints. Control shift is not submodular, so greedy has no guarantee.

Measures: percentage points of US need over which a portfolio newly decides.
Identifies: the set of investments that does most together, and what binds it.
Beware: effects are assumptions; the gap says what adding up hides.

References
----------
Markowitz, H. (1952), Portfolio selection; Beale, E. M. L. and Tomlin, J. A. (1970), special
ordered sets; Huangfu, Q. and Hall, J. A. J. (2018), Parallelizing the dual revised simplex
method (HiGHS); Nemhauser, G. L. et al. (1978) for what greedy guarantees where it does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from graph.schema import Investment
from queries.cascade import Floats
from queries.move import Book, Change, base_book, change, gains_of
from queries.rights import POINT, omega_vector
from queries.shapley import marginal
from queries.shift import Games, Shift, ledgers, shift

YEARS = 5
SIZES = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What a portfolio must keep to.

    Attributes
    ----------
    budget
        Credit, US$ bn.
    floors, caps
        Least and most credit by direction, US$ bn.
    home_bound
        Most by which Taiwan's home leverage may fall, pp of need.
    years
        Years in which an investment may start.
    pace
        Most credit that may be drawn in one year, US$ bn: the line is US$ 250 bn in five equal
        tranches.
    """

    budget: float = 250.0
    floors: Mapping[str, float] = field(default_factory=dict, hash=False)
    caps: Mapping[str, float] = field(default_factory=dict, hash=False)
    home_bound: float = 2.0
    years: int = YEARS
    pace: float = 50.0


@dataclass(frozen=True, slots=True)
class Option:
    """One investment at the sizes between which its return is taken as linear."""

    investment: Investment
    credit: Floats  # US$ bn at each size, first 0
    shift_pp: Floats
    us_loss: Floats
    home: Floats
    tranches: tuple[float, ...]


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
    """

    name: str
    positions: tuple[Position, ...]
    added: float
    shift_pp: float
    us_loss_change: float
    home_leverage_change: float
    bound: float | None = None

    @property
    def credit(self) -> float:
        """Return the credit used, US$ bn."""
        return sum(p.credit for p in self.positions)

    @property
    def capital(self) -> float:
        """Return the capital mobilised, US$ bn."""
        return sum(p.credit * p.investment.leverage for p in self.positions)


@once
def options(kg: Graph) -> tuple[Option, ...]:
    """Return the candidates with their returns at several sizes, each recomputed in full."""
    chosen = [s.investment for s in shift(kg) if not s.excluded]
    if not chosen:
        raise RequestError("no investment is a candidate, so there is nothing to choose")
    at: dict[float, dict[str, Shift]] = {}
    found = []
    for investment in chosen:
        full = investment.credit_max_usd_bn
        least = investment.credit_min_usd_bn / full
        sizes = sorted({least, *(s for s in SIZES if s > least)})
        rows = []
        for size in sizes:
            if size not in at:
                ranked = shift(kg, investments=chosen, size=size)
                at[size] = {s.investment.investment_id: s for s in ranked}
            s = at[size][investment.investment_id]
            rows.append(
                (size * full, s.shift_pp, s.us_loss_change_total, s.home_leverage_change_total)
            )
        parts = [t.share for t in kg.tranches if t.investment_id == investment.investment_id]
        credit, gained, us_loss, home = np.array([(0.0, 0.0, 0.0, 0.0), *rows]).T
        found.append(Option(investment, credit, gained, us_loss, home, tuple(parts or [1.0])))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Entered:
    """Several investments in one book: how it stood, how it stands, and what made it so."""

    before: Book
    after: Book
    change: Change


def enter(kg: Graph, credits: Mapping[str, float]) -> Entered:
    """
    Enter a set of investments in the book, one after the other.

    Parameters
    ----------
    credits
        Credit of each investment, US$ bn. Later investments find only what earlier ones left.
    """
    book = start = base_book(kg, POINT)
    built: dict[int, float] = {}
    entered = Change()
    for investment_id in sorted(credits):
        investment = kg.investments[investment_id]
        size = credits[investment_id] / investment.credit_max_usd_bn
        made = change(kg, investment, book, gains_of(kg, investment, size=min(size, 1.0)))
        book = book.after(made)
        entered.moves.extend(made.moves)
        for key, delta in made.held.items():
            entered.held[key] = entered.held.get(key, 0.0) + delta
            entered.open[key] = entered.open.get(key, 0.0) + made.open[key]
        for i, capacity in made.capacity.items():
            built[i] = 1 - (1 - built.get(i, 0.0)) * (1 - capacity)
    entered.capacity.update(built)
    return Entered(start, book, entered)


def together(kg: Graph, credits: Mapping[str, float]) -> tuple[float, float, float]:
    """
    Recompute a set of investments at once.

    Parameters
    ----------
    credits
        Credit of each investment, US$ bn.

    Returns
    -------
    shift, us_loss, home
        Changes in pp of need.
    """
    entered = enter(kg, credits)
    game, taiwan = Games(kg, entered.before, omega_vector()), entered.before.taiwan
    moved = marginal(game.total(entered.change), taiwan) - marginal(game.total(), taiwan)
    (found,) = ledgers(kg, [entered.change])
    return float(100 * moved), found[2], found[3]


def optimum(kg: Graph, limits: Limits) -> Portfolio:
    """
    Return the best portfolio that keeps to the limits.

    Raises
    ------
    RequestError
        If none does; it says which limit binds.
    """
    found = _best(kg, limits)
    if found is None:
        raise RequestError(_binding(options(kg), limits))
    return found


@once
def _best(kg: Graph, limits: Limits) -> Portfolio | None:
    solved = _solve(options(kg), limits)
    if solved is None:
        return None
    positions, added, bound = solved
    return _portfolio(kg, "optimum", positions, added, bound)


def greedy(kg: Graph, limits: Limits) -> Portfolio:
    """Return what one gets by taking, again and again, the most shift for the least credit."""
    chosen: dict[str, float] = {}
    ranked = sorted(
        options(kg), key=lambda o: (-o.shift_pp[-1] / o.credit[-1], o.investment.investment_id)
    )
    for option in ranked:
        spent = sum(chosen.values())
        credit = min(float(option.credit[-1]), limits.budget - spent)
        if credit >= option.credit[1]:
            trial = {**chosen, option.investment.investment_id: credit}
            if _keeps(kg, trial, limits):
                chosen = trial
    return _given(kg, "greedy", chosen)


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
    return _given(kg, "equal split", chosen)


def frontier(
    kg: Graph, limits: Limits, budgets: Sequence[float]
) -> list[tuple[float, Portfolio]]:
    """Return the best portfolio at each budget, leaving out budgets at which there is none."""
    points = ((budget, _best(kg, replace(limits, budget=budget))) for budget in budgets)
    return [(budget, found) for budget, found in points if found is not None]


def _keeps(kg: Graph, credits: Mapping[str, float], limits: Limits) -> bool:
    by_direction: dict[str, float] = {}
    for i, credit in credits.items():
        direction = kg.investments[i].direction
        by_direction[direction] = by_direction.get(direction, 0.0) + credit
    if any(by_direction.get(d, 0.0) > cap + 1e-9 for d, cap in limits.caps.items()):
        return False
    _, us_loss, home = together(kg, credits)
    return us_loss <= 1e-9 and home >= -limits.home_bound - 1e-9


def _given(kg: Graph, name: str, chosen: Mapping[str, float]) -> Portfolio:
    found = {o.investment.investment_id: o for o in options(kg)}
    added = sum(
        float(np.interp(c, found[i].credit, found[i].shift_pp)) for i, c in chosen.items()
    )
    spread = [
        Position(found[i].investment, c, 0, tuple(c * t for t in found[i].tranches))
        for i, c in sorted(chosen.items())
        if c > 0
    ]
    return _portfolio(kg, name, spread, added, None)


def _portfolio(
    kg: Graph,
    name: str,
    positions: Sequence[Position],
    added: float,
    bound: float | None,
) -> Portfolio:
    whole = together(kg, {p.investment.investment_id: p.credit for p in positions})
    return Portfolio(name, tuple(positions), added, *whole, bound)


class _Programme:
    """The variables and rows of the mixed-integer programme.

    For each investment i and start year s: weights of its sizes (continuous), and one binary
    a segment between sizes. At most one segment of one start year may be used.
    """

    def __init__(self, found: Sequence[Option], limits: Limits) -> None:
        self.found, self.limits = found, limits
        self.points: list[tuple[int, int, int]] = []  # investment, start, size
        self.segments: list[tuple[int, int, int]] = []
        for i, option in enumerate(found):
            for s in range(limits.years):
                self.points += [(i, s, n) for n in range(1, len(option.credit))]
                self.segments += [(i, s, n) for n in range(1, len(option.credit) - 1)]
                if len(option.credit) == 2:
                    self.segments.append((i, s, 1))
        self.n = len(self.points) + len(self.segments)
        self.rows: list[tuple[Floats, float, float, str]] = []
        self._own_rows()
        self._limits()

    def column(self, values: Sequence[Floats]) -> Floats:
        """Return a row with a value an investment and size, whatever the start."""
        row = np.zeros(self.n)
        for j, (i, _, n) in enumerate(self.points):
            row[j] = values[i][n]
        return row

    def _own_rows(self) -> None:
        base = len(self.points)
        for i, option in enumerate(self.found):
            used = np.zeros(self.n)
            for j, (a, _, _) in enumerate(self.segments):
                used[base + j] = float(a == i)
            self.rows.append((used, 0.0, 1.0, ""))
            last = len(option.credit) - 1
            for s in range(self.limits.years):
                total = np.zeros(self.n)
                for j, (a, b, n) in enumerate(self.points):
                    if (a, b) != (i, s):
                        continue
                    total[j] = 1.0
                    # The weight of a size needs one of the segments that end at it.
                    near = np.zeros(self.n)
                    near[j] = 1.0
                    for k, (c, d, m) in enumerate(self.segments):
                        if (c, d) == (i, s) and (m in (n - 1, n) or last == 1):
                            near[base + k] = -1.0
                    self.rows.append((near, -np.inf, 0.0, ""))
                for k, (c, d, _) in enumerate(self.segments):
                    if (c, d) == (i, s):
                        total[base + k] = -1.0
                self.rows.append((total, 0.0, 0.0, ""))

    def _limits(self) -> None:
        limits, credit = self.limits, self.column([o.credit for o in self.found])
        self.rows.append((credit, 0.0, limits.budget, f"the budget of {limits.budget:g}"))
        longest = limits.years + max(len(o.tranches) for o in self.found) - 1
        for year in range(longest):
            drawn = np.zeros(self.n)
            for j, (i, s, n) in enumerate(self.points):
                option = self.found[i]
                if 0 <= year - s < len(option.tranches):
                    drawn[j] = option.credit[n] * option.tranches[year - s]
            self.rows.append((drawn, 0.0, limits.pace, f"the pace of {limits.pace:g} a year"))
        for word, least in (("floor", limits.floors), ("cap", limits.caps)):
            for direction, value in least.items():
                row = credit.copy()
                for j, (i, _, _) in enumerate(self.points):
                    row[j] *= float(self.found[i].investment.direction == direction)
                low, high = (value, np.inf) if word == "floor" else (0.0, value)
                self.rows.append((row, low, high, f"the {word} of direction {direction}"))
        us = self.column([o.us_loss for o in self.found])
        self.rows.append((us, -np.inf, 0.0, "that US loss must not rise"))
        home = self.column([o.home for o in self.found])
        self.rows.append((home, -limits.home_bound, np.inf, "the bound on home leverage"))

    def solve(self, without: str = "") -> tuple[Floats, float] | None:
        """Return the best values and the bound on the shift; ``None`` if there are none."""
        from scipy import sparse
        from scipy.optimize import Bounds, LinearConstraint, milp

        kept = [r for r in self.rows if not without or r[3] != without]
        gain = self.column([o.shift_pp for o in self.found])
        # Earlier starts break ties; too small to change what is chosen.
        early = np.array([1e-7 * s for _, s, _ in self.points] + [0.0] * len(self.segments))
        done = milp(
            early - gain,
            constraints=LinearConstraint(
                sparse.csr_matrix(np.array([r[0] for r in kept])),
                np.array([r[1] for r in kept]),
                np.array([r[2] for r in kept]),
            ),
            integrality=np.array([0] * len(self.points) + [1] * len(self.segments)),
            bounds=Bounds(0.0, 1.0),
            options={"mip_rel_gap": 1e-6, "time_limit": 60},
        )
        if done.x is None:
            return None
        return np.asarray(done.x), float(-done.mip_dual_bound)


def _solve(
    found: Sequence[Option], limits: Limits
) -> tuple[list[Position], float, float] | None:
    if limits.budget < 0 or limits.years < 1:
        raise RequestError(
            f"a budget of {limits.budget:g} over {limits.years} years is impossible"
        )
    programme = _Programme(found, limits)
    solved = programme.solve()
    if solved is None:
        return None
    x, bound = solved
    credit: dict[tuple[int, int], float] = {}
    added = 0.0
    for j, (i, s, n) in enumerate(programme.points):
        if x[j] > 1e-7:
            credit[i, s] = credit.get((i, s), 0.0) + float(x[j] * found[i].credit[n])
            added += float(x[j] * found[i].shift_pp[n])
    positions = [
        Position(
            found[i].investment, c, s,
            tuple([0.0] * s + [c * t for t in found[i].tranches]),
        )
        for (i, s), c in sorted(credit.items())
    ]  # fmt: skip
    return positions, added, bound


def _binding(found: Sequence[Option], limits: Limits) -> str:
    """Return in one line which limits, left out alone, would make a portfolio possible."""
    programme = _Programme(found, limits)
    names = dict.fromkeys(r[3] for r in programme.rows if r[3])
    binds = [name for name in names if programme.solve(without=name) is not None]
    if binds:
        return (
            f"no portfolio keeps to all limits; it would without {' or without '.join(binds)}"
        )
    return "no portfolio keeps to all limits, nor if any one of them is left out"
