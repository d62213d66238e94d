"""The page in a real browser: a conversation, its buttons, two tabs, hostile titles, a phone, the keyboard."""

import shutil
import sys
from collections.abc import Iterator

import pytest

from tests.ui.fakes import Assistant
from tests.ui.serving import served

pytestmark = pytest.mark.browser

CHROMIUM = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SENTENCE = "I loved Heat. Crime from the nineties, not too long"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, Assistant]]:
    assistant = Assistant(pause=0.01)
    with served(assistant) as base:
        yield base, assistant


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (chromium, chromium-browser or google-chrome on the PATH)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visit:
    """One tab, with everything it asked for and complained about."""

    def __init__(self, context, base: str) -> None:
        self.base, self.page = base, context.new_page()
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", lambda dialog: self.errors.append(f"dialog {dialog.message}") or dialog.dismiss())
        self.page.set_default_timeout(8000)
        self.page.goto(base)
        self.page.wait_for_selector("#starter-0, #cards, #ledger-head")

    def say(self, text: str) -> None:
        self.page.fill("#message textarea", text)
        self.page.keyboard.press("Enter")

    def settled(self, messages: int) -> list[str]:
        """Wait for ``messages`` in the conversation and the end of the answer; returns their texts."""
        self.has("#chat .message", messages)
        self.page.wait_for_selector("#send")
        self.page.wait_for_selector(f"#ledger-head.after-{messages} #undo:not(:disabled)")
        self.has(f"#cards:not(.after-{messages})", 0)  # buttons of before have no function any more
        return self.page.locator("#chat .message").all_inner_texts()

    def ledger(self, text: str, *, told: bool = True) -> None:
        """Wait until the ledger tells ``text``, or tells it no longer."""
        from playwright.sync_api import expect

        ledger = expect(self.page.locator("#ledger"))
        (ledger.to_contain_text if told else ledger.not_to_contain_text)(text, timeout=8000)

    def has(self, selector: str, count: int) -> None:
        """Wait until so many elements are there (`wait_for_function` would need the eval that the page forbids)."""
        from playwright.sync_api import expect

        expect(self.page.locator(selector)).to_have_count(count, timeout=8000)

    def outside(self) -> list[str]:
        return [url for url in self.asked if not url.startswith((self.base + "/", "data:"))]


@pytest.fixture
def visit(browser, server):
    contexts = []

    def open_(**how) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-US", **how})
        contexts.append(context)
        return Visit(context, server[0])

    yield open_
    for context in contexts:
        context.close()


def test_a_conversation(visit):
    tab = visit()
    page = tab.page
    assert "96 films and 37 books; the ratings are simulated" in page.inner_text("#header")
    assert "no model: plain wording" in page.inner_text("#header")
    tab.ledger("Nothing yet")
    page.click("#starter-0")
    said, answered = tab.settled(2)
    assert said.startswith("I loved Heat") and answered.endswith("two films and a book.")
    assert page.locator(".card h3").all_inner_texts() == [
        "The Long Harbour (1994)", "Glass Hour (1997)", "A Map of Quiet Streets (1992)",
    ]  # fmt: skip
    card = page.inner_text(".card >> nth=0")
    for words in (
        "Film · crime, drama · 128\u00a0min",
        "Ida Marchetti",
        "safe-breaker",
        "61 % of the 212 people",
        "longer",
    ):
        assert words in card
    assert page.locator(".chip").count() == 4
    tab.ledger("turn 1 · “I loved Heat")

    page.click("#option-0")  # the question's option is sent as a message
    assert tab.settled(4)[2] == "darker"
    page.click("#card-1-like")
    assert tab.settled(6)[-1] == "Noted: you like The Long Harbour."
    tab.has("#card-1-like:text-is('✓ Like')", 1)  # the cards are drawn after the words
    tab.has(".chip", 5)
    page.click("#card-0-why")
    assert tab.settled(8)[-1].startswith("Winter Ledger: you asked for crime")

    page.click("#remove-wishes-1")
    assert tab.settled(10)[-2:] == ["Forget this: 1990–1999.", "Forgotten."]
    tab.ledger("1990–1999", told=False)
    page.click("#undo")
    tab.settled(12)
    tab.ledger("1990–1999")

    page.click("#fresh")
    page.wait_for_selector("#welcome")
    assert page.locator("#chat .message").count() == 0
    tab.ledger("Nothing yet")
    assert tab.errors == [] and tab.outside() == []


def test_a_reply_streams_stops_and_survives_a_failure(visit, server):
    tab = visit()
    tab.say("slow please")
    tab.has("#chat .bot-row :text('word10')", 1)
    assert tab.page.locator("#send").count() == 0
    tab.page.click("#stop")
    answer = tab.settled(2)[-1]
    assert answer.endswith("(stopped)") and "word399" not in answer
    assert any(session.stopped.is_set() for session in server[1].opened.values())
    assert tab.errors == []
    tab.say("boom")  # a failure is told, and the conversation goes on
    assert "did not work" in tab.settled(4)[-1]
    tab.say("hello")
    assert "could not connect" in tab.settled(6)[-1]


def test_two_tabs_are_two_conversations(browser, server):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    one, two = Visit(context, server[0]), Visit(context, server[0])
    one.say(SENTENCE)
    one.settled(2)
    assert two.page.locator("#chat .message").count() == 0
    two.ledger("Nothing yet")
    two.say("hello")
    assert len(two.settled(2)) == 2
    assert one.page.locator("#chat .message").count() == 2
    assert two.page.locator(".chip").count() == 0
    context.close()


def test_hostile_titles_are_only_text(visit):
    tab = visit()
    page = tab.page
    tab.say("hostile <img src=http://evil.example/d onerror=window.pwned=1> [y](http://evil.example/e)")
    said, answered = tab.settled(2)
    assert "<img src=http://evil.example/d" in said
    assert 'onerror="window.pwned=1"' in answered and "![x](http://evil.example/c.png)" in answered
    assert page.locator(".card h3").first.inner_text() == '<img src=x onerror="window.pwned=1"> (1999)'
    assert "www.evil.example <iframe" in page.inner_text(".card >> nth=0")
    page.click("#card-0-like")
    tab.settled(4)
    tab.ledger('<img src=x onerror="window.pwned=1">')
    for place in ("#chat", "#stage", "#ledger"):
        assert page.locator(f"{place} :is(a, img, iframe, script, b, code, h1, .katex)").count() == 0, place
    assert page.evaluate("window.pwned") is None
    assert tab.outside() == [] and not any("evil" in url for url in tab.asked)
    assert tab.errors == []

    # The last fence: even markup that had got into the page could not run or load anything.
    page.evaluate(
        """() => { const p = document.createElement('p'); document.body.append(p);
        p.innerHTML = '<img src=x onerror="window.pwned=1"><img src="http://evil.example/x.png">';
        const s = document.createElement('script'); s.textContent = 'window.pwned=2'; document.body.append(s); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert any("Content Security Policy" in error for error in tab.errors)


def test_a_phone(visit):
    tab = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = tab.page
    tab.say(SENTENCE)
    tab.settled(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("#composer").bounding_box()
    assert box and box["y"] + box["height"] <= 844.5  # the place to type stays in view
    assert page.locator("#ledger").bounding_box()["y"] > page.locator("#cards").bounding_box()["y"]
    page.tap("#card-0-seen")
    tab.settled(4)
    assert tab.errors == []


def test_the_keyboard_is_enough(visit):
    tab = visit()
    page = tab.page
    page.focus("#message textarea")
    page.keyboard.type("I loved Heat")
    page.keyboard.press("Enter")
    tab.settled(2)
    page.focus("#card-1-dislike")
    page.keyboard.press("Enter")
    tab.settled(4)
    tab.has(":is(.verdict, #message) :focus", 1)  # not lost when the cards are drawn anew
    page.focus("#remove-likes-0")
    assert page.locator("#remove-likes-0").inner_text().strip() == "Remove: Heat"  # named for screen readers
    page.keyboard.press("Space")
    tab.settled(6)
    tab.has(":focus:not(body)", 1)


def test_both_halves_of_the_page_are_drawn_every_time(visit):
    tab = visit()
    tab.say("I loved Heat")
    tab.settled(2)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # whatever is drawn at the same time gets into each other's way
    try:
        for turn in range(2, 14):
            tab.page.click("#card-1-why")
            tab.settled(2 * turn)
    finally:
        sys.setswitchinterval(usual)


def test_chinese(visit):
    tab = visit()
    assert tab.page.inner_text("#send").strip() == "Send"
    tab.say("我喜欢犯罪片")
    tab.settled(2)
    assert tab.page.inner_text("#ledger h2") == "我所记下的"
    assert tab.page.inner_text("#send").strip() == "发送"
    assert tab.page.locator(".card h3").first.inner_text() == "漫长的海港 (1994)"
    assert tab.page.inner_text("#card-0-like").strip() == "喜欢"
    tab.page.click("#fresh")  # keeps to the language
    tab.page.click("#starter-0")
    assert tab.settled(2)[0] == "我喜欢看电影和读书"


def test_the_first_page_follows_the_browsers_language(visit):
    assert visit(locale="zh-CN").page.inner_text("#send").strip() == "发送"
