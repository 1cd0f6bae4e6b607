"""Values of which a column takes one: rights, kinds, stages, measures of a share."""

from __future__ import annotations

from enum import StrEnum


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
