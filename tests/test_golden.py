"""Cases with known answers: closed forms, textbooks, independent runs."""

import json
from fractions import Fraction
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from graph import RequestError
from queries import coverage, interdiction
from queries.acceptability import smaa
from queries.centrality import Measure, centrality
from queries.complexity import complexity
from queries.dependency import dependency
from queries.esri import Network
from queries.holdings import holdings
from queries.leontief import extraction_losses, output
from queries.relatedness import advantage, density, proximity
from queries.robustness import first_order
from queries.shapley import shapley
from queries.voting import shapley_shubik

FOLDER = Path(__file__).parent / "cases" / "golden"


def case(name: str) -> tuple[dict, dict]:
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found["inputs"], found["expected"]


def network(inputs: dict, **more) -> Network:
    links = inputs["edges_supplier_buyer_weight_1based"]
    industry = inputs["sector_0based"]
    kinds = inputs.get("ess_rows_supplier_sector_cols_buyer_sector")
    if kinds is None:
        kinds = np.full((len(industry), len(industry)), inputs["ess_all"])
    return Network(
        [i - 1 for i, _, _ in links], [j - 1 for _, j, _ in links], [w for _, _, w in links],
        industry, kinds, **more,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["esri_chain4", "esri_mixed6"])
@pytest.mark.parametrize(
    "setting", ["on,eps=0.01", "on,eps=1e-12", "off,eps=0.01", "off,eps=1e-12"]
)
def test_systemic_risk_equals_the_reference_and_its_sweeps(name, setting):
    inputs, expected = case(name)
    want = expected[f"substitution={setting}"]
    replace, eps = setting.split(",eps=")
    found = network(inputs).risk(replace=replace == "on", tolerance=float(eps))
    for key in ("esri", "esri_down", "esri_up"):
        assert getattr(found, key) == pytest.approx(want[key], abs=1e-11)
    assert found.iterations.tolist() == want["iterations"]


def test_systemic_risk_does_not_depend_on_the_unit():
    inputs, expected = case("esri_scale_trap")
    found = network(inputs).risk()
    for key in ("esri", "esri_down", "esri_up"):
        assert getattr(found, key) == pytest.approx(expected[key], abs=1e-12)


@pytest.mark.parametrize(
    ("industry", "kinds", "told"),
    [([], [[2]], "no firms"), ([0], [[7]], "negligible"), ([0], [2], "industries by industries"),
     ([1], [[2]], "not in the table")],
)  # fmt: skip
def test_a_network_that_makes_no_sense_is_refused(industry, kinds, told):
    with pytest.raises(RequestError, match=told):
        Network([], [], [], industry, kinds)


def test_final_demand_is_a_sink_that_does_not_fail():
    inputs, _ = case("esri_chain4")
    closed, opened = network(inputs), network(inputs, revenue=[16.0, 8.0, 4.0, 2.0])
    assert (opened.risk().esri_up <= closed.risk().esri_up + 1e-12).all()
    assert opened.risk().esri_up[3] < closed.risk().esri_up[3]


def test_a_larger_shock_and_no_replacement_never_lower_the_risk():
    inputs, _ = case("esri_mixed6")
    net = network(inputs)
    half = net.risk(0.5 * np.eye(6), tolerance=1e-9).esri_down
    whole = net.risk(np.eye(6), tolerance=1e-9).esri_down
    assert (half <= whole + 1e-9).all()
    assert (net.risk().esri_down <= net.risk(replace=False).esri_down + 1e-9).all()


def test_leontief_output_and_extraction():
    inputs, expected = case("leontief_miller_blair")
    a, demand = inputs["A"], inputs["f"]
    assert output(a, demand) == pytest.approx(expected["x"], rel=1e-9)
    lost = expected["extraction_of_1"]["loss_share_pct"]
    assert 100 * extraction_losses(a, demand)[0] == pytest.approx(lost, rel=1e-9)
    with pytest.raises(RequestError, match="productive"):
        output([[1.5]], [1.0])


def test_complexity_and_its_parts():
    inputs, expected = case("complexity_5x6")
    x = np.array(inputs["X"])
    found = complexity(x)
    assert advantage(x) == pytest.approx(np.array(expected["rca"]))
    assert found.strong.tolist() == expected["M"]
    phi = proximity(found.strong)
    np.fill_diagonal(phi, 0)
    assert phi == pytest.approx(np.array(expected["proximity_zero_diagonal"]))
    assert density(found.strong) == pytest.approx(
        np.array(expected["density_diagonal_excluded"])
    )
    own = density(found.strong, include_self=True)
    assert own == pytest.approx(np.array(expected["density_diagonal_1"]))
    assert found.eci == pytest.approx(expected["eci"], abs=1e-8)


def test_a_disconnected_matrix_is_refused():
    inputs, _ = case("complexity_disconnected")
    with pytest.raises(RequestError, match="groups"):
        complexity(inputs["X"])


def test_dependency_indicators():
    inputs, expected = case("dependency_cdi")
    found = dependency(
        inputs["extra_imports_by_origin"],
        inside=inputs["intra_eu_imports"],
        exports=inputs["total_exports"],
    )
    assert found.cdi1 == pytest.approx(expected["CDI1_hhi"], abs=1e-12)
    assert found.cdi2 == pytest.approx(expected["CDI2_extra_share"], abs=1e-12)
    assert found.cdi3 == pytest.approx(expected["CDI3_extra_imports_over_exports"], abs=1e-12)
    assert found.dependent is expected["dependent"]


def test_dominators_of_lengauer_and_tarjan():
    inputs, expected = case("dominators_lengauer_tarjan")
    found = interdiction.immediate_dominators(map(tuple, inputs["edges"]), inputs["root"])
    found.pop(inputs["root"], None)
    assert found == expected["idom"]


def test_articulation_points_and_bridges():
    inputs, expected = case("articulation")
    edges = [tuple(e) for e in inputs["undirected_edges"]]
    assert interdiction.articulation_points(edges) == set(expected["articulation"])
    assert interdiction.bridges(edges) == {tuple(b) for b in expected["bridges"]}


def test_the_textbook_flow_and_its_cut():
    inputs, expected = case("maxflow_clrs")
    capacity = {(a, b): float(c) for a, b, c in inputs["edges"]}
    found = interdiction.max_flow(capacity, inputs["source"], inputs["sink"])
    assert found.value == expected["value"]
    assert set(found.cut) == {tuple(e) for e in expected["min_cut_edges"]}


def test_the_most_critical_nodes():
    inputs, expected = case("interdiction_small")
    edges = [tuple(e) for e in inputs["edges"]]
    for k, want in expected.items():
        fewest, sets = interdiction.most_critical(edges, inputs["S"], inputs["T"], k=int(k))
        assert fewest == want["min_disjoint_paths"]
        assert sorted(map(sorted, sets)) == sorted(map(sorted, want["optimal_sets"]))
        greedy, _ = interdiction.most_critical_greedy(edges, inputs["S"], inputs["T"], k=int(k))
        assert greedy >= fewest


def test_a_node_cut_takes_what_is_easiest_to_lose():
    edges = [("s", "a"), ("s", "b"), ("a", "c"), ("b", "c"), ("c", "t")]
    capacity = {"a": 0.2, "b": 0.2, "c": 1.0}
    value, nodes = interdiction.min_node_cut(edges, "s", "t", capacity=capacity)
    assert (value, nodes) == (pytest.approx(0.4), ("a", "b"))


def test_cuts_and_bridges_equal_networkx_on_random_graphs():
    for seed in range(60):
        drawn = nx.gnp_random_graph(7, 0.3, seed=seed, directed=True)
        g = nx.DiGraph([(str(a), str(b)) for a, b in drawn.edges])
        if "0" not in g or "6" not in g or g.has_edge("0", "6"):
            continue
        edges, flat = [*g.edges, *g.edges], g.to_undirected()
        fewest = nx.node_connectivity(g, "0", "6")
        value, nodes = interdiction.min_node_cut(edges, "0", "6")
        assert (value, len(nodes)) == (fewest, fewest)
        assert interdiction.disjoint_paths(edges, "0", "6") == fewest
        assert interdiction.articulation_points(edges) == set(nx.articulation_points(flat))
        assert set(map(frozenset, interdiction.bridges(edges))) == set(
            map(frozenset, nx.bridges(flat))
        )


def test_nodes_may_be_numbers_and_unreached():
    assert interdiction.min_node_cut([(0, 1), (1, 2)], 0, 2) == (1.0, (1,))
    assert interdiction.min_node_cut([("a", "s"), ("t", "b")], "s", "t") == (0.0, ())


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: complexity([[1, 2, 3]]), "same strengths"),
        (lambda: complexity([[1, 1], [1, 1]]), "same strengths"),
        (lambda: complexity([[1], [1, 2]]), "table of places by products"),
        (lambda: advantage([["a"]]), "table of places by products"),
        (lambda: extraction_losses([[0, 0], [0, 0]], [0, 0]), "nothing is demanded"),
        (lambda: output([[0.0]], [float("nan")]), "one number for each sector"),
        (lambda: output([[1], [1, 2]], [1, 2]), "tables of numbers"),
        (lambda: dependency({"CHN": float("nan")}, inside=1, exports=1), "unknown"),
        (lambda: shapley([0, 0, 1]), "all coalitions"),
        (lambda: holdings([]), "square matrix"),
        (lambda: interdiction.most_critical_greedy([("s", "t")], "s", "t", k=0), "one at the"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused_in_one_line(ask, says):
    with pytest.raises(RequestError, match=says):
        ask()


def test_plain_lists_are_read_as_tables():
    assert (
        advantage([[2, 0], [2, 4]]).tolist() == advantage(np.array([[2, 0], [2, 4]])).tolist()
    )
    assert proximity([[1, 1], [0, 1]]).tolist() == [[1.0, 0.5], [0.5, 1.0]]
    assert density([[1, 0], [1, 1]]).tolist() == [[0.0, 1.0], [1.0, 1.0]]
    assert shapley([0, 0, 0, 1]).tolist() == [0.5, 0.5]
    assert coverage.optimum({}, {}, 1) == set()


def test_betweenness_closed_forms():
    inputs, expected = case("betweenness_closed_forms")
    n = inputs["path_n"]
    nodes = [str(i) for i in range(n)]
    path = {(nodes[i], nodes[i + 1]): 1.0 for i in range(n - 1)}
    found = centrality(nodes, path, [Measure.BETWEENNESS])[Measure.BETWEENNESS]
    scale = (n - 1) * (n - 2)
    assert [scale * found[v] for v in nodes] == pytest.approx(expected["path"])
    a, b = inputs["star"]
    star = {(f"in{i}", "hub"): 1.0 for i in range(a)} | {
        ("hub", f"out{i}"): 1.0 for i in range(b)
    }
    names = sorted({x for e in star for x in e})
    hub = centrality(names, star, [Measure.BETWEENNESS])[Measure.BETWEENNESS]["hub"]
    assert hub * (a + b) * (a + b - 1) == pytest.approx(expected["star_hub"])


def test_coverage_optimum_equals_enumeration_and_greedy_falls_into_the_trap():
    inputs, expected = case("portfolio_budgeted_cover")
    sets = {k: set(v) for k, v in inputs["sets"].items()}
    best = coverage.optimum(sets, inputs["cost"], inputs["budget"])
    assert len(coverage.cover(sets, best)) == expected["optimum"]
    assert sorted(best) in [sorted(s) for s in expected["optimal_sets"]]
    inputs, expected = case("portfolio_greedy_trap")
    sets = {k: set(v) for k, v in inputs["sets"].items()}
    asked = sets, inputs["cost"], inputs["budget"]
    assert len(coverage.cover(sets, coverage.ratio_greedy(*asked))) == expected["ratio_greedy"]
    assert len(coverage.cover(sets, coverage.safe_greedy(*asked))) == expected["safe_greedy"]
    assert len(coverage.cover(sets, coverage.optimum(*asked))) == expected["optimum"]


def test_rank_acceptability_has_its_closed_form():
    inputs, expected = case("smaa_2crit_3alt")
    names = list(inputs["scores"])
    found = smaa([inputs["scores"][n] for n in names], draws=200_000)
    for rank in range(3):
        want = expected[f"rank{rank + 1}"]
        assert dict(zip(names, found[:, rank], strict=True)) == pytest.approx(want, abs=0.005)


def test_first_order_sobol_of_ishigami():
    _, expected = case("sobol_ishigami")
    rng = np.random.default_rng(1)
    x = rng.uniform(-np.pi, np.pi, (400_000, 3))
    y = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = [first_order(x[:, i], y, bins=200) for i in range(3)]
    assert found == pytest.approx(expected["S1"], abs=0.01)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("voting_*.json")), ids=lambda p: p.stem)
def test_voting_power_is_exact(path):
    found = json.loads(path.read_text(encoding="utf-8"))
    want = found["expected"].get("shapley_shubik_exact")
    if want is None:
        assert shapley_shubik(found["inputs"]["quota"], found["inputs"]["weights"]).floats == (
            pytest.approx(found["expected"]["shapley_shubik"], abs=1e-12)
        )
    else:
        exact = shapley_shubik(found["inputs"]["quota"], found["inputs"]["weights"])
        assert list(exact) == [Fraction(f) for f in want]
