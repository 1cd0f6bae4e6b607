"""A load on a real server: all or nothing, and nothing else touched."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading

import pytest
from build import firm, graph, need, provides, requires, tech
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import StoreError
from graph.schema import Citation, columns
from graph.store.connection import connect
from graph.store.elements import elements
from graph.store.load import push
from graph.store.ontology import KINDS, LABELS
from loaders import load
from queries.measures import measures

SMALL = graph(
    tech("a"), tech("b"), requires("a", "b", cost=0.5), need("n", "a", usd=2.0),
    firm("maker", "TWN"), provides("maker", "a", 0.6), provides("maker", "b", None),
    Citation(
        record_id="a", property="time_to_substitute_months", low=60, high=200,
        year=2025, source_id="s", confidence=1, note="a guess",
    ),
)  # fmt: skip
SCORES = {"a": {"exposure": 0.25, "denier": None}}


@pytest.fixture
def driver(neo4j):
    with connect(neo4j) as found:
        yield found
        found.execute_query("MATCH (n {mine: true}) DETACH DELETE n")
        found.execute_query("MATCH ()-[r {mine: true}]->() DELETE r")


def ask(driver, query, **parameters):
    return [tuple(r) for r in driver.execute_query(query, parameters_=parameters).records]


def everything(driver):
    """All that the database holds, but for when it was loaded."""
    nodes = ask(driver, "MATCH (n) RETURN labels(n), n {.*, loaded_at: null}")
    links = ask(driver, "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, r {.*}")
    return sorted(json.dumps(x, sort_keys=True) for x in (*nodes, *links))


def test_the_database_holds_every_row_and_every_measure_and_nothing_else(driver):
    kg = load(())
    scores = measures(kg)
    done = push(driver, elements(kg, scores))
    for table in LABELS:
        held = dict(
            ask(driver, f"MATCH (n:{table.__name__}) RETURN n.{table.KEY[0]}, n {{.*}}")
        )
        assert set(held) == {r.key[0] for r in kg.rows(table)}
        own = [c.name for c in columns(table)]
        for record in kg.rows(table):
            mine = held[record.key[0]]
            for name in own:
                value = getattr(record, name)
                told = None if value in (None, ()) else value
                assert mine.get(name) == (list(told) if isinstance(told, tuple) else told)
            for name, value in scores.get(record.key[0], {}).items():
                if name not in own:
                    assert mine[name] == value
            assert mine["name"] == (getattr(record, "name_en", None) or record.title)
    wanted = sorted((a, kind, b) for a, kind, b, _ in kg.relations())
    found = ask(
        driver, "MATCH (a)-[r]->(b) WHERE type(r) <> 'CITES' RETURN a.id, type(r), b.id"
    )
    assert sorted(found) == wanted
    (state,) = ask(
        driver, "MATCH (s:ControlShiftLoad) RETURN s.data_version, s.nodes, s.relations"
    )
    assert state == (kg.version, done.nodes, done.relations)
    assert {tuple(k) for k in ask(
        driver, "MATCH (a)-[r]->(b) RETURN DISTINCT labels(a)[0], type(r), labels(b)[0]"
    )} <= set(KINDS)  # fmt: skip


def test_sources_behind_a_number_can_be_asked_in_cypher(driver):
    push(driver, elements(SMALL, SCORES))
    query = (
        "MATCH (:Technology {tech_id: $t})-[c:CITES {property: 'time_to_substitute_months'}]->(s:Source) "
        "RETURN c.value, c.low, c.high, c.year, c.confidence, c.note, s.title"
    )
    assert ask(driver, query, t="a") == [(120.0, 60.0, 200.0, 2025, 1, "a guess", "t")]
    assert ask(driver, query, t="b") == [(120.0, None, None, 2026, 3, None, "t")]
    unsaid = "MATCH ()-[r]->() WHERE r.source_id IS NULL AND type(r) <> 'CITES' RETURN count(r)"
    assert ask(driver, unsaid) == [(0,)]


def test_unknown_is_absent_and_zero_is_not(driver):
    push(driver, elements(SMALL, {"a": {"exposure": 0.0, "leverage": float("nan")}}))
    (held,) = ask(driver, "MATCH (n:Technology {tech_id: 'a'}) RETURN n {.*}")
    assert held[0]["exposure"] == 0
    assert "leverage" not in held[0]
    query = "MATCH (:Firm)-[r:PROVIDES]->(t) RETURN t.tech_id, 'share' IN keys(r)"
    assert sorted(ask(driver, query)) == [("a", True), ("b", False)]


def test_the_same_again_changes_nothing_and_another_graph_leaves_nothing_behind(driver):
    push(driver, elements(SMALL, SCORES))
    before = everything(driver)
    again = push(driver, elements(SMALL, SCORES))
    assert everything(driver) == before
    assert (again.nodes_created, again.nodes_updated, again.nodes_removed) == (0, 0, 0)
    assert (again.relations_created, again.relations_removed) == (0, 0)
    push(driver, elements(graph(tech("c")), {}))
    assert ask(driver, "MATCH (t:Technology) RETURN t.tech_id") == [("c",)]
    push(driver, elements(SMALL, SCORES))
    assert everything(driver) == before


def test_what_others_put_there_stays(driver):
    push(driver, elements(SMALL, SCORES))
    driver.execute_query(
        "MATCH (f:Firm {firm_id: 'maker'}), (t:Technology {tech_id: 'a'}) "
        "CREATE (:Memo {mine: true})-[:ABOUT {mine: true}]->(f) "
        "CREATE (f)-[:OWNS {mine: true}]->(:Firm {name: 'own', mine: true}) "
        "CREATE (f)-[:PROVIDES {mine: true}]->(t)"
    )
    mine = "MATCH (a)-[r {mine: true}]->(b) RETURN type(r), coalesce(b.id, b.name)"
    before = sorted(ask(driver, mine))
    assert len(before) == 3
    push(driver, elements(SMALL, {}))
    assert sorted(ask(driver, mine)) == before
    without = graph(tech("a"), tech("b"))
    done = push(driver, elements(without, {}))
    assert done.nodes_withdrawn == 1
    assert sorted(ask(driver, mine)) == before
    assert ask(driver, "MATCH (f:Firm) RETURN f.name") == [("own",)]
    assert ask(driver, "MATCH (f:Withdrawn) RETURN f.firm_id") == [("maker",)]
    push(driver, elements(SMALL, {}))
    assert sorted(ask(driver, mine)) == before
    assert ask(driver, "MATCH (f:Firm {firm_id: 'maker'}) RETURN labels(f)") == [(["Firm"],)]


def test_other_data_with_our_keys_stop_the_load_and_nothing_is_lost(driver):
    push(driver, elements(graph(tech("c")), {}))
    driver.execute_query("CREATE (:Technology {tech_id: 'a', mine: true})")
    before = everything(driver)
    with pytest.raises(
        StoreError, match=r"other data that are in the way .*'a'.*database of its own"
    ):
        push(driver, elements(SMALL, SCORES))
    assert everything(driver) == before


def test_other_data_that_bar_a_constraint_are_named(driver):
    driver.execute_query("DROP CONSTRAINT controlshift_Technology IF EXISTS")
    driver.execute_query(
        "UNWIND [1, 2] AS _ CREATE (:Technology {tech_id: 'twice', mine: true})"
    )
    with pytest.raises(StoreError, match=r"in the way .*twice"):
        push(driver, elements(SMALL, SCORES))


def test_a_reader_sees_the_earlier_load_until_this_one_is_whole(driver, neo4j):
    push(driver, elements(SMALL, SCORES))
    before = everything(driver)
    seen = []
    with connect(neo4j) as reader:
        push(
            driver, elements(graph(tech("c"), firm("f", "USA"), provides("f", "c", 1.0)), {}),
            progress=lambda _: seen.append(everything(reader)),
        )  # fmt: skip
        assert len(seen) > 2
        assert all(view == before for view in seen)
        assert ask(reader, "MATCH ()-[r:PROVIDES]->(t) RETURN t.tech_id") == [("c",)]


def test_a_client_killed_in_mid_load_leaves_the_earlier_load_whole(driver, neo4j):
    push(driver, elements(SMALL, SCORES))
    before = everything(driver)
    code = (
        "import sys, time; from build import *; from graph.store.connection import *;"
        "from graph.store.elements import elements; from graph.store.load import push\n"
        "def half(done): print(done, flush=True); time.sleep(60)\n"
        "with connect(Address(*sys.argv[1:])) as driver:\n"
        "    push(driver, elements(graph(tech('x'), tech('y')), {}), progress=half)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    words = [sys.executable, "-c", code, neo4j.uri, neo4j.user, neo4j.password]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=env) as client:
        assert int(client.stdout.readline()) > 0
        assert everything(driver) == before
        client.send_signal(signal.SIGKILL)
    assert everything(driver) == before
    push(driver, elements(graph(tech("x")), {}))  # no lock is left, nothing to sweep
    assert ask(driver, "MATCH (t:Technology) RETURN t.tech_id") == [("x",)]


def test_two_loads_at_once_wait_for_one_another(driver, neo4j):
    push(driver, elements(SMALL, SCORES))
    done = []

    def other():
        with connect(neo4j) as second:
            done.append(push(second, elements(graph(tech("x"), tech("y")), {})))

    thread = threading.Thread(target=other)
    started = []

    def meanwhile(_):
        if not started:
            started.append(thread.start())

    push(driver, elements(graph(tech("p"), tech("q")), {}), progress=meanwhile)
    thread.join()
    assert ask(driver, "MATCH (t:Technology) RETURN t.tech_id ORDER BY 1") == [("x",), ("y",)]
    assert done[0].nodes_removed == 2


HOSTILE = [
    "'}) DETACH DELETE n //", "`x` } RETURN 1", '"quoted"', "a\\'b\\u0027", "zero\x00byte", "line\nbreak\ttab",
    "$graph", "{{name}}", "臺積電\u202e", "=1+1", "\U0001f600", "x" * 10_000_000,
]  # fmt: skip


def test_hostile_names_and_ten_megabytes_are_kept_as_they_are(driver):
    techs = [dataclasses.replace(tech(f"t{n}"), name_en=text) for n, text in enumerate(HOSTILE)]
    push(driver, elements(graph(*techs), {}))
    held = dict(ask(driver, "MATCH (t:Technology) RETURN t.tech_id, t.name"))
    assert held == {f"t{n}": text for n, text in enumerate(HOSTILE)}
    push(driver, elements(SMALL, {}))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_comes_back_as_it_was(driver, text):
    push(driver, elements(SMALL, {"a": {"reason": text}}))
    assert ask(driver, "MATCH (t:Technology {tech_id: 'a'}) RETURN t.reason") == [(text,)]


def test_a_text_that_is_no_unicode_is_one_clear_line(neo4j):
    with (
        pytest.raises(StoreError, match="a value that Neo4j cannot hold"),
        connect(neo4j) as driver,
    ):
        push(driver, elements(SMALL, {"a": {"reason": "\ud800"}}))
