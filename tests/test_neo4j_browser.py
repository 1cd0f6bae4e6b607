"""Neo4j Browser itself, served by ``up``: a reader connects and sees the graph."""

import base64
import json

import pytest

from graph.store import home
from graph.store.connection import Address, connect
from graph.store.elements import elements
from graph.store.load import push
from loaders import load
from queries.browser.kit import files
from queries.browser.saved import question, questions
from queries.measures import measures

KIT = "/browser/controlshift"


@pytest.fixture(scope="module")
def page(local, browser):
    """Browser, connected with the generated password to the bundled graph."""
    kg = load(())
    with connect(Address(local.uri, home.USER, home.password())) as driver:
        push(driver, elements(kg, measures(kg)))
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(local.browser)
    page.fill("[data-testid=password]", home.password())
    page.click("[data-testid=connect]")
    page.wait_for_selector("text=Who can stop what America needs")
    yield page
    context.close()


def ask(page, text: str):
    page.click("[data-testid=activeEditor] .monaco-editor")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def test_it_opens_with_the_guide(page):
    drawn = page.locator("img[src^='data:image/svg']").first
    assert drawn.evaluate("image => image.naturalWidth") > 200


def test_a_question_of_the_guide_is_drawn_in_the_style_of_the_kit(page, local):
    base = local.browser.partition("/browser/")[0] + KIT
    ask(page, f":style {base}/style-zh.grass")
    page.wait_for_timeout(1000)
    ask(page, question("rights-over-technology").inlined)
    page.wait_for_selector("svg .node")
    texts = page.locator("svg .node").all_text_contents()
    assert any("台積電" in t or "台灣積體" in t for t in texts)
    fills = page.eval_on_selector_all(
        "svg .node circle", "found => found.map(c => c.getAttribute('fill'))"
    )
    assert "#E8A33D" in fills  # a firm
    assert page.locator("svg .relationship").count() >= 4
    assert len(page.screenshot()) > 30_000


def test_favourites_dropped_on_it_become_its_favourites(page):
    dropped = base64.b64encode(files()["favourites.zip"]).decode()
    page.evaluate(
        """dropped => {
          const bytes = Uint8Array.from(atob(dropped), (c) => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], "favourites.zip", { type: "application/zip" }));
          const at = document.querySelector("[data-testid=activeEditor]");
          for (const type of ["dragenter", "dragover", "drop"])
            at.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true }));
        }""",
        dropped,
    )
    for _ in range(50):  # its policy forbids to wait by a function
        kept = json.loads(page.evaluate("localStorage.getItem('neo4j.documents')") or "[]")
        if len(kept) >= len(questions()):
            break
        page.wait_for_timeout(200)
    texts = [favourite["content"] for favourite in kept]
    assert {q.inlined.strip() for q in questions()} <= {t.strip() for t in texts}


def test_the_kit_lies_beside_browsers_own_pages(local):
    from urllib.request import urlopen

    base = local.browser.partition("/browser/")[0] + KIT
    for name, content in files(base).items():
        with urlopen(f"{base}/{name}") as answered:
            assert answered.read() == content
