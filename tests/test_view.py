"""``view``: the page has the graph, agrees with the command line, and does what readers ask."""

import json
import re
from collections import Counter

import pytest
from build import (
    HOSTILE,
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
from hypothesis import given
from hypothesis import strategies as st
from test_cli import rows, run

from graph.layout import Item, layered
from graph.model import Graph
from graph.schema import TABLES, Firm, Right, Source, SourceKind, Stage
from loaders import load
from queries.measures import measures
from queries.pages.view import page as view
from queries.pages.view import scene as scenes
from queries.pages.view.edges import edges

# ---- the layout ------------------------------------------------------------------------------

_ITEMS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 4), st.sampled_from("abc")),
    unique_by=lambda i: i[0],
    max_size=30,
).map(lambda found: [Item(f"n{i}", level, lane) for i, level, lane in found])
_LINKS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60).map(
    lambda found: [(f"n{a}", f"n{b}") for a, b in found]
)


def crossings(level, places, links):
    ends = [
        (places[a], places[b])
        for a, b in links
        if a in level and b in level and level[b] == level[a] + 1
    ]
    return sum((a - c) * (b - d) < 0 for i, (a, b) in enumerate(ends) for c, d in ends[i + 1 :])


@given(_ITEMS, _LINKS, st.randoms())
def test_the_same_data_give_the_same_picture_whatever_their_order(items, links, random):
    turned, twisted = list(items), list(links)
    random.shuffle(turned)
    random.shuffle(twisted)
    assert layered(items, links, lanes="abc") == layered(turned, twisted, lanes="abc")


@given(_ITEMS, _LINKS)
def test_each_level_is_ranked_without_gaps_and_keeps_its_lanes(items, links):
    places = layered(items, links, lanes=("b", "a", "c"))
    for level in {i.level for i in items}:
        column = sorted((i for i in items if i.level == level), key=lambda i: places[i.id])
        assert [places[i.id] for i in column] == list(range(len(column)))
        lanes = ["bac".index(i.lane) for i in column]
        assert lanes == sorted(lanes)


def test_crossings_that_can_be_avoided_are_avoided():
    items = [Item(f"{side}{n}", level) for level, side in enumerate("abc") for n in range(8)]
    links = [(f"a{n}", f"b{7 - n}") for n in range(8)]
    links += [(f"b{n}", f"c{(3 * n) % 8}") for n in range(8)]
    level = {i.id: i.level for i in items}
    by_id = {i.id: int(i.id[1]) for i in items}
    assert crossings(level, by_id, links) > 30
    assert crossings(level, layered(items, links), links) == 0


def test_the_bundled_picture_has_far_fewer_crossings_than_the_order_by_id(kg):
    scene = scenes.whole(kg, scenes.By.STAGE)
    kinds = {"REQUIRES", "RELIES_ON"}
    links = [(e.start, e.end) for e in edges(kg) if e.kind in kinds]
    main = [i for i in scene.shown if i in kg.technologies or i in kg.needs]
    at = scene.places(kg)
    columns = sorted({at[i][0] for i in main})
    level = {i: columns.index(at[i][0]) for i in main}
    found = {i: at[i][1] for i in main}
    by_id = {i: n for n, i in enumerate(sorted(main))}
    assert crossings(level, found, links) < 0.5 * crossings(level, by_id, links)


# ---- the data in the page --------------------------------------------------------------------


@pytest.fixture(scope="module")
def kg():
    return load()


def whole(kg, lang="en"):
    scene = scenes.whole(kg, scenes.By.STAGE)
    return view.html(kg, scene, lang=lang, asked="controlshift view")


def small() -> Graph:
    """A chain of three, with a firm of each country, a right, and an investment."""
    return graph(
        tech("ore", stage=Stage.RAW), tech("wafer"), tech("chip", stage=Stage.SYSTEM),
        requires("wafer", "ore"), requires("chip", "wafer", essential=False, cost=0.4),
        need("us-chips", "chip"), need("us-wafers", "wafer", direction="2"),
        firm("maker", "TWN"), firm("digger", "CHN"), firm("sawyer", "JPN"), firm("user", "USA"),
        provides("digger", "ore", 0.9), provides("sawyer", "wafer", 0.6),
        provides("maker", "wafer", None), provides("maker", "chip", 0.5, low=0.4, high=0.6),
        provides("user", "chip", 0.3), owns("maker", "user", None),
        point("wafer-licence", "wafer", Right.LICENSE, "sawyer", scope=0.5),
        reaches(), investment("wafer-line", partners=("sawyer",)),
        effect("wafer-line", "wafer", Right.LICENSE, 0.2, low=0.1, high=0.3),
        effect("wafer-line", "wafer", Right.ALLOCATE, 0.1),
    )  # fmt: skip


def block(page: str) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


def unpacked(packed: dict) -> list[dict]:
    def column(values):
        if isinstance(values, list):
            return values
        at = values.get("at") or [0] * packed["rows"]
        return [values["of"][n] for n in at]

    columns = {name: column(values) for name, values in packed["columns"].items()}
    return [{n: c[i] for n, c in columns.items()} for i in range(packed["rows"])]


def records(data: dict) -> list:
    return [
        TABLES[name](**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
        for name, packed in data["tables"].items()
        for row in unpacked(packed)
    ]


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


# ---- in a browser ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(kg):
    return whole(kg)


def shown(page) -> set[str]:
    return set(page.evaluate("picture.shown().map(item => item.key)"))


def selected(page):
    return page.evaluate("picture.state.selected?.key ?? null")


def press_on(page, key: str):
    """Click upon a node where it stands in the window."""
    where = page.evaluate(
        """key => {
          const item = picture.stands(graph.byKey.get(key));
          const at = picture.network.canvasToDOM(item), box = picture.box.getBoundingClientRect();
          return [at.x + box.x, at.y + box.y];
        }""",
        key,
    )
    page.mouse.click(*where)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("台積電", "tsmc"), ("臺積電", "tsmc"), ("2330", "tsmc"), ("cowos 2.5d", "cowos-packaging"),
     ("漢翔", "aidc"), ("ＥＵＶ lithography tools", "euv-lithography")],
)  # fmt: skip
def test_search_finds_in_both_languages_and_by_ticker(opened, bundled, asked, found):
    page = opened(bundled)
    page.fill("#search", asked)
    page.press("#search", "Enter")
    assert selected(page) == found
    assert page.evaluate("location.hash") == f"#{found}"
    assert found in shown(page)


def test_a_click_shows_the_node_its_numbers_and_their_sources(opened, bundled, kg):
    page = opened(bundled)
    press_on(page, "euv-lithography")
    panel = page.inner_text("#panel")
    told = {r["item"]: r["value"] for r in rows("show", "euv-lithography")}
    assert kg.technologies["euv-lithography"].name_zh in panel
    assert told["ASML"] == "100%"
    assert re.search(r"ASML\s+100%", panel)
    (risk,) = [r for r in rows("chokepoints") if r["id"] == "euv-lithography"]
    assert f"{100 * risk['leverage']:.3g}%" in panel
    assert f"{risk['need_years_at_risk']:.3g} years" in panel
    cited = {p.source_id for p in kg.provides if p.tech_id == "euv-lithography"}
    links = page.eval_on_selector_all("#panel a", "links => links.map(a => a.href)")
    assert {kg.sources[s].url for s in cited} <= set(links)
    assert page.locator("#panel .assumed").count() > 0  # its months are a judgement
    press_on(page, "euv-lithography")


def test_every_share_in_the_panel_is_the_one_that_show_prints(opened, bundled):
    for key in ("tsmc", "CHN", "ndfeb-magnets", "us-hbm"):
        page = opened(bundled, f"#{key}")
        for more in page.locator("#panel details > summary").all():
            more.click()
        panel = page.inner_text("#panel")
        shares = [r for r in rows("show", key) if r["unit"] == "fraction" and r["sources"]]
        assert shares
        for row in shares:
            assert row["value"].split(" (")[0] in panel, row


def test_focus_highlights_the_neighbourhood_and_escape_ends_it(opened):
    page = opened(whole(small()), "#wafer")
    assert selected(page) == "wafer"
    page.click("#only")
    assert shown(page) >= {
        "wafer",
        "ore",
        "chip",
        "sawyer",
        "maker",
        "wafer-licence",
        "us-wafers",
    }
    assert "digger" not in shown(page)
    page.keyboard.press("Escape")
    assert selected(page) is None
    page.keyboard.press("Escape")
    assert "us-chips" in shown(page)


def test_keys_walk_the_chain(opened):
    page = opened(whole(small()), "#wafer")
    page.focus("#picture")
    page.keyboard.press("ArrowLeft")
    assert selected(page) == "ore"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert selected(page) in ("chip", "us-wafers")
    page.keyboard.press("Escape")
    assert selected(page) is None
    assert page.evaluate("location.hash") == ""


def test_filters_by_kind_country_direction_and_confidence(opened, bundled, kg):
    page = opened(bundled)
    assert shown(page) == {*kg.technologies, *kg.needs}
    page.click("[data-filter=kind] >> text=US need")
    assert shown(page) == set(kg.technologies)
    page.click("[data-filter=country] >> text=Taiwan")
    led = shown(page)
    assert "leading-edge-logic" in led
    assert "euv-lithography" not in led
    page.click("[data-filter=country] >> text=Taiwan")
    page.click("[data-filter=direction] >> text=biotech CDMO")
    assert shown(page) == {t for t, r in kg.technologies.items() if "4" in r.direction}
    page.click("[data-filter=direction] >> text=biotech CDMO")
    page.click("[data-filter=confidence] >> text=3: seen")
    sure = {t for t in kg.technologies if measures(kg)[t].get("evidence_confidence", 3) == 3}
    assert shown(page) <= sure
    page.click("[data-filter=kind] >> text=firm")
    assert "tsmc" not in shown(page) or measures(kg)["tsmc"]["evidence_confidence"] == 3


def test_the_language_is_switched_everywhere(opened, bundled):
    page = opened(bundled, "#cowos-packaging")
    page.click("[data-set-lang=zh]")
    assert page.evaluate("document.documentElement.lang") == "zh-Hant-TW"
    visible = page.inner_text("body")
    for text in ("供應者", "從材料到美國需求", "可信度", "資料版本"):
        assert text in visible
    assert "Provided by" not in visible
    assert page.get_attribute("#search", "placeholder").startswith("搜尋")
    page.click("[data-set-lang=en]")
    assert "Provided by" in page.inner_text("body")


def test_the_picture_is_saved_as_png(opened):
    page = opened(whole(small()))
    with page.expect_download() as download:
        page.click("#png")
    content = download.value.path().read_bytes()
    assert download.value.suggested_filename == "controlshift.png"
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) > 900


def test_it_prints_the_picture_and_the_panel_without_the_tools(opened):
    page = opened(whole(small()), "#wafer", color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.is_visible("#search")
    assert page.is_visible("#panel h2")
    assert page.evaluate("picture.colours().paper") == "#fff"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_it_fits_a_phone(opened, bundled):
    page = opened(bundled, width=390, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("view.select(graph.byKey.get('tsmc'))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.is_visible("#panel h2")


def test_the_cascade_and_the_two_states_can_be_played(opened, kg):
    page = opened(view.html(kg, scenes.need(kg, "us-hbm"), lang="en", asked="x"))
    page.click("#panel >> text=Netherlands")
    assert page.evaluate("picture.state.scenario.id") == "NLD"
    assert page.is_visible("#panel .playing")
    page.keyboard.press("Escape")
    assert page.evaluate("picture.state.scenario") is None
    text = view.html(kg, scenes.investment(kg, "ai-boards-us"), lang="en", asked="x")
    page = opened(text)
    assert "ai-boards-us" in shown(page)
    page.click(".switch >> text=Before")
    assert "ai-boards-us" not in shown(page)
    (row,) = [r for r in rows("shift") if r["investment_id"] == "ai-boards-us"]
    assert f"+{row['shift_pp']:.3g}" in page.inner_text("#panel")


def test_a_large_graph_opens_from_cells(opened, kg, monkeypatch):
    monkeypatch.setattr(view, "MANY", 50)
    page = opened(whole(kg))
    cells = shown(page)
    assert len(cells) < 70
    assert not cells & set(kg.nodes)
    page.evaluate("view.select(graph.byKey.get('cowos-packaging'))")
    assert {"cowos-packaging", "silicon-interposer"} <= shown(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert shown(page) == cells


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_inert(opened, name):
    url = f"javascript:document.title='broken'//{name}"
    bad = Firm(firm_id="bad", name_en=name, name_zh=name, country="JPN", ticker=name,
               direction=("1",), role=name, source_id="bad-source")  # fmt: skip
    source = Source(source_id="bad-source", title=name, publisher=name, year=2026, url=url,
                    kind=SourceKind.DOCUMENT)  # fmt: skip
    kg = small().replaced([bad, source, provides("bad", "ore", 0.05)])
    page = opened(whole(kg), "#bad")
    assert selected(page) == "bad"
    assert "broken" not in page.title()
    assert page.locator("#panel img, #panel script").count() == 0
    links = page.eval_on_selector_all("a", "links => links.map(a => a.href)")
    assert not [u for u in links if not u.startswith("https://example.org")]
    assert "\u202e" not in page.inner_text("#panel")
    page.fill("#search", name)
    assert page.locator("#found img, #found script").count() == 0
    assert "49" not in page.inner_text("#panel h2")
    found = {r.firm_id: r for r in records(block(whole(kg))) if isinstance(r, Firm)}
    assert found["bad"] == bad
