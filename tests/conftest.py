"""What several tests share: a real browser, a real Neo4j."""

from __future__ import annotations

import os
import shutil

import pytest

from graph.store import connection, server


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


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory):
    """The address of a Neo4j for all tests: that of NEO4J_URI, or one started for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTROLSHIFT_HOME", str(tmp_path_factory.mktemp("neo4j")))
        if "NEO4J_URI" not in os.environ:
            server.up(server.Wanted(bolt_port=0, http_port=0, heap="512m", page_cache="64m"))
        yield connection.address()
        server.down()
