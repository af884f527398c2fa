"""The catalogue has the country as the programme's sources attest it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from kvalitet_core import catalogue


def test_there_are_five_regions() -> None:
    """Five regions, with the codes 1081 to 1085."""
    codes = [known.code for known in catalogue.regions()]

    assert codes == ["1081", "1082", "1083", "1084", "1085"]


def test_there_are_98_municipalities_with_codes_of_their_own() -> None:
    """98 codes in order; Christiansø (0411) is no municipality."""
    codes = [known.code for known in catalogue.municipalities()]

    assert len(codes) == 98
    assert codes == sorted(set(codes))
    assert "0411" not in codes


def test_every_region_has_its_municipalities() -> None:
    """29, 22, 19, 17 and 11 make 98."""
    name_of = {known.code: known.name for known in catalogue.regions()}
    counts = Counter(name_of[known.region] for known in catalogue.municipalities())

    assert counts == {
        "Region Hovedstaden": 29,
        "Region Syddanmark": 22,
        "Region Midtjylland": 19,
        "Region Sjælland": 17,
        "Region Nordjylland": 11,
    }


def test_the_four_partners_are_there() -> None:
    """The programme's partners, by code, name and region."""
    known = {(one.code, one.name, one.region) for one in catalogue.municipalities()}

    assert known >= {
        ("0657", "Herning", "1082"),
        ("0730", "Randers", "1082"),
        ("0265", "Roskilde", "1085"),
        ("0230", "Rudersdal", "1084"),
    }


def test_all_of_it_holds_from_the_programmes_start() -> None:
    """Nothing is claimed of the time before 2019."""
    begins = {known.effective_from for known in catalogue.regions()}
    begins |= {known.effective_from for known in catalogue.municipalities()}

    assert begins == {date(2019, 1, 1)}
