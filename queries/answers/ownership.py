"""``control FIRM``: who stands behind a firm, through which chains and loops."""

from __future__ import annotations

import numpy as np

from graph.model import Graph
from queries.holding_paths import paths
from queries.network_control import ultimate_controllers
from queries.output.result import Column, Result, Value
from queries.ownership import controllers, stakes

COLUMNS = (
    Column("what", "what", "項目"),
    Column("what_zh", "what (Chinese)", "中文項目", brief=False),
    Column("id", "id", "代號", brief=False),
    Column("name", "owner", "持有人"),
    Column("name_zh", "owner (Chinese)", "中文持有人", brief=False),
    Column("share", "share", "占比", "fraction", 2),
    Column("chain", "through", "路徑"),
    Column("sources", "sources", "來源", brief=False),
)


def answer(kg: Graph, firm_id: str) -> Result:
    """Return the countries behind a firm, its ultimate owners, and the paths to each."""
    holders = [*kg.firms, *kg.countries]
    w, j = stakes(kg), holders.index(firm_id)
    rows: list[dict[str, Value]] = []
    behind = controllers(kg)[j]
    for i in np.argsort(-behind, kind="stable"):
        if behind[i] > 1e-9:
            iso3 = list(kg.countries)[i]
            rows.append(
                _row(
                    kg,
                    ("behind it (derived)", "最終歸屬（推導）"),
                    iso3,
                    float(behind[i]),
                    "",
                    "",
                )
            )
    ultimate = int(ultimate_controllers(w)[j])
    if ultimate != j:
        rows.append(
            _row(kg, ("controlled by majority", "多數控制者"), holders[ultimate], None, "", "")
        )
    upstream = _owners(w, j)
    for i in upstream:
        found = paths(w, i, j, top=3)
        for path in found.paths:
            chain = " → ".join(holders[n] for n in path.firms)
            cited = {o.source_id for o in kg.ownership if o.owned_id in chain.split(" → ")}
            rows.append(
                _row(
                    kg,
                    ("integrated stake", "綜合持股"),
                    holders[i],
                    float(path.share),
                    chain,
                    ";".join(sorted(cited)),
                )
            )
    unknown = [o for o in kg.ownership if o.owned_id == firm_id and o.stake is None]
    rows += [
        _row(kg, ("stake not stated", "持股未揭露"), o.owner_id, None, "", o.source_id)
        for o in unknown
    ]
    return Result(
        "control",
        {"firm": firm_id},
        COLUMNS,
        rows,
        kg.version,
        notes=(
            (
                "integrated stakes run through all recorded chains and loops, W(I−W)⁻¹; what no "
                "recorded owner holds stays with the firm's home country. A stake is not control.",
                "綜合持股計入所有已記錄之鏈與迴圈，W(I−W)⁻¹；未記錄之持股歸企業所在國。持股不等於控制。",
            ),
        ),
    )


def _owners(w: np.ndarray, j: int) -> list[int]:
    """Return all that own a firm through any chain, itself left out."""
    found, waiting = set(), [j]
    while waiting:
        for i in np.flatnonzero(w[:, waiting.pop()]):
            if int(i) not in found and int(i) != j:
                found.add(int(i))
                waiting.append(int(i))
    return sorted(found)


def _row(
    kg: Graph, what: tuple[str, str], holder: str, share: float | None, chain: str, sources: str
) -> dict[str, Value]:
    return {
        "what": what[0],
        "what_zh": what[1],
        "id": holder,
        "name": kg.name(holder),
        "name_zh": kg.name(holder, "zh"),
        "share": share,
        "chain": chain,
        "sources": sources,
    }
