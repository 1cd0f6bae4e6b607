"""The control-right index: Shapley's axioms, closures, and what it must not depend on."""

import itertools
from math import factorial

import numpy as np
import pytest
from build import firm, graph, need, owns, point, provides, requires, tech
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import RequestError
from graph.schema import Right
from queries.control import control, index
from queries.ownership import controllers
from queries.rights import OPEN, PROVIDERS, RIGHTS, ledger, omega_vector
from queries.shapley import marginal, shapley


def brute_force(values, n):
    """Return the Shapley values by their definition over all orders."""
    total = np.zeros(n)
    for order in itertools.permutations(range(n)):
        seen = 0
        for player in order:
            total[player] += values[seen | 1 << player] - values[seen]
            seen |= 1 << player
    return total / factorial(n)


@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.floats(-5, 5), min_size=2**n, max_size=2**n)
    )
)
def test_shapley_equals_its_definition(values):
    game = np.array(values)
    n = len(values).bit_length() - 1
    expected = brute_force(game, n)
    assert shapley(game) == pytest.approx(expected, abs=1e-9)
    assert [float(marginal(game, i)) for i in range(n)] == pytest.approx(
        list(expected), abs=1e-9
    )
    assert shapley(game).sum() == pytest.approx(game[-1] - game[0], abs=1e-9)


def test_a_game_with_missing_coalitions_is_refused():
    with pytest.raises(RequestError, match="3 values"):
        shapley(np.zeros(3))


def world(*extra):
    """Return one need on one technology, half Taiwan's, half China's."""
    return graph(
        tech("t"), need("n", "t"), provides("TWN", "t", 0.5), provides("CHN", "t", 0.5), *extra
    )  # fmt: skip


def test_one_technology_is_shared_as_its_rights_are():
    # Operate and allocate (0.3 in weight) follow provision; the rest is open, then providers'.
    found = index(world(), closure=OPEN)
    assert found.share["TWN"] == pytest.approx(0.15)
    assert found.open_share == pytest.approx(0.7)
    assert index(world(), closure=PROVIDERS).share["TWN"] == pytest.approx(0.5)


def test_a_control_point_gives_its_holder_its_scope():
    kg = world(*point("p", "t", Right.GOVERN, "USA", scope=0.5))
    assert index(kg, closure=OPEN).share["USA"] == pytest.approx(0.3 * 0.5)
    assert index(kg, closure=OPEN).share["TWN"] == pytest.approx(0.15)


def test_a_blank_scope_of_operation_describes_and_changes_nothing():
    described = world(firm("tw", "TWN"), *point("p", "t", Right.OPERATE, "tw", scope=None))
    assert index(described, closure=OPEN).share == index(world(), closure=OPEN).share


def test_a_blank_scope_of_a_forward_right_leaves_a_part_unrecorded():
    kg = world(*point("p", "t", Right.LICENSE, "USA", scope=None))
    assert ledger(kg, OPEN).open[RIGHTS.index(Right.LICENSE), 0] == pytest.approx(0.5)


def test_a_country_without_rights_has_no_index():
    assert index(world(), must=("TWN", "USA", "JPN")).share["JPN"] == 0.0


def test_control_interval_holds_the_point_and_rows_are_ranked():
    rows = control(world(*point("p", "t", Right.CERTIFY, "USA")))
    assert all(r.cri_low <= r.cri <= r.cri_high for r in rows)
    assert [r.cri for r in rows] == sorted((r.cri for r in rows), reverse=True)
    assert next(r for r in rows if r.country == "USA").centroid == 1.0


def test_ownership_attributes_to_ultimate_controllers_through_chains():
    kg = graph(
        firm("top", "TWN"), firm("mid", "USA"), firm("low", "USA"),
        owns("top", "mid", 0.6), owns("mid", "low", 0.5),
    )  # fmt: skip
    low = dict(zip(kg.countries, controllers(kg)[list(kg.firms).index("low")], strict=True))
    assert low["TWN"] == pytest.approx(0.3)
    assert low["USA"] == pytest.approx(0.7)


def test_cross_holdings_are_solved_and_closed_circles_refused():
    kg = graph(firm("a", "TWN"), firm("b", "USA"), owns("a", "b", 0.5), owns("b", "a", 0.5))
    a = dict(zip(kg.countries, controllers(kg)[0], strict=True))
    assert a["TWN"] == pytest.approx(2 / 3)
    with pytest.raises(RequestError, match="circle"):
        controllers(
            graph(firm("a", "TWN"), firm("b", "USA"), owns("a", "b", 1.0), owns("b", "a", 1.0))
        )


def test_weights_of_rights_must_make_sense():
    with pytest.raises(RequestError, match="weights"):
        omega_vector({Right.OPERATE: -1.0})


@st.composite
def chains(draw):
    """Draw a chain of three technologies with random holders."""
    records = []
    for t in "abc":
        parts = draw(st.lists(st.integers(0, 9), min_size=4, max_size=4))
        total = max(1, sum(parts))
        records += [
            provides(c, t, p / total)
            for c, p in zip(("TWN", "CHN", "USA"), parts, strict=False)
        ]
    return records


def serial(records, *extra):
    return graph(
        tech("a"), tech("b"), tech("c"), requires("b", "a"), requires("c", "b"), need("n", "c"),
        *records, *extra,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(chains(), st.sampled_from([0.0, 0.5, 1.0]))
def test_the_indices_and_what_is_open_sum_to_all_need(records, closure):
    found = index(serial(records), closure=closure)
    assert sum(found.share.values()) + found.open_share == pytest.approx(1.0)
    assert all(v >= -1e-12 for v in found.share.values())


@settings(max_examples=40, deadline=None)
@given(chains(), st.sampled_from([0.0, 0.5, 1.0]))
def test_splitting_a_step_into_two_with_the_same_holders_changes_no_index(records, closure):
    whole = index(serial(records), closure=closure).share
    twin = [provides(p.provider_id, "b2", p.share) for p in records if p.tech_id == "b"]
    split = graph(
        tech("a"), tech("b2"), tech("b"), tech("c"), requires("b2", "a"), requires("b", "b2"),
        requires("c", "b"), need("n", "c"), *records, *twin,
    )  # fmt: skip
    other = index(split, closure=closure).share
    assert {c: pytest.approx(v, abs=1e-12) for c, v in whole.items()} == {
        c: other[c] for c in whole
    }


def test_needs_add_up():
    kg = graph(
        tech("a"), tech("b"), need("n", "a"), need("m", "b", direction="2"),
        provides("TWN", "a", 0.4), provides("TWN", "b", 0.8),
    )  # fmt: skip
    found = index(kg)
    assert found.share["TWN"] == pytest.approx(
        0.5 * found.by_need["n"]["TWN"] + 0.5 * found.by_need["m"]["TWN"]
    )
