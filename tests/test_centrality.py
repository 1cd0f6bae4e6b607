"""Centrality: equal to NetworkX's on small graphs, and to closed forms."""

import networkx as nx
import numpy as np
import pytest
from build import graph, need, provides, requires, tech
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import RequestError
from loaders import load
from queries.centrality import Measure, Of, centrality, to_networkx, view


@st.composite
def digraphs(draw):
    n = draw(st.integers(3, 8))
    nodes = [f"n{i}" for i in range(n)]
    pairs = draw(
        st.sets(
            st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(lambda p: p[0] != p[1]),
            min_size=1, max_size=20,
        )
    )  # fmt: skip
    # Distinct weights, so that no two paths tie.
    return nodes, {
        p: 0.05 + 0.9 * ((i * 37 + 11) % 97) / 97 for i, p in enumerate(sorted(pairs))
    }


@settings(max_examples=50, deadline=None)
@given(digraphs())
def test_equal_to_networkx_on_small_graphs(drawn):
    nodes, edges = drawn
    ours, g = centrality(nodes, edges), to_networkx(nodes, edges)
    expected = {
        Measure.IN_DEGREE: nx.in_degree_centrality(g),
        Measure.OUT_DEGREE: nx.out_degree_centrality(g),
        Measure.PAGERANK: nx.pagerank(g, tol=1e-12, max_iter=1000),
        Measure.BETWEENNESS: nx.betweenness_centrality(g, weight="length"),
        Measure.CLOSENESS: nx.closeness_centrality(g, distance="length"),
        Measure.CORE_NUMBER: nx.core_number(nx.Graph(g)),
    }
    for measure, values in expected.items():
        assert ours[measure] == pytest.approx(values, abs=1e-8), measure


@settings(max_examples=30, deadline=None)
@given(digraphs())
def test_katz_solves_its_equation(drawn):
    nodes, edges = drawn
    a = nx.to_numpy_array(to_networkx(nodes, edges), nodelist=nodes)
    alpha = min(0.1, 0.9 / a.sum(axis=1).max())
    expected = nx.katz_centrality_numpy(to_networkx(nodes, edges), alpha=alpha, weight="weight")
    ours = centrality(nodes, edges, [Measure.KATZ])[Measure.KATZ]
    assert ours == pytest.approx(expected, abs=1e-8)


def test_hubs_and_authorities_are_networkx():
    edges = {
        ("a", "b"): 1.0,
        ("a", "c"): 0.5,
        ("b", "c"): 0.25,
        ("d", "c"): 0.7,
        ("e", "b"): 0.1,
    }
    hubs, authorities = nx.hits(to_networkx("abcde", edges), tol=1e-14, max_iter=10_000)
    ours = centrality(list("abcde"), edges, [Measure.HUBS, Measure.AUTHORITIES])
    assert ours[Measure.HUBS] == pytest.approx(hubs, abs=1e-6)
    assert ours[Measure.AUTHORITIES] == pytest.approx(authorities, abs=1e-6)


def test_eigenvector_is_networkx_on_the_undirected_view():
    edges = {("a", "b"): 1.0, ("b", "c"): 0.5, ("c", "a"): 0.25, ("c", "d"): 0.7}
    flat = nx.Graph()
    flat.add_weighted_edges_from((a, b, w) for (a, b), w in edges.items())
    expected = nx.eigenvector_centrality_numpy(flat, weight="weight")
    ours = centrality(list("abcd"), edges, [Measure.EIGENVECTOR])[Measure.EIGENVECTOR]
    assert ours == pytest.approx({k: abs(v) for k, v in expected.items()}, abs=1e-6)


def test_every_value_is_the_same_to_the_last_digit_each_time():
    kg = load(())
    once, again = (centrality(*view(kg, Of.TECHNOLOGY)) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("n", [3, 5, 9])
def test_betweenness_of_a_path_and_a_star_have_closed_forms(n):
    nodes = [f"n{i}" for i in range(n)]
    path = {(nodes[i], nodes[i + 1]): 1.0 for i in range(n - 1)}
    at = centrality(nodes, path, [Measure.BETWEENNESS])[Measure.BETWEENNESS]
    for i, node in enumerate(nodes):
        assert at[node] == pytest.approx(i * (n - 1 - i) / ((n - 1) * (n - 2)))


def test_views_run_as_stated():
    kg = graph(
        tech("wafer"), tech("chip"), requires("chip", "wafer", cost=0.4), need("n", "chip"),
        provides("JPN", "wafer", 0.5), provides("TWN", "chip", 0.8),
    )  # fmt: skip
    nodes, edges = view(kg, Of.TECHNOLOGY)
    assert (set(nodes), edges) == ({"wafer", "chip"}, {("wafer", "chip"): 0.4})
    _, edges = view(kg, Of.COUNTRY)
    assert edges == {("JPN", "TWN"): pytest.approx(0.4 * 0.5 * 0.8)}
    with pytest.raises(RequestError, match="no node"):
        centrality(*view(kg, Of.FIRM))


def test_no_edge_is_no_error():
    at = centrality(["a", "b"], {})
    assert at[Measure.BETWEENNESS] == {"a": 0.0, "b": 0.0}
    assert np.isfinite(list(at[Measure.KATZ].values())).all()
    with pytest.raises(RequestError, match="weight"):
        centrality(["a", "b"], {("a", "b"): 0.0})
