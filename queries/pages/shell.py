"""
The shell of every page: one file, no network, both languages, nothing that a name can run.

A page is a Jinja template that extends ``shell.html`` and receives its data as one JSON
block. All text from the data is escaped by Jinja or set as text by the scripts; the
content security policy allows the page's own scripts by their hash and no request at all.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.words import Lang

if TYPE_CHECKING:
    import jinja2

ASSETS = Path(__file__).parent / "assets"
# Characters that turn the reading direction, by which a name could pass for another.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Page:
    """
    What a page is made of.

    Attributes
    ----------
    template
        Name of a template among the assets that extends ``shell.html``.
    title
        Heading in English and Chinese.
    asked
        The command that gives this page, printed in its footer.
    version
        State of the data.
    data
        What the scripts read, as JSON: plain values only, no NaN.
    scripts, styles
        Texts, in the order in which they are put into the page.
    """

    template: str
    title: tuple[str, str]
    asked: str
    version: str
    data: Mapping[str, Any]
    scripts: Sequence[str]
    styles: Sequence[str]

    def html(self, lang: Lang, **context: object) -> str:
        """Return the page as one HTML document, opened in a language."""
        scripts = [asset("language.js"), *self.scripts]
        styles = [asset("base.css"), *self.styles]
        text: str = (
            _environment()
            .get_template(self.template)
            .render(
                page=self,
                lang=lang,
                policy=_policy(scripts, styles),
                scripts=scripts,
                styles=styles,
                today=date.today().isoformat(),
                **context,
            )
        )
        return text


def asset(name: str) -> str:
    """Return the text of a file among the assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Return a text without the characters that turn its reading direction."""
    return _BIDI.sub("", text)


def link(url: str | None) -> str | None:
    """Return an address if it is one of the web; anything else is not made a link."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def _policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return a policy under which only these texts run and nothing is requested."""

    def hashes(texts: Iterable[str]) -> str:
        digests = (hashlib.sha256(t.encode()).digest() for t in texts)
        return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@functools.cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    environment.policies["json.dumps_kwargs"] = {
        "ensure_ascii": False,
        "separators": (",", ":"),
        "allow_nan": False,
    }
    return environment
