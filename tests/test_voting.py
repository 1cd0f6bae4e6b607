"""Voting games: golden values, brute force over coalitions, and the axioms."""

import itertools
import json
import math
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import RequestError
from queries.shapley import membership, shapley
from queries.voting import (
    All,
    Any,
    Licence,
    Veto,
    Weighted,
    banzhaf,
    power,
    sampled_shapley,
    shapley_shubik,
)
from queries.voting.weighted import _swings, _swings_enumerated

GOLDEN = sorted((Path(__file__).parent / "cases" / "golden").glob("voting_*.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_golden(path):
    case = json.loads(path.read_text())
    quota, weights = case["inputs"]["quota"], case["inputs"]["weights"]
    want = case["expected"]
    index = shapley_shubik(quota, weights)
    assert list(index) == [Fraction(x) for x in want["shapley_shubik_exact"]]
    np.testing.assert_allclose(index.floats, want["shapley_shubik"], rtol=0, atol=1e-12)
    found = banzhaf(quota, weights)
    assert list(found.swings) == want["swings"]
    np.testing.assert_allclose(found.normalised.floats, want["banzhaf_normalised"], atol=1e-12)
    np.testing.assert_allclose(found.absolute.floats, want["banzhaf_absolute"], atol=1e-12)


def test_golden_files_are_there():
    assert len(GOLDEN) == 5


def by_orders(quota, weights):
    """Return the index from every order of joining, as the definition has it."""
    pivots = [0] * len(weights)
    for order in itertools.permutations(range(len(weights))):
        votes = itertools.accumulate(weights[i] for i in order)
        pivots[next(i for i, v in zip(order, votes, strict=True) if v >= quota)] += 1
    return [Fraction(p, math.factorial(len(weights))) for p in pivots]


def swings_by_hand(quota, weights):
    """Return the coalitions that each player swings, one after the other."""
    found = [0] * len(weights)
    for members in itertools.product((0, 1), repeat=len(weights)):
        votes = sum(w for w, m in zip(weights, members, strict=True) if m)
        for i, w in enumerate(weights):
            found[i] += bool(members[i] and votes >= quota > votes - w)
    return found


games = (
    st.lists(st.integers(0, 30), min_size=1, max_size=6)
    .filter(any)
    .flatmap(lambda ws: st.tuples(st.integers(1, sum(ws)), st.just(ws)))
)
larger = (
    st.lists(st.integers(0, 9), min_size=1, max_size=12)
    .filter(any)
    .flatmap(lambda ws: st.tuples(st.integers(1, sum(ws)), st.just(ws)))
)


@given(games)
def test_against_every_order(game):
    assert list(shapley_shubik(*game)) == by_orders(*game)
    assert list(banzhaf(*game).swings) == swings_by_hand(*game)


@given(larger)
def test_axioms(game):
    quota, weights = game
    index, found = shapley_shubik(quota, weights), banzhaf(quota, weights)
    assert sum(index) == sum(found.normalised) == 1
    for i, j in itertools.combinations(range(len(weights)), 2):
        if weights[i] == weights[j]:
            assert index[i] == index[j]
        if weights[i] > weights[j]:
            assert index[i] >= index[j]
            assert found.swings[i] >= found.swings[j]
    for w, x in zip(weights, index, strict=True):
        assert w or not x
    # Nobody gains or loses by a stranger without votes.
    assert shapley_shubik(quota, [*weights, 0])[:-1] == index
    assert banzhaf(quota, [*weights, 0]).absolute[:-1] == found.absolute


@given(larger)
def test_dual_game(game):
    quota, weights = game
    blocking = sum(weights) - quota + 1
    assert shapley_shubik(quota, weights) == shapley_shubik(blocking, weights)


@given(larger)
def test_table_equals_enumeration(game):
    quota, weights = game
    dual = min(quota, sum(weights) - quota + 1)
    assert _swings(quota, weights) == _swings_enumerated(dual, weights)


@given(larger)
def test_table_equals_shapley_of_the_enumerated_game(game):
    quota, weights = game
    values = (np.array(weights) @ membership(len(weights)) >= quota).astype(float)
    np.testing.assert_allclose(
        shapley_shubik(quota, weights).floats, shapley(values), atol=1e-12
    )


def test_decimal_shares_are_read_as_written():
    # 0.1 + 0.2 reaches 0.3, which no sum of doubles does.
    want = shapley_shubik(3, [1, 2, 4])
    assert shapley_shubik(0.3, [0.1, 0.2, 0.4]) == want
    assert shapley_shubik(Decimal("0.3"), [Decimal("0.1"), Fraction(1, 5), 0.4]) == want
    assert shapley_shubik(np.float64(0.3), np.array([0.1, 0.2, 0.4])) == want
    assert shapley_shubik(np.int64(3), np.array([1, 2, 4])) == want


def test_strict_majority():
    assert list(shapley_shubik(50, [50, 50])) == [Fraction(1, 2)] * 2
    assert list(banzhaf(50, [50, 50]).swings) == [1, 1]
    assert list(banzhaf(50, [50, 50], strict=True).swings) == [1, 1]
    assert shapley_shubik(0.5, [0.5, 0.3, 0.2]) == (
        1 - 1 + Fraction(2, 3),
        *[Fraction(1, 6)] * 2,
    )
    assert shapley_shubik(0.6, [0.6, 0.4]) == (1, 0)
    assert shapley_shubik(0.6, [0.6, 0.4], strict=True) == (Fraction(1, 2), Fraction(1, 2))


def test_shares_too_fine_for_a_table():
    rng = random.Random(5)
    weights = [rng.random() for _ in range(9)]
    ints = [int(Fraction(repr(w)) * 10**20) for w in weights]
    assert list(shapley_shubik(2, weights)) == by_orders(2 * 10**20, ints[:9])[:9]
    assert sum(shapley_shubik(Fraction(10**30), [Fraction(10**30), 10**30 + 7, 3])) == 1


@pytest.mark.parametrize("n", [100, 200])
def test_large_games_stay_exact(n):
    weights = [1 + i % 7 for i in range(n)]
    index = shapley_shubik(sum(weights) // 2 + 1, weights)
    assert sum(index) == 1
    assert all(index[i] == index[i % 7] > 0 for i in range(n))


def test_equal_voters_share_equally_however_many():
    assert set(shapley_shubik(101, [1] * 200)) == {Fraction(1, 200)}
    found = banzhaf(101, [1] * 200)
    assert set(found.swings) == {math.comb(199, 100)}


@pytest.mark.parametrize(
    ("quota", "weights", "why"),
    [
        (1, [], "without players"),
        (4, [1, 2], "out of reach"),
        (0, [1, 2], "met by nobody"),
        (-1, [1, 2], "met by nobody"),
        (1, [2, -1], "not negative"),
        (1, [0, 0], "out of reach"),
        (1, [float("nan"), 1], "no number"),
        (float("inf"), [1, 1], "no number"),
        (10**12, [10**12 + i for i in range(25)], "too fine"),
    ],
)
def test_impossible_games(quota, weights, why):
    for index in (shapley_shubik, banzhaf):
        with pytest.raises(RequestError, match=why) as error:
            index(quota, weights)
        assert "\n" not in str(error.value)


def test_strict_quota_of_the_whole_is_out_of_reach():
    with pytest.raises(RequestError, match="out of reach"):
        shapley_shubik(3, [1, 2], strict=True)


def test_security_council_as_a_compound_game():
    permanent, elected = [f"P{i}" for i in range(5)], [f"E{i}" for i in range(10)]
    council = All(Weighted(9, dict.fromkeys([*permanent, *elected], 1)), *map(Veto, permanent))
    found = power(council)
    assert found.exact
    np.testing.assert_allclose(found.shapley[:5], 421 / 2145, atol=1e-12)
    np.testing.assert_allclose(found.shapley[5:], 4 / 2145, atol=1e-12)
    np.testing.assert_allclose(found.banzhaf_normalised[:5], 848 / 5080, atol=1e-12)
    np.testing.assert_allclose(found.banzhaf, [848 / 2**14] * 5 + [84 / 2**14] * 10, atol=1e-12)


@given(larger)
def test_a_weighted_game_is_also_a_compound_one(game):
    quota, weights = game
    found = power(Weighted(quota, {f"p{i}": w for i, w in enumerate(weights)}))
    np.testing.assert_allclose(found.shapley, shapley_shubik(quota, weights).floats, atol=1e-12)
    np.testing.assert_allclose(
        found.banzhaf, banzhaf(quota, weights).absolute.floats, atol=1e-12
    )


def test_compound_games_by_hand():
    board = Weighted(51, {"Fund": 60, "Founder": 40})
    assert (board & Veto("State")).won_by({"Fund", "State"})
    assert not (board & Veto("State")).won_by({"Fund", "Founder"})
    assert (board | Veto("Court")).won_by({"Court"})
    licensed = board & Licence("L1", "L2")
    assert licensed.won_by({"Fund", "L2"})
    assert dict(zip(licensed.players, power(licensed).shapley.round(6), strict=True)) == {
        "Fund": 0.666667,
        "Founder": 0.0,
        "L1": 0.166667,
        "L2": 0.166667,
    }
    # A player of two games is one player.
    assert (board & Veto("Fund")).players == ("Fund", "Founder")


def test_compound_games_refuse_nonsense():
    for compound in (All, Any, Licence):
        with pytest.raises(RequestError, match="no game"):
            compound()
    with pytest.raises(RequestError, match="no player 'Stranger'"):
        Veto("State").won_by({"Stranger"})
    with pytest.raises(RequestError, match="without players"):
        Weighted(1, {})


def test_sampled_index_covers_the_exact_one():
    rng = random.Random(3)
    weights = [rng.randint(1, 20) for _ in range(40)]
    game = Weighted(sum(weights) // 2 + 1, {str(i): w for i, w in enumerate(weights)})
    found, want = power(game), shapley_shubik(game.quota, weights).floats
    assert not found.exact
    assert found.shapley_se.max() <= 0.002
    assert np.abs((found.shapley - want) / found.shapley_se).max() < 4.5
    assert found.shapley.sum() == pytest.approx(1, abs=1e-12)
    exact = banzhaf(game.quota, weights).absolute.floats
    assert np.abs((found.banzhaf - exact) / found.banzhaf_se).max() < 4.5


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 5), min_size=16, max_size=16), st.integers(0, 9))
def test_sampling_is_efficient_and_unbiased_within_error(values, seed):
    table = np.array(values)

    def value(inside):
        return table[(2 ** np.arange(4) @ inside).astype(int)]

    found = sampled_shapley(value, 4, tolerance=0.01, limit=20_000, seed=seed)
    assert found.value.sum() == pytest.approx(table[15] - table[0], abs=1e-9)
    assert np.abs(found.value - shapley(table)).max() <= 6 * found.se.max() + 1e-9


def test_sampling_is_seeded_stops_and_says_whether_it_settled():
    def value(inside):
        return inside.sum(axis=0) ** 2 + inside[0]

    one, same = (sampled_shapley(value, 25, seed=7) for _ in range(2))
    assert (one.value == same.value).all()
    # The reverse of an order cancels the error of a square exactly.
    assert one.settled
    assert one.value == pytest.approx([26.0] + [25.0] * 24)

    def hard(inside):
        return inside[:5].prod(axis=0)

    short = sampled_shapley(hard, 25, tolerance=0.0, limit=101)
    assert not short.settled
    assert short.permutations == 100
    tight = sampled_shapley(hard, 25, tolerance=0.002)
    assert tight.settled
    assert tight.se.max() <= 0.002


@pytest.mark.parametrize(("players", "most"), [(0, 1000), (3, 10)])
def test_impossible_samples(players, most):
    with pytest.raises(RequestError, match="a sample needs"):
        sampled_shapley(lambda inside: inside[0], players, limit=most)
