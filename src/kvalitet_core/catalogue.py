"""The public facts that come with the library: Denmark's regions and municipalities.

They are commands, to be given to a journal like any others: regions first. The sources
attest them for the programme's period, so they take effect at its start, 1 January
2019, and nothing is claimed of before; each row of the tables names its source.

This is the one place in the domain that reads files: its own, in the package.
"""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from kvalitet_core.domain import municipality, region
from kvalitet_core.values import MunicipalityCode, RegionCode

__all__ = ["municipalities", "regions"]


def regions() -> tuple[region.Register, ...]:
    """Give the commands that register the five regions, in the order of codes."""
    return tuple(
        region.Register(
            code=RegionCode(row["code"]),
            name=row["name"],
            effective_from=date.fromisoformat(row["effective_from"]),
        )
        for row in _rows("regions.csv")
    )


def municipalities() -> tuple[municipality.Register, ...]:
    """Give the commands that register the 98 municipalities, in the order of codes.

    Names are the register's own short ones (`Vesthimmerlands`), so match on the code.
    Christiansø has a code, 0411, but is no municipality, and is left out.
    """
    code_of = {known.name: known.code for known in regions()}
    return tuple(
        municipality.Register(
            code=MunicipalityCode(row["code"]),
            name=row["name"],
            region=code_of[row["region"]],
            effective_from=date.fromisoformat(row["effective_from"]),
        )
        for row in _rows("municipalities.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    table = files("kvalitet_core") / "data" / name
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
