"""When Easter is, computed, so that no table of holidays has to be kept.

Pure.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

__all__ = ["easter_sunday"]


@lru_cache(maxsize=512)
def easter_sunday(year: int) -> date:
    """Give Easter Sunday of a year in the Gregorian calendar.

    It is the Sunday after the full moon on or after 21 March, both as the church
    reckons them (the method known as Meeus/Jones/Butcher).
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, left = divmod(century, 4)
    drift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leaps - drift + 15) % 30
    quarter, rest = divmod(of_century, 4)
    sunday = (32 + 2 * left + 2 * quarter - moon - rest) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
