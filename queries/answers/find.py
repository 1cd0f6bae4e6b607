"""``find``: nodes by any name, in any spelling."""

from __future__ import annotations

from graph.errors import NotFound
from graph.model import Graph
from graph.schema import Country, Firm
from graph.words import word
from queries.output.result import Column, Result

COLUMNS = (
    Column("id", "id", "代號"),
    Column("label", "kind", "類別"),
    Column("name_en", "English name", "英文名稱"),
    Column("name_zh", "Chinese name", "中文名稱"),
    Column("ticker", "ticker", "股票代號"),
    Column("country", "country", "國家"),
    Column("detail", "detail", "說明", brief=False),
    Column("detail_zh", "detail (Chinese)", "說明（中文）", brief=False),
)


def answer(kg: Graph, text: str) -> Result:
    """
    Return the nodes whose names equal, start with, or contain a text.

    Raises
    ------
    NotFound
        If there is none; carries the nearest ids.
    """
    nodes = kg.nodes
    ids = kg.index.search(text)
    if not ids:
        raise NotFound(text, kg.index.near(text))
    rows = []
    for record_id in ids:
        found = nodes[record_id]
        firm = found if isinstance(found, Firm) else None
        country = firm.country if firm else record_id if isinstance(found, Country) else None
        rows.append(
            {
                "id": record_id,
                "label": word(type(found).__name__),
                "label_zh": word(type(found).__name__, "zh"),
                "name_en": found.name_en,
                "name_zh": found.name_zh,
                "ticker": firm.ticker if firm else None,
                "country": country,
                "detail": firm.role if firm else None,
                "detail_zh": (firm.role_zh or firm.role) if firm else None,
            }
        )
    return Result("find", {"text": text}, COLUMNS, rows, kg.version)
