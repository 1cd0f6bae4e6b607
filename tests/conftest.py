"""What several tests share: a real browser, a real Neo4j."""

from __future__ import annotations

import os
import shutil

import pytest

from graph.store import connection, server
from graph.store.elements import elements
from graph.store.load import push
from loaders import load
from queries.browser import kit
from queries.measures import measures


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium, the machine's own (tests/setup-browser installs one)."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "no Chromium: run tests/setup-browser, or name one in CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--lang=en"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    """Open a page; no request may leave it and no script may fail. Closed at the end."""
    contexts, troubles = [], []

    def open_page(text: str, hash: str = "", width: int = 1280, **options):
        path = tmp_path_factory.mktemp("pages") / "page.html"
        path.write_text(text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        page = context.new_page()
        page.set_default_timeout(15_000)
        contexts.append(context)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text))
        own = path.as_uri()
        page.on("request", lambda r: troubles.append(r.url) if not r.url.startswith(own) else 0)
        page.goto(own + hash)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="session")
def kg():
    """The bundled graph."""
    return load()


@pytest.fixture(scope="session")
def local(tmp_path_factory):
    """A Neo4j of the tests' own on this machine, as ``neo4j up`` starts it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTROLSHIFT_HOME", str(tmp_path_factory.mktemp("neo4j")))
        wanted = server.Wanted(bolt_port=0, http_port=0, heap="512m", page_cache="64m")
        yield server.up(wanted, kit=kit.files)
        server.down()


@pytest.fixture(scope="session")
def neo4j(request):
    """The address of a Neo4j for all tests: the local one, or that of NEO4J_URI (for tests only)."""
    if "NEO4J_URI" not in os.environ:
        request.getfixturevalue("local")
    return connection.address()


@pytest.fixture(scope="module")
def loaded(neo4j, kg):
    """A driver to that Neo4j, which holds the bundled graph while a module's tests run."""
    with connection.connect(neo4j) as driver:
        push(driver, elements(kg, measures(kg)))
        yield driver
