"""The main job: where an investment moves decision rights, and whether to make it.

What an investment gains, and from whom, is in :mod:`queries.move`.

Shift = CRI(Taiwan) after - before, each time recomputed in full (:mod:`queries.control`), in
percentage points of US need. Three ledgers stand side by side:

1. Taiwan's control over US needs (the shift), which should rise;
2. US exposure: the loss if every holder outside US jurisdiction withholds the targets.
   Capacity on US soil cannot be withheld; it should fall, and is why Washington says yes;
3. Taiwan's home leverage: the loss if holders in Taiwan withhold them. It should not be
   hollowed out. A share c of supply newly on US soil displaces all other in proportion.

Ledgers 2 and 3 are taken at the targets because a denial of everything saturates: where many
links of a chain are foreign, mending one of them changes nothing. The changes under a denial
of everything are given beside them.

The three principles that must hold together are in :mod:`queries.principles`. Excluded, with the
reason, is whatever fails one of them, gains no right, or gains rights that decide nothing because
other inputs of the same needs bind first.

Measures: percentage points of US need over which Taiwan newly decides.
Identifies: investments that buy a say, as against those that buy a return.
Beware: effects are assumptions; read the interval, and ask ``explain`` which of them decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from graph.model import TAIWAN, US, Graph
from graph.schema import Investment, Right
from queries.cascade import Floats, cascade
from queries.loss import HORIZON, losses, weights
from queries.market import homes, shares
from queries.move import Book, Change, Level, Move, base_book, change, gains_of
from queries.principles import THRESHOLDS, Principles, principles
from queries.rights import (
    OMEGA,
    OPEN,
    POINT,
    PROVIDERS,
    RIGHTS,
    omega_vector,
)
from queries.shapley import marginal, membership, shapley

# A shift below this, in pp of US need, is no shift: it would print as 0.000.
NEGLIGIBLE = 5e-4


@dataclass(frozen=True, slots=True)
class Shift:
    """
    What one investment moves, and whether it is a candidate.

    Shares of need and shifts are in percentage points (pp); losses and leverage too.
    """

    investment: Investment
    principles: Principles
    failing: tuple[str, ...]
    moves: tuple[Move, ...]
    shift_pp: float
    shift_pp_low: float
    shift_pp_high: float
    shift_usd_bn: float
    by_right: dict[Right, float]
    interaction: float
    by_need: dict[str, float]
    from_holders: dict[str, float]
    from_open: float
    us_loss_change: float
    home_leverage_change: float
    us_loss_change_total: float
    home_leverage_change_total: float
    credit_usd_bn: float

    @property
    def excluded(self) -> bool:
        """Tell whether the verdict is no."""
        return bool(self.failing)

    @property
    def capital_usd_bn(self) -> float:
        """Return the capital that the credit mobilises."""
        return self.credit_usd_bn * self.investment.leverage

    @property
    def per_usd_bn(self) -> float:
        """Return percentage points per US$ bn of credit."""
        return self.shift_pp / self.credit_usd_bn


def shift(
    kg: Graph,
    *,
    investments: Sequence[Investment] | None = None,
    size: float = 1.0,
    horizon: float = HORIZON,
    omega: Mapping[Right, float] = OMEGA,
    thresholds: Mapping[str, float] = THRESHOLDS,
) -> list[Shift]:
    """
    Rank investments by control-right forward shift.

    Parameters
    ----------
    investments
        The candidates; all of the graph by default.
    size
        Part of the full credit that is used.
    horizon
        Months of denial for the two other ledgers and for P1.
    omega
        Weights of the five rights.
    thresholds
        Least value of each principle.

    Returns
    -------
    shifts
        Candidates first, by percentage points; then the excluded, by the same.
    """
    chosen = list(kg.investments.values()) if investments is None else list(investments)
    if not kg.needs:
        raise RequestError("no need is loaded, so there is nothing to decide over")
    moved = _moved(kg, chosen, size, omega)
    others = ledgers(kg, [m.change for m in moved], horizon=horizon)
    found = []
    for j, (investment, m) in enumerate(zip(chosen, moved, strict=True)):
        scores = principles(kg, investment, horizon=horizon)
        failing = scores.failing(thresholds)
        if size > 0 and not any(move.gained > 1e-12 for move in m.change.moves):
            failing = (*failing, "no_right")
        elif size > 0 and m.point < NEGLIGIBLE:
            failing = (*failing, "not_decisive")
        found.append(
            Shift(
                investment=investment,
                principles=scores,
                failing=failing,
                moves=tuple(m.change.moves),
                shift_pp=m.point,
                shift_pp_low=m.low,
                shift_pp_high=m.high,
                shift_usd_bn=m.usd_bn,
                by_right=m.by_right,
                interaction=m.point - sum(m.by_right.values()),
                by_need=m.by_need,
                from_holders=m.from_holders,
                from_open=m.from_open,
                us_loss_change=others[j][0],
                home_leverage_change=others[j][1],
                us_loss_change_total=others[j][2],
                home_leverage_change_total=others[j][3],
                credit_usd_bn=size * investment.credit_max_usd_bn,
            )
        )
    return sorted(found, key=lambda s: (s.excluded, -s.shift_pp, s.investment.investment_id))


@dataclass(frozen=True, slots=True)
class _Moved:
    change: Change
    point: float
    low: float
    high: float
    usd_bn: float
    by_right: dict[Right, float]
    by_need: dict[str, float]
    from_holders: dict[str, float]
    from_open: float


class Games:
    """
    The games over one book, before any investment, ready to be changed.

    Parameters
    ----------
    book
        The rights by player.
    omega
        Weights of the five rights, summing to 1.
    """

    def __init__(self, kg: Graph, book: Book, omega: Floats) -> None:
        self.book, self._omega = book, omega
        self._member = membership(len(book.names))
        self._cascade, self._rests = cascade(kg), weights(kg).rests
        self._share = weights(kg).share @ self._rests
        held = np.einsum("r,rtc->tc", omega, book.held)
        self._own = np.clip((omega @ book.open)[:, None] + held @ self._member, 0.0, 1.0)
        self._delivered = self._cascade.deliver(self._own)
        self.before = self._rests @ self._delivered

    def after(self, made: Change) -> Floats:
        """Return what reaches each need (rows) under every coalition, after a change."""
        return np.asarray(self._rests @ self._reached(made))

    def total(self, made: Change | None = None) -> Floats:
        """Return the share of all need that every coalition delivers, after a change if any."""
        return np.asarray(
            self._share @ (self._delivered if made is None else self._reached(made))
        )

    def _reached(self, made: Change) -> Floats:
        changed = {
            i: np.clip(self._own[i] + opened + held @ self._member, 0.0, 1.0)
            for i, (held, opened) in made.weighed(self._omega).items()
        }
        return self._cascade.redeliver(self._own, changed, self._delivered)


def _moved(
    kg: Graph, chosen: list[Investment], size: float, omega: Mapping[Right, float]
) -> list[_Moved]:
    weigh, w = omega_vector(omega), weights(kg)
    games = {c: Games(kg, base_book(kg, c), weigh) for c in (OPEN, POINT, PROVIDERS)}
    game = games[POINT]
    taiwan = game.book.taiwan
    usd = np.where(w.known_usd, w.usd_bn, 0.0)
    before = shapley(game.before)
    start = marginal(game.total(), taiwan)
    found = []
    for investment in chosen:
        gains = gains_of(kg, investment, size=size)
        main = change(kg, investment, game.book, gains)
        moved = shapley(game.after(main)) - before
        by_need = 100 * moved[:, taiwan]
        point = float(w.share @ by_need)
        alone = {}
        for right in RIGHTS:
            single = change(kg, investment, game.book, gains, rights=(right,))
            gained = marginal(game.total(single), taiwan) - start
            alone[right] = float(100 * gained)
        ends = [point, *_ends(kg, investment, games, size)]
        totals = 100 * (w.share @ moved)
        found.append(
            _Moved(
                main,
                point,
                min(ends),
                max(ends),
                float(usd @ moved[:, taiwan]),
                alone,
                dict(zip(w.needs, map(float, by_need), strict=True)),
                {n: float(totals[i]) for i, n in enumerate(game.book.names) if i != taiwan},
                -float(totals.sum()),
            )
        )
    return found


def _ends(
    kg: Graph, investment: Investment, games: Mapping[float, Games], size: float
) -> list[float]:
    """Return the shift at the ends of the effects, under both closures."""
    levels: tuple[Level, ...] = ("low", "high")
    found = []
    for closure in (OPEN, PROVIDERS):
        game = games[closure]
        start = marginal(game.total(), game.book.taiwan)
        for level in levels:
            gains = gains_of(kg, investment, level=level, size=size)
            after = game.total(change(kg, investment, game.book, gains))
            found.append(float(100 * (marginal(after, game.book.taiwan) - start)))
    return found


def ledgers(
    kg: Graph, changes: Sequence[Change], *, horizon: float = HORIZON
) -> list[tuple[float, float, float, float]]:
    """
    Return for each change those of US exposure and home leverage, in pp of need.

    First both at the targets, then both under a denial of everything.
    """
    table, home = shares(kg).matrix, np.array(homes(kg))
    foreign = table[:, home != US].sum(axis=1)
    taiwan = table[:, home == TAIWAN].sum(axis=1)
    columns = []
    for c in changes:
        built = np.zeros(len(foreign))
        built[list(c.capacity)] = list(c.capacity.values())
        for held in (foreign * (built > 0), taiwan * (built > 0), foreign, taiwan):
            columns += [held, held * (1 - built)]
    if not columns:
        return []
    found = [100 * x.share for x in losses(kg, np.stack(columns, axis=1), horizon=horizon)]
    steps = [after - before for before, after in zip(found[::2], found[1::2], strict=True)]
    return [tuple(steps[n : n + 4]) for n in range(0, len(steps), 4)]  # type: ignore[misc]
