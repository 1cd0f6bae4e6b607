"""Portfolio, robustness, power, calendar, diff: choices and how sure they are."""

import itertools

import numpy as np
import pytest
from build import (
    effect,
    firm,
    graph,
    investment,
    need,
    point,
    provides,
    reaches,
    requires,
    tech,
)

from graph import RequestError
from graph.schema import Right
from loaders import load
from queries import portfolio as p
from queries import robustness as r
from queries.answers import calendar
from queries.answers import portfolio as answers
from queries.diff import compare
from queries.power import banzhaf, country_power, firm_power
from queries.shift import shift

KG = load()


# --- portfolio ------------------------------------------------------------------------------


def three():
    """Return three independent candidates of one need each."""
    records = []
    for n, gain in (("a", 0.3), ("b", 0.2), ("c", 0.25)):
        records += [
            tech(n), *need(f"need-{n}", n, direction=str("abc".index(n) + 1)), provides("CHN", n, 0.5),
            provides("maker", n, 0.2), investment(n, credit={"a": 6.0, "b": 3.0, "c": 4.0}[n]),
            effect(n, n, Right.GOVERN, gain),
        ]  # fmt: skip
    return graph(firm("maker", "TWN"), *reaches(), *records)


def test_the_optimum_equals_enumeration_where_sizes_are_fixed():
    kg, budget = three(), 7.0
    worth = {o.investment.investment_id: o for o in p.options(kg)}
    best = max(
        sum(worth[i].shift_pp[-1] for i in chosen)
        for n in range(4)
        for chosen in itertools.combinations(worth, n)
        if sum(worth[i].credit[-1] for i in chosen) <= budget
    )
    found = p.optimum(kg, p.Limits(budget=budget))
    assert found.added == pytest.approx(best)
    assert {x.investment.investment_id for x in found.positions} == {"b", "c"}


def test_greedy_and_equal_split_never_beat_the_optimum():
    limits = p.Limits(budget=7.0)
    best = p.optimum(three(), limits).added
    assert p.greedy(three(), limits).added <= best + 1e-9
    assert p.equal_split(three(), limits).added <= best + 1e-9


def test_every_limit_is_kept_on_the_bundled_data():
    limits = p.Limits(budget=9.0, caps={"1": 3.0}, floors={"5": 0.5}, pace=3.0)
    found = p.optimum(KG, limits)
    by_direction = {d: 0.0 for d in "123456"}
    for x in found.positions:
        by_direction[x.investment.direction] += x.credit
        assert x.credit >= x.investment.credit_min_usd_bn - 1e-6
    assert found.credit <= 9 + 1e-6
    assert by_direction["1"] <= 3 + 1e-6
    assert by_direction["5"] >= 0.5 - 1e-6
    years = np.zeros(20)
    for x in found.positions:
        years[: len(x.by_year)] += x.by_year
    assert years.max() <= 3 + 1e-6
    assert found.us_loss_change <= 1e-9


def test_the_frontier_never_falls():
    points = p.frontier(KG, p.Limits(), [1.0, 3.0, 9.0, 27.0])
    added = [x.added for _, x in points]
    assert added == sorted(added)


def test_the_steps_of_a_frontier_end_where_the_curve_is_flat():
    steps = p.budgets(KG, p.Limits())
    assert steps == sorted(steps)
    assert steps[-1] == 250
    (_, used), (_, whole) = p.frontier(KG, p.Limits(), steps[-2:])
    assert used.credit == pytest.approx(steps[-2])
    assert used.added == pytest.approx(whole.added)
    with pytest.raises(RequestError, match="no portfolio keeps to all limits"):
        p.budgets(KG, p.Limits(floors={"6": 200.0}))


def test_an_impossible_portfolio_says_which_limit_binds():
    with pytest.raises(
        RequestError, match=r"the floor of direction 1 \(6\) is above the budget \(1\)"
    ):
        p.optimum(three(), p.Limits(budget=1.0, floors={"1": 6.0}))


def test_a_choice_that_looks_at_none_but_the_budget_says_which_limits_it_breaks():
    kg = three()
    limits = p.Limits(caps={"1": 3.0})
    assert "cap 1" in p.equal_split(kg, limits).breaks
    for lang, told in (("en", "Breaks the limits: cap 1"), ("zh", "違反限制：方向 1 之上限")):
        notes = answers.answer(kg, limits).notes
        assert any(told in (zh if lang == "zh" else en) for en, zh in notes)


# --- robustness -----------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_draws_however_many_work():
    one = r.draws(three(), count=60, seed=3, processes=1)
    two = r.draws(three(), count=60, seed=3, processes=2)
    assert (one.shifts == two.shifts).all()
    assert (one.shifts != r.draws(three(), count=60, seed=4, processes=1).shifts).any()


def test_drawn_shares_are_shares():
    rng = np.random.default_rng(0)
    for _ in range(20):
        matrix, opened = r.draw_shares(KG, rng)
        assert (matrix >= 0).all()
        assert matrix.sum(axis=1) + opened == pytest.approx(np.ones(len(opened)))
        assert (opened >= -1e-9).all()


def test_first_order_index_finds_the_only_cause():
    rng = np.random.default_rng(0)
    x, z = rng.random(4000), rng.random(4000)
    assert r.first_order(x, 3 * x) == pytest.approx(1.0, abs=0.02)
    assert r.first_order(z, 3 * x) == pytest.approx(0.0, abs=0.02)


def test_first_order_index_of_ishigami_is_its_closed_form():
    rng = np.random.default_rng(1)
    x = rng.uniform(-np.pi, np.pi, (200_000, 3))
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = [r.first_order(x[:, i], y, bins=100) for i in range(3)]
    assert found == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)


def test_a_tornado_is_widest_first_and_about_the_shift():
    swings = r.tornado(KG, KG.investments["ai-boards-us"])
    assert [s.width for s in swings] == sorted((s.width for s in swings), reverse=True)


# --- power ----------------------------------------------------------------------------------


def chain():
    return graph(
        firm("f", "JPN"), tech("a"), tech("b"), requires("b", "a"), need("n", "b"),
        provides("CHN", "a", 1.0), provides("TWN", "b", 0.5), provides("f", "b", 0.5),
    )  # fmt: skip


def test_power_in_a_chain_is_hand_computed():
    # China makes the input of all; Taiwan and Japan half of the product each: half to each pair.
    found = {x.player: x for x in country_power(chain())}
    assert found["CHN"].shapley == pytest.approx(0.5)
    assert found["TWN"].shapley == pytest.approx(0.25)
    assert found["JPN"].banzhaf == pytest.approx(0.25)


def test_sampled_power_of_firms_agrees_with_the_exact_one():
    found = {x.player: x for x in firm_power(chain())}
    assert found["f"].shapley == pytest.approx(0.25, abs=5 * found["f"].error + 1e-3)


def test_banzhaf_of_a_dictator():
    assert banzhaf(np.array([0, 1.0, 0, 1.0])).tolist() == [1.0, 0.0]


# --- calendar and dates ---------------------------------------------------------------------


def test_the_calendar_has_the_dates_that_the_evidence_has():
    found = {(row["date"], row["tech_id"]) for row in calendar.answer(KG).rows}
    assert {
        ("2026-11-27", "gallium-primary"), ("2026-11-27", "germanium-refined"),
        ("2027-01-01", "uas-clearance"), ("2027-01-01", "drone-motor"), ("2027-07-31", "gan-foundry"),
    } <= found  # fmt: skip


def test_a_calendar_can_be_cut():
    rows = calendar.answer(KG, begin="2027-01-01", end="2027-12-31").rows
    assert rows
    assert all("2027-01-01" <= str(row["date"]) <= "2027-12-31" for row in rows)


def test_a_point_counts_only_while_it_is_in_force():
    before, after = KG.at("2026-12-31"), KG.at("2027-01-02")
    assert "cp-dfars-magnets" not in before.control_points
    assert "cp-dfars-magnets" in after.control_points
    assert "fcc-uas-exemption" not in after.control_points


# --- diff -----------------------------------------------------------------------------------


def test_no_change_moves_nothing():
    assert compare(three(), three()) == []


def test_the_row_that_moved_a_rank_is_named():
    old = three()
    new = old.replaced([effect("b", "b", Right.GOVERN, 0.9)])
    (moved, *rest) = compare(old, new)
    assert moved.investment_id == "b"
    assert moved.cause == "effects: b, b, govern changed"
    assert moved.shift_pp[1] > moved.shift_pp[0]
    assert all(m.cause == moved.cause for m in rest)


def test_a_control_point_put_in_is_found_as_the_cause():
    old = three()
    new = old.replaced(point("lock", "a", Right.GOVERN, "USA"))
    causes = {m.investment_id: m.cause for m in compare(old, new)}
    assert "lock" in causes["a"]
    assert shift(new) != shift(old)
