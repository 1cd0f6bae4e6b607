"""Forward shift: what an investment moves, from whom, and when the answer is no."""

import pytest
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
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import RequestError
from graph.schema import Lever, Reach, Right
from queries import move as module
from queries.answers.shift import answer
from queries.control import players
from queries.move import Book, change, gains_of
from queries.principles import Principles
from queries.rights import ledger
from queries.shift import shift


def world(*extra, reach=Reach.PARTNER):
    """Return Taiwan and China sharing a technology, another Taiwan's, and one investment."""
    return graph(
        firm("maker", "TWN"), firm("ally", "USA"), tech("t"), tech("u"),
        need("n", "t"), need("m", "u", direction="2"),
        provides("maker", "t", 0.3), provides("CHN", "t", 0.5), provides("ally", "t", 0.2),
        provides("TWN", "u", 0.6), provides("CHN", "u", 0.4),
        *reaches(reach), investment("i", partners=("ally",)), *extra,
    )  # fmt: skip


def made(kg, closure=0.5):
    """Return what the one investment changes, and the book it is entered in."""
    book = Book(kg, players(kg), ledger(kg, closure))
    (candidate,) = kg.investments.values()
    return change(kg, candidate, book, gains_of(kg, candidate)), book


def only(kg, **options):
    return shift(kg, **options)[0]


def test_an_open_right_is_taken_first_and_hand_computed():
    kg = world(
        *point("p", "t", Right.GOVERN, "ally", scope=0.4), effect("i", "t", Right.GOVERN, 0.5)
    )
    (move,) = made(kg, 0.0)[0].moves
    assert (move.from_open, move.from_partners) == (pytest.approx(0.5), 0.0)
    (move,) = made(kg, 1.0)[0].moves
    # Under the other closure nothing is open: only the partner's 0.4 + 0.6 x 0.2 can be had.
    assert (move.from_open, move.from_partners) == (0.0, pytest.approx(0.5))


def test_the_shift_of_one_technology_is_the_weighed_gain():
    kg = world(effect("i", "t", Right.LICENSE, 0.1))
    # One need of two directions: half of need, times the weight 0.2 of license, times 0.1.
    assert only(kg).shift_pp == pytest.approx(100 * 0.5 * 0.2 * 0.1)
    assert only(kg).by_right[Right.LICENSE] == pytest.approx(only(kg).shift_pp)


def test_what_taiwan_gains_the_others_and_the_open_lose():
    kg = world(effect("i", "t", Right.LICENSE, 0.1), effect("i", "t", Right.OPERATE, 0.2))
    s = only(kg)
    assert s.shift_pp + sum(s.from_holders.values()) + s.from_open == pytest.approx(0, abs=1e-9)


def test_a_right_already_held_is_not_gained_again():
    kg = world(*point("p", "t", Right.CERTIFY, "maker"), effect("i", "t", Right.CERTIFY, 0.5))
    s = only(kg)
    assert s.shift_pp == pytest.approx(0, abs=1e-12)
    assert "no_right" in s.failing


def test_an_investment_of_nothing_shifts_nothing():
    kg = world(effect("i", "t", Right.GOVERN, 0.5), effect("i", "t", Lever.CAPACITY, 0.2))
    s = only(kg, size=0.0)
    assert (s.shift_pp, s.us_loss_change, s.home_leverage_change) == (0.0, 0.0, 0.0)


def test_an_instrument_that_cannot_reach_a_right_gains_nothing():
    s = only(world(effect("i", "t", Right.GOVERN, 0.5), reach=Reach.NONE))
    assert s.shift_pp == 0.0
    assert s.excluded


def test_new_capacity_displaces_all_other_providers_in_proportion():
    kg = world(
        effect("i", "t", Right.OPERATE, 0.1),
        effect("i", "t", Lever.CAPACITY, 0.1),
        reach=Reach.OPEN,
    )
    changed, book = made(kg)
    (move,) = changed.moves
    assert move.from_displaced == pytest.approx(0.1)
    assert changed.held[0, 0][book.names.index("CHN")] == pytest.approx(-0.1 * 0.5 / 0.7)


def test_capacity_on_us_soil_lowers_exposure_and_home_leverage():
    s = only(world(effect("i", "t", Right.OPERATE, 0.1), effect("i", "t", Lever.CAPACITY, 0.2)))
    assert s.us_loss_change < 0
    assert s.home_leverage_change < 0


def test_a_stake_in_a_firm_takes_only_of_that_firms_rights():
    kg = world(effect("i", "ally", Right.OPERATE, 0.5))
    (move,) = made(kg)[0].moves
    assert move.gained == pytest.approx(0.5 * 0.2)


def test_a_taiwanese_partner_has_nothing_left_to_give():
    kg = world(owns("maker", "ally", 1.0), effect("i", "t", Right.OPERATE, 0.1))
    (move,) = made(kg)[0].moves
    assert move.gained == 0.0


def test_the_interval_holds_the_point():
    s = only(world(effect("i", "t", Right.GOVERN, 0.2, low=0.1, high=0.3)))
    assert s.shift_pp_low < s.shift_pp < s.shift_pp_high


def test_where_the_us_is_strong_the_answer_is_no():
    kg = graph(
        firm("maker", "TWN"), tech("t"), need("n", "t"), provides("USA", "t", 0.95),
        provides("maker", "t", 0.05), *reaches(), investment("i"), effect("i", "t", Right.GOVERN, 0.1),
    )  # fmt: skip
    assert "p1_need" in only(kg).failing


def test_where_taiwan_has_no_base_the_answer_is_no():
    kg = graph(
        firm("maker", "TWN"), tech("t"), tech("u"), need("n", "t"), provides("JPN", "t", 1.0),
        provides("maker", "u", 1.0), *reaches(), investment("i"), effect("i", "t", Right.GOVERN, 0.1),
    )  # fmt: skip
    assert only(kg).failing == ("p2_base",)


def test_a_technology_on_which_no_need_rests_is_no_need():
    kg = world(
        tech("aside"), provides("CHN", "aside", 1.0), effect("i", "aside", Right.GOVERN, 0.1)
    )
    assert only(kg).principles.p1_need == 0.0


def test_a_principle_met_exactly_does_not_fail_by_rounding():
    assert Principles(0.2, 1 - (1 - 0.1) * (1 - 0), 0.15).failing() == ()
    assert Principles(0.2, 0.0999, 0.15).failing() == ("p2_base",)


def test_the_reason_names_the_target_that_pulls_the_principle_down():
    kg = graph(
        firm("maker", "TWN"), tech("t"), tech("v"), need("n", "t"), need("m", "v"),
        provides("maker", "t", 0.11), provides("CHN", "t", 0.89), provides("CHN", "v", 1.0),
        *reaches(), investment("i"),
        effect("i", "t", Right.LICENSE, 0.2), effect("i", "v", Right.LICENSE, 0.1),
    )  # fmt: skip
    reason = answer(kg).rows[0]["reason"]
    # Taiwan has more of T, the weightier target, than the threshold: T is not why.
    assert "P2 base 0.07 < 0.10: Taiwan has 0.0% of V" in reason


def test_candidates_stand_before_the_excluded():
    kg = world(
        effect("i", "t", Right.LICENSE, 0.1),
        investment("j", partners=("ally",)), effect("j", "t", Right.LICENSE, 0.2),
    )  # fmt: skip
    ranked = [s.investment.investment_id for s in shift(kg, thresholds={})]
    assert ranked == ["j", "i"]


def test_naming_more_players_hardly_moves_taiwans_shift(monkeypatch):
    chain = [tech(f"x{i}") for i in range(4)]
    links = [requires(f"x{i + 1}", f"x{i}") for i in range(3)]
    parts = [
        provides(c, f"x{i}", s)
        for i in range(4)
        for c, s in zip(
            ("TWN", "CHN", "JPN", "USA"), (0.2, 0.4 - 0.05 * i, 0.3, 0.1), strict=True
        )
    ]
    kg = world(
        *chain,
        *links,
        need("x", "x3", direction="3"),
        *parts,
        effect("i", "x1", Right.GOVERN, 0.3),
    )
    many = only(kg).shift_pp
    monkeypatch.setattr(module, "PLAYERS", 3)
    assert only(kg).shift_pp == pytest.approx(many, rel=0.25)


def test_impossible_requests_are_refused():
    with pytest.raises(RequestError, match="size"):
        shift(world(effect("i", "t", Right.GOVERN, 0.1)), size=2)
    with pytest.raises(RequestError, match="no need"):
        shift(graph(tech("t")))


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(list(Right)))
def test_a_larger_investment_never_shifts_less(a, b, right):
    kg = world(effect("i", "t", right, 0.4), effect("i", "t", Lever.CAPACITY, 0.3))
    small, large = sorted((a, b))
    assert only(kg, size=small).shift_pp <= only(kg, size=large).shift_pp + 1e-9


@pytest.mark.parametrize("what", ["months", "foreign"])
def test_a_turning_point_is_where_the_principle_meets_its_threshold(what):
    from queries.principles import THRESHOLDS, principles, turning_points

    kg = world(effect("i", "t", Right.LICENSE, 0.1))
    candidate = kg.investments["i"]
    turn = next(x for x in turning_points(kg, candidate) if x.what == what)
    if what == "months":
        other = kg.replaced([tech("t", months=turn.then)])
    else:
        other = kg.replaced(
            [
                provides("maker", "t", 0.0),
                provides("CHN", "t", turn.then),
                provides("ally", "t", 1 - turn.then),
            ]
        )
    value = getattr(principles(other, candidate), turn.principle)
    assert value == pytest.approx(THRESHOLDS[turn.principle], abs=1e-6)
