"""``cuts``: what every route from raw inputs to a need must pass, and how to close them all."""

from __future__ import annotations

import math

from graph.errors import RequestError
from graph.model import Graph
from graph.schema import Need
from queries.interdiction import (
    articulation_points,
    disjoint_paths,
    min_node_cut,
    most_critical,
    most_critical_greedy,
)
from queries.loss import HORIZON, replaceable, substitution
from queries.output.result import Column, Result, Value
from queries.structure import GROUND, dominators, routes_to

COLUMNS = (
    Column("part", "part", "部分"),
    Column("part_zh", "part (Chinese)", "部分（中文）", brief=False),
    Column("id", "id", "代號", brief=False),
    Column("name", "technology", "技術"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("time_to_substitute_months", "months", "月數", digits=0),
    Column("replaceable", "replaceable", "可替代", "fraction", 0),
    Column("routes_left", "routes left", "餘路", digits=0),
)

_DOMINATOR = ("on every route", "各路徑必經")
_JOINT = ("articulation point", "割點")
_CUT = ("cheapest cut", "最小割集")
_CRITICAL = ("most critical", "最關鍵")
_MOST_TRIED = 20_000


def answer(kg: Graph, text: str, *, critical: int = 3) -> Result:
    """
    Return the structural chokepoints of a need.

    Parameters
    ----------
    text
        Id or name of the need.
    critical
        How many technologies to take out for the fewest routes left.

    Raises
    ------
    NotFound
        If there is no such node.
    RequestError
        If it is not a need, or none is to be taken out.
    """
    need = kg.node(text)
    if not isinstance(need, Need):
        raise RequestError(f"'{text}' is not a US need")
    passed = dominators(kg)[need.need_id]
    # What the need rests on directly closes every route, of course: the cuts are sought below it.
    end = passed[-1] if passed else need.need_id
    edges = routes_to(kg, end)
    techs = ({t for edge in edges for t in edge} & set(kg.technologies)) - {end}
    if critical < 1:
        raise RequestError(f"{critical} technologies cannot be taken out: one at the least")
    place = {tech_id: i for i, tech_id in enumerate(kg.technologies)}
    months, fast = substitution(kg).months, replaceable(kg)

    def row(part: tuple[str, str], tech_id: str, left: int | None = None) -> dict[str, Value]:
        return {
            "part": part[0],
            "part_zh": part[1],
            "id": tech_id,
            "name": kg.name(tech_id),
            "name_zh": kg.name(tech_id, "zh"),
            "time_to_substitute_months": float(months[place[tech_id]]),
            "replaceable": float(fast[place[tech_id]]),
            "routes_left": left,
        }

    rows = [row(_DOMINATOR, t) for t in passed]
    if not techs:
        return Result("cuts", {"need": need.need_id}, COLUMNS, rows, kg.version, (_FORM,))
    rows += [row(_JOINT, t) for t in sorted(articulation_points(edges) & techs)]
    # What is easily substituted costs little to lose: its loss stops nothing for long.
    capacity = {t: float(fast[place[t]]) for t in techs}
    held, cut = min_node_cut(edges, GROUND, end, capacity=capacity)
    rows += [row(_CUT, t) for t in cut]
    routes, k = disjoint_paths(edges, GROUND, end), min(critical, len(techs))
    chosen, left = most_critical_greedy(edges, GROUND, end, k=k)[1], routes
    for n, tech_id in enumerate(chosen, 1):
        left, _ = most_critical_greedy(edges, GROUND, end, k=n)
        rows.append(row(_CRITICAL, tech_id, left))
    best = None
    if math.comb(len(techs), k) <= _MOST_TRIED:
        best, _ = most_critical(edges, GROUND, end, k=k)
    return Result(
        "cuts",
        {"need": need.need_id, "critical": k},
        COLUMNS,
        rows,
        kg.version,
        (_summary(kg.name(end), kg.name(end, "zh"), routes, held, (k, left, best)), _FORM),
    )


_FORM = (
    "form alone: a route is one chain of essential inputs or variants, shares are not counted, and "
    "one essential input that fails stops its product even where other routes are open: see "
    "chokepoints.",
    "僅看結構：路徑為必要投入或型式之鏈，不計占比；缺一項必要投入即停產，即使其他路徑仍通，見 chokepoints。",
)


def _summary(
    en: str, zh: str, routes: int, held: float, critical: tuple[int, int, int | None]
) -> tuple[str, str]:
    k, left, best = critical
    if best is None:
        check = ("too many sets to try them all.", "組合過多，未逐一驗證。")
    elif best == left:
        check = ("no other set leaves fewer (all tried).", "已窮舉，無更少者。")
    else:
        check = (f"the best set leaves {best} (all tried).", f"窮舉之最佳組合餘 {best} 條。")
    return (
        f"{routes} routes to {en} share no technology. Cheapest cut: the set on all of them of which "
        f"least can be replaced in {HORIZON:g} months, {held:.2f} in sum. Most critical: {k} taken out "
        f"one after the other leave {left} of the routes; {check[0]}",
        f"通往「{zh}」且互不共用技術之路徑 {routes} 條。最小割集：阻斷所有路徑、{HORIZON:g} 個月內"
        f"最難替代者，可替代比例合計 {held:.2f}。最關鍵：逐一移除 {k} 項後餘 {left} 條；{check[1]}",
    )
