"""All measures of all nodes: the same values as the answers, and unknown is absent."""

import math

import pytest
from build import firm, graph, need, provides, requires, tech
from test_cli import rows

from loaders import load
from queries.measures import measures


@pytest.fixture(scope="module")
def bundled():
    return measures(load(()))


@pytest.mark.parametrize(
    ("words", "key", "names"),
    [
        (("chokepoints",), "id", ["exposure", "leverage", "need_years_at_risk", "hhi_low", "denier"]),
        (("chokepoints", "--by", "firm"), "id", ["leverage", "need_years_at_risk", "top_technology"]),
        (("chokepoints", "--by", "country"), "id", ["leverage", "usd_bn_years_at_risk"]),
        (("shift",), "investment_id", ["verdict", "reason", "p1_need", "joint", "shift_pp", "us_loss_change"]),
        (("centrality",), "id", ["pagerank", "betweenness", "core_number"]),
    ],
)  # fmt: skip
def test_a_node_has_what_the_answers_say(bundled, words, key, names):
    for row in rows(*words):
        for name in names:
            mine = bundled[row[key]].get(name)
            if row[name] in (None, ""):
                assert mine is None
            elif isinstance(row[name], float):
                assert mine == pytest.approx(row[name], rel=1e-11)
            else:
                assert mine == row[name]


def test_a_country_has_its_index_and_a_need_its_part_of_it(bundled):
    (taiwan,) = [r for r in rows("control") if r["country"] == "TWN"]
    assert bundled["TWN"]["cri"] == pytest.approx(taiwan["cri"])
    parts = [m for m in bundled.values() if "cri_taiwan" in m]
    assert sum(m["weight"] for m in parts) == pytest.approx(1)
    assert sum(m["weight"] * m["cri_taiwan"] for m in parts) == pytest.approx(taiwan["cri"])


def test_no_value_is_empty_or_no_number(bundled):
    for found in bundled.values():
        for name, value in found.items():
            assert value is not None, name
            assert value != "", name
            assert not (isinstance(value, float) and not math.isfinite(value)), name


def test_zero_is_a_finding_and_unknown_is_absent():
    kg = graph(
        tech("a"), tech("b"), tech("idle"), tech("nobody"),
        requires("a", "b"), firm("maker", "TWN"), firm("idler", "JPN"), firm("silent", "JPN"),
        provides("maker", "b", 1.0), provides("idler", "idle", 1.0), need("n", "a"),
    )  # fmt: skip
    found = measures(kg)
    # 120 months to substitute, 12 of denial: nine tenths of the loss stay, for ten years.
    assert found["b"]["exposure"] == pytest.approx(0.9)
    assert found["b"]["need_years_at_risk"] == pytest.approx(9.0)
    assert found["maker"]["leverage"] == pytest.approx(0.9)
    assert found["idle"]["exposure"] == 0
    assert found["idler"]["leverage"] == 0
    assert "exposure" not in found["nobody"]
    assert "leverage" not in found["silent"]
    assert "cri" not in found["CHN"]


def test_a_graph_without_needs_has_position_only():
    found = measures(graph(tech("a"), tech("b"), requires("a", "b", cost=0.5)))
    assert "pagerank" in found["a"]
    assert "exposure" not in found["a"]
