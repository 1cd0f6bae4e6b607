"""Networks of holdings: golden values, dense algebra, brute force, and closed forms."""

import itertools
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import sparse

from graph.errors import ConvergenceError, RequestError
from queries import holding_paths, network_control
from queries import holdings as algebra
from queries import network_power as npi
from queries.holding_paths import paths
from queries.holdings import holdings
from queries.network_control import (
    Rule,
    alpha_transitive,
    control_matrix,
    integrated,
    network_value,
    ultimate_controllers,
)
from queries.network_power import network_power

control = network_control.network_control
GOLDEN = sorted((Path(__file__).parent / "cases" / "golden").glob("ownership_*.json"))


@pytest.mark.parametrize("kind", [np.array, sparse.csr_array])
@pytest.mark.parametrize("path", GOLDEN, ids=lambda p: p.stem)
def test_golden(path, kind):
    case = json.loads(path.read_text())
    want = case["expected"]
    w, v = kind(case["inputs"]["W_owner_row_owned_col"]), np.array(case["inputs"]["v"])
    everyone = range(v.size)
    found = {
        "network_value_uncorrected": network_value(w, v),
        "integrated_ownership_uncorrected": integrated(w, everyone, corrected=False),
        "integrated_ownership_corrected": integrated(w, everyone),
        "network_control_linear_model_corrected": control(w, v),
        "direct_threshold_control": control_matrix(w, rule=Rule.THRESHOLD).toarray(),
        "alpha_transitive": alpha_transitive(w, everyone, alpha=case["inputs"]["alpha"]),
    }
    assert found.keys() == want.keys()
    for name, value in found.items():
        np.testing.assert_allclose(value, want[name], rtol=0, atol=1e-12, err_msg=name)


def test_golden_files_are_there():
    assert len(GOLDEN) == 2


@st.composite
def networks(draw, most=7, acyclic=False):
    """Draw a network in which somebody outside holds a part of every firm."""
    n = draw(st.integers(2, most))
    units = st.integers(0, 5)
    w = np.array(draw(st.lists(units, min_size=n * n, max_size=n * n)), dtype=float)
    w = np.where(w.reshape(n, n) > 2, w.reshape(n, n), 0.0)
    np.fill_diagonal(w, 0.0)
    if acyclic:
        w = np.triu(w)
    return w / np.maximum(np.ceil(w.sum(axis=0) / 8) * 8, 8) * 0.9


@given(networks(), st.sampled_from(Rule), st.integers(0, 9))
def test_against_dense_algebra(w, rule, seed):
    v = np.random.default_rng(seed).uniform(0, 10, len(w))
    inverse = np.linalg.inv(np.eye(len(w)) - w)
    np.testing.assert_allclose(network_value(w, v), inverse @ v, rtol=1e-12)
    rows = inverse / np.diag(inverse)[:, None] - np.eye(len(w))
    np.testing.assert_allclose(integrated(w, range(len(w))), rows, atol=1e-13)
    damped = w @ np.linalg.inv(np.eye(len(w)) - 0.5 * w)
    np.testing.assert_allclose(
        alpha_transitive(w, range(len(w)), alpha=0.5), damped, atol=1e-13
    )
    c = control_matrix(w, rule=rule).toarray()
    try:
        found = control(w, v, rule=rule)
    except RequestError as error:
        assert "closed circle" in str(error)
        assert np.abs(np.linalg.eigvals(c)).max() > 1 - 1e-9
    else:
        inverse = np.linalg.inv(np.eye(len(w)) - c)
        np.testing.assert_allclose(found, inverse @ v / np.diag(inverse) - v, atol=1e-9)


@given(networks())
def test_long_loops_are_solved_as_short_ones_are(w):
    v = np.ones(len(w))
    with pytest.MonkeyPatch.context() as patch:
        want = control(w, v), integrated(w, [0])
        patch.setattr(algebra, "_BLOCK", 1)
        np.testing.assert_allclose(control(w, v), want[0], rtol=1e-11, atol=1e-12)
        np.testing.assert_allclose(integrated(w, [0]), want[1], rtol=1e-11, atol=1e-12)


def test_a_tight_loop_is_no_obstacle():
    w = np.array([[0, 0.999999], [0.999999, 0]])
    found = network_value(w, np.ones(2))
    np.testing.assert_allclose(found, 1e6, rtol=1e-9)


def test_a_tiny_link_into_a_long_chain_is_not_forgotten():
    n = 60
    w = sparse.diags_array([np.full(n - 1, 1e-9)], offsets=[1]).toarray()
    w[1:, :] *= 1e9
    v = np.zeros(n)
    v[-1] = 1.0
    assert network_value(w, v)[0] == pytest.approx(1e-9, rel=1e-14)


def test_rules_of_control():
    w = np.array([[0, 0.51], [0, 0.17]])
    assert control_matrix(w).toarray().tolist() == w.tolist()
    assert control_matrix(w, rule=Rule.THRESHOLD).toarray().tolist() == [[0, 1], [0, 0]]
    relative = control_matrix(w, rule=Rule.RELATIVE).toarray()
    np.testing.assert_allclose(relative, [[0, 0.9], [0, 0.1]])
    # Half is no majority.
    assert control_matrix([[0, 0.5], [0, 0]], rule=Rule.THRESHOLD).nnz == 0


@pytest.mark.parametrize(
    ("w", "why"),
    [
        (np.zeros((0, 0)), "square"),
        (np.zeros((2, 3)), "square"),
        ([[0, -0.1], [0, 0]], "stake of 0 in 1 is -0.1"),
        ([[0, float("nan")], [0, 0]], "stake of 0 in 1 is nan"),
        ([[0, 0.7], [0, 0.4]], "stakes in 1 sum to 1.1"),
    ],
)
def test_impossible_holdings(w, why):
    with pytest.raises(RequestError, match=why) as error:
        holdings(w)
    assert "\n" not in str(error.value)


def test_closed_circles_are_refused():
    circle = np.array([[0, 1.0, 0.5], [1.0, 0, 0], [0, 0, 0]])
    for ask in (
        lambda: network_value(circle, np.ones(3)),
        lambda: integrated(circle, [2]),
        lambda: control(circle, np.ones(3)),
        lambda: paths(circle, 0, 2),
        lambda: network_value([[1.0]], np.ones(1)),
    ):
        with pytest.raises(RequestError, match=r"closed circle \(0"):
            ask()
    # An owner may hold more than 1 in all: rows are not bounded, columns are.
    assert integrated([[0, 1, 1], [0, 0, 0], [0.5, 0, 0]], [0])[0, 1] == pytest.approx(1.0)


def test_impossible_requests():
    w = np.array([[0, 0.5], [0, 0]])
    for ask, why in (
        (lambda: integrated(w, [2]), "no entity 2"),
        (lambda: alpha_transitive(w, [0], alpha=1.5), "alpha of 1.5"),
        (lambda: network_value(w, np.ones(3)), "values are 2 numbers"),
        (lambda: network_value(w, np.array([1, -1])), "none negative"),
        (lambda: paths(w, 0, 0), "both owner and owned"),
        (lambda: paths(w, 0, 5), "no entity 5"),
        (lambda: control_matrix(w, rule=Rule.THRESHOLD, quota=0.3), "majority of 0.3"),
        (lambda: network_power(w, np.ones(2), quota=1.0), "a quota lies"),
    ):
        with pytest.raises(RequestError, match=why):
            ask()


def test_ultimate_controllers():
    w = np.zeros((7, 7))
    w[0, 1] = w[0, 2] = 0.6  # 0 has majorities of 1 and 2,
    w[1, 3], w[2, 3] = 0.3, 0.3  # which together have one of 3,
    w[3, 0] = 0.4  # which has a part of 0 itself, but no majority.
    w[4, 5], w[5, 4] = 0.7, 0.8  # Two in a circle
    w[5, 6] = 0.5  # and half of a third: nobody's.
    assert ultimate_controllers(w).tolist() == [0, 0, 0, 0, 4, 4, 6]


@given(networks())
def test_who_controls_has_the_votes(w):
    top = ultimate_controllers(w)
    assert (top[top] == top).all()
    for firm, owner in enumerate(top):
        votes = w[top == owner, firm].sum()
        assert firm == owner or votes > 0.5
        if firm == owner:
            groups = [w[top == g, firm].sum() for g in set(top) - {owner}]
            assert max(groups, default=0) <= 0.5


def six():
    """Return three holders over three firms: a majority, two of three, and half and half."""
    w = np.zeros((6, 6))
    w[[0, 1], 3] = 0.6, 0.4
    w[[3, 1, 2], 4] = 0.34, 0.33, 0.33
    w[[3, 1], 5] = 0.5, 0.5
    return w


def test_power_of_six_in_exact_fractions():
    found = network_power(six(), np.ones(6))
    assert found.exact
    want = [Fraction(17, 6), Fraction(11, 6), Fraction(4, 3), 0, 0, 0]
    np.testing.assert_allclose(found.value, [float(x) for x in want], rtol=0, atol=1e-12)


def test_sampled_power_covers_the_exact_one(monkeypatch):
    want = network_power(six(), np.ones(6)).value
    monkeypatch.setattr(npi, "_enumerate", lambda *_: None)
    found = network_power(six(), np.ones(6), tolerance=0.002)
    assert not found.exact
    assert found.se.max() <= 0.002 * 6
    assert np.abs(found.value - want).max() <= 5 * found.se.max()
    assert found.value.sum() == pytest.approx(6)
    again = network_power(six(), np.ones(6), tolerance=0.002)
    assert (again.value == found.value).all()


@settings(deadline=None, max_examples=25)
@given(networks(most=5))
def test_sampled_and_enumerated_power_agree(w):
    v = np.arange(1.0, len(w) + 1)
    want = network_power(w, v, max_sweeps=400)
    assume(want.exact)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(npi, "_enumerate", lambda *_: None)
        found = network_power(w, v, tolerance=0.01, chains=64, max_sweeps=400)
    assert want.value.sum() == pytest.approx(v.sum())
    assert np.abs(found.value - want.value).max() <= 6 * max(found.se.max(), 0.002 * v.sum())


@given(networks(most=6, acyclic=True))
def test_power_without_loops_follows_the_definition(w):
    """Enumerate every order of unions, firm after firm, owners before owned."""
    n = len(w)
    chances = {tuple(range(n)): Fraction(1)}
    for firm in range(n):
        after: dict[tuple[int, ...], Fraction] = {}
        for state, chance in chances.items():
            unions: dict[int, int] = {}
            for i in np.flatnonzero(w[:, firm]):
                unions[state[i]] = unions.get(state[i], 0) + round(w[i, firm] * 10**9)
            orders = list(itertools.permutations(unions))
            for order in orders:
                votes = itertools.accumulate(unions[o] for o in order)
                owner = next(
                    (o for o, t in zip(order, votes, strict=True) if t > 5 * 10**8), firm
                )
                end = (*state[:firm], owner, *state[firm + 1 :])
                after[end] = after.get(end, Fraction(0)) + chance / len(orders)
        chances = after
    want = np.zeros(n)
    for state, chance in chances.items():
        np.add.at(want, list(state), float(chance))
    np.testing.assert_allclose(network_power(w, np.ones(n)).value, want, atol=1e-12)


def test_too_few_sweeps_are_not_an_answer(monkeypatch):
    monkeypatch.setattr(npi, "_enumerate", lambda *_: None)
    circle = np.array([[0, 0.9], [0.9, 0]])
    with pytest.raises(ConvergenceError, match="too few"):
        network_power(circle, np.ones(2), reset=0.9, max_sweeps=40)


def test_power_is_symmetric_in_a_circle():
    found = network_power(np.array([[0, 1.0], [1.0, 0]]), np.ones(2))
    assert found.exact
    np.testing.assert_allclose(found.value, [1, 1])


def test_power_counts_a_union_once():
    # 1 and 2 belong to 0: with 0.3 + 0.3 they decide over 4, against 3 with 0.4.
    w = np.zeros((5, 5))
    w[0, 1] = w[0, 2] = 1.0
    w[1, 4] = w[2, 4] = 0.3
    w[3, 4] = 0.4
    assert network_power(w, np.ones(5)).value.tolist() == [4, 0, 0, 1, 0]


def test_power_without_holdings_or_votes():
    assert network_power(np.zeros((3, 3)), np.array([1.0, 2, 3])).value.tolist() == [1, 2, 3]
    # Too few votes are recorded to pass the quota: the firm is its own.
    assert network_power([[0, 0.4], [0, 0]], np.ones(2)).value.tolist() == [1, 1]


@settings(deadline=None, max_examples=40)
@given(networks(most=5), st.booleans())
def test_paths_sum_to_the_share(w, corrected):
    shares = integrated(w, range(len(w)), corrected=corrected)
    for owner, owned in itertools.permutations(range(min(3, len(w))), 2):
        found = paths(w, owner, owned, top=10**6, corrected=corrected)
        assert found.share == pytest.approx(shares[owner, owned], abs=1e-12)
        assert found.rest == pytest.approx(0, abs=1e-12)
        parts = [p.share for p in found.paths]
        assert parts == pytest.approx(sorted(parts, reverse=True), abs=1e-12)
        for path in found.paths:
            steps = itertools.pairwise(path.firms)
            assert path.chain == pytest.approx(np.prod([w[i, j] for i, j in steps]))
            assert path.loops >= -1e-15


def test_paths_name_loops_and_the_rest():
    w = np.array([[0, 0.5, 0.1, 0], [0, 0, 0.8, 0], [0, 0.5, 0, 0.5], [0, 0, 0, 0]])
    found = paths(w, 0, 3, top=1)
    (path,) = found.paths
    assert path.firms == (0, 1, 2, 3)
    assert path.chain == pytest.approx(0.5 * 0.8 * 0.5)
    assert path.share == pytest.approx(0.2 / (1 - 0.4))
    assert found.rest == pytest.approx(0.05 / (1 - 0.4))
    assert found.share == pytest.approx(0.25 / 0.6)
    assert paths(w, 3, 0) == holding_paths.Explanation(0.0, (), 0.0)
