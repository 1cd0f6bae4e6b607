"""The kit for Neo4j Browser: favourites, styles and guides, in English and Chinese."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

from graph.files import bundled
from graph.words import Lang, pick
from queries.browser.model_picture import svg
from queries.browser.saved import Question, question, questions

# Title of a page of the guide, and the questions on it.
SECTIONS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Where America can be stopped", "美國何處可被斷供"): (
        "top-chokepoints", "single-country-inputs", "chokepoint-countries", "chokepoint-firms",
        "what-hangs-on-a-country", "needs-at-risk", "hubs", "indispensable-countries",
    ),
    ("What a need rests on", "需求所仰賴者"): (
        "what-a-need-rests-on", "needs-that-hang-on-a-technology", "material-to-need",
        "firms-two-needs-share", "suppliers-of-a-firm", "taiwan-supplies-us",
    ),
    ("Who decides", "決策權在誰手上"): (
        "rights-over-technology", "rights-by-direction", "control-index", "open-rights",
        "us-locked-technologies", "rights-that-lapse", "ultimate-owners",
        "owners-of-taiwanese-makers",
    ),
    ("In what to invest", "該投資什麼"): (
        "candidates", "candidates-in-a-direction", "effect-of-an-investment", "excluded-and-why",
    ),
    ("How sure it is", "有多可靠"): (
        "find", "sources-behind-a-number", "evidence-behind-a-rank", "unknown-shares",
        "weak-evidence", "rests-on-assumptions",
    ),
}  # fmt: skip

_WORDS: Mapping[str, tuple[str, str]] = {
    "exposure": (
        "part of US need lost if all named providers withhold",
        "全部已知供應者斷供時，美國需求損失之比例",
    ),
    "leverage": (
        "part of US need lost if the one country, or this holder, withholds for 12 months",
        "一國（或該持有者）斷供 12 個月，美國需求損失之比例",
    ),
    "need_years_at_risk": (
        "leverage × months to substitute / 12",
        "槓桿 × 替代月數 / 12",
    ),
    "cri_taiwan": (
        "control-right index: part over which Taiwan decides (Shapley)",
        "控制權指數：臺灣具決策權之比例（Shapley）",
    ),
    "shift_pp": (
        "control-right forward shift: percentage points of US need newly decided by Taiwan",
        "控制權前移：臺灣新取得決策權之美國需求百分點",
    ),
    "verdict": (
        "candidate, or excluded by one of the three principles",
        "候選，或因三原則之一排除",
    ),
}


def files(address: str | None = None) -> dict[str, bytes]:
    """
    Return the kit's files by name, the guide first.

    Parameters
    ----------
    address
        Where the files will be found by Browser, if that is known; the guide then leads to the
        styles and to its other language.
    """
    style = (bundled() / "browser" / "style.grass").read_text(encoding="utf-8")
    texts = {
        "guide.html": _guide("en", address),
        "guide-zh.html": _guide("zh", address),
        "style.grass": style,
        "style-zh.grass": style.replace('"{name}"', '"{name_zh}"'),
    }
    return {
        **{name: text.encode() for name, text in texts.items()},
        "model.svg": svg("en").encode(),
        "model-zh.svg": svg("zh").encode(),
        "favourites.zip": _favourites(questions()),
    }


def _guide(lang: Lang, address: str | None) -> str:
    import jinja2

    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(bundled() / "browser"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("guide.html.jinja")
    picture = base64.b64encode(svg(lang).encode()).decode()
    return template.render(
        say=lambda en, zh: pick(lang, en, zh),
        base=address,
        picture=f"data:image/svg+xml;base64,{picture}",
        sections=[(title, [question(n) for n in names]) for title, names in SECTIONS.items()],
        words=_WORDS.items(),
    )


def _favourites(saved: tuple[Question, ...]) -> bytes:
    """Return the questions as Browser takes them when dropped on it: a folder in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for q in saved:
            # The same questions, the same bytes: no time of day in them.
            entry = zipfile.ZipInfo(f"controlshift/{q.name}.cypher")
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, q.inlined)
    return out.getvalue()
