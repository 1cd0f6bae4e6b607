"""What tests of the view share: pages of a large graph and a small one, and the data in a page."""

import json
import re

from build import (
    effect,
    firm,
    graph,
    investment,
    need,
    owns,
    point,
    provides,
    reaches,
    requires,
    tech,
)

from graph.model import Graph
from graph.schema import TABLES, Right, Stage
from queries.pages.view import page as view
from queries.pages.view import scene as scenes


def whole(kg, lang="en"):
    scene = scenes.whole(kg, scenes.By.STAGE)
    return view.html(kg, scene, lang=lang, asked="controlshift view")


def small() -> Graph:
    """A chain of three, with a firm of each country, a right, and an investment."""
    return graph(
        tech("ore", stage=Stage.RAW), tech("wafer"), tech("chip", stage=Stage.SYSTEM),
        requires("wafer", "ore"), requires("chip", "wafer", essential=False, cost=0.4),
        need("us-chips", "chip"), need("us-wafers", "wafer", direction="2"),
        firm("maker", "TWN"), firm("digger", "CHN"), firm("sawyer", "JPN"), firm("user", "USA"),
        provides("digger", "ore", 0.9), provides("sawyer", "wafer", 0.6),
        provides("maker", "wafer", None), provides("maker", "chip", 0.5, low=0.4, high=0.6),
        provides("user", "chip", 0.3), owns("maker", "user", None),
        point("wafer-licence", "wafer", Right.LICENSE, "sawyer", scope=0.5),
        reaches(), investment("wafer-line", partners=("sawyer",)),
        effect("wafer-line", "wafer", Right.LICENSE, 0.2, low=0.1, high=0.3),
        effect("wafer-line", "wafer", Right.ALLOCATE, 0.1),
    )  # fmt: skip


def block(page: str) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


def unpacked(packed: dict) -> list[dict]:
    def column(values):
        if isinstance(values, list):
            return values
        at = values.get("at") or [0] * packed["rows"]
        return [values["of"][n] for n in at]

    columns = {name: column(values) for name, values in packed["columns"].items()}
    return [{n: c[i] for n, c in columns.items()} for i in range(packed["rows"])]


def records(data: dict) -> list:
    return [
        TABLES[name](**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for name, packed in data["tables"].items()
        for row in unpacked(packed)
    ]
