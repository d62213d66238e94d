"""The page's colours: quiet text can be read on its ground, in the light and in the dark."""

import re
from pathlib import Path

import pytest

import ui

CSS = (Path(ui.__file__).parent / "static" / "page.css").read_text(encoding="utf-8")
PAIRS = [
    ("soft", "paper"), ("soft", "sheet"), ("ink", "sheet"), ("accent", "sheet"), ("accent", "paper"),
    ("accent", "tint"), ("bubble-ink", "bubble"), ("accent-ink", "accent"),
]  # fmt: skip


def colours(selector: str) -> dict[str, str]:
    block = CSS.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def light(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("selector", [":root", ":root:has(body.dark)"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast_is_at_least_aa(selector, text, ground):
    found = colours(selector)
    dark, bright = sorted((light(found[text]), light(found[ground])))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_the_style_loads_nothing_from_elsewhere():
    assert "url(" not in CSS and "@import" not in CSS and "http" not in CSS
