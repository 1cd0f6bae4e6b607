"""``report``: one page that agrees with the command line, asks nobody, and is safe to mail."""

import os
import re
from dataclasses import replace

import pytest
from build import HOSTILE
from test_cli import ROOT, rows, run

from graph.errors import RequestError
from loaders import load
from queries.pages import pdf
from queries.pages.report import findings
from queries.pages.report import page as report
from queries.pages.svg import cleaned

DRAWS = 40


def written(kg) -> str:
    found = findings.find(kg, budget=250, count=DRAWS, seed=0)
    page, context = report.page(found, asked="controlshift report")
    return page.html("en", **context)


@pytest.fixture(scope="module")
def page():
    return written(load())


@pytest.fixture(scope="module")
def read(opened, page):
    """The page, opened once for tests that only read it."""
    return opened(page)


def cells(page, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of the page: number cells by their raw value, ids as id."""
    return page.evaluate(
        """id => [...document.getElementById(id).tBodies[0].rows].map(row =>
          Object.fromEntries([...row.cells].flatMap((cell, n) => [
            [n, cell.dataset.value ?? cell.innerText.trim()],
            ...(cell.dataset.code !== undefined ? [["id", cell.dataset.code]] : []),
          ])))""",
        table,
    )


def column(page, table: str, number: int) -> list[str]:
    return [row[str(number)] for row in cells(page, table)]


@pytest.mark.parametrize(
    ("table", "words", "key", "columns"),
    [
        ("ranked", ("shift",), "investment_id",
         {2: "shift_pp", 3: "shift_pp_low", 4: "shift_pp_high", 6: "p1_need", 7: "p2_base",
          8: "p3_node", 9: "us_loss_change", 10: "home_leverage_change", 11: "credit_usd_bn"}),
        ("excluded", ("shift",), "investment_id", {1: "p1_need", 2: "p2_base", 4: "shift_pp"}),
        ("robustness", ("robustness", "--draws", str(DRAWS)), "investment_id",
         {2: "first", 3: "top_3", 5: "mean_rank", 6: "median_pp", 7: "p05_pp", 8: "p95_pp"}),
        ("portfolio", ("portfolio",), "investment_id",
         {1: "credit_usd_bn", 2: "capital_usd_bn", 4: "year_1", 5: "year_2"}),
        ("countries", ("portfolio", "--rights"), "id",
         {1: "before", 2: "after", 3: "change_pp"}),
        ("chokepoints", ("chokepoints",), "id",
         {3: "top_share", 7: "exposure", 8: "leverage", 10: "need_years_at_risk"}),
    ],
)  # fmt: skip
def test_every_number_is_the_one_that_the_command_line_gives(read, table, words, key, columns):
    told = {r[key]: r for r in rows(*words)}
    found = cells(read, table)
    assert len(found) >= 8
    for row in found:
        for n, name in columns.items():
            value = told[row["id"]][name]
            if value is None:
                assert row[str(n)] == ""
            else:
                assert float(row[str(n)]) == pytest.approx(value, rel=1e-8, abs=1e-9)


def test_every_proposal_has_its_verdict_and_every_excluded_one_its_reason(read):
    told = rows("shift")
    for table, verdict in (("ranked", "candidate"), ("excluded", "excluded")):
        wanted = [r["investment_id"] for r in told if r["verdict"] == verdict]
        assert [r["id"] for r in cells(read, table)] == wanted
    reasons = {r["investment_id"]: r["reason"] for r in told}
    for row in cells(read, "excluded"):
        assert re.sub(r"\s+", " ", row["5"]) == reasons[row["id"]]


def test_the_page_has_all_that_was_asked_for(read):
    figures = read.eval_on_selector_all("figure", "all => all.map(f => f.id)")
    assert {"figure-ledgers", "figure-acceptability", "figure-frontier", "figure-rights",
            "figure-chokepoints", "figure-tornado-1"} <= set(figures)  # fmt: skip
    drawn = read.locator("figure .picture.en.wide svg")
    assert drawn.count() == len(figures)
    for n in range(drawn.count()):
        assert drawn.nth(n).locator("path, circle, rect").count() > 5
    marks = read.eval_on_selector_all(".mark", "all => all.map(a => a.hash.slice(1))")
    entries = set(read.eval_on_selector_all(".cited li", "all => all.map(e => e.id)"))
    assert set(marks) <= entries
    assert any(m.startswith("source-A") for m in marks)
    links = read.eval_on_selector_all(".documents a", "all => all.map(a => a.href)")
    assert len(links) > 50
    assert all(link.startswith("http") for link in links)
    assert read.locator(".documents .grades").count() > 50


def test_tables_sort_by_number_and_by_name_and_back(opened, page):
    opened_page = opened(page)
    head = opened_page.locator("#ranked thead .sort")
    head.nth(9).click()  # US exposure: the largest first
    values = [float(v) for v in column(opened_page, "ranked", 9)]
    assert values == sorted(values, reverse=True)
    head.nth(9).focus()
    opened_page.keyboard.press("Enter")
    values = [float(v) for v in column(opened_page, "ranked", 9)]
    assert values == sorted(values)
    states = opened_page.eval_on_selector_all(
        "#ranked thead th", "all => all.map(h => h.ariaSort)"
    )
    assert states[9] == "ascending"
    assert set(states) == {"none", "ascending"}
    head.nth(1).click()
    names = [n.casefold() for n in column(opened_page, "ranked", 1)]
    assert names == sorted(names)


def copied(page, table: str) -> list[list[str]]:
    """Press copy, and return what would be pasted, by line and cell."""
    text = page.evaluate(
        """id => new Promise(done => {
          window.addEventListener("copy", e => done(e.clipboardData.getData("text/plain")),
            { once: true });
          document.querySelector(`.copy[data-table=${id}]`).click();
        })""",
        table,
    )
    return [line.split("\t") for line in text.split("\r\n")]


def test_a_copied_table_has_its_ids_and_whole_numbers_for_a_spreadsheet(opened, page):
    lines = copied(opened(page), "ranked")
    told = [r for r in rows("shift") if r["verdict"] == "candidate"]
    assert len(lines) == 1 + len(told)
    assert {len(line) for line in lines} == {len(lines[0])}
    assert "id" in lines[0]
    at = lines[0].index("id")
    assert [line[at] for line in lines[1:]] == [r["investment_id"] for r in told]
    shift = lines[0].index("shift")
    assert [float(line[shift]) for line in lines[1:]] == pytest.approx(
        [r["shift_pp"] for r in told], rel=1e-8
    )


def test_the_language_is_switched_everywhere(opened, page):
    opened_page = opened(page)
    opened_page.click("[data-set-lang=zh]")
    assert opened_page.evaluate("document.documentElement.lang") == "zh-Hant-TW"
    visible = opened_page.inner_text("main")
    for text in ("結論", "權利帳冊", "咽喉點圖", "可信度"):
        assert text in visible
    for text in ("The answer", "rests on", "Gates", "the numbers behind it"):
        assert text not in visible
    # Names of firms and of sources apart, a Chinese page has Chinese headings throughout.
    heads = opened_page.eval_on_selector_all(
        "h2, figcaption b, .caption, summary", "all => all.map(h => h.innerText)"
    )
    assert heads
    assert all(re.search("[一-鿿]", h) for h in heads if h)
    opened_page.click("[data-set-lang=en]")
    heads = opened_page.eval_on_selector_all("h2", "all => all.map(h => h.innerText)")
    assert not any(re.search("[一-鿿]", h) for h in heads)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_fits_a_phone_and_shows_charts_drawn_for_one(opened, page, lang):
    opened_page = opened(page, width=390, color_scheme="dark")
    opened_page.click(f"[data-set-lang={lang}]")
    assert opened_page.evaluate("document.documentElement.scrollWidth") <= 390
    assert opened_page.locator("figure .narrow:visible").count() >= 6
    assert opened_page.locator("figure .wide:visible").count() == 0


def test_it_prints_dark_on_white_without_buttons_and_keeps_charts_whole(opened, page):
    opened_page = opened(page, color_scheme="dark")
    opened_page.emulate_media(media="print")
    assert opened_page.locator("button:visible").count() == 0
    assert opened_page.is_visible("#ranked .paper >> nth=1")
    paper = opened_page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    broken = opened_page.eval_on_selector_all(
        "figure", "all => all.filter(f => getComputedStyle(f).breakInside !== 'avoid').length"
    )
    assert broken == 0


def test_hostile_names_and_addresses_stay_inert(opened):
    kg = load()
    passing = [r["investment_id"] for r in rows("shift") if r["verdict"] == "candidate"]
    bad = [
        replace(kg.investments[i], name_en=name, name_zh=name)
        for i, name in zip(passing, HOSTILE, strict=False)
    ]
    tech = kg.technologies["euv-lithography"]
    bad.append(replace(tech, name_en=HOSTILE[0], name_zh=HOSTILE[1]))
    source = kg.sources[tech.source_id]
    bad.append(
        replace(
            source, title=HOSTILE[1], publisher=HOSTILE[0], url="javascript:document.title=1"
        )
    )
    opened_page = opened(written(kg.replaced(bad, without=bad)))
    for lang in ("zh", "en"):
        opened_page.click(f"[data-set-lang={lang}]")
    assert "broken" not in opened_page.title()
    assert (
        opened_page.locator("main img, main script, main svg a, main foreignObject").count()
        == 0
    )
    links = opened_page.eval_on_selector_all("a", "all => all.map(a => a.href)")
    assert not [link for link in links if not re.match("https?://|file:", link)]
    text = opened_page.inner_text("main")
    assert "\u202e" not in text
    assert HOSTILE[0] in text
    assert HOSTILE[5] in text
    pasted = [cell for line in copied(opened_page, "ranked") for cell in line]
    assert any(cell.startswith("'=HYPERLINK") for cell in pasted)
    assert not [c for c in pasted if re.match(r"[=@+]", c)]


def test_a_picture_with_anything_but_drawing_is_refused():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{}</svg>'
    safe = cleaned(svg.format('<path d="M0 0" onclick="x()" style="fill:url(#a)" fill="red"/>'))
    assert 'fill="red"' in safe
    assert "onclick" not in safe
    assert "style" not in safe
    for part in ("<script/>", "<image/>", "<foreignObject/>", '<a href="x"/>'):
        with pytest.raises(ValueError, match="element"):
            cleaned(svg.format(part))


def test_it_is_printed_to_pdf_by_the_browser(tmp_path, page, browser, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    pdf.to_pdf(page, tmp_path / "report.pdf")
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 8


def test_where_no_browser_is_one_line_says_so_before_any_work(tmp_path):
    target = tmp_path / "report.pdf"
    done = run("report", "--format", "pdf", "--output", str(target), CHROMIUM="", PATH="")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no Chromium or Chrome to print with" in done.stderr
    assert not target.exists()
    done = run("report", "--format", "pdf", CHROMIUM="no-such-browser")
    assert done.returncode == 1
    assert "no-such-browser" in done.stderr


def test_a_browser_that_fails_is_reported_and_leaves_no_file(tmp_path, monkeypatch):
    fake = tmp_path / "fake-browser"
    fake.write_text("#!/bin/sh\necho 'cannot open display' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(fake))
    with pytest.raises(RequestError, match="cannot open display"):
        pdf.to_pdf("<p>", tmp_path / "report.pdf")
    assert not (tmp_path / "report.pdf").exists()


def test_the_command_writes_the_page_and_says_what_it_was_asked(tmp_path):
    target = tmp_path / "report.html"
    done = run(
        "report", "--draws", "20", "--budget", "5", "--lang", "zh", "--output", str(target)
    )
    assert done.returncode == 0, done.stderr
    assert str(target) in done.stderr
    text = target.read_text("utf-8")
    assert "controlshift report --draws 20 --seed 0 --budget 5 --lang zh" in text
    assert '<html lang="zh-Hant-TW"' in text
    assert os.fspath(ROOT) not in text
    assert len(text.encode()) < 1.2e6
