"""What an investment changes: which rights it gains, from whom, and what it builds.

An investment gains rights over its targets: first what nobody holds; then, of *operate* and
*allocate*, as far as it builds capacity on US soil, from every other provider in proportion,
for new capacity displaces them; then from the partners it names. Its instrument must reach
that right at all. A right that Taiwan already holds cannot be gained again.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from graph.errors import RequestError
from graph.model import TAIWAN, Graph, once
from graph.schema import Effect, Investment, Lever, Reach, Right
from queries.cascade import Floats
from queries.control import players, sides
from queries.ownership import controllers
from queries.rights import RIGHTS, Ledger, ledger

Level = Literal["low", "mode", "high"]
MAJORITY = 0.5

# 512 coalitions: enough to name the eight largest holders, and every candidate is still a
# full recomputation. Which countries are named does not change Taiwan's value by much; the
# test of that is in tests/test_shift.py.
PLAYERS = 9

Gains = Mapping[tuple[str, Lever], float]


class Book:
    """
    A ledger gathered by players, on which moves are entered.

    Parameters
    ----------
    names
        The players, Taiwan among them, as :func:`queries.control.players` names them.
    ledger
        The rights before any investment.
    """

    def __init__(self, kg: Graph, names: list[str], ledger: Ledger) -> None:
        self.names, self.ledger = names, ledger
        self.taiwan = names.index(TAIWAN)
        self.behind = controllers(kg) @ sides(kg, names)
        self.held = ledger.gathered(self.behind)
        self.open = ledger.open

    def after(self, made: Change) -> Book:
        """Return another book, in which a change is entered."""
        book = copy.copy(self)
        book.held, book.open = self.held.copy(), self.open.copy()
        for (k, i), delta in made.held.items():
            book.held[k, i] += delta
            book.open[k, i] += made.open[k, i]
        return book

    def partners(self, holders: Collection[int], k: int, i: int) -> Floats:
        """Return what these holders have of a right by the player behind them, not Taiwan."""
        ledger = self.ledger
        total = np.zeros(len(self.names))
        for j in holders:
            held = ledger.recorded[k, i, j] + ledger.follow[k, i] * ledger.shares[i, j]
            total += held * self.behind[j]
        total[self.taiwan] = 0.0
        return total


@dataclass(frozen=True, slots=True)
class Move:
    """One right over one technology that an investment asks for, and whence it comes."""

    tech_id: str
    right: Right
    asked: float
    from_open: float
    from_displaced: float
    from_partners: float

    @property
    def gained(self) -> float:
        """Return what is really gained."""
        return self.from_open + self.from_displaced + self.from_partners


@dataclass(slots=True)
class Change:
    """Differences to be laid over a book: by (right, technology), and capacity by technology."""

    held: dict[tuple[int, int], Floats] = field(default_factory=dict)
    open: dict[tuple[int, int], float] = field(default_factory=dict)
    capacity: dict[int, float] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)

    @property
    def touched(self) -> list[int]:
        """Return the technologies whose rights change."""
        return sorted({i for _, i in self.held})

    def weighed(self, omega: Floats) -> dict[int, tuple[Floats, float]]:
        """Return for each technology touched the weighed change of what is held and open."""
        return {
            i: (
                np.sum([omega[k] * x for (k, n), x in self.held.items() if n == i], axis=0),
                float(sum(omega[k] * x for (k, n), x in self.open.items() if n == i)),
            )
            for i in self.touched
        }


@once
def _reaches(kg: Graph) -> dict[tuple[str, str], Reach]:
    return {(row.instrument, row.right): row.reach for row in kg.instruments}


def reach(kg: Graph, investment: Investment, right: Right) -> Reach:
    """
    Return whose part of a right the investment's instrument can obtain.

    Raises
    ------
    RequestError
        If the data say nothing of that instrument.
    """
    found = _reaches(kg).get((investment.instrument, right))
    if found is None:
        raise RequestError(f"no reach is stated for {investment.instrument}, {right}")
    return found


def effects_of(kg: Graph, investment_id: str) -> list[Effect]:
    """Return the effects of one investment."""
    return [e for e in kg.effects if e.investment_id == investment_id]


def gains_of(
    kg: Graph, investment: Investment, *, level: Level = "mode", size: float = 1.0
) -> Gains:
    """
    Return what an investment of some size asks for: gain by (target, right or capacity).

    Parameters
    ----------
    level
        Which end of the effects' ranges to take.
    size
        Part of the full credit, 0 to 1; gains grow in proportion.
    """
    if not 0 <= size <= 1:
        raise RequestError(f"a size of {size:g} is impossible: it lies between 0 and 1")
    return {
        (e.target_id, e.right): size * float(getattr(e, level))
        for e in effects_of(kg, investment.investment_id)
    }


def change(
    kg: Graph,
    investment: Investment,
    book: Book,
    gains: Gains,
    *,
    rights: Collection[Right] = RIGHTS,
) -> Change:
    """
    Return what an investment does to the rights in a book.

    Parameters
    ----------
    gains
        What it asks for, as :func:`gains_of` gives it.
    rights
        The rights that may move, to see one of them alone.
    """
    out = Change()
    row = {tech_id: i for i, tech_id in enumerate(kg.technologies)}
    firm = {firm_id: j for j, firm_id in enumerate(kg.firms)}
    partners = [firm[p] for p in investment.partners]
    for (target, lever), gain in gains.items():
        if lever is Lever.CAPACITY and target in row:
            out.capacity[row[target]] = gain
    for (target, lever), gain in gains.items():
        if lever is Lever.CAPACITY or Right(lever) not in rights:
            continue
        right = Right(lever)
        k, within = RIGHTS.index(right), reach(kg, investment, right)
        if target in row:
            i = row[target]
            theirs = book.partners(partners, k, i) if within is Reach.PARTNER else None
            move = _gain(out, book, right, i, gain if within is not Reach.NONE else 0.0, theirs)
            out.moves.append(Move(target, right, gain, *move))
        else:
            _gain_of_firm(kg, out, book, right, firm[target], gain, within)
    return out


def _gain(
    out: Change,
    book: Book,
    right: Right,
    i: int,
    gain: float,
    theirs: Floats | None,
) -> tuple[float, float, float]:
    """Enter a gain over a technology; return what comes from open, displaced and partners."""
    k = RIGHTS.index(right)
    others = book.held[k, i].copy()
    others[book.taiwan] = 0.0
    total = float(others.sum())
    from_open = min(gain, max(0.0, float(book.open[k, i])))
    left = gain - from_open
    displaced = 0.0
    if right in (Right.OPERATE, Right.ALLOCATE):
        displaced = min(left, out.capacity.get(i, 0.0), total)
        left -= displaced
    from_partners = 0.0
    if theirs is not None:
        from_partners = max(0.0, min(left, float(theirs.sum()), total - displaced))
    delta = np.zeros(len(book.names))
    if displaced > 0:
        delta -= displaced * others / total
    if theirs is not None and from_partners > 0:
        delta -= from_partners * theirs / theirs.sum()
    delta[book.taiwan] += from_open + displaced + from_partners
    out.held[k, i] = out.held.get((k, i), 0.0) + delta
    out.open[k, i] = out.open.get((k, i), 0.0) - from_open
    return from_open, displaced, from_partners


def _gain_of_firm(
    kg: Graph, out: Change, book: Book, right: Right, j: int, gain: float, within: Reach
) -> None:
    """
    Enter a gain of a part of one firm's own rights, over everything in which it has them.

    Of *govern*, more than half of the votes is all of the decision.
    """
    k = RIGHTS.index(right)
    if right is Right.GOVERN and gain > MAJORITY:
        gain = 1.0
    behind = book.behind[j].copy()
    behind[book.taiwan] = 0.0
    for i, held in enumerate(book.ledger.of(j)[k]):
        if held <= 0:
            continue
        taken = gain * held * behind if within is Reach.PARTNER else np.zeros_like(behind)
        delta = -taken
        delta[book.taiwan] += taken.sum()
        out.held[k, i] = out.held.get((k, i), 0.0) + delta
        out.open.setdefault((k, i), 0.0)
        tech_id = list(kg.technologies)[i]
        out.moves.append(Move(tech_id, right, gain * held, 0.0, 0.0, float(taken.sum())))


@once
def base_book(kg: Graph, closure: float) -> Book:
    """Return the book before any investment, under a closure."""
    return Book(kg, players(kg, limit=PLAYERS), ledger(kg, closure))
