"""The numbers that a view tells beside its picture: a need's cascade, an investment's rights."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from graph.model import TAIWAN, US, Graph
from graph.schema import Investment, Need
from queries.answers.shift import because
from queries.cascade import Floats, cascade
from queries.control import REST, index
from queries.loss import HORIZON, denied_by, replaceable, weights
from queries.market import homes
from queries.measures import measures
from queries.move import base_book, change, gains_of
from queries.pages.view.tables import number
from queries.principles import THRESHOLDS
from queries.rights import POINT, RIGHTS
from queries.shift import NEGLIGIBLE, Shift, shift

Story = dict[str, Any]

_LEAST = 0.005


def of_need(kg: Graph, need: Need, technologies: Collection[str]) -> Story:
    """
    Return what would stop a need, and how the loss travels to it.

    Parameters
    ----------
    technologies
        Those on which it rests.

    Returns
    -------
    story
        ``scenarios``: for each technology withheld whole, and for each foreign country that
        withholds, the part of the need that is lost within a year (as ``explain`` has it) and,
        at each technology, what is lost there; ``control``: who decides over the need.
    """
    rows = {t: i for i, t in enumerate(kg.technologies)}
    own = [t for t in kg.technologies if t in technologies]
    home = set(homes(kg))
    lands = [c for c in kg.countries if c != US and c in home]
    whole = np.eye(len(rows))[:, [rows[t] for t in own]]
    by_land = [denied_by(kg, [(c, None)])[:, None] for c in lands]
    denied = np.concatenate([whole, *by_land], axis=1)
    lost = _lost(kg, denied)
    needed = weights(kg).rests[list(kg.needs).index(need.need_id)] @ lost
    scenarios = []
    for j, scenario in enumerate([*own, *lands]):
        if scenario in rows or needed[j] > _LEAST:
            at = {t: number(float(lost[rows[t], j])) for t in own if lost[rows[t], j] > _LEAST}
            scenarios.append({"id": scenario, "lost": number(float(needed[j])), "at": at})
    scenarios.sort(key=lambda s: (-float(str(s["lost"])), str(s["id"])))
    held = index(kg).by_need[need.need_id]
    control = sorted(((v, c) for c, v in held.items() if v > _LEAST), reverse=True)
    return {
        "scenarios": scenarios,
        "control": [[c, number(v)] for v, c in control],
        "open": number(max(0.0, 1 - sum(held.values()))),
        "months": HORIZON,
    }


def _lost(kg: Graph, denied: Floats) -> Floats:
    """Return what is lost at every technology, a column a denial, within the horizon."""
    keep = 1 - replaceable(kg, horizon=HORIZON)
    lost = 1 - cascade(kg).deliver(1 - keep[:, None] * np.clip(denied, 0.0, 1.0))
    return np.asarray(np.where(np.abs(lost) < 1e-12, 0.0, lost))


def ranked(kg: Graph, investment: Investment) -> tuple[int, Shift]:
    """Return an investment's place in the ranking, from 1, and what it moves."""
    found = shift(kg)
    place = next(n for n, s in enumerate(found) if s.investment is investment)
    return place + 1, found[place]


def of_investment(kg: Graph, investment: Investment) -> Story:
    """
    Return an investment's verdict, its three ledgers, and the rights before and after.

    ``rights`` has for each right over a target what each country holds of it before and after,
    as parts of that right; ``needs`` the percentage points gained at each need.
    """
    place, s = ranked(kg, investment)
    reasons = [because(kg, s, name, HORIZON, THRESHOLDS) for name in s.failing]
    w = dict(zip(kg.needs, map(float, weights(kg).share), strict=True))
    moved = sorted(((v * w[n], n) for n, v in s.by_need.items()), reverse=True)
    before = measures(kg).get(TAIWAN, {}).get("cri")
    return {
        "rank": None if s.excluded else place,
        "of": sum(not x.excluded for x in shift(kg)),
        "reason": ["; ".join(r[0] for r in reasons), "；".join(r[1] for r in reasons)],
        "shift": [number(x) for x in (s.shift_pp, s.shift_pp_low, s.shift_pp_high)],
        "control": None if before is None else number(100 * float(before)),
        "ledgers": [number(s.us_loss_change), number(s.home_leverage_change)],
        "rights": _rights(kg, s),
        "needs": [[n, number(v)] for v, n in moved if v > NEGLIGIBLE],
        "from": [
            [c, number(v)]
            for c, v in sorted(s.from_holders.items(), key=lambda x: x[1])
            if v < -NEGLIGIBLE
        ],
        "from_open": number(s.from_open),
    }


def _rights(kg: Graph, s: Shift) -> list[Story]:
    book = base_book(kg, POINT)
    made = change(kg, s.investment, book, gains_of(kg, s.investment))
    after = book.after(made)
    row = {t: i for i, t in enumerate(kg.technologies)}
    found = []
    for tech_id, right in dict.fromkeys((m.tech_id, m.right) for m in s.moves):
        k, i = RIGHTS.index(right), row[tech_id]
        gained = sum(m.gained for m in s.moves if (m.tech_id, m.right) == (tech_id, right))
        # Taiwan first, then by what they hold today: the same order before and after.
        held = dict(zip(book.names, book.held[k, i], strict=True))
        places = [(n != TAIWAN, -held[n], j, n) for j, n in enumerate(book.names)]
        order = [(j, n) for _, _, j, n in sorted(places)]
        found.append(
            {
                "tech": tech_id,
                "right": right.value,
                "gained": number(gained),
                "before": _parts(order, book.held[k, i], float(book.open[k, i])),
                "after": _parts(order, after.held[k, i], float(after.open[k, i])),
            }
        )
    return found


def _parts(order: list[tuple[int, str]], held: Floats, opened: float) -> list[list[Any]]:
    """Return who holds a right, in this order, small ones together, then what is open."""
    shown = [
        (n, float(held[j])) for j, n in order if n != REST and (held[j] > 0.02 or n == TAIWAN)
    ]
    rest = sum(float(v) for v in held) - sum(v for _, v in shown)
    return [[n, number(v)] for n, v in (*shown, (REST, max(0.0, rest)), ("open", opened))]
