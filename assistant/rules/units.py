"""The units that numbers of goods come in, by quantity. Knows no column and no catalogue."""

from __future__ import annotations

from collections.abc import Mapping

MONEY = "money"

#: Quantity → (how a unit is written, its size in the first unit of the quantity). Currencies are not converted.
UNITS: Mapping[str, tuple[tuple[str, float], ...]] = {
    MONEY: (
        (r"€|eur(?:os?)?|欧元|欧", 1),
        (r"\$|us\$|usd|dollars?|bucks|美元|美金|刀", 1),
        (r"£|gbp|quid|英镑", 1),
        (r"¥|￥|cny|rmb|yuan|人民币|元|块钱?", 1),
        (r"pounds", 1),
    ),
    "mass": (
        (r"g|gr|gms?|grams?|克", 1),
        (r"kg|kgs|kilos?|kilograms?|公斤|千克", 1000),
        (r"斤", 500),
        (r"mg|milligrams?|毫克", 0.001),
        (r"lbs?|pounds?|磅", 453.6),
        (r"oz|ounces?|盎司", 28.35),
    ),
    "extent": (
        (r"cm|centimet(?:er|re)s?|厘米|公分", 1),
        (r"mm|millimet(?:er|re)s?|毫米", 0.1),
        (r"m|met(?:er|re)s?|米", 100),
        (r"inch(?:es)?|in|英寸|寸", 2.54),
    ),
    "volume": (
        (r"ml|millilit(?:er|re)s?|毫升", 1),
        (r"cl", 10),
        (r"l|lit(?:er|re)s?|升", 1000),
    ),
    "power": ((r"w|watts?|瓦", 1), (r"kw|千瓦", 1000)),
}  # fmt: skip

#: Each unit as (quantity, pattern, size), the longer spellings first, so that "kg" is not read as "k" and "g".
ALL = tuple((quantity, spelt, size) for quantity, units in UNITS.items() for spelt, size in units)
