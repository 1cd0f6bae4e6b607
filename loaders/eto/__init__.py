"""The Emerging Technology Observatory's chip supply-chain tables, from the user's own copy.

The dataset is CC BY-NC 4.0 and not bundled; a user downloads it and says ``--with eto=DIR``.
It is read as its owner publishes it, and these things in it are not taken at face value:

* a provider has a row for each alias: rows of one ``provider_id`` are one provider;
* an empty share is unknown, never zero;
* "Various countries" and "Europe" are nobody who can deny: they stay unattributed;
* ``is_type_of`` is a hierarchy of variants, not of inputs, and a sub-market repeats what its
  parent counts: a family delivers the mean of its variants by market size;
* rows about a whole stage (Design, Fabrication) repeat what its inputs say.

``data/eto/inputs.csv`` says which input *is* one of our technologies and which goes *into*
one; the rest join under ids of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from graph.errors import Fault
from graph.schema import Record
from loaders.eto.join import SOURCE, Join, mapping
from loaders.eto.tables import Input, Provider, Provision, Step
from loaders.table import Faults, Row, read

__all__ = ["SOURCE", "mapping", "rows"]


def rows(
    folder: Path, base: Sequence[Row], faults: Faults, say: Callable[[str], None]
) -> list[Row]:
    """
    Return the rows of ``base`` with the dataset's put in.

    Parameters
    ----------
    folder
        Folder with inputs.csv, providers.csv, provision.csv and sequence.csv.
    base
        Rows it is joined to: firms and countries meet by name and alias.
    faults
        List to which faults are added.
    say
        Is told what was mapped, added, merged and refused.
    """
    tables = {t.TABLE: _table(folder, t, faults) for t in (Input, Provider, Provision, Step)}
    if not all(tables.values()):
        return list(base)
    joined = Join(base, faults, say)
    joined.technologies(tables["inputs"])
    joined.providers(tables["providers"])
    joined.provision(tables["provision"], _known(tables))
    joined.sequence(tables["sequence"], tables["inputs"])
    return joined.result()


def _table(folder: Path, table: type[Record], faults: Faults) -> list[Row]:
    path = folder / f"{table.TABLE}.csv"
    if not path.is_file():
        faults.stop(Fault(str(path), 0, "missing file of the ETO dataset"))
        return []
    return read(path, table, faults)


def _known(tables: Mapping[str, Sequence[Row]]) -> frozenset[str]:
    """Return all ids that a row of provision may name: providers, inputs, whole stages."""
    inputs = [r.record for r in tables["inputs"] if isinstance(r.record, Input)]
    providers = [r.record for r in tables["providers"] if isinstance(r.record, Provider)]
    ids = {r.provider_id for r in providers} | {r.input_id for r in inputs}
    return frozenset(ids | {r.stage_id for r in inputs if r.stage_id})
