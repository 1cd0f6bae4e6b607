"""A page printed to PDF by the Chromium or Chrome that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from graph.errors import RequestError

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_PATIENCE = 120


def browser() -> str:
    """
    Return the path of a browser that prints: the one named in ``CHROMIUM``, or a known one.

    Raises
    ------
    RequestError
        If there is none.
    """
    own = os.environ.get("CHROMIUM")
    for name in (own,) if own else _BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise RequestError(
        f"CHROMIUM names '{own}', which is no program"
        if own
        else "no Chromium or Chrome to print with: install one or name it in CHROMIUM, "
        "or write HTML and print that from any browser"
    )


def to_pdf(html: str, path: Path) -> None:
    """
    Print a page to a PDF file, A4 as its style says.

    Raises
    ------
    RequestError
        If no browser is installed, or it fails.
    """
    program = browser()
    with tempfile.TemporaryDirectory(prefix="controlshift-") as folder:
        page, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        command = [
            program, "--headless", "--disable-gpu", "--no-first-run", "--disable-extensions",
            "--disable-background-networking", "--no-pdf-header-footer",
            f"--user-data-dir={Path(folder) / 'profile'}", f"--print-to-pdf={made}", page.as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # As root Chromium's sandbox refuses to start; the page is our own and loads nothing.
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise RequestError(f"{program} did not print within {_PATIENCE} s") from None
        if not made.exists():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise RequestError(f"{program} did not print: {said[-1] if said else 'no reason'}")
        shutil.move(made, path)
