"""``cuts`` and ``extraction``: form and value of the network under a need, by hand."""

import pytest
from build import graph, need, requires, tech
from test_cli import run

from graph import RequestError
from graph.schema import Stage
from queries.answers import cuts, extraction


def diamond():
    """Ore feeds two wafer makers' routes, of which one is easily replaced; both feed the chip."""
    return graph(
        tech("ore", months=60.0, stage=Stage.RAW), tech("fast", months=12.0),
        tech("slow", months=48.0), tech("chip", months=24.0), tech("box"),
        requires("fast", "ore"), requires("slow", "ore"), requires("chip", "fast"),
        requires("chip", "slow", cost=0.5), requires("box", "chip", cost=0.4),
        need("us-boxes", "box", usd=10.0),
    )  # fmt: skip


def parts(result):
    found = {}
    for row in result.rows:
        found.setdefault(row["part"], []).append(row["id"])
    return found


def test_what_every_route_passes_is_named_and_the_cut_takes_the_hardest_to_replace():
    found = parts(cuts.answer(diamond(), "us-boxes", critical=1))
    assert found["on every route"] == ["ore", "chip", "box"]
    assert found["articulation point"] == ["chip", "ore"]
    assert found["cheapest cut"] == ["ore"]  # 20 % replaced in a year; chip is 24 months: 50 %
    assert len(found["most critical"]) == 1


def test_routes_left_fall_to_none_and_all_sets_are_tried():
    result = cuts.answer(diamond(), "us-boxes", critical=2)
    left = [r["routes_left"] for r in result.rows if r["part"] == "most critical"]
    assert left == [0, 0]
    assert "all tried" in result.notes[0][0]


def test_a_need_that_rests_on_one_thing_alone_has_no_cut():
    kg = graph(tech("salt"), need("us-salt", "salt"))
    assert parts(cuts.answer(kg, "us-salt")) == {"on every route": ["salt"]}


@pytest.mark.parametrize(
    ("words", "told"),
    [(("tsmc",), "not a US need"), (("us-hbm", "--critical", "0"), "one at the least"),
     (("us-nothing",), "no node")],
)  # fmt: skip
def test_what_cannot_be_cut_is_one_line(words, told):
    done = run("cuts", *words)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert told in done.stderr


def test_extraction_takes_the_output_below_with_it():
    rows = {r["id"]: r for r in extraction.answer(diamond()).rows}
    assert rows["box"]["output_usd_bn"] == pytest.approx(10)
    assert rows["chip"]["output_usd_bn"] == pytest.approx(4)
    assert rows["slow"]["output_usd_bn"] == pytest.approx(2)
    # Without the box nothing is called forth; without the chip, its own output and that below.
    assert [rows[t]["loss_usd_bn"] for t in ("box", "chip", "slow")] == pytest.approx(
        [16, 6, 2]
    )
    assert "ore" not in rows  # its cost share is recorded nowhere


def test_extraction_without_a_known_demand_is_refused():
    with pytest.raises(RequestError, match="no US need has a known demand"):
        extraction.answer(graph(tech("salt"), need("us-salt", "salt")))
