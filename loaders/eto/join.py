"""The rows of the dataset put into those of ours."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Sequence

from graph.errors import Fault
from graph.files import bundled
from graph.names import Index
from graph.schema import (
    Alias,
    Country,
    Firm,
    Kind,
    Market,
    Metric,
    Provides,
    Record,
    Requires,
    Source,
    SourceKind,
    Stage,
    Technology,
    Variant,
)
from loaders.eto.tables import Input, Provider, Provision, Step, market_size
from loaders.table import Faults, Row

SOURCE = "eto-chip"
_YEAR = 2026

_TYPES: dict[str, tuple[Kind, Stage]] = {
    "tool_resource": (Kind.EQUIPMENT, Stage.EQUIPMENT),
    "material_resource": (Kind.MATERIAL, Stage.MATERIAL),
    "design_resource": (Kind.SERVICE, Stage.DESIGN),
    "process": (Kind.PROCESS, Stage.FABRICATION),
    "ultimate_output": (Kind.PRODUCT, Stage.COMPONENT),
}


def mapping() -> dict[str, tuple[str, str]]:
    """Return for ETO inputs (``n20``) our technology and how they meet: same or into."""
    path = bundled() / "eto" / "inputs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {r["eto_id"]: (r["tech_id"], r["relation"]) for r in csv.DictReader(file)}


class Join:
    """The rows of the dataset being put into those of ours."""

    def __init__(self, base: Sequence[Row], faults: Faults, say: Callable[[str], None]) -> None:
        self.base, self.faults, self.say = base, faults, say
        self.new: list[Row] = []
        self.map = mapping()
        self.tech: dict[str, str] = {}
        self.holder: dict[str, str] = {}
        records = [row.record for row in base]
        self.ours = {r.tech_id for r in records if isinstance(r, Technology)}
        self.countries = {r.iso3: r for r in records if isinstance(r, Country)}
        self.firms = {r.firm_id: r for r in records if isinstance(r, Firm)}
        # What we say is an input is no alternative, whatever the hierarchy says.
        self.required = {(r.tech_id, r.input_id) for r in records if isinstance(r, Requires)}
        names: dict[str, list[str]] = defaultdict(list)
        for r in records:
            if isinstance(r, Firm):
                names[r.firm_id] += [r.name_en, r.name_zh]
        for r in records:
            if isinstance(r, Alias) and r.record_id in self.firms:
                names[r.record_id].append(r.alias)
        self.index = Index(names)
        if not any(isinstance(r, Source) and r.source_id == SOURCE for r in records):
            self._add(base[0], _source())

    def _add(self, at: Row, record: Record) -> None:
        self.new.append(Row(record, at.path, at.line))

    def technologies(self, inputs: Sequence[Row]) -> None:
        """Map inputs to our technologies, and add the rest under their own ids."""
        for row in inputs:
            r = row.record
            assert isinstance(r, Input)
            code = r.input_id.lower()
            target, relation = self.map.get(code, ("", ""))
            if relation == "same" and target in self.ours:
                self.tech[r.input_id] = target
                continue
            self.tech[r.input_id] = f"eto-{code}"
            kind, stage = _TYPES.get(r.type, (Kind.PROCESS, Stage.FABRICATION))
            self._add(row, Technology(
                tech_id=f"eto-{code}", name_en=r.input_name, name_zh=r.input_name,
                direction=("1",), kind=kind, stage=stage, source_id=SOURCE,
            ))  # fmt: skip
            if relation == "into" and target in self.ours:
                self._requires(row, target, f"eto-{code}")
        same = sum(not t.startswith("eto-") for t in self.tech.values())
        self.say(
            f"eto: {len(self.tech)} inputs: {same} mapped to our technologies, "
            f"{len(self.tech) - same} added under their own ids"
        )

    def providers(self, providers: Sequence[Row]) -> None:
        """Resolve providers to our firms and countries, and add the firms we lack."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in providers:
            assert isinstance(row.record, Provider)
            groups[row.record.provider_id].append(row)
        count: Counter[str] = Counter()
        refused = []
        kind = {i: str(g[0].record.provider_type) for i, g in groups.items()}  # type: ignore[attr-defined]
        for provider_id in sorted(groups, key=lambda i: kind[i] != "country"):  # homes first
            group = groups[provider_id]
            first = group[0].record
            assert isinstance(first, Provider)
            if kind[provider_id] == "country":
                outcome = self._country(group[0], first)
            else:
                names = [first.provider_name]
                names += [r.record.alias for r in group if r.record.alias]  # type: ignore[attr-defined]
                outcome = self._firm(group[0], provider_id, names, first.country)
            if outcome:
                count[outcome] += 1
            else:
                refused.append(first.provider_name)
        aliases = sum(len(group) - 1 for group in groups.values())
        self.say(
            f"eto: {len(groups)} providers ({aliases} alias rows folded): "
            + ", ".join(f"{n} {what}" for what, n in sorted(count.items()))
        )
        if refused:
            self.say(f"eto: of no one country, left unattributed: {', '.join(sorted(refused))}")

    def _country(self, row: Row, r: Provider) -> str:
        """Resolve one country; groups of countries cannot deny and are nobody."""
        code = r.provider_name
        if code in self.countries:
            self.holder[r.provider_id] = code
            return "countries"
        if not re.fullmatch(r"[A-Z]{3}", code) or r.country == code:
            return ""  # "Various countries"; and EUR, which the dataset puts in itself
        name = r.alias or code
        self.holder[r.provider_id] = code
        self.countries[code] = country = Country(
            iso3=code, name_en=name, name_zh=name, source_id=SOURCE
        )
        self._add(row, country)
        return "countries added"

    def _firm(self, row: Row, provider_id: str, names: list[str], country: str | None) -> str:
        """Resolve one firm: ours if name and country meet, else a new one."""
        found = {i for name in names for i in self.index.ids(name)}
        fits = sorted(i for i in found if country in (None, self.firms[i].country))
        if len(fits) == 1:
            self.holder[provider_id] = fits[0]
            return "firms merged with ours"
        if country not in self.countries:
            return ""
        firm_id = "eto-" + re.sub(r"[^a-z0-9]+", "-", names[0].lower()).strip("-")
        if firm_id in self.firms or firm_id == "eto-":
            firm_id = f"{firm_id}-{provider_id.lower()}"
        firm = Firm(
            firm_id=firm_id, name_en=names[0], name_zh=names[0], country=country or "",
            direction=("1",), role="provider in the ETO chip dataset", source_id=SOURCE,
        )  # fmt: skip
        self.firms[firm_id] = firm
        self.holder[provider_id] = firm_id
        self._add(row, firm)
        for alias in dict.fromkeys(names[1:]):
            self._add(row, Alias(record_id=firm_id, alias=alias, source_id=SOURCE))
        return "firms added" if not found else "firms added apart (our name, other country)"

    def provision(self, provision: Sequence[Row], known: Container[str]) -> None:
        """Add who provides what; a whole stage's rows repeat those of its inputs."""
        count: Counter[str] = Counter()
        first: dict[tuple[str, str], int] = {}
        for row in provision:
            r = row.record
            assert isinstance(r, Provision)
            line = first.setdefault((r.provider_id, r.provided_id), row.line)
            if line != row.line:
                reason = f"'{r.provider_id}, {r.provided_id}' stands already in line {line}"
                self.faults.append(Fault(row.path, row.line, reason))
            for what, named in (("provider", r.provider_id), ("input", r.provided_id)):
                if named not in known and named not in self.faults.broken:
                    self.faults.append(Fault(row.path, row.line, f"no {what} '{named}'"))
            tech, holder = self.tech.get(r.provided_id), self.holder.get(r.provider_id)
            if tech is None:
                count["of whole stages left out"] += 1
                continue
            if holder is None:
                count["left unattributed"] += 1
                continue
            count["added" if r.share_provided is not None else "added with unknown share"] += 1
            self._add(row, Provides(
                provider_id=holder, tech_id=tech,
                share=None if r.share_provided is None else r.share_provided / 100,
                metric=Metric.REVENUE, market=Market.WORLD, year=r.year or _YEAR,
                source_id=SOURCE, confidence=3 if r.share_provided is not None else 2,
            ))  # fmt: skip
        self.say(
            f"eto: {len(provision)} provision rows: "
            + ", ".join(f"{n} {what}" for what, n in sorted(count.items()))
        )

    def sequence(self, sequence: Sequence[Row], inputs: Sequence[Row]) -> None:
        """Add inputs, and the variants of families by market size."""
        size = {
            r.record.input_id: market_size(r.record)
            for r in inputs
            if isinstance(r.record, Input)
        }
        families: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        for row in sequence:
            r = row.record
            assert isinstance(r, Step)
            for other in (r.goes_into_id, r.is_type_of_id):
                if other and other not in self.tech and other not in self.faults.broken:
                    self.faults.append(Fault(row.path, row.line, f"no input '{other}'"))
            if r.goes_into_id in self.tech and r.input_id in self.tech:
                self._requires(row, self.tech[r.goes_into_id], self.tech[r.input_id])
            if r.is_type_of_id in self.tech and r.input_id in self.tech:
                families[r.is_type_of_id].append((row, r.input_id))
        for family, kinds in families.items():
            sizes = [size[i] for _, i in kinds]
            known = [s for s in sizes if s is not None]
            # A variant of unknown size counts like the mean of its siblings.
            mean = sum(known) / len(known) if known else 1.0
            weight = [mean if s is None else s for s in sizes]
            for (row, variant), part in zip(kinds, weight, strict=True):
                pair = self.tech[family], self.tech[variant]
                if pair[0] != pair[1] and pair not in self.required:
                    self._add(row, Variant(
                        variant_id=self.tech[variant], family_id=self.tech[family],
                        weight=part / sum(weight), source_id=SOURCE, year=_YEAR, confidence=2,
                        note="market-size mix of the ETO dataset",
                    ))  # fmt: skip

    def _requires(self, row: Row, tech: str, part: str) -> None:
        if tech != part:
            self._add(row, Requires(
                tech_id=tech, input_id=part, essential=True, source_id=SOURCE,
                year=_YEAR, confidence=3, note="process sequence of the ETO dataset",
            ))  # fmt: skip

    def result(self) -> list[Row]:
        """Return our rows and the new ones; the dataset's view of a market replaces ours."""
        markets = {
            (r.record.tech_id, r.record.metric, r.record.market)
            for r in self.new
            if isinstance(r.record, Provides)
        }
        kept, replaced = [], 0
        for row in self.base:
            r = row.record
            if isinstance(r, Provides) and (r.tech_id, r.metric, r.market) in markets:
                replaced += 1
            else:
                kept.append(row)
        self.say(f"eto: {replaced} of our provision rows replaced by the dataset's")
        ours = {(type(row.record), row.record.key) for row in kept}
        # What we say of an input, an alias or a country stands.
        fresh = [row for row in self.new if (type(row.record), row.record.key) not in ours]
        unique = {(type(row.record), row.record.key): row for row in fresh}
        return [*kept, *unique.values()]


def _source() -> Source:
    return Source(
        source_id=SOURCE,
        title="Advanced Semiconductor Supply Chain Dataset",
        publisher="Emerging Technology Observatory, Georgetown CSET",
        year=_YEAR,
        url="https://eto.tech/dataset-docs/chipexplorer",
        licence="CC BY-NC 4.0",
        kind=SourceKind.DATASET,
    )
