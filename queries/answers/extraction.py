"""``extraction``: the output that goes without each technology, in US dollars."""

from __future__ import annotations

from graph.model import Graph
from queries.answers.chokepoints import usd_coverage
from queries.extraction import extraction
from queries.output.result import Column, Result, Row

COLUMNS = (
    Column("id", "id", "代號", brief=False),
    Column("name", "technology", "技術"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("output_usd_bn", "output", "產出", "US$ bn", 2),
    Column("loss_usd_bn", "lost", "損失", "US$ bn", 2),
    Column("loss", "of all", "占全部", "fraction", 1),
)


def answer(kg: Graph) -> Result:
    """Return every technology with some output, the greatest loss first."""
    found = extraction(kg)
    total = float(found.output.sum())
    ranked = sorted(range(len(found.techs)), key=lambda i: (-found.loss[i], found.techs[i]))
    rows: list[Row] = [
        {
            "id": found.techs[i],
            "name": kg.name(found.techs[i]),
            "name_zh": kg.name(found.techs[i], "zh"),
            "output_usd_bn": float(found.output[i]),
            "loss_usd_bn": float(found.loss[i]),
            "loss": float(found.loss[i]) / total,
        }
        for i in ranked
        if found.loss[i] > 0
    ]
    told = (
        f"US$ bn a year. {found.priced} of {found.inputs} inputs have a recorded cost share; "
        "the others count as none, so what stands far from a need is too low.",
        f"每年十億美元。{found.inputs} 項投入中 {found.priced} 項有成本占比紀錄，其餘視為零，"
        "故距需求較遠者偏低。",
    )
    return Result("extraction", {}, COLUMNS, rows, kg.version, (told, usd_coverage(kg)))
