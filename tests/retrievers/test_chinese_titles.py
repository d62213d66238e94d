"""The table of Chinese titles: every entry can be read, in simplified characters, and few forms mean two works."""

import tomllib
from collections import defaultdict
from pathlib import Path

from retrievers import chinese_titles
from retrievers.chinese_titles import known_works
from retrievers.simplified import simplified
from retrievers.text import has_cjk


def test_the_table_is_large_and_simplified():
    works = known_works()
    assert sum(work.kind == "film" for work in works) > 1000
    assert sum(work.kind == "book" for work in works) > 400
    table = tomllib.loads(Path(chinese_titles.__file__).with_name("titles_zh.toml").read_text("utf-8"))
    forms = [form for works in table.values() for forms in works.values() for form in forms]
    assert [form for form in forms if form != simplified(form) or form != form.strip() or not has_cjk(form)] == []


def test_every_entry_names_a_kind_a_plausible_year_and_a_chinese_form():
    for work in known_works():
        assert work.kind in ("film", "book")
        assert (1900 if work.kind == "film" else -3000) <= work.year <= 2030, work
        assert any(has_cjk(form) for form in work.forms), work


def test_a_form_that_two_works_share_is_the_exception():
    """Remakes share a name (洛丽塔, 金刚); many others would be slips."""
    bearers = defaultdict(set)
    for work in known_works():
        for form in work.forms:
            bearers[work.kind, form].add(work.year)
    assert sum(len(years) > 1 for years in bearers.values()) < 30
