"""Whether to make an investment: three principles that must hold together.

Three principles must hold together, and the joint score is the least of them:

    P1 need = foreign share of the target x the part not replaceable within the horizon,
              0 if no US need rests on it
    P2 base = 1 - (1 - s)(1 - d), with s the share of firms that Taiwan stands behind and d its relatedness density around
              the target above that around its average technology, 0 if below:
              (density - mean) / (1 - mean)
    P3 node = weighed part of the forward rights (allocate, license, govern, certify) within
              the instrument's reach: what is open or the partners'; of *allocate*, where
              capacity is built, all that neither US holders nor Taiwan have, for new
              capacity can contest it

Several targets count by the rights sought of each.

Measures: need, base and node, each 0 to 1, and the least of them.
Identifies: investments where the US is short, Taiwan can extend, and a decision is within reach.
Beware: thresholds are assumptions; :func:`turning_points` says how far each verdict is from them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.model import TAIWAN, US, Graph, once
from graph.schema import Investment, Lever, Reach, Right
from queries.loss import HORIZON, delivered, replaceable, substitution, weights
from queries.market import markets, shares
from queries.move import base_book, effects_of, reach
from queries.ownership import controllers
from queries.relatedness import densities
from queries.rights import FORWARD, POINT, RIGHTS, ledger, omega_vector

# The least value of each principle, an assumption, shown with every verdict: a fifth of the
# technology is foreign and not replaceable in a year; Taiwan has a tenth, or is as near; and in
# reach is at least what an allocation right alone (0.22 of the forward rights) gives over a
# market two thirds of which no US incumbent and not yet Taiwan has.
THRESHOLDS: Mapping[str, float] = {"p1_need": 0.20, "p2_base": 0.10, "p3_node": 0.15}


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
        # A sum of parts that should be 0.10 may be 0.09999999999999998.
        return tuple(n for n, least in thresholds.items() if getattr(self, n) < least - 1e-9)


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
        held = ledger(kg, POINT).of(j)[RIGHTS.index(right)]
        for i, tech_id in enumerate(kg.technologies):
            if held[i] > 0:
                weight[tech_id] += omega[right] * gain * float(held[i])
    total = sum(weight.values())
    return {tech_id: w / total for tech_id, w in weight.items()} if total else {}


def need_of(kg: Graph, *, horizon: float = HORIZON) -> dict[str, float]:
    """Return P1 of every technology: foreign, not replaceable in time, and needed."""
    keep = 1 - replaceable(kg, horizon=horizon)
    rests = needed(kg)
    return {
        tech_id: float(keep[i]) * sum(h.share for h in market.holdings if h.country != US)
        if rests[i]
        else 0.0
        for i, (tech_id, market) in enumerate(markets(kg).items())
    }


@once
def needed(kg: Graph) -> list[bool]:
    """Tell for each technology whether any US need rests on it, through any chain."""
    n = len(kg.technologies)
    whole = weights(kg).share @ delivered(kg, np.ones((n, n)))
    without = weights(kg).share @ delivered(kg, 1 - np.eye(n))
    return [bool(lost) for lost in whole - without > 1e-12]


def relatedness(kg: Graph) -> dict[str, float]:
    """Return by how much Taiwan's density around a technology passes its average one."""
    near = densities(kg)[TAIWAN]
    mean = sum(near.values()) / max(1, len(near))
    return {t: max(0.0, (d - mean) / (1 - mean)) if mean < 1 else 0.0 for t, d in near.items()}


@once
def taiwan_share(kg: Graph) -> dict[str, float]:
    """Return the share of each technology provided by firms that Taiwan stands behind."""
    behind = controllers(kg)[:, list(kg.countries).index(TAIWAN)]
    return dict(zip(kg.technologies, map(float, shares(kg).matrix @ behind), strict=True))


@once
def base_of(kg: Graph) -> dict[str, float]:
    """Return P2 of every technology: Taiwan's share, or its strength all around."""
    near, share = relatedness(kg), taiwan_share(kg)
    return {t: 1 - (1 - share[t]) * (1 - near[t]) for t in kg.technologies}


def node_of(kg: Graph, investment: Investment, tech_id: str) -> float:
    """Return P3 of one target: the part of the forward rights within reach."""
    i = list(kg.technologies).index(tech_id)
    omega = dict(zip(RIGHTS, omega_vector(), strict=True))
    effects = effects_of(kg, investment.investment_id)
    builds = any(e.right is Lever.CAPACITY and e.target_id == tech_id for e in effects)
    partners = tuple(dict.fromkeys((*investment.partners, *(e.target_id for e in effects))))
    book = base_book(kg, POINT)
    total = 0.0
    for right in FORWARD:
        k, within = RIGHTS.index(right), reach(kg, investment, right)
        if within is Reach.NONE:
            continue
        part = float(book.open[k, i])
        if right is Right.ALLOCATE and builds:
            us = book.names.index(US)
            part = float(1 - book.held[k, i, book.taiwan] - book.held[k, i, us])
        elif within is Reach.PARTNER:
            firms = [j for j, firm_id in enumerate(kg.firms) if firm_id in partners]
            part += float(book.partners(firms, k, i).sum())
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
class Turn:
    """What one input of one target would have to be for a principle to turn."""

    principle: str
    tech_id: str
    what: str
    now: float
    then: float
    holds: bool


def turning_points(
    kg: Graph,
    investment: Investment,
    *,
    horizon: float = HORIZON,
    thresholds: Mapping[str, float] = THRESHOLDS,
) -> list[Turn]:
    """
    Return the smallest change of each principle's inputs that turns it.

    One input of the weightiest target moves, all else stays: its months to substitute or
    foreign share (P1), Taiwan's share (P2), the reachable part of its forward rights (P3). What
    no possible value turns is left out.
    """
    weight = sought(kg, investment)
    if not weight:
        return []
    tech_id = max(weight, key=lambda t: (weight[t], t))
    w, i = weight[tech_id], list(kg.technologies).index(tech_id)
    months = float(substitution(kg).months[i])
    foreign = sum((h.share for h in markets(kg)[tech_id].holdings if h.country != US), 0.0)
    near, share = relatedness(kg)[tech_id], taiwan_share(kg)[tech_id]
    needs, base = need_of(kg, horizon=horizon)[tech_id], base_of(kg)[tech_id]
    node = node_of(kg, investment, tech_id)
    scores = principles(kg, investment, horizon=horizon)
    found: list[Turn] = []

    def add(principle: str, what: str, now: float, then: float, most: float) -> None:
        if 0 <= then <= most and abs(then - now) > 1e-9:
            found.append(
                Turn(
                    principle,
                    tech_id,
                    what,
                    now,
                    then,
                    float(getattr(scores, principle)) >= thresholds[principle],
                )
            )

    def target(principle: str, own: float) -> float:
        """Return what the target's own value must be for the whole to meet its threshold."""
        value = float(getattr(scores, principle))
        return own + (thresholds[principle] - value) / w

    if needed(kg)[i]:
        want = target("p1_need", needs)
        if 0 <= want < foreign:
            add("p1_need", "months", months, horizon / (1 - want / foreign), 600)
        keep = 1 - min(1.0, horizon / months) if months > 0 else 0.0
        if keep > 0:
            add("p1_need", "foreign", foreign, want / keep, 1)
    if near < 1:
        add("p2_base", "taiwan", share, 1 - (1 - target("p2_base", base)) / (1 - near), 1)
    add("p3_node", "reach", node, target("p3_node", node), 1)
    return found
