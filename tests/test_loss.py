"""Availability and loss: hand-computed cascades and what must hold in all of them."""

import numpy as np
import pytest
from build import firm, graph, land, need, provides, requires, tech, variant
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import NotFound, RequestError
from queries.loss import denied_by, loss, losses, parse_pairs, weights


def lost(kg, *who, horizon=0.0):
    return loss(kg, denied_by(kg, parse_pairs(kg, who)), horizon=horizon).share


def chain():
    """Return wafer (China 80 %) into chip (Taiwan 50 %) into one need."""
    return graph(
        tech("wafer"), tech("chip"), requires("chip", "wafer"), need("n", "chip"),
        provides("CHN", "wafer", 0.8), provides("TWN", "chip", 0.5),
    )  # fmt: skip


def test_loss_travels_through_essential_inputs_as_the_minimum():
    assert lost(chain(), "CHN") == pytest.approx(0.8)
    assert lost(chain(), "TWN") == pytest.approx(0.5)
    assert lost(chain(), "CHN", "TWN") == pytest.approx(0.8)


def test_an_input_that_is_not_essential_costs_only_its_share():
    kg = graph(
        tech("a"), tech("b"), requires("a", "b", essential=False, cost=0.25), need("n", "a"),
        provides("CHN", "b", 1.0),
    )  # fmt: skip
    assert lost(kg, "CHN") == pytest.approx(0.25)


def test_a_family_is_the_weighted_mean_of_its_variants_never_their_minimum():
    kg = graph(
        tech("family"), tech("x"), tech("y"), variant("x", "family", 0.3), variant("y", "family", 0.7),
        need("n", "family"), provides("CHN", "x", 1.0),
    )  # fmt: skip
    assert lost(kg, "CHN") == pytest.approx(0.3)


def test_a_pair_denies_one_technology_only():
    kg = graph(
        tech("a"), tech("b"), need("na", "a"), need("nb", "b"),
        provides("CHN", "a", 1.0), provides("CHN", "b", 1.0),
    )  # fmt: skip
    assert lost(kg, "CHN:a") == pytest.approx(0.5)
    assert lost(kg, "CHN") == pytest.approx(1.0)


def test_the_horizon_replaces_what_can_be_replaced_in_time():
    kg = graph(tech("a", months=48), need("n", "a"), provides("CHN", "a", 1.0))
    assert lost(kg, "CHN", horizon=12) == pytest.approx(0.75)
    assert lost(kg, "CHN", horizon=48) == 0.0


def test_a_cycle_falls_to_its_greatest_fixed_point():
    kg = graph(
        tech("a"), tech("b"), requires("a", "b"), requires("b", "a", essential=False, cost=0.5),
        need("n", "a"), provides("CHN", "b", 0.4),
    )  # fmt: skip
    # b = min(0.6, 1 - 0.5 (1 - a)), a = b: a = b = 0.6 satisfies both.
    assert lost(kg, "CHN") == pytest.approx(0.4)


def test_a_cycle_of_essential_inputs_does_not_fall_to_nothing():
    kg = graph(
        tech("a"), tech("b"), requires("a", "b"), requires("b", "a"), need("n", "a"),
        provides("CHN", "b", 0.4),
    )  # fmt: skip
    assert lost(kg, "CHN") == pytest.approx(0.4)


def test_the_two_weights_are_never_mixed():
    kg = graph(
        tech("a"), tech("b"), need("na", "a", usd=10.0), need("nb", "b", direction="2"),
        provides("CHN", "a", 1.0), provides("CHN", "b", 0.5),
    )  # fmt: skip
    found = loss(kg, denied_by(kg, [("CHN", None)]), horizon=0)
    assert found.share == pytest.approx(0.75)
    assert found.usd_bn == pytest.approx(10.0)
    assert weights(kg).known_usd.tolist() == [True, False]


def test_directions_count_alike_however_many_needs_they_have():
    kg = graph(
        tech("a"), tech("b"), need("n1", "a"), need("n2", "a"), need("n3", "a"),
        need("m", "b", direction="2"), provides("CHN", "b", 1.0),
    )  # fmt: skip
    assert lost(kg, "CHN") == pytest.approx(0.5)


def test_nobody_denies_the_unattributed_part():
    kg = graph(tech("a"), need("n", "a"), provides("CHN", "a", 0.3))
    everyone = [(c, None) for c in kg.countries]
    assert loss(kg, denied_by(kg, everyone), horizon=0).share == pytest.approx(0.3)


def test_an_impossible_horizon_and_an_unknown_holder_are_refused():
    with pytest.raises(RequestError, match="horizon"):
        lost(chain(), "CHN", horizon=-1)
    with pytest.raises(NotFound, match="Atlantis"):
        lost(chain(), "Atlantis")


@st.composite
def networks(draw):
    """Draw a random acyclic network of up to six technologies and three countries."""
    n = draw(st.integers(2, 6))
    records = [tech(f"t{i}", draw(st.sampled_from([6.0, 24.0, 120.0]))) for i in range(n)]
    for i in range(n):
        parts = draw(st.lists(st.integers(0, 10), min_size=4, max_size=4))
        total = max(1, sum(parts))
        records += [
            provides(c, f"t{i}", p / total)
            for c, p in zip(("TWN", "CHN", "JPN"), parts, strict=False)
        ]
        records += [
            requires(f"t{i}", f"t{j}", essential=draw(st.booleans()), cost=0.1)
            for j in range(i)
            if draw(st.booleans())
        ]
    return graph(*records, need("n", f"t{n - 1}"), need("m", "t0", direction="2"))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_loss_grows_with_the_denied_set(kg):
    one, two = lost(kg, "CHN", horizon=12), lost(kg, "CHN", "JPN", horizon=12)
    assert 0.0 <= one <= two + 1e-12 <= 1 + 1e-9


@settings(max_examples=60, deadline=None)
@given(networks())
def test_an_unattributed_remainder_never_raises_a_leverage(kg):
    smaller = [provides(p.provider_id, p.tech_id, p.share * 0.5) for p in kg.provides]
    assert lost(kg.replaced(smaller), "CHN") <= lost(kg, "CHN") + 1e-12


@settings(max_examples=40, deadline=None)
@given(networks())
def test_scenarios_computed_together_are_those_computed_alone(kg):
    columns = np.stack([denied_by(kg, [(c, None)]) for c in ("CHN", "JPN")], axis=1)
    together = losses(kg, columns)
    assert together[0].share == pytest.approx(lost(kg, "CHN", horizon=12))
    assert together[1].share == pytest.approx(lost(kg, "JPN", horizon=12))


def test_renaming_changes_nothing():
    other = graph(
        land("CHN"), tech("zz"), tech("aa"), requires("aa", "zz"), need("n", "aa"),
        provides("CHN", "zz", 0.8), provides("TWN", "aa", 0.5), firm("idle", "USA"),
    )  # fmt: skip
    assert lost(other, "CHN") == pytest.approx(lost(chain(), "CHN"))
