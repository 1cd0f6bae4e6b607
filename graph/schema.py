"""The ontology: every table, its columns, and what a value may be.

This is the only place that says what the graph is made of. The loaders read it to check
files, the data dictionary and ``datapackage.json`` are generated from it, and Neo4j labels
and relationship types come from it. Columns have the same name in CSV, Python and Neo4j.

A record class is a table; an annotation is a column::

    >>> [c.name for c in columns(Country)]
    ['iso3', 'name_en', 'name_zh', 'source_id']
    >>> Provides.KEY
    ('provider_id', 'tech_id', 'metric', 'market')

An empty cell is *unknown* and becomes ``None``; it is never zero.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, get_args, get_origin, get_type_hints

_Type = Literal["text", "id", "number", "integer", "flag", "date", "choice", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a table may hold."""

    help: str
    type: _Type = "text"
    low: float | None = None
    high: float | None = None
    refs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    unit: str = ""
    pattern: str = ""
    lines: bool = False  # whether a text may have several
    name: str = ""
    required: bool = False


class Right(StrEnum):
    """Decision rights, in order of forwardness: from maker to co-governor."""

    OPERATE = "operate"
    ALLOCATE = "allocate"
    LICENSE = "license"
    GOVERN = "govern"
    CERTIFY = "certify"


class Lever(StrEnum):
    """What an investment may change: one of the five rights, or capacity on US soil."""

    OPERATE = "operate"
    ALLOCATE = "allocate"
    LICENSE = "license"
    GOVERN = "govern"
    CERTIFY = "certify"
    CAPACITY = "capacity"


class Kind(StrEnum):
    """What sort of thing a technology is."""

    PRODUCT = "product"
    PROCESS = "process"
    MATERIAL = "material"
    EQUIPMENT = "equipment"
    SERVICE = "service"
    SOFTWARE = "software"


class Stage(StrEnum):
    """Position along a supply chain, from the ground to the user."""

    RAW = "raw"
    MATERIAL = "material"
    EQUIPMENT = "equipment"
    DESIGN = "design"
    FABRICATION = "fabrication"
    COMPONENT = "component"
    PACKAGING = "packaging"
    SUBSYSTEM = "subsystem"
    SYSTEM = "system"
    SERVICE = "service"
    GOVERNANCE = "governance"


class Metric(StrEnum):
    """In what a share is measured."""

    REVENUE = "revenue"
    VOLUME = "volume"
    CAPACITY = "capacity"
    VALUE = "value"
    COUNT = "count"


class Market(StrEnum):
    """Of what a share is a share."""

    WORLD = "world"
    US = "us"
    US_IMPORTS = "us_imports"
    US_PRODUCTION = "us_production"


class Instrument(StrEnum):
    """How Taiwan's credit is put to work."""

    GUARANTEED_LOAN = "guaranteed_loan"
    EQUITY = "equity"
    JOINT_VENTURE = "joint_venture"
    LICENCE_CAPACITY = "licence_capacity"
    RD_CENTRE = "rd_centre"


class Reach(StrEnum):
    """Whose part of a right an instrument can obtain."""

    NONE = "none"
    OPEN = "open"
    PARTNER = "partner"


class SourceKind(StrEnum):
    """What stands behind a number."""

    DOCUMENT = "document"
    DATASET = "dataset"
    ASSUMPTION = "assumption"


def _choice(values: type[StrEnum], help: str) -> Column:
    return Column(help, "choice", choices=tuple(values))


def _ref(help: str, *tables: str) -> Column:
    return Column(help, refs=tables)


def _share(help: str) -> Column:
    return Column(help, "number", low=0.0, high=1.0, unit="fraction")


def _usd(help: str) -> Column:
    return Column(help, "number", low=0.0, unit="US$ bn")


_HOLDERS = ("firms", "countries")

NameEn = Annotated[str, Column("name in English")]
NameZh = Annotated[str, Column("name in Traditional Chinese")]
Note = Annotated[str | None, Column("remark, or the arithmetic behind the number")]
SourceId = Annotated[str, _ref("where the row comes from", "sources")]
Year = Annotated[int, Column("year the number holds for", "integer", low=1990, high=2060)]
YearOrNone = Annotated[
    int | None, Column("year the number holds for", "integer", low=1990, high=2060)
]
Confidence = Annotated[
    int,
    Column(
        "3 seen in the source, 2 widely reported, 1 rough, contested or assumed",
        "integer",
        low=1,
        high=3,
    ),
]
ConfidenceOrNone = Annotated[
    int | None,
    Column(
        "3 seen in the source, 2 widely reported, 1 rough, contested or assumed",
        "integer",
        low=1,
        high=3,
    ),
]
Directions = Annotated[
    tuple[str, ...],
    Column("directions 1 to 6, `;` between", "list", choices=tuple("123456")),
]
Direction = Annotated[str, Column("direction 1 to 6", "choice", choices=tuple("123456"))]
FirmRef = Annotated[str, _ref("a firm", "firms")]
TechRef = Annotated[str, _ref("a technology", "technologies")]
HolderRef = Annotated[str, _ref("a firm, or a country by ISO 3166 code", *_HOLDERS)]
DateOrNone = Annotated[str | None, Column("date of decision, ISO 8601 (2027-01-01)", "date")]
Weight = Annotated[float, _share("part of the whole, 0 to 1")]
ShareOrNone = Annotated[float | None, _share("0 to 1; empty = unknown")]


class Record:
    """A row of a table. Subclasses are frozen dataclasses whose fields are columns."""

    __slots__ = ()
    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]

    @property
    def key(self) -> tuple[str, ...]:
        """Return the values that identify this row within its table."""
        return tuple(str(getattr(self, name)) for name in self.KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """Where a number comes from: a document, a dataset, or an assumption of ours."""

    TABLE: ClassVar[str] = "sources"
    KEY: ClassVar[tuple[str, ...]] = ("source_id",)
    source_id: Annotated[str, Column("identifier", "id")]
    title: Annotated[str, Column("title, in the source's language or in English")]
    publisher: Annotated[str, Column("who published it")]
    year: Year
    url: Annotated[str | None, Column("address; empty for an assumption")] = None
    licence: Annotated[str | None, Column("terms under which it is used")] = None
    kind: Annotated[SourceKind, _choice(SourceKind, "what stands behind it")]
    note: Annotated[str | None, Column("the reasoning, for an assumption")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Record):
    """A place that firms belong to and that may itself hold rights."""

    TABLE: ClassVar[str] = "countries"
    KEY: ClassVar[tuple[str, ...]] = ("iso3",)
    iso3: Annotated[str, Column("ISO 3166-1 alpha-3 code", "id")]
    name_en: NameEn
    name_zh: NameZh
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm(Record):
    """A company, authority, fund or standards body: anyone who can hold a right."""

    TABLE: ClassVar[str] = "firms"
    KEY: ClassVar[tuple[str, ...]] = ("firm_id",)
    firm_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    country: Annotated[str, _ref("country of headquarters", "countries")]
    ticker: Annotated[str | None, Column("stock exchange symbol")] = None
    ubn: Annotated[
        str | None, Column("統一編號, eight digits kept as text", pattern=r"[0-9]{8}")
    ] = None
    direction: Directions
    role: Annotated[str, Column("what it does here")]
    role_zh: Annotated[str | None, Column("the same in Traditional Chinese")] = None
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology(Record):
    """A product, process, material, tool, service or software that others need."""

    TABLE: ClassVar[str] = "technologies"
    KEY: ClassVar[tuple[str, ...]] = ("tech_id",)
    tech_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    direction: Directions
    kind: Annotated[Kind, _choice(Kind, "what sort of thing it is")]
    stage: Annotated[Stage, _choice(Stage, "position along the chain")]
    time_to_substitute_months: Annotated[
        float | None,
        Column(
            "months until the US could replace a denied supplier",
            "number",
            low=0,
            high=600,
            unit="months",
        ),
    ] = None
    source_id: SourceId
    year: YearOrNone = None
    confidence: ConfidenceOrNone = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Record):
    """Something the United States must have, and does not wholly control."""

    TABLE: ClassVar[str] = "needs"
    KEY: ClassVar[tuple[str, ...]] = ("need_id",)
    need_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    direction: Direction
    us_demand_usd_bn: Annotated[float | None, _usd("US demand a year")] = None
    us_domestic_share: Annotated[float | None, _share("part of US demand made in the US")] = (
        None
    )
    net_import_reliance: Annotated[
        float | None, _share("net imports over apparent consumption")
    ] = None
    taiwan_share: Annotated[
        float | None, _share("Taiwan's part of the market behind the need")
    ] = None
    policy_basis: Annotated[str, Column("law, programme or finding that makes it a need")]
    source_id: SourceId
    year: Year
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPoint(Record):
    """One decision right over one technology, held by somebody."""

    TABLE: ClassVar[str] = "control_points"
    KEY: ClassVar[tuple[str, ...]] = ("control_id",)
    control_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    tech_id: TechRef
    right: Annotated[Right, _choice(Right, "which of the five rights")]
    scope: Annotated[
        float | None,
        _share("part of that right over that technology which this point covers"),
    ] = None
    valid_from: DateOrNone = None
    valid_to: DateOrNone = None
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """A real, announced investment in the United States: an anchor for assumptions."""

    TABLE: ClassVar[str] = "projects"
    KEY: ClassVar[tuple[str, ...]] = ("project_id",)
    project_id: Annotated[str, Column("identifier", "id")]
    firm_id: FirmRef
    tech_id: TechRef
    location: Annotated[str, Column("where in the United States")]
    announced_usd_bn: Annotated[float | None, _usd("announced outlay")] = None
    public_support_usd_bn: Annotated[float | None, _usd("public money in it")] = None
    capacity_note: Note = None
    status: Annotated[str, Column("announced, under construction, operating …")]
    year: Year
    source_id: SourceId
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Investment(Record):
    """A candidate use of Taiwan's credit line."""

    TABLE: ClassVar[str] = "investments"
    KEY: ClassVar[tuple[str, ...]] = ("investment_id",)
    investment_id: Annotated[str, Column("identifier", "id")]
    name_en: NameEn
    name_zh: NameZh
    direction: Direction
    instrument: Annotated[Instrument, _choice(Instrument, "how the credit is used")]
    made_by: Annotated[
        tuple[str, ...], Column("Taiwanese firms, `;` between", "list", refs=("firms",))
    ]
    partners: Annotated[
        tuple[str, ...],
        Column("counterparts whose rights could be shared", "list", refs=("firms",)),
    ] = ()
    credit_min_usd_bn: Annotated[float, _usd("smallest sensible credit")]
    credit_max_usd_bn: Annotated[float, _usd("credit at full size")]
    leverage: Annotated[
        float, Column("capital mobilised over credit", "number", low=1, high=50, unit="times")
    ]
    project_id: Annotated[str | None, _ref("the real project behind it", "projects")] = None
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche(Record):
    """A slice of an investment, released only when its gate is passed."""

    TABLE: ClassVar[str] = "tranches"
    KEY: ClassVar[tuple[str, ...]] = ("investment_id", "tranche")
    investment_id: Annotated[str, _ref("the investment", "investments")]
    tranche: Annotated[int, Column("1 is first", "integer", low=1, high=20)]
    share: Annotated[float, _share("part of the credit")]
    gate_en: Annotated[str, Column("what must be achieved before release")]
    gate_zh: Annotated[str, Column("撥付前必須達成的條件")]
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect(Record):
    """What an investment at full size would change, as a range."""

    TABLE: ClassVar[str] = "effects"
    KEY: ClassVar[tuple[str, ...]] = ("investment_id", "target_id", "right")
    investment_id: Annotated[str, _ref("the investment", "investments")]
    target_id: Annotated[
        str, _ref("technology, or firm whose own rights are shared", "technologies", "firms")
    ]
    right: Annotated[Lever, _choice(Lever, "the right gained, or capacity on US soil")]
    low: Annotated[float, _share("gain, low")]
    mode: Annotated[float, _share("gain, most likely")]
    high: Annotated[float, _share("gain, high")]
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Requires(Record):
    """A technology needs another as its input."""

    TABLE: ClassVar[str] = "requires"
    KEY: ClassVar[tuple[str, ...]] = ("tech_id", "input_id")
    tech_id: TechRef
    input_id: TechRef
    essential: Annotated[bool, Column("1: nothing is made without it; 0: less is", "flag")]
    cost_share: Annotated[float | None, _share("part of the cost")] = None
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant(Record):
    """One alternative within a family: the family delivers their weighted mean."""

    TABLE: ClassVar[str] = "variants"
    KEY: ClassVar[tuple[str, ...]] = ("variant_id", "family_id")
    variant_id: TechRef
    family_id: TechRef
    weight: Weight
    source_id: SourceId
    year: Year
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provides(Record):
    """A firm or a country supplies a share of a technology."""

    TABLE: ClassVar[str] = "provides"
    KEY: ClassVar[tuple[str, ...]] = ("provider_id", "tech_id", "metric", "market")
    provider_id: HolderRef
    tech_id: TechRef
    share: ShareOrNone = None
    share_low: ShareOrNone = None
    share_high: ShareOrNone = None
    metric: Annotated[Metric, _choice(Metric, "in what the share is measured")]
    market: Annotated[Market, _choice(Market, "of what it is a share")]
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliesOn(Record):
    """A US need rests on a technology."""

    TABLE: ClassVar[str] = "relies_on"
    KEY: ClassVar[tuple[str, ...]] = ("need_id", "tech_id")
    need_id: Annotated[str, _ref("the need", "needs")]
    tech_id: TechRef
    weight: Weight
    source_id: SourceId
    year: Year
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplies(Record):
    """A firm supplies another firm with a technology."""

    TABLE: ClassVar[str] = "supplies"
    KEY: ClassVar[tuple[str, ...]] = ("supplier_id", "customer_id", "tech_id")
    supplier_id: FirmRef
    customer_id: FirmRef
    tech_id: TechRef
    value_usd_bn: Annotated[float | None, _usd("value a year")] = None
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owns(Record):
    """A firm or a country owns a stake in a firm. A stake is not control."""

    TABLE: ClassVar[str] = "ownership"
    KEY: ClassVar[tuple[str, ...]] = ("owner_id", "owned_id")
    owner_id: HolderRef
    owned_id: FirmRef
    stake: ShareOrNone = None
    voting: Annotated[
        float | None, _share("share of votes, where it differs from the stake")
    ] = None
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds(Record):
    """A firm or a country holds a control point."""

    TABLE: ClassVar[str] = "holds"
    KEY: ClassVar[tuple[str, ...]] = ("holder_id", "control_id")
    holder_id: HolderRef
    control_id: Annotated[str, _ref("the control point", "control_points")]
    share: ShareOrNone = None
    source_id: SourceId
    year: Year
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentReach(Record):
    """Whose part of which right an instrument can obtain."""

    TABLE: ClassVar[str] = "instruments"
    KEY: ClassVar[tuple[str, ...]] = ("instrument", "right")
    instrument: Annotated[Instrument, _choice(Instrument, "the instrument")]
    right: Annotated[Right, _choice(Right, "the right")]
    reach: Annotated[
        Reach,
        _choice(Reach, "none: not at all; open: what nobody holds; partner: that, and theirs"),
    ]
    source_id: SourceId
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A published term of the credit line."""

    TABLE: ClassVar[str] = "terms"
    KEY: ClassVar[tuple[str, ...]] = ("term",)
    term: Annotated[str, Column("identifier", "id")]
    value: Annotated[float, Column("value", "number", low=0)]
    low: Annotated[float | None, Column("lowest stated", "number", low=0)] = None
    high: Annotated[float | None, Column("highest stated", "number", low=0)] = None
    unit: Annotated[str, Column("unit of the value")]
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Record):
    """Another name under which people look for a node."""

    TABLE: ClassVar[str] = "aliases"
    KEY: ClassVar[tuple[str, ...]] = ("record_id", "alias")
    record_id: Annotated[
        str, _ref("what it names", "firms", "technologies", "countries", "needs")
    ]
    alias: Annotated[str, Column("the other name")]
    source_id: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """The source of one number whose source is not the row's own, and its range."""

    TABLE: ClassVar[str] = "citations"
    KEY: ClassVar[tuple[str, ...]] = ("record_id", "property")
    record_id: Annotated[
        str,
        _ref(
            "the row that has the number",
            "technologies",
            "needs",
            "control_points",
            "investments",
        ),
    ]
    property: Annotated[str, Column("the column that has the number")]
    low: Annotated[float | None, Column("lowest sensible value", "number")] = None
    high: Annotated[float | None, Column("highest sensible value", "number")] = None
    year: Year
    source_id: SourceId
    confidence: Confidence
    note: Note = None


RECORDS: tuple[type[Record], ...] = (
    Source,
    Country,
    Firm,
    Technology,
    Need,
    ControlPoint,
    Project,
    Investment,
    Tranche,
    Effect,
    Requires,
    Variant,
    Provides,
    ReliesOn,
    Supplies,
    Owns,
    Holds,
    InstrumentReach,
    Term,
    Alias,
    Citation,
)

TABLES: dict[str, type[Record]] = {record.TABLE: record for record in RECORDS}


def _column_of(hint: object) -> Column:
    """Find the Column in an annotation."""
    if get_origin(hint) is Annotated:
        return next(a for a in get_args(hint)[1:] if isinstance(a, Column))
    raise TypeError(f"{hint!r} has no Column")


def columns(record: type[Record]) -> tuple[Column, ...]:
    """Return the columns of a table in order, named and marked required or not."""
    if record not in _COLUMNS:
        _COLUMNS[record] = tuple(_named_columns(record))
    return _COLUMNS[record]


_COLUMNS: dict[type[Record], tuple[Column, ...]] = {}


def _named_columns(record: type[Record]) -> Iterator[Column]:
    hints = get_type_hints(record, include_extras=True)
    for item in dataclasses.fields(record):  # type: ignore[arg-type]
        column = _column_of(hints[item.name])
        required = item.default is dataclasses.MISSING
        yield dataclasses.replace(column, name=item.name, required=required)
