"""All that a report rests on: the same answers as the command line gives, asked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from graph.model import Graph
from queries.answers import calendar, chokepoints, info, portfolio, rights, robustness, shift
from queries.answers.rights import COUNTRIES
from queries.output.result import Result, Row
from queries.portfolio import Limits

LEADERS = 3
_STEPS = 10
# Per cent of the time that the draws take, as measured with 2,000 of them.
_DRAWN = 60


@dataclass(frozen=True, slots=True)
class Findings:
    """
    The answers behind one report.

    Attributes
    ----------
    whole, frontier
        The best portfolio in one row, and the best at ten budgets up to the credit it uses.
    tornados
        What each assumption does to each of the leading candidates.
    """

    kg: Graph
    limits: Limits
    shift: Result
    robustness: Result
    tornados: tuple[Result, ...]
    portfolio: Result
    whole: Row
    frontier: Result
    rights: Result
    chokepoints: Result
    calendar: Result
    info: Result

    @property
    def candidates(self) -> list[Row]:
        """Return the proposals that pass, best first."""
        return [r for r in self.shift.rows if r["verdict"] == "candidate"]

    @property
    def excluded(self) -> list[Row]:
        """Return the proposals that do not, by what they would move."""
        return [r for r in self.shift.rows if r["verdict"] == "excluded"]

    @property
    def countries(self) -> list[Row]:
        """Return who decides before and after."""
        return [r for r in self.rights.rows if r["part"] == COUNTRIES]

    @property
    def moved(self) -> list[Row]:
        """Return every right that moves."""
        return [r for r in self.rights.rows if r["part"] != COUNTRIES]


def find(
    kg: Graph,
    *,
    budget: float,
    count: int,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> Findings:
    """
    Ask everything that a report tells.

    Parameters
    ----------
    budget
        Credit for the portfolio, US$ bn.
    count, seed
        Of the draws, as :func:`queries.robustness.draws` has them.
    progress
        Told how many per cent are done.

    Raises
    ------
    RequestError
        If no proposal is a candidate, or no portfolio keeps to the limits.
    """
    tell = progress or (lambda _: None)
    limits = Limits(budget)
    ranked = shift.answer(kg)
    sure = robustness.answer(
        kg, count=count, seed=seed, progress=lambda done: tell(_DRAWN * done // count)
    )
    leaders = [str(r["investment_id"]) for r in ranked.rows[:LEADERS] if r["rank"] is not None]
    swings = tuple(robustness.swings(kg, i) for i in leaders)
    tell(68)
    chosen = portfolio.answer(kg, limits)
    used = sum(float(r["credit_usd_bn"] or 0) for r in chosen.rows)
    tell(78)
    curve = portfolio.curve(kg, limits, [used * n / _STEPS for n in range(1, _STEPS + 1)])
    tell(99)
    found = Findings(
        kg,
        limits,
        ranked,
        sure,
        swings,
        chosen,
        portfolio.curve(kg, limits, [budget]).rows[0],
        curve,
        rights.answer(kg, limits),
        chokepoints.answer(kg),
        calendar.answer(kg, begin=date.today().isoformat()),
        info.answer(kg),
    )
    tell(100)
    return found
