"""What things are called in English and in Traditional Chinese, as used in Taiwan."""

from __future__ import annotations

from typing import Literal

Lang = Literal["en", "zh"]

DIRECTIONS: dict[str, tuple[str, str]] = {
    "1": ("semiconductor links", "半導體缺口環節"),
    "2": ("defence", "國防"),
    "3": ("AI data security and networking", "AI 資安與網通"),
    "4": ("biotech CDMO", "生技 CDMO"),
    "5": ("energy and AI infrastructure", "能源與 AI 基礎設施"),
    "6": ("critical materials", "關鍵材料"),
}

WORDS: dict[str, tuple[str, str]] = {
    # tables
    "sources": ("sources", "來源"),
    "countries": ("countries", "國家"),
    "firms": ("firms", "企業"),
    "technologies": ("technologies", "技術"),
    "needs": ("needs", "美國需求"),
    "control_points": ("control_points", "控制點"),
    "projects": ("projects", "已公告之專案"),
    "investments": ("investments", "投資案"),
    "tranches": ("tranches", "撥付分期"),
    "effects": ("effects", "投資效果"),
    "requires": ("requires", "投入關係"),
    "variants": ("variants", "變體"),
    "provides": ("provides", "供應關係"),
    "relies_on": ("relies_on", "需求所依技術"),
    "supplies": ("supplies", "企業間供貨"),
    "ownership": ("ownership", "持股"),
    "holds": ("holds", "控制點持有"),
    "instruments": ("instruments", "工具可及之權利"),
    "terms": ("terms", "信用額度條件"),
    "aliases": ("aliases", "別名"),
    "citations": ("citations", "單一數字之來源"),
    # rights
    "operate": ("operate", "營運"),
    "allocate": ("allocate", "分配"),
    "license": ("license", "授權"),
    "govern": ("govern", "治理"),
    "certify": ("certify", "認證"),
    "capacity": ("capacity on US soil", "美國境內產能"),
    # nodes
    "Country": ("country", "國家"),
    "Firm": ("firm", "企業"),
    "Technology": ("technology", "技術"),
    "Need": ("US need", "美國需求"),
    "ControlPoint": ("control point", "控制點"),
    "Investment": ("investment", "投資案"),
    "Source": ("source", "來源"),
    # kinds
    "product": ("product", "產品"),
    "process": ("process", "製程"),
    "material": ("material", "材料"),
    "equipment": ("equipment", "設備"),
    "service": ("service", "服務"),
    "software": ("software", "軟體"),
    # stages
    "raw": ("raw material", "原料"),
    "design": ("design", "設計"),
    "fabrication": ("fabrication", "製造"),
    "component": ("component", "零組件"),
    "packaging": ("packaging", "封裝"),
    "subsystem": ("subsystem", "次系統"),
    "system": ("system", "系統"),
    "governance": ("governance", "治理"),
    # instruments
    "guaranteed_loan": ("guaranteed loan", "信保貸款"),
    "equity": ("equity stake", "股權投資"),
    "joint_venture": ("joint venture", "合資"),
    "licence_capacity": ("licence plus capacity", "授權加產能"),
    "rd_centre": ("R&D centre", "研發中心"),
    # numbers of a row, and their units
    "us_demand_usd_bn": ("US demand", "美國需求額"),
    "us_domestic_share": ("US domestic share", "美國自產占比"),
    "net_import_reliance": ("net import reliance", "淨進口依存度"),
    "taiwan_share": ("Taiwan's share", "臺灣占比"),
    "credit_min_usd_bn": ("smallest sensible credit", "最低合理信用額"),
    "credit_max_usd_bn": ("credit at full size", "信用額上限"),
    "leverage": ("capital mobilised over credit", "資本對信用額倍數"),
    "valid_from": ("valid from", "生效日"),
    "valid_to": ("valid to", "失效日"),
    "months": ("months", "個月"),
    "times": ("times", "倍"),
    "US$ bn": ("US$ bn", "十億美元"),
    "US$ bn a year": ("US$ bn a year", "十億美元／年"),
    "pp of US need": ("pp of US need", "美國需求百分點"),
    "pp": ("pp", "百分點"),
    # verdicts and grades
    "candidate": ("candidate", "候選"),
    "excluded": ("excluded", "排除"),
    "assumption": ("assumption", "假設"),
    "document": ("document", "文件"),
    "dataset": ("dataset", "資料集"),
    "stated": ("stated", "有來源"),
    "inferred": ("inferred", "推估"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "open": ("open", "未定"),
    "none": ("none", "不及"),
    "partner": ("partner", "夥伴"),
    # principles
    "p1_need": ("P1 need", "P1 需求"),
    "p2_base": ("P2 base", "P2 基礎"),
    "p3_node": ("P3 node", "P3 節點"),
    "no_right": ("no right gained", "未取得任何權利"),
    "not_decisive": ("not decisive", "不具決定性"),
    "REST": ("all others", "其他各國"),
    # parts of the rights ledger
    "who decides over US needs": ("who decides over US needs", "美國需求由誰決定"),
    "Taiwan's part of each right": ("Taiwan's part of each right", "臺灣於各權利之占比"),
}


# In what shares are measured; apart from WORDS, where "capacity" is what an investment builds.
METRICS: dict[str, tuple[str, str]] = {
    "revenue": ("revenue", "營收"),
    "volume": ("volume", "數量"),
    "capacity": ("capacity", "產能"),
    "value": ("value", "金額"),
    "count": ("count", "件數"),
}


def word(key: str, lang: Lang = "en") -> str:
    """Return what a fixed value is called in a language; the value if it has no word."""
    pair = WORDS.get(key) or DIRECTIONS.get(key)
    return pair[lang == "zh"] if pair else key


def both(key: str) -> tuple[str, str]:
    """Return what a fixed value is called in English and in Chinese."""
    return word(key), word(key, "zh")


def pick(lang: Lang, en: str, zh: str) -> str:
    """Return the text of a language."""
    return zh if lang == "zh" else en


def an(noun: str) -> str:
    """Return an English noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
