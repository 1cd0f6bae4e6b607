"""The mixed-integer programme of a portfolio: its limits, its rows, and what binds.

For each investment i and start year s there are weights of its sizes (continuous) and one binary
for each segment between two sizes; at most one segment of one start year is used, so that the
return may have any shape, concave or with a jump.

References
----------
Beale, E. M. L. and Tomlin, J. A. (1970), special ordered sets; Huangfu, Q. and Hall, J. A. J.
(2018), Parallelizing the dual revised simplex method (HiGHS).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.errors import RequestError
from graph.words import DIRECTIONS
from queries.cascade import Floats
from queries.returns import Option

YEARS = 5


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

    Raises
    ------
    RequestError
        If one of them is impossible, or two contradict each other.
    """

    budget: float = 250.0
    floors: Mapping[str, float] = field(default_factory=dict, hash=False)
    caps: Mapping[str, float] = field(default_factory=dict, hash=False)
    home_bound: float = 2.0
    years: int = YEARS
    pace: float = 50.0

    def __post_init__(self) -> None:
        """Refuse what no portfolio could keep to."""
        amounts = {
            "a budget": self.budget,
            "a bound on home leverage": self.home_bound,
            "a pace": self.pace,
            **{f"a floor of direction {d}": x for d, x in self.floors.items()},
            **{f"a cap of direction {d}": x for d, x in self.caps.items()},
        }
        for what, amount in amounts.items():
            if not 0 <= amount < math.inf:
                raise RequestError(f"{what} of {amount:g} is impossible: from 0 up, and finite")
        if self.years < 1:
            raise RequestError(f"{self.years} years are none to start in")
        for direction in (*self.floors, *self.caps):
            if direction not in DIRECTIONS:
                raise RequestError(
                    f"no direction {direction}: there are 1 to {len(DIRECTIONS)}"
                )
        for direction, floor in self.floors.items():
            cap = min(self.caps.get(direction, math.inf), self.budget)
            if floor > cap:
                name = "cap" if direction in self.caps and cap < self.budget else "budget"
                raise RequestError(
                    f"the floor of direction {direction} ({floor:g}) is above its {name} ({cap:g})"
                    if name == "cap"
                    else f"the floor of direction {direction} ({floor:g}) is above the budget "
                    f"({cap:g})"
                )
        if sum(self.floors.values()) > self.budget:
            raise RequestError(
                f"the floors sum to {sum(self.floors.values()):g}, above the budget of "
                f"{self.budget:g}"
            )


@dataclass(frozen=True, slots=True)
class Solution:
    """Credit by (investment, start year), the sum of shifts, and the bound on that sum."""

    credit: dict[tuple[int, int], float]
    added: float
    bound: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A linear constraint on the variables; what it stands for, if it is a limit."""

    weights: Floats
    low: float
    high: float
    limit: str = ""


class Programme:
    """
    The variables and rows of the programme.

    Parameters
    ----------
    found
        The candidates with their returns.
    limits
        What the portfolio must keep to.
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
        self.rows = [*self._own_rows(), *self._limit_rows()]

    @property
    def names(self) -> list[str]:
        """Return what the limits are called."""
        return list(dict.fromkeys(r.limit for r in self.rows if r.limit))

    def _column(self, values: Sequence[Floats]) -> Floats:
        """Return a row with a value an investment and size, whatever the start."""
        row = np.zeros(self.n)
        for j, (i, _, n) in enumerate(self.points):
            row[j] = values[i][n]
        return row

    def _own_rows(self) -> list[_Row]:
        rows, base = [], len(self.points)
        for i, option in enumerate(self.found):
            used = np.zeros(self.n)
            for j, (a, _, _) in enumerate(self.segments):
                used[base + j] = float(a == i)
            rows.append(_Row(used, 0.0, 1.0))
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
                    rows.append(_Row(near, -np.inf, 0.0))
                for k, (c, d, _) in enumerate(self.segments):
                    if (c, d) == (i, s):
                        total[base + k] = -1.0
                rows.append(_Row(total, 0.0, 0.0))
        return rows

    def _limit_rows(self) -> list[_Row]:
        limits, credit = self.limits, self._column([o.credit for o in self.found])
        rows = [_Row(credit, 0.0, limits.budget, f"the budget of {limits.budget:g}")]
        longest = limits.years + max(len(o.tranches) for o in self.found) - 1
        for year in range(longest):
            drawn = np.zeros(self.n)
            for j, (i, s, n) in enumerate(self.points):
                option = self.found[i]
                if 0 <= year - s < len(option.tranches):
                    drawn[j] = option.credit[n] * option.tranches[year - s]
            rows.append(_Row(drawn, 0.0, limits.pace, f"the pace of {limits.pace:g} a year"))
        for direction in dict.fromkeys((*limits.floors, *limits.caps)):
            row = credit.copy()
            for j, (i, _, _) in enumerate(self.points):
                row[j] *= float(self.found[i].investment.direction == direction)
            for word, given in (("floor", limits.floors), ("cap", limits.caps)):
                if direction in given:
                    value = given[direction]
                    ends = (value, np.inf) if word == "floor" else (0.0, value)
                    name = f"the {word} of {value:g} in direction {direction}"
                    rows.append(_Row(row, *ends, name))
        us = self._column([o.us_loss for o in self.found])
        rows.append(_Row(us, -np.inf, 0.0, "the rule that US loss must not rise"))
        home = self._column([o.home for o in self.found])
        rows.append(
            _Row(home, -limits.home_bound, np.inf,
                 f"the bound of {limits.home_bound:g} pp on home leverage")
        )  # fmt: skip
        return rows

    def solve(self, without: Collection[str] = ()) -> Solution | None:
        """Return the best portfolio; ``None`` if there is none. Limits may be left out."""
        from scipy import sparse
        from scipy.optimize import Bounds, LinearConstraint, milp

        kept = [r for r in self.rows if r.limit not in without or not r.limit]
        gain = self._column([o.shift_pp for o in self.found])
        # Earlier starts break ties; too small to change what is chosen.
        early = np.array([1e-7 * s for _, s, _ in self.points] + [0.0] * len(self.segments))
        done = milp(
            early - gain,
            constraints=LinearConstraint(
                sparse.csr_matrix(np.array([r.weights for r in kept])),
                np.array([r.low for r in kept]),
                np.array([r.high for r in kept]),
            ),
            integrality=np.array([0] * len(self.points) + [1] * len(self.segments)),
            bounds=Bounds(0.0, 1.0),
            options={"mip_rel_gap": 1e-6, "time_limit": 60},
        )
        if done.x is None:
            return None
        credit: dict[tuple[int, int], float] = {}
        added = 0.0
        for x, (i, s, n) in zip(done.x, self.points, strict=False):
            if x > 1e-7 and self.found[i].credit[n] > 0:
                credit[i, s] = credit.get((i, s), 0.0) + float(x * self.found[i].credit[n])
                added += float(x * self.found[i].shift_pp[n])
        return Solution(credit, added, float(-done.mip_dual_bound))

    def binding(self) -> str:
        """Return in one line which limits, left out, would make a portfolio possible."""
        for count in (1, 2):
            freeing = [
                " and ".join(names)
                for names in itertools.combinations(self.names, count)
                if (found := self.solve(without=names)) is not None and found.credit
            ]
            if freeing:
                return (
                    "no portfolio keeps to all limits; one would without "
                    f"{', or without '.join(freeing)}{self._room()}"
                )
        return f"no portfolio keeps to all limits, nor without any two of them{self._room()}"

    def _room(self) -> str:
        """Return how much the candidates of the directions with a floor can take."""
        takes = {
            d: sum(o.credit[-1] for o in self.found if o.investment.direction == d)
            for d in self.limits.floors
        }
        short = {d: most for d, most in takes.items() if most < self.limits.floors[d]}
        return "".join(
            f"; the candidates of direction {d} take {most:g} at most"
            for d, most in short.items()
        )
