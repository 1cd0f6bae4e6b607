"""Hypothetical extraction: the output that a technology's loss takes with it, in US dollars.

Final demand is what the US needs are worth, where that is known, on the technologies they rest
on; input coefficients are the recorded cost shares. :mod:`queries.leontief` does the rest.

Measures: US$ bn of output, of all that US demand calls forth, that goes without the technology.
Identifies: where much value passes, however little can be denied.
Beware: only inputs whose cost share is recorded count; see the coverage. Value is not control.

References
----------
Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd ed., chapter 12.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import RequestError
from graph.model import Graph, once
from queries.cascade import Floats
from queries.leontief import extraction_losses, output
from queries.loss import weights


@dataclass(frozen=True, slots=True)
class Extraction:
    """
    What extracting each technology takes away.

    ``techs`` in the order of the arrays; ``output`` is gross output and ``loss`` what is lost of
    all output, both in US$ bn a year; ``priced`` of ``inputs`` recorded inputs have a cost share.
    """

    techs: tuple[str, ...]
    output: Floats
    loss: Floats
    priced: int
    inputs: int


@once
def extraction(kg: Graph) -> Extraction:
    """
    Return the loss of output without each technology.

    Raises
    ------
    RequestError
        If no need has a known demand, or the cost shares of an input circle exceed its output.
    """
    w = weights(kg)
    techs = tuple(kg.technologies)
    place = {tech_id: i for i, tech_id in enumerate(techs)}
    demand = np.nan_to_num(w.usd_bn) @ w.rests
    if not demand.any():
        raise RequestError("no US need has a known demand in US dollars")
    priced = [r for r in kg.requires if r.cost_share is not None]
    a = np.zeros((len(techs), len(techs)))
    for r in priced:
        a[place[r.input_id], place[r.tech_id]] = r.cost_share
    x = output(a, demand)
    loss = extraction_losses(a, demand) * x.sum()
    return Extraction(techs, x, loss, len(priced), len(kg.requires))
