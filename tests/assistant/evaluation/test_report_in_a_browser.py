"""The page in a real browser, offline: nothing runs or loads that must not, conversations are filtered, a phone."""

import pytest

from assistant.evaluation.report import page
from tests.assistant.evaluation.reported import HOSTILE, evaluation
from tests.ui.test_browser import browser  # noqa: F401 - the fixture

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, tmp_path):  # noqa: F811
    """A function that opens the page without a network; what it asked for and complained about is kept."""
    path = tmp_path / "report.html"
    path.write_text(page.render(evaluation()), "utf-8")
    contexts = []

    def open_(**how):
        context = browser.new_context(offline=True, **how)
        contexts.append(context)
        tab = context.new_page()
        tab.asked, tab.errors = [], []
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.on("console", lambda message: tab.errors.append(message.text))
        tab.on("pageerror", lambda error: tab.errors.append(str(error)))
        tab.on("dialog", lambda dialog: tab.errors.append(dialog.message) or dialog.dismiss())
        tab.goto(path.as_uri())
        return tab

    yield open_
    for context in contexts:
        context.close()


def seen(tab):
    return tab.locator(".talk:visible .what").all_inner_texts()


def test_conversations_are_filtered_by_words_source_result_and_label(opened):
    tab = opened()
    assert seen(tab) == ["good", "bad", "known", "Person 3, picky", "Person 1, terse", "Person 2, picky"]
    tab.fill("#words", "heat TAKE")
    assert seen(tab) == ["Person 3, picky", "Person 1, terse", "Person 2, picky"]
    tab.select_option("#label", "picky")
    tab.select_option("#result", "failed")
    assert seen(tab) == ["Person 3, picky"] and tab.inner_text("#count") == "1 of 6 conversations"
    tab.fill("#words", "")
    tab.select_option("#label", "")
    tab.select_option("#source", "script")
    assert seen(tab) == ["bad", "known"]
    tab.click(".talk:visible summary >> nth=0")
    assert HOSTILE in tab.inner_text(".talk:visible .problem >> nth=0")
    assert len(tab.asked) == 1 and tab.errors == []  # the page itself, and nothing to complain of


def test_it_fits_a_phone_and_a_dark_room(opened):
    phone = opened(viewport={"width": 390, "height": 844}, is_mobile=True)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    dark = opened(color_scheme="dark")
    light = opened(color_scheme="light")
    colours = [tab.evaluate("getComputedStyle(document.body).backgroundColor") for tab in (dark, light)]
    assert colours[0] != colours[1]
    light.click("nav a[href='#card']")
    assert light.locator("#card").is_visible() and light.errors == []
