"""``view`` in a browser: it does what readers ask, and nothing that a name asks."""

import re

import pytest
from build import HOSTILE, provides
from test_cli import rows
from viewed import block, records, small, whole

from graph.schema import Firm, Source, SourceKind
from queries.measures import measures
from queries.pages.view import page as view
from queries.pages.view import scene as scenes


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
