"""Strategic dependency on imports: the indicators of the European Commission.

    CDI 1 = sum over origins o of s(o)²       concentration of imports from outside      > 0.4
    CDI 2 = outside imports / all imports     scarcity: how much must come from outside  > 0.5
    CDI 3 = outside imports / all exports     no own production to fall back on          > 1

A product is dependent where all three pass their thresholds.

Measures: how concentrated, how necessary and how irreplaceable imports of a product are.
Identifies: products that few outside suppliers could withhold.
Beware: one year is noise, one product in five leaves the list in the next; ask for persistence.

References
----------
European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352; Arjona, R.,
Connell, W. and Herghelegiu, C. (2023), An enhanced methodology to monitor the EU's strategic
dependencies and vulnerabilities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import RequestError
from queries.market import herfindahl

THRESHOLDS = (0.4, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Dependency:
    """The three indicators of one product."""

    cdi1: float
    cdi2: float
    cdi3: float

    @property
    def dependent(self) -> bool:
        """Tell whether all three pass their thresholds."""
        values = (self.cdi1, self.cdi2, self.cdi3)
        return all(v > t for v, t in zip(values, THRESHOLDS, strict=True))


def dependency(outside: Mapping[str, float], *, inside: float, exports: float) -> Dependency:
    """
    Return the dependency indicators of one product.

    Parameters
    ----------
    outside
        Imports from outside by origin, in any unit of value.
    inside
        Imports from partners counted as inside, same unit.
    exports
        All exports, same unit.

    Raises
    ------
    RequestError
        If a value is negative or unknown, or nothing is imported from outside.

    Examples
    --------
    >>> dependency({"CHN": 60, "JPN": 40}, inside=50, exports=80)
    Dependency(cdi1=0.52, cdi2=0.6666666666666666, cdi3=1.25)
    """
    outside = dict(outside)
    total = sum(outside.values())
    if not all(v >= 0 for v in (*outside.values(), inside, exports)):
        raise RequestError("a trade value is negative or unknown")
    if total <= 0:
        raise RequestError(
            "nothing is imported from outside, so there is no dependency to measure"
        )
    shares = [value / total for value in outside.values()]
    ratio = total / exports if exports > 0 else float("inf")
    return Dependency(herfindahl(shares)[0], total / (total + inside), ratio)
