"""``view``: the data in the page are the graph, and agree with the command line."""

import re
from collections import Counter

import pytest
from test_cli import rows, run
from viewed import block, records, small, unpacked, whole

from graph.model import Graph
from queries.measures import measures
from queries.pages.view import page as view
from queries.pages.view import scene as scenes
from queries.pages.view.edges import edges


def test_the_whole_page_parses_back_into_the_graph(kg):
    data = block(whole(kg))
    assert Counter(records(data)) == Counter(kg)
    drawn = {
        (data["ids"][e["from"]], data["ids"][e["to"]], e["kind"])
        for e in unpacked(data["edges"])
    }
    assert drawn == {(e.start, e.end, e.kind) for e in edges(kg)}
    assert set(data["ids"]) >= {*kg.technologies, *kg.needs, *kg.firms, *kg.investments}


def test_a_part_of_the_graph_has_its_rows_whole_with_names_and_sources(kg):
    page = view.html(kg, scenes.focus(kg, "台積電", 1), lang="en", asked="x")
    found = records(block(page))
    part = Graph(found)
    assert set(found) <= set(kg)
    assert [p for p in part.provides if p.provider_id == "tsmc"] == [
        p for p in kg.provides if p.provider_id == "tsmc"
    ]
    for record in found:
        assert getattr(record, "source_id", None) in {None, *part.sources}
    for name in ("provider_id", "tech_id", "input_id", "holder_id", "owner_id"):
        assert all(getattr(r, name, "tsmc") in part.nodes for r in found)


def test_the_measures_in_the_page_are_those_of_the_command_line(kg):
    data = block(whole(kg))
    found = dict(zip(data["ids"], unpacked(data["measures"]), strict=True))
    for by in ("technology", "firm", "country"):
        for row in rows("chokepoints", "--by", by):
            for name in ("leverage", "need_years_at_risk"):
                assert found[row["id"]][name] == pytest.approx(row[name], rel=1e-8)
    for row in rows("shift"):
        own = found[row["investment_id"]]
        assert own["verdict"] == row["verdict"]
        for name in ("shift_pp", "p1_need", "us_loss_change"):
            assert own[name] == pytest.approx(row[name], rel=1e-8)


def test_area_is_in_proportion_to_the_measure_asked_for(kg):
    scene = scenes.whole(kg, scenes.By.STAGE)
    page = view.html(kg, scene, lang="en", asked="x", size="pagerank")
    data = block(page)
    drawn = {i: n["radius"] for i, n in zip(data["ids"], unpacked(data["nodes"]), strict=True)}
    most = max(float(m["pagerank"]) for m in measures(kg).values() if "pagerank" in m)
    for record_id, radius in drawn.items():
        value = measures(kg)[record_id].get("pagerank")
        if value is None:
            assert radius is None
        else:
            assert radius**2 == pytest.approx(float(value) / most, abs=1e-3)


def test_what_is_derived_is_dashed_and_what_is_unknown_dotted():
    data = block(whole(small()))
    dashes = {
        (data["ids"][e["from"]], data["ids"][e["to"]], e["kind"]): e["dashes"]
        for e in unpacked(data["edges"])
    }
    assert dashes["sawyer", "wafer", "PROVIDES"] is False
    assert dashes["maker", "wafer", "PROVIDES"] == [1, 4]
    assert dashes["maker", "user", "OWNS"] == [1, 4]
    derived = [d for (_, _, kind), d in dashes.items() if kind == "CONTROLS"]
    assert derived
    assert all(d == [7, 4] for d in derived)


def test_levels_run_from_materials_to_needs(kg):
    at = scenes.whole(kg, scenes.By.STAGE).places(kg)
    assert at["rare-earth-separation"][0] < at["euv-lithography"][0] < at["cowos-packaging"][0]
    assert max(at, key=lambda i: at[i][0]) in kg.needs
    assert {at[n][0] for n in kg.needs} == {at["us-hbm"][0]}


def test_a_need_rests_on_all_its_inputs_and_the_cascade_is_that_of_explain(kg):
    scene = scenes.need(kg, "us-hbm")
    told = {s["id"]: s["lost"] for s in scene.story["scenarios"]}
    assert {"high-bandwidth-memory", "euv-lithography", "asml"} & set(scene.shown)
    explained = [r for r in rows("explain", "us-hbm") if r["item"].startswith("lost ")]
    assert len(explained) > 5
    for row in explained:
        name = re.fullmatch(r"lost (?:without|if) (.*?)(?: withholds)?", row["item"]).group(1)
        (record_id,) = [i for i in told if kg.name(i) == name]
        assert f"{100 * told[record_id]:.4g}%" == row["value"]


def test_an_investment_tells_rights_before_and_after_as_shift_has_them(kg):
    (best, *_) = rows("shift")
    story = scenes.investment(kg, best["investment_id"]).story
    assert story["rank"] == 1
    assert story["shift"][0] == pytest.approx(best["shift_pp"])
    for right in story["rights"]:
        before, after = dict(right["before"]), dict(right["after"])
        assert after["TWN"] - before["TWN"] == pytest.approx(right["gained"], abs=1e-8)
        assert sum(before.values()) == pytest.approx(1)
        assert sum(after.values()) == pytest.approx(1)
    assert sum(v for _, v in story["needs"]) == pytest.approx(best["shift_pp"], abs=0.01)


def test_the_command_names_its_file_and_refuses_what_cannot_be(tmp_path, monkeypatch):
    page = tmp_path / "view.html"
    done = run("view", "--focus", "2330", "--lang", "zh", "--output", str(page))
    assert done.returncode == 0
    assert str(page) in done.stderr
    assert "controlshift view --focus 2330 --depth 1 --lang zh" in page.read_text("utf-8")
    assert run("view", "--focus", "tsmc", "--need", "us-hbm").returncode == 2
    assert run("view", "--by", "colour").returncode == 2
    for words, told in (
        (("--need", "tsmc"), "not a US need"),
        (("--investment", "us-hbm"), "not an investment"),
        (("--focus", "nobody-at-all"), "no node"),
        (("--size", "beauty"), "there are leverage, exposure"),
    ):
        refused = run("view", *words, "--output", str(tmp_path / "no.html"))
        assert (refused.returncode, refused.stdout) == (1, "")
        assert told in refused.stderr
    assert not (tmp_path / "no.html").exists()
