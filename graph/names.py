"""One key for all the ways in which people write a name.

臺積電 and 台積電, ＴＳＭＣ and tsmc, "Delta Electronics, Inc." and "Delta Electronics" meet::

    >>> fold("臺灣積體電路製造股份有限公司") == fold("台灣積體電路製造")
    True
    >>> fold("Ｄｅｌｔａ Electronics, Inc.") == fold("delta electronics")
    True

Company forms are taken off at the ends only: Chinese writes no spaces, so a form in the
middle of a name is part of the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

# Forms of company, longest first, as they stand at the end of a folded name.
_SUFFIXES_ZH = (
    "股份有限公司",
    "有限責任公司",
    "有限公司",
    "株式会社",
    "株式會社",
    "公司",
)
_SUFFIXES_EN = (
    "incorporated", "corporation", "limited", "company", "holdings", "holding", "group",
    "corp", "inc", "ltd", "llc", "plc", "co", "ag", "se", "sa", "nv", "bv", "ab", "asa",
    "gmbh", "kgaa", "kg", "oyj", "spa", "kk", "pte", "pty", "bhd", "sas", "tbk",
)  # fmt: skip
_PREFIXES_ZH = ("株式会社", "株式會社", "財團法人", "行政院")
# Forms of one character that NFKC leaves apart, and the two ways to write Taiwan's 臺.
_VARIANTS = str.maketrans({"臺": "台", "裏": "裡", "峯": "峰", "着": "著"})


def fold(name: str) -> str:
    """
    Reduce a name to the key under which its spellings meet.

    Parameters
    ----------
    name
        Any name, ticker or number, in any width and script.

    Returns
    -------
    key
        Lower case, half width, 臺 as 台, no punctuation, no company form at the ends.
        Empty only if the name has no letter or digit.
    """
    text = unicodedata.normalize("NFKC", name).casefold().translate(_VARIANTS)
    text = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    )
    text = unicodedata.normalize("NFC", text)  # put Hangul syllables together again
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", text)  # s.a. → sa, n.v. → nv
    words = re.findall(r"[\w&]+", text.replace("_", " "))
    while len(words) > 1 and words[-1] in _SUFFIXES_EN:
        words.pop()
    key = "".join(words)
    for prefix in _PREFIXES_ZH:
        if key.startswith(prefix) and key != prefix:
            key = key.removeprefix(prefix)
    for suffix in _SUFFIXES_ZH:
        if key.endswith(suffix) and key != suffix:
            key = key.removesuffix(suffix)
    return key


def nearest(text: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """Return the names most like a text, best first, by folded spelling."""
    from rapidfuzz import fuzz, process

    choices = sorted(set(names))
    found = process.extract(
        text, choices, scorer=fuzz.WRatio, processor=fold, limit=limit, score_cutoff=60
    )
    return [name for name, _, _ in found]


class Index:
    """
    Names to ids. A name may belong to several ids; an id has several names.

    Whole names count before what stands in their brackets: "Ministry of Economic Affairs
    (Taiwan)" is found by "Taiwan", but after Taiwan itself. Of equals, the first given counts.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._names = {i: tuple(dict.fromkeys(spelled)) for i, spelled in names.items()}
        self._whole: dict[str, list[str]] = {}
        self._within: dict[str, list[str]] = {}
        for record_id, spelled in self._names.items():
            for spelling in (record_id, *spelled):
                whole, within = _keys(spelling)
                for keys, table in ((whole, self._whole), (within, self._within)):
                    for key in keys:
                        ids = table.setdefault(key, [])
                        if record_id not in ids:
                            ids.append(record_id)

    def ids(self, text: str) -> list[str]:
        """Return the ids that have exactly this name, in any spelling."""
        if text in self._names:
            return [text]
        key = fold(text)
        return list(self._whole.get(key) or self._within.get(key) or [])

    def search(self, text: str, *, limit: int = 20) -> list[str]:
        """Return ids whose names equal, start with, or contain the text; best first."""
        key = fold(text)
        if not key:
            return []
        place = {record_id: n for n, record_id in enumerate(self._names)}
        ranked: dict[str, tuple[int, bool, int, int]] = {}
        for table in (self._whole, self._within):
            for name, ids in table.items():
                if key not in name:
                    continue
                rank = 0 if name == key else 1 if name.startswith(key) else 2
                for record_id in ids:
                    score = (rank, table is self._within, len(name), place[record_id])
                    ranked[record_id] = min(score, ranked.get(record_id, score))
        return sorted(ranked, key=ranked.__getitem__)[:limit]

    def near(self, text: str, *, limit: int = 3) -> list[str]:
        """Return the ids whose names are most like the text."""
        spelled = {n: i for i, names in self._names.items() for n in (i, *names)}
        found = nearest(text, spelled, limit=limit * 3)
        return list(dict.fromkeys(spelled[name] for name in found))[:limit]


def _keys(spelling: str) -> tuple[set[str], set[str]]:
    """Return the keys of a whole name, and those of what stands in its brackets."""
    outside = re.sub(r"[（(].*?[）)]", " ", spelling)
    whole = {spelling, outside, *re.split(r"\s*[/／]\s*", outside)}
    if re.fullmatch(r"\w{1,6}\.[A-Z]{1,3}", spelling):  # 2330.TW → 2330
        whole.add(spelling.split(".")[0])
    inside = set(re.findall(r"[（(](.*?)[）)]", spelling))
    return {fold(name) for name in whole} - {""}, {fold(name) for name in inside} - {""}
