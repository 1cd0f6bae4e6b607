"""``control``: the rights ledger of countries, or of one country by technology."""

from __future__ import annotations

from graph.model import Graph
from graph.words import word
from queries.answers import ownership
from queries.answers.chokepoints import usd_coverage
from queries.control import REST, control
from queries.output.result import Column, Result, Value
from queries.rights import OPEN, POINT, PROVIDERS, RIGHTS, by_country, omega_vector

_BY_RIGHT = tuple(Column(r.value, r.value, word(r.value, "zh"), "fraction", 0) for r in RIGHTS)

COUNTRIES = (
    Column("country", "id", "代號", brief=False),
    Column("name", "country", "國家"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("cri", "index", "指數", "fraction", 1),
    Column("cri_low", "low", "低", "fraction", 1),
    Column("cri_high", "high", "高", "fraction", 1),
    Column("cri_usd_bn", "control index", "控制權指數", "US$ bn", 1, brief=False),
    Column("plain_share", "plain", "簡單", "fraction", 1),
    Column("centroid", "centroid", "重心", digits=2, brief=False),
    *_BY_RIGHT,
)

TECHNOLOGIES = (
    Column("tech_id", "id", "代號", brief=False),
    Column("name", "technology", "技術"),
    Column("name_zh", "name (Chinese)", "中文名稱", brief=False),
    Column("direction", "direction", "方向"),
    Column("weighed", "weighed", "加權", "fraction", 1),
    Column("weighed_low", "low", "低", "fraction", 1, brief=False),
    Column("weighed_high", "high", "高", "fraction", 1, brief=False),
    *_BY_RIGHT,
    Column("sources", "sources", "來源", brief=False),
)

_BEWARE = (
    "rights are derived: operate and allocate follow provision through ultimate owners, the "
    "others control points; low and high: unrecorded rights open, or held by the providers.",
    "權利為推導值：營運與分配依供應與最終持有人，其餘依控制點；低、高：未記錄之權利視為未定，或歸供應者。",
)


def answer(kg: Graph, country: str | None = None) -> Result:
    """
    Return the index of every country, one country's rights, or who is behind a firm.

    Raises
    ------
    NotFound
        If there is no such country or firm.
    """
    if country is None:
        return _index(kg)
    holder = kg.holder(country)
    return _ledger(kg, holder) if holder in kg.countries else ownership.answer(kg, holder)


def _index(kg: Graph) -> Result:
    rows = [
        {
            "country": c.country,
            "name": word(c.country) if c.country == REST else kg.name(c.country),
            "name_zh": word(REST, "zh") if c.country == REST else kg.name(c.country, "zh"),
            "cri": c.cri,
            "cri_low": c.cri_low,
            "cri_high": c.cri_high,
            "cri_usd_bn": c.usd_bn,
            "plain_share": c.plain_share,
            "centroid": c.centroid,
            **{right.value: share for right, share in c.by_right.items()},
        }
        for c in control(kg)
    ]
    open_part = 1 - sum(float(r["cri"] or 0) for r in rows)
    return Result(
        "control",
        {},
        COUNTRIES,
        rows,
        kg.version,
        notes=(
            (
                "control index: Shapley value, the share of US need over which a country holds "
                f"the decision; {open_part:.1%} is open.",
                f"控制權指數：Shapley 值，即一國持有決策權之美國需求占比；未定者 {open_part:.1%}。",
            ),
            _BEWARE,
            usd_coverage(kg),
        ),
    )


def _ledger(kg: Graph, iso3: str) -> Result:
    j, omega = list(kg.countries).index(iso3), omega_vector()
    at = {c: by_country(kg, c)[:, :, j] for c in (OPEN, POINT, PROVIDERS)}
    points: dict[str, list[str]] = {}
    for p in kg.control_points.values():
        points.setdefault(p.tech_id, []).append(p.source_id)
    for provided in kg.provides:
        points.setdefault(provided.tech_id, []).append(provided.source_id)
    rows: list[dict[str, Value]] = []
    for i, tech in enumerate(kg.technologies.values()):
        mine = at[POINT][:, i]
        if mine.sum() <= 1e-12:
            continue
        ends = sorted(float(omega @ at[c][:, i]) for c in at)
        rows.append(
            {
                "tech_id": tech.tech_id,
                "name": tech.name_en,
                "name_zh": tech.name_zh,
                "direction": ";".join(tech.direction),
                "weighed": float(omega @ mine),
                "weighed_low": ends[0],
                "weighed_high": ends[-1],
                **{right.value: float(mine[k]) for k, right in enumerate(RIGHTS)},
                "sources": ";".join(dict.fromkeys(points.get(tech.tech_id, ()))),
            }
        )
    rows.sort(key=lambda r: (-float(r["weighed"] or 0), str(r["tech_id"])))
    return Result("control", {"country": iso3}, TECHNOLOGIES, rows, kg.version, (_BEWARE,))
