"""Shares: unknown is not zero, two views are one market, nobody holds the remainder."""

import pytest
from build import firm, graph, provides, tech
from hypothesis import given
from hypothesis import strategies as st

from graph.schema import Metric
from queries.chokepoint import concentration
from queries.market import herfindahl, herfindahl_within, markets, shares


def market(*records):
    return markets(
        graph(tech("t"), firm("a", "TWN"), firm("b", "USA"), firm("c", "TWN"), *records)
    )["t"]


def held(m):
    return {h.holder: pytest.approx(h.share) for h in m.holdings}


def test_stated_shares_leave_the_rest_unattributed():
    m = market(provides("a", "t", 0.5), provides("b", "t", 0.2))
    assert held(m) == {"a": 0.5, "b": 0.2}
    assert m.unattributed == pytest.approx(0.3)


def test_a_blank_share_is_an_equal_split_with_one_unattributed_part():
    m = market(provides("a", "t", 0.4), provides("b", "t", None), provides("c", "t", None))
    assert held(m) == {"a": 0.4, "b": 0.2, "c": 0.2}
    assert m.unattributed == pytest.approx(0.2)
    blank = next(h for h in m.holdings if h.holder == "b")
    assert (blank.low, blank.high) == (0.0, pytest.approx(0.6))


def test_firms_refine_their_country_and_are_not_added_to_it():
    m = market(provides("TWN", "t", 0.7), provides("a", "t", 0.5), provides("b", "t", 0.2))
    assert held(m) == {"a": 0.5, "TWN": 0.2, "b": 0.2}
    assert m.of("TWN") == pytest.approx(0.7)
    assert m.unattributed == pytest.approx(0.1)


def test_a_blank_firm_shares_what_its_country_leaves():
    m = market(provides("TWN", "t", 0.6), provides("a", "t", 0.4), provides("c", "t", None))
    assert held(m) == {"a": 0.4, "c": 0.1, "TWN": 0.1}
    assert m.of("TWN") == pytest.approx(0.6)


def test_bases_are_not_mixed_in_one_distribution():
    m = market(
        provides("a", "t", 0.5),
        provides("b", "t", 0.9, metric=Metric.CAPACITY),
        provides("c", "t", 0.45),
    )
    # Revenue covers more; b's capacity share is no revenue share: b is named, its part unknown.
    assert m.base == "revenue, world"
    assert next(h for h in m.holdings if h.holder == "b").low == 0.0


def test_a_country_stated_at_zero_stays_at_zero():
    m = market(provides("USA", "t", 0.0), provides("b", "t", None))
    assert m.of("USA") == 0.0


def test_concentration_is_an_interval_where_shares_are_unknown():
    m = market(provides("a", "t", 0.5), provides("b", "t", None))
    assert concentration(m) == (0.25, 0.5)


def test_concentration_of_a_share_known_by_its_range_is_bounded_by_the_range():
    m = market(provides("a", "t", 0.7, low=0.65, high=0.75), provides("b", "t", None))
    low, high = concentration(m)
    assert low == pytest.approx(0.65**2)
    assert 0.75**2 + 0.25**2 <= high <= 0.66


@given(st.lists(st.tuples(st.floats(0, 0.3), st.floats(0, 0.3)), max_size=5), st.randoms())
def test_the_interval_of_the_herfindahl_index_holds_every_market_within_the_bounds(
    pairs, random
):
    bounds = [(min(p), max(p)) for p in pairs]
    total = sum(low for low, _ in bounds)
    if total > 1:
        return
    found, left = [], 1 - total
    for low, high in bounds:
        more = random.uniform(0, min(left, high - low))
        found.append(low + more)
        left -= more
    low, high = herfindahl_within(bounds)
    one_hand = sum(x * x for x in found) + left * left
    assert low - 1e-9 <= sum(x * x for x in found)
    assert one_hand <= high + 1e-9


def test_no_provider_at_all_is_wholly_unattributed():
    assert market().unattributed == 1.0


@given(st.lists(st.one_of(st.none(), st.floats(0, 0.33)), min_size=1, max_size=3))
def test_every_market_sums_to_one(stated):
    rows = [provides(f, "t", s) for f, s in zip("abc", stated, strict=False)]
    kg = graph(tech("t"), firm("a", "TWN"), firm("b", "USA"), firm("c", "TWN"), *rows)
    table = shares(kg)
    assert table.matrix.sum() + table.unattributed.sum() == pytest.approx(1.0)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=8))
def test_herfindahl_lies_between_one_over_n_and_one(parts):
    total = sum(parts)
    low, high = herfindahl([p / total for p in parts])
    assert low == high
    assert 1 / len(parts) - 1e-9 <= low <= 1 + 1e-9
