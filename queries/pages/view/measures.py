"""The measures that the page shows: what they are called there, and the size they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

from graph.errors import RequestError
from graph.model import Graph
from queries.measures import Measures, measures
from queries.pages.view.tables import Packed, number, pack

# Name: English, Chinese, unit. The order is that of the page.
TITLES: Mapping[str, tuple[str, str, str]] = {
    "leverage": ("US need lost if it is withheld", "斷供時美國需求之損失", "fraction"),
    "exposure": ("US need lost if all providers withhold", "全部供應者斷供時之損失", "fraction"),
    "need_years_at_risk": ("need-years at risk", "受險需求年", "years"),
    "usd_bn_years_at_risk": ("at risk, where demand is known", "受險金額（需求額已知）", "US$ bn·years"),
    "months_to_substitute": ("months to substitute", "替代月數", "months"),
    "top_share": ("largest share", "最大占比", "fraction"),
    "us_share": ("share of the US", "美國占比", "fraction"),
    "taiwan_share": ("share of Taiwan", "臺灣占比", "fraction"),
    "hhi_low": ("concentration (HHI), low", "集中度（HHI）低", ""),
    "hhi_high": ("concentration (HHI), high", "集中度（HHI）高", ""),
    "lost": ("lost of this need without it", "缺此環節時本需求之損失", "fraction"),
    "foreign_loss": ("lost if all foreign holders withhold", "外國全面斷供之損失", "fraction"),
    "weight": ("weight among all US needs", "占全部美國需求之權重", "fraction"),
    "cri_taiwan": ("control index of Taiwan", "臺灣控制權指數", "fraction"),
    "cri_us": ("control index of the US", "美國控制權指數", "fraction"),
    "cri_open": ("open: nobody decides", "未定：無人決定", "fraction"),
    "shift_pp": ("control-right forward shift", "控制權前移", "pp"),
    "shift_pp_low": ("shift, low", "前移，低", "pp"),
    "shift_pp_high": ("shift, high", "前移，高", "pp"),
    "shift_pp_per_usd_bn": ("shift per US$ bn of credit", "每十億美元信用之前移", "pp"),
    "p1_need": ("P1 need", "P1 需求", ""),
    "p2_base": ("P2 base", "P2 基礎", ""),
    "p3_node": ("P3 node", "P3 節點", ""),
    "us_loss_change": ("change of US exposure", "美國曝險之變動", "pp"),
    "home_leverage_change": ("change of Taiwan's home leverage", "臺灣在地槓桿之變動", "pp"),
    "credit_usd_bn": ("credit", "信用額", "US$ bn"),
    "capital_usd_bn": ("capital mobilised", "動員資本", "US$ bn"),
    "cri": ("control-right index", "控制權指數", "fraction"),
    "cri_low": ("index, low", "指數，低", "fraction"),
    "cri_high": ("index, high", "指數，高", "fraction"),
    "shapley": ("power (Shapley value)", "權力（Shapley 值）", "fraction"),
    "banzhaf": ("power (Banzhaf index)", "權力（Banzhaf 指數）", "fraction"),
    "pagerank": ("PageRank", "PageRank", ""),
    "betweenness": ("betweenness", "中介中心性", ""),
    "in_degree": ("in-degree", "入度", ""),
    "out_degree": ("out-degree", "出度", ""),
}  # fmt: skip
# Not numbers, but told with them.
_ALSO = ("verdict", "time_basis", "denier", "evidence_confidence", "evidence")


def packed(kg: Graph, ids: Iterable[str], lost: Mapping[str, float]) -> Packed:
    """Return the measures of these nodes, a row a node; ``lost`` is the need view's own."""
    found = {i: {**measures(kg)[i], **({"lost": lost[i]} if i in lost else {})} for i in ids}
    known = {name for of in found.values() for name in of}
    names = [n for n in (*TITLES, *_ALSO) if n in known]
    return pack([{n: number(of.get(n)) for n in names} for of in found.values()], names)


def radii(by_id: Mapping[str, Measures], name: str) -> dict[str, float]:
    """
    Return radii, 0 to 1, whose squares are in proportion to a measure.

    Parameters
    ----------
    by_id
        Measures of the nodes shown; the greatest value has radius 1.
    name
        A measure. Nodes without it have no radius; below zero counts as zero.

    Raises
    ------
    RequestError
        If no node has it.

    Examples
    --------
    >>> radii({"a": {"x": 4.0}, "b": {"x": 1.0}, "c": {}}, "x")
    {'a': 1.0, 'b': 0.5}
    """
    values = {
        i: max(0.0, float(of[name] or 0))
        for i, of in by_id.items()
        if isinstance(of.get(name), int | float) and not isinstance(of.get(name), bool)
    }
    if not values:
        known = ", ".join(n for n in TITLES if any(n in of for of in by_id.values()))
        raise RequestError(f"no node shown has the measure '{name}'; there are {known}")
    most = max(values.values()) or 1.0
    return {i: sqrt(v / most) for i, v in values.items()}
