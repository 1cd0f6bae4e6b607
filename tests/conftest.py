"""What several tests share: a real browser."""

from __future__ import annotations

import os
import shutil

import pytest


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
