"""``portfolio --rights``: the rights ledger before and after the best portfolio."""

from __future__ import annotations

from collections import defaultdict

from graph.model import Graph
from graph.words import word
from queries.control import REST
from queries.loss import weights
from queries.move import Move
from queries.output.result import Column, Result, Row, Value
from queries.portfolio import Entered, Limits, enter, optimum
from queries.rights import RIGHTS, omega_vector
from queries.shapley import shapley
from queries.shift import Games

COUNTRIES, TECHNOLOGIES = "who decides over US needs", "Taiwan's part of each right"
_LEAST = 1e-9

COLUMNS = (
    Column("part", "part", "部分", brief=False),
    Column("id", "id", "代號", brief=False),
    Column("name", "over", "標的"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("right", "right", "權利", only=TECHNOLOGIES),
    Column("before", "before", "之前", "fraction", 2),
    Column("after", "after", "之後", "fraction", 2),
    Column("change_pp", "change", "變動", "pp", 3),
    Column("from_open", "from open", "取自未定", "fraction", 1, only=TECHNOLOGIES),
    Column("from_displaced", "displaced", "取代", "fraction", 1, only=TECHNOLOGIES),
    Column("from_partners", "partners", "夥伴", "fraction", 1, only=TECHNOLOGIES),
    Column("investments", "investments", "投資案", brief=False),
    Column("sources", "sources", "來源", brief=False),
)


def answer(kg: Graph, limits: Limits) -> Result:
    """
    Return who decides before and after: country by country, then right by right.

    Raises
    ------
    RequestError
        If no portfolio keeps to the limits; it says which one binds.
    """
    credits = {p.investment.investment_id: p.credit for p in optimum(kg, limits).positions}
    entered = enter(kg, credits)
    return Result(
        "portfolio",
        {"budget": limits.budget, "rights": True},
        COLUMNS,
        [*_countries(kg, entered), *_technologies(kg, entered, set(credits))],
        kg.version,
        notes=(
            (
                "countries: control-right index (Shapley), the part of US need over which each "
                f"holds the decision, the largest {len(entered.before.names) - 1} by name; with "
                "what is open they sum to all need.",
                "各國：控制權指數（Shapley 值），即各國持有決策權之美國需求占比，前 "
                f"{len(entered.before.names) - 1} 大列名；連同未定者合計為全部需求。",
            ),
            (
                "rights: the part of that right over that technology which Taiwan stands behind; "
                "from open, displaced, partners: whence the gain comes.",
                "權利：臺灣於該技術該項權利之占比；取自未定、取代、夥伴：所增之來處。",
            ),
        ),
        sections="part",
    )


def _countries(kg: Graph, entered: Entered) -> list[Row]:
    """Return the index of each player, and what is open, before and after."""
    game, share = Games(kg, entered.before, omega_vector()), weights(kg).share
    before, after = (
        share @ shapley(game.before), share @ shapley(game.after(entered.change))
    )  # fmt: skip
    names = [*entered.before.names, "open"]
    pairs = zip(
        names, [*before, 1 - before.sum()], [*after, 1 - after.sum()], strict=True
    )  # fmt: skip
    rows: list[Row] = [
        {
            "part": COUNTRIES,
            "id": name,
            "name": kg.name(name) if name in kg.countries else word(name),
            "name_zh": kg.name(name, "zh") if name in kg.countries else word(name, "zh"),
            "before": float(b),
            "after": float(a),
            "change_pp": float(100 * (a - b)),
        }
        for name, b, a in pairs
    ]
    last = (REST, "open")
    return sorted(
        rows, key=lambda r: (r["id"] in last, r["id"] == "open", -float(r["before"] or 0))
    )


def _technologies(kg: Graph, entered: Entered, chosen: set[str]) -> list[Row]:
    """Return Taiwan's part of every right that changes, most changed technology first."""
    taiwan, techs = entered.before.taiwan, list(kg.technologies)
    moves: dict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in entered.change.moves:
        moves[move.tech_id, move.right].append(move)
    rows: list[dict[str, Value]] = []
    for k, i in entered.change.held:
        before = float(entered.before.held[k, i, taiwan])
        after = float(entered.after.held[k, i, taiwan])
        if abs(after - before) < _LEAST:
            continue
        right, tech_id = RIGHTS[k].value, techs[i]
        made = moves[tech_id, right]
        effects = [
            e
            for e in kg.effects
            if (e.target_id, e.right) == (tech_id, right) and e.investment_id in chosen
        ]
        rows.append(
            {
                "part": TECHNOLOGIES,
                "id": tech_id,
                "name": kg.name(tech_id),
                "name_zh": kg.name(tech_id, "zh"),
                "right": right,
                "before": before,
                "after": after,
                "change_pp": 100 * (after - before),
                "from_open": sum(m.from_open for m in made),
                "from_displaced": sum(m.from_displaced for m in made),
                "from_partners": sum(m.from_partners for m in made),
                "investments": ";".join(dict.fromkeys(e.investment_id for e in effects)),
                "sources": ";".join(dict.fromkeys(e.source_id for e in effects)),
            }
        )
    most: dict[str, float] = defaultdict(float)
    for row in rows:
        most[str(row["id"])] = max(most[str(row["id"])], float(row["change_pp"] or 0))
    order = [r.value for r in RIGHTS]
    return sorted(
        rows,
        key=lambda r: (-most[str(r["id"])], str(r["id"]), order.index(str(r["right"]))),
    )
