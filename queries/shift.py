"""The main job: where does an investment move decision rights, and is it the place to invest?

An investment gains rights over its targets: first what nobody holds, then, for *operate* and
*allocate* as far as it builds capacity on US soil, from every other provider in proportion
(new capacity displaces them), then from the partners it names, where its instrument can
reach that right at all. A right that Taiwan already holds cannot be gained again.

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

Three principles must hold together, and the joint score is the least of them:

    P1 need = foreign share of the target x the part not replaceable within the horizon,
              0 if no US need rests on it
    P2 base = 1 - (1 - Taiwan's share)(1 - Taiwan's relatedness density around the target)
    P3 node = weighed part of the forward rights (allocate, license, govern, certify) that is
              open or the partners', and within the instrument's reach

Several targets count by the rights sought of each. Whatever fails a threshold, or moves no
right, is excluded, with the reason.

Measures: percentage points of US need over which Taiwan newly decides.
Identifies: investments that buy a say, as against those that buy a return.
Beware: effects are assumptions; read the interval, and ask ``explain`` which of them decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from graph.errors import RequestError
from graph.model import TAIWAN, US, Graph
from graph.schema import Effect, Investment, Lever, Reach, Right
from queries.cascade import Floats
from queries.control import Position, gather, players, position
from queries.loss import HORIZON, delivered, losses, replaceable, weights
from queries.market import homes, markets, shares
from queries.ownership import controllers
from queries.relatedness import densities
from queries.rights import (
    FORWARD,
    OMEGA,
    OPEN,
    POINT,
    PROVIDERS,
    RIGHTS,
    by_country,
    ledger,
    omega_vector,
)
from queries.shapley import marginal, membership, shapley

Level = Literal["low", "mode", "high"]

# 512 coalitions: enough to name the eight largest holders, and every candidate is still a
# full recomputation. Which countries are named does not change Taiwan's value by much; the
# test of that is in tests/test_shift.py.
PLAYERS = 9

# The least value of each principle, an assumption, shown with every verdict: one fifth of a
# technology is foreign and not replaceable in a year, is within Taiwan's base, is in reach.
THRESHOLDS: Mapping[str, float] = {"p1_need": 0.20, "p2_base": 0.20, "p3_node": 0.20}


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
    """What an investment does to the rights: differences to be laid over a position."""

    held: Floats  # rights x technologies x countries
    open: Floats  # rights x technologies
    capacity: Floats  # technologies
    moves: list[Move] = field(default_factory=list)


def reach(kg: Graph, investment: Investment, right: Right) -> Reach:
    """
    Return whose part of a right the investment's instrument can obtain.

    Raises
    ------
    RequestError
        If the data say nothing of that instrument.
    """
    for row in kg.instruments:
        if row.instrument == investment.instrument and row.right == right:
            return Reach(row.reach)
    raise RequestError(f"no reach is stated for {investment.instrument}, {right}")


def effects_of(kg: Graph, investment_id: str) -> list[Effect]:
    """Return the effects of one investment."""
    return [e for e in kg.effects if e.investment_id == investment_id]


def change(
    kg: Graph,
    investment: Investment,
    *,
    level: Level = "mode",
    size: float = 1.0,
    closure: float = POINT,
    rights: Iterable[Right] = RIGHTS,
) -> Change:
    """
    Return what an investment does to the rights ledger.

    Parameters
    ----------
    level
        Which end of the effects' ranges to take.
    size
        Part of the full credit, 0 to 1; gains grow in proportion.
    closure
        Who holds unrecorded rights, as in :func:`queries.rights.ledger`.
    rights
        The rights that may move, to see one of them alone.
    """
    if not 0 <= size <= 1:
        raise RequestError(f"a size of {size:g} is impossible: it lies between 0 and 1")
    book, land = ledger(kg, closure), by_country(kg, closure)
    out = Change(np.zeros_like(land), np.zeros_like(book.open), np.zeros(len(kg.technologies)))
    row = {tech_id: i for i, tech_id in enumerate(kg.technologies)}
    effects = effects_of(kg, investment.investment_id)
    for effect in effects:
        if effect.right == Lever.CAPACITY and effect.target_id in row:
            out.capacity[row[effect.target_id]] = size * _gain(effect, level)
    wanted = set(rights)
    for effect in effects:
        if effect.right == Lever.CAPACITY or Right(effect.right) not in wanted:
            continue
        right, gain = Right(effect.right), size * _gain(effect, level)
        if effect.target_id in row:
            _gain_of_technology(kg, investment, out, right, row[effect.target_id], gain, closure)
        else:
            _gain_of_firm(kg, investment, out, right, effect.target_id, gain, closure)
    return out


def _gain(effect: Effect, level: Level) -> float:
    return {"low": effect.low, "mode": effect.mode, "high": effect.high}[level]


def _gain_of_technology(
    kg: Graph,
    investment: Investment,
    out: Change,
    right: Right,
    i: int,
    gain: float,
    closure: float,
) -> None:
    k, taiwan = RIGHTS.index(right), list(kg.countries).index(TAIWAN)
    within = reach(kg, investment, right)
    left = gain if within is not Reach.NONE else 0.0
    from_open = min(left, ledger(kg, closure).open[k, i])
    left -= from_open
    land = by_country(kg, closure)[k, i]
    others = land.copy()
    others[taiwan] = 0.0
    displaced = 0.0
    if right in (Right.OPERATE, Right.ALLOCATE):
        displaced = min(left, out.capacity[i], float(others.sum()))
        left -= displaced
        if displaced > 0:
            out.held[k, i] -= displaced * others / others.sum()
    theirs = np.zeros_like(land)
    if within is Reach.PARTNER:
        theirs = _partners(kg, investment, k, i, closure)
    from_partners = min(left, float(theirs.sum()), float(others.sum()) - displaced)
    if from_partners > 0:
        out.held[k, i] -= from_partners * theirs / theirs.sum()
    out.open[k, i] -= from_open
    out.held[k, i, taiwan] += from_open + displaced + from_partners
    tech_id = list(kg.technologies)[i]
    out.moves.append(Move(tech_id, right, gain, from_open, displaced, from_partners))


def _partners(kg: Graph, investment: Investment, k: int, i: int, closure: float) -> Floats:
    """Return the partners' part of a right by the country behind them, Taiwan left out."""
    held, behind = ledger(kg, closure).held[k, i], controllers(kg)
    total = np.zeros(len(kg.countries))
    for partner in investment.partners:
        j = list(kg.firms).index(partner)
        total += held[j] * behind[j]
    total[list(kg.countries).index(TAIWAN)] = 0.0
    return total


def _gain_of_firm(
    kg: Graph,
    investment: Investment,
    out: Change,
    right: Right,
    firm_id: str,
    gain: float,
    closure: float,
) -> None:
    """Move a part of one firm's own rights, over everything in which it has them."""
    k, taiwan = RIGHTS.index(right), list(kg.countries).index(TAIWAN)
    j = list(kg.firms).index(firm_id)
    behind = controllers(kg)[j].copy()
    behind[taiwan] = 0.0
    within = reach(kg, investment, right) is Reach.PARTNER
    for i, tech_id in enumerate(kg.technologies):
        held = ledger(kg, closure).held[k, i, j]
        if held <= 0:
            continue
        taken = gain * held * behind if within else np.zeros_like(behind)
        out.held[k, i] -= taken
        out.held[k, i, taiwan] += taken.sum()
        out.moves.append(Move(tech_id, right, gain * held, 0.0, 0.0, float(taken.sum())))


@dataclass(frozen=True, slots=True)
class Principles:
    """The three principles, each 0 to 1."""

    p1_need: float
    p2_base: float
    p3_node: float

    @property
    def joint(self) -> float:
        """Return the least of the three: none is traded off against another."""
        return min(self.p1_need, self.p2_base, self.p3_node)

    def failing(self, thresholds: Mapping[str, float] = THRESHOLDS) -> tuple[str, ...]:
        """Return the names of the principles below their thresholds."""
        return tuple(name for name, least in thresholds.items() if getattr(self, name) < least)


def sought(kg: Graph, investment: Investment) -> dict[str, float]:
    """Return how much each technology counts among an investment's targets; sums to 1."""
    weight: dict[str, float] = defaultdict(float)
    omega = dict(zip(RIGHTS, omega_vector(), strict=True))
    for effect in effects_of(kg, investment.investment_id):
        if effect.right == Lever.CAPACITY:
            continue
        right, gain = Right(effect.right), max(effect.mode, 1e-9)
        if effect.target_id in kg.technologies:
            weight[effect.target_id] += omega[right] * gain
            continue
        j = list(kg.firms).index(effect.target_id)
        held = ledger(kg, POINT).held[RIGHTS.index(right), :, j]
        for i, tech_id in enumerate(kg.technologies):
            if held[i] > 0:
                weight[tech_id] += omega[right] * gain * float(held[i])
    total = sum(weight.values())
    return {tech_id: w / total for tech_id, w in weight.items()} if total else {}


def need_of(kg: Graph, *, horizon: float = HORIZON) -> dict[str, float]:
    """Return P1 of every technology: foreign, not replaceable in time, and needed."""
    keep = 1 - replaceable(kg, horizon=horizon)
    needed = _needed(kg)
    return {
        tech_id: float(keep[i]) * sum(h.share for h in market.holdings if h.country != US)
        if needed[i]
        else 0.0
        for i, (tech_id, market) in enumerate(markets(kg).items())
    }


def _needed(kg: Graph) -> list[bool]:
    """Tell for each technology whether any US need rests on it, through any chain."""
    n = len(kg.technologies)
    whole = weights(kg).share @ delivered(kg, np.ones((n, n)))
    without = weights(kg).share @ delivered(kg, 1 - np.eye(n))
    return [bool(lost) for lost in whole - without > 1e-12]


def base_of(kg: Graph) -> dict[str, float]:
    """Return P2 of every technology: Taiwan's share, or its strength all around."""
    near = densities(kg)[TAIWAN]
    return {
        tech_id: 1 - (1 - market.of(TAIWAN)) * (1 - near[tech_id])
        for tech_id, market in markets(kg).items()
    }


def node_of(kg: Graph, investment: Investment, tech_id: str) -> float:
    """Return P3 of one target: the part of the forward rights within reach."""
    i = list(kg.technologies).index(tech_id)
    omega = dict(zip(RIGHTS, omega_vector(), strict=True))
    effects = effects_of(kg, investment.investment_id)
    capacity = sum(
        e.mode for e in effects if e.right == Lever.CAPACITY and e.target_id == tech_id
    )
    partners = tuple(
        dict.fromkeys((*investment.partners, *(e.target_id for e in effects)))
    )
    taiwan = list(kg.countries).index(TAIWAN)
    total = 0.0
    for right in FORWARD:
        k, within = RIGHTS.index(right), reach(kg, investment, right)
        if within is Reach.NONE:
            continue
        part = float(ledger(kg, POINT).open[k, i])
        if right is Right.ALLOCATE:
            part += min(capacity, float(by_country(kg, POINT)[k, i].sum()))
        if within is Reach.PARTNER:
            for partner in partners:
                if partner in kg.firms:
                    j = list(kg.firms).index(partner)
                    theirs = float(ledger(kg, POINT).held[k, i, j])
                    part += theirs * (1 - float(controllers(kg)[j, taiwan]))
        total += omega[right] * min(part, 1.0)
    return float(total / sum(omega[right] for right in FORWARD))


def principles(kg: Graph, investment: Investment, *, horizon: float = HORIZON) -> Principles:
    """Return the three principles of one investment."""
    weight = sought(kg, investment)
    needs, base = need_of(kg, horizon=horizon), base_of(kg)
    return Principles(
        sum(w * needs[t] for t, w in weight.items()),
        sum(w * base[t] for t, w in weight.items()),
        sum(w * node_of(kg, investment, t) for t, w in weight.items()),
    )


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
    ledgers = _other_ledgers(kg, [m.change for m in moved], horizon)
    found = []
    for j, (investment, m) in enumerate(zip(chosen, moved, strict=True)):
        scores = principles(kg, investment, horizon=horizon)
        failing = scores.failing(thresholds)
        if size > 0 and not any(move.gained > 1e-12 for move in m.change.moves):
            failing = (*failing, "no_right")
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
                us_loss_change=ledgers[j][0],
                home_leverage_change=ledgers[j][1],
                us_loss_change_total=ledgers[j][2],
                home_leverage_change_total=ledgers[j][3],
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
    """The games of one closure, before any investment, ready to be changed."""

    def __init__(
        self, kg: Graph, names: list[str], closure: float, omega: Mapping[Right, float]
    ) -> None:
        self.kg, self.names, self.omega = kg, names, omega_vector(omega)
        self.at: Position = position(kg, names, omega=omega, closure=closure)
        self.own = self.at.open[:, None] + self.at.held @ membership(len(names))
        self.before = self.values([None])[0]

    def values(self, changes: Sequence[Change | None]) -> Floats:
        """Return what reaches each need: (changes, needs, coalitions)."""
        columns = self.own.shape[1]
        own = np.tile(self.own, (1, len(changes)))
        for n, made in enumerate(changes):
            if made is not None:
                self._lay(own[:, n * columns : (n + 1) * columns], made)
        reached = delivered(self.kg, np.clip(own, 0.0, 1.0))
        return reached.reshape(reached.shape[0], len(changes), columns).transpose(1, 0, 2)

    def _lay(self, own: Floats, made: Change) -> None:
        """Add a change to the values of the technologies it touches."""
        touched = np.flatnonzero(
            np.abs(made.held).sum(axis=(0, 2)) + np.abs(made.open).sum(axis=0)
        )
        if not touched.size:
            return
        held = np.einsum("r,rtc->tc", self.omega, made.held[:, touched])
        own[touched] += (self.omega @ made.open[:, touched])[:, None]
        own[touched] += gather(self.kg, held, self.names) @ membership(len(self.names))


def _moved(
    kg: Graph, chosen: list[Investment], size: float, omega: Mapping[Right, float]
) -> list[_Moved]:
    names = players(kg, limit=PLAYERS)
    taiwan, w = names.index(TAIWAN), weights(kg)
    usd = np.where(w.known_usd, w.usd_bn, 0.0)
    games = {c: Games(kg, names, c, omega) for c in (OPEN, POINT, PROVIDERS)}
    before = shapley(games[POINT].before)
    found = []
    for investment in chosen:
        main = change(kg, investment, size=size)
        alone = [
            change(kg, investment, size=size, rights=(right,))
            for right in RIGHTS
            if any(m.right == right for m in main.moves)
        ]
        asked = [right for right in RIGHTS if any(m.right == right for m in main.moves)]
        values = games[POINT].values([main, *alone])
        after = shapley(values[0])
        moved = after - before
        by_need = 100 * moved[:, taiwan]
        point = float(w.share @ by_need)
        singles = w.share @ (100 * (marginal(values[1:], taiwan) - before[:, taiwan])).T
        ends = [point, *_ends(kg, investment, games, size, taiwan)]
        totals = 100 * (w.share @ moved)
        found.append(
            _Moved(
                main,
                point,
                min(ends),
                max(ends),
                float(usd @ moved[:, taiwan]),
                {r: float(singles[asked.index(r)]) if r in asked else 0.0 for r in RIGHTS},
                dict(zip(w.needs, map(float, by_need), strict=True)),
                {n: float(totals[i]) for i, n in enumerate(names) if i != taiwan},
                -float(totals.sum()),
            )
        )
    return found


def _ends(
    kg: Graph, investment: Investment, games: Mapping[float, Games], size: float, taiwan: int
) -> list[float]:
    """Return the shift at the ends of the effects, under both closures."""
    levels: tuple[Level, ...] = ("low", "high")
    share, found = weights(kg).share, []
    for closure in (OPEN, PROVIDERS):
        ends = [change(kg, investment, level=v, size=size, closure=closure) for v in levels]
        game = games[closure]
        start = share @ marginal(game.before, taiwan)
        found += [float(100 * (share @ marginal(v, taiwan) - start)) for v in game.values(ends)]
    return found


def _other_ledgers(
    kg: Graph, changes: Sequence[Change], horizon: float
) -> list[tuple[float, float, float, float]]:
    """Return for each change those of US exposure and home leverage, in pp of need.

    First both at the targets, then both under a denial of everything.
    """
    table, home = shares(kg).matrix, np.array(homes(kg))
    foreign = table[:, home != US].sum(axis=1)
    taiwan = table[:, home == TAIWAN].sum(axis=1)
    columns = []
    for c in changes:
        at = c.capacity > 0
        for held in (foreign, taiwan):
            columns += [held * at, held * at * (1 - c.capacity)]
        for held in (foreign, taiwan):
            columns += [held, held * (1 - c.capacity)]
    if not columns:
        return []
    found = [100 * x.share for x in losses(kg, np.stack(columns, axis=1), horizon=horizon)]
    steps = [after - before for before, after in zip(found[::2], found[1::2], strict=True)]
    return [tuple(steps[n : n + 4]) for n in range(0, len(steps), 4)]  # type: ignore[misc]
