"""What each candidate would return at each size, and what several would return together.

The return of a size is the shift of that size, recomputed in full, at several sizes from the least
credit to the full one: a quarter, a half, three quarters, and either side of a majority, where
control jumps. Between them it is taken as linear.

Beware: what is computed of one alone does not add up; :func:`together` recomputes them at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from graph.schema import Effect, Investment, Lever
from queries.cascade import Floats
from queries.move import MAJORITY, Book, Change, base_book, change, effects_of, gains_of
from queries.rights import POINT, omega_vector
from queries.shapley import marginal
from queries.shift import Games, Shift, ledgers, shift

SIZES = (0.25, 0.5, 0.75, 1.0)
_EDGE = 1e-6  # of the full credit, to either side of a majority


@dataclass(frozen=True, slots=True)
class Option:
    """One investment at the sizes between which its return is taken as linear."""

    investment: Investment
    credit: Floats  # US$ bn at each size, first 0
    shift_pp: Floats
    us_loss: Floats
    home: Floats
    tranches: tuple[float, ...]


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
        sizes = sorted({least, *(s for s in (*SIZES, *_pivots(kg, investment)) if s > least)})
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


def _pivots(kg: Graph, investment: Investment) -> list[float]:
    """Return the sizes just below and above which more than half of a firm's votes are held."""
    found = []
    for e in effects_of(kg, investment.investment_id):
        if _votes(kg, e) and e.mode > MAJORITY + _EDGE:
            found += [MAJORITY / e.mode - _EDGE, MAJORITY / e.mode + _EDGE]
    return found


def _votes(kg: Graph, effect: Effect) -> bool:
    return effect.right is Lever.GOVERN and effect.target_id in kg.firms


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
