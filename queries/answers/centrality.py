"""``centrality``: position of technologies, firms or countries, several measures as columns."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import Graph
from queries.centrality import Measure, Of, centrality, view
from queries.output.result import Column, Result, Value

_TITLES: dict[Measure, tuple[str, str]] = {
    Measure.IN_DEGREE: ("in-degree", "入度"),
    Measure.OUT_DEGREE: ("out-degree", "出度"),
    Measure.PAGERANK: ("PageRank", "PageRank"),
    Measure.KATZ: ("Katz", "Katz"),
    Measure.EIGENVECTOR: ("eigenv.", "特徵向量"),
    Measure.HUBS: ("hubs", "樞紐"),
    Measure.AUTHORITIES: ("author.", "權威"),
    Measure.BETWEENNESS: ("betw.", "中介"),
    Measure.CLOSENESS: ("close.", "接近"),
    Measure.CORE_NUMBER: ("core", "核數"),
}

_VIEWS = {
    Of.TECHNOLOGY: (
        "technology view: an input leads to its product, weighed by cost share.",
        "技術視角：投入指向產品，以成本占比加權。",
    ),
    Of.FIRM: (
        "firm view: a supplier leads to its customer, one edge a pair.",
        "企業視角：供應商指向客戶，每對一條邊。",
    ),
    Of.COUNTRY: (
        "country view: a leads to b by how much of b's making rests on a's inputs.",
        "國家視角：甲指向乙，權重為乙之生產對甲之投入的依賴。",
    ),
}


def answer(
    kg: Graph, *, of: Of = Of.TECHNOLOGY, measures: Sequence[Measure] = tuple(Measure)
) -> Result:
    """Return the nodes of a view, greatest by the first measure first."""
    found = centrality(*view(kg, of), measures)
    first = found[measures[0]]
    rows: list[dict[str, Value]] = [
        {
            "id": node,
            "name": kg.name(node),
            "name_zh": kg.name(node, "zh"),
            **{m.value: found[m][node] for m in measures},
        }
        for node in sorted(first, key=lambda n: (-first[n], n))
    ]
    columns = (
        Column("id", "id", "代號", brief=False),
        Column("name", of.value, {"technology": "技術", "firm": "企業", "country": "國家"}[of]),
        Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
        *(
            Column(
                m.value, *_TITLES[m], digits=0 if m is Measure.CORE_NUMBER else 3, brief=n < 7
            )
            for n, m in enumerate(measures)
        ),
    )
    beware = (
        "position is not power: it knows neither substitutes nor rights; see chokepoints, control.",
        "位置不等於權力：未計替代與權利，另見 chokepoints 與 control。",
    )
    parameters = {"of": of.value, "measures": ",".join(measures)}
    return Result("centrality", parameters, columns, rows, kg.version, (_VIEWS[of], beware))
