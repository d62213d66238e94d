"""The door to Gradio: the page, mounted in our own FastAPI app beside the HTTP interface and behind the guards.

The page only shows a `Tab` and passes clicks to it. What is said is decided below, how it looks in ``static/page.css``.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from ui.api import install_api
from ui.guard import LOOPBACK, Limits, guarded
from ui.labels import label, starters
from ui.markdown import card_text, chip_text, escape_markdown, header_text, notes_text, welcome_text
from ui.present import Card, Chip, cards, chip_groups, one_line
from ui.protocol import Assistant, Feedback, Gate
from ui.tabs import Action, Tab

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

import gradio as gr

STATIC = Path(__file__).with_name("static")
FONTS = ("ui-sans-serif", "system-ui", "Segoe UI", "Noto Sans", "PingFang SC", "Noto Sans CJK SC", "sans-serif")
OPINIONS: tuple[Feedback, ...] = ("like", "dislike", "seen")
#: All events of the page: not offered to other programs, no progress bars, and quick ones never wait for each other.
_PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_QUICK: dict[str, Any] = {**_PRIVATE, "concurrency_limit": None}
# The pieces of a page are drawn into one table of components; two at a time would find it changing under them.
_ONE_BY_ONE: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "draw"}
_HEAD = (
    '<link rel="stylesheet" href="/static/sommelier/page.css"><script src="/static/sommelier/page.js" defer></script>'
)
_LONGEST_TYPED = 20_000  # above the 8,000 that a turn takes: the session says so better than a silent cut
_WAITING = 16


def build_app(assistant: Assistant, *, host: str, port: int, limits: Limits | None = None) -> FastAPI:
    """The whole web application for one assistant: page at ``/``, HTTP interface at ``/api``, guards around both."""
    gate = Gate(_WAITING)
    app = FastAPI(title="Sommelier", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    install_api(app, assistant, gate)
    app.mount("/static/sommelier", StaticFiles(directory=STATIC), name="static")
    page = build_page(assistant, gate)
    page.queue(max_size=_WAITING, default_concurrency_limit=4, api_open=False)
    gr.mount_gradio_app(
        app, page, path="/", server_name=host, server_port=port, footer_links=[], run_history=False, show_error=False,
        allowed_paths=[], max_file_size=1, ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False,
        theme=gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "monospace")), head=_HEAD,
    )  # fmt: skip
    guarded(app, host=host, limits=limits or Limits())
    return app


def serve(assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve until interrupted; says on standard error where, once it listens."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            print(
                f"Sommelier is at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends).", file=sys.stderr
            )
            if host not in LOOPBACK:
                print("Whoever can reach this address can talk here: there is no password.", file=sys.stderr)

    config = uvicorn.Config(
        build_app(assistant, host=host, port=port), host=host, port=port, log_level="warning", server_header=False,
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    Server(config).run()


def build_page(assistant: Assistant, gate: Gate) -> Any:
    """The page as Gradio blocks, not yet mounted."""
    with gr.Blocks(title="Sommelier", analytics_enabled=False) as page:
        _Page(assistant, gate).wire(page)
    return page


class _Page:
    """The components that do not change, and what every event does: take what was said, answer it, show the result."""

    def __init__(self, assistant: Assistant, gate: Gate) -> None:
        self.assistant, self.gate = assistant, gate
        self.tab, self.asked, self.version = gr.State(None), gr.State(""), gr.State("")
        drawn: dict[str, Any] = {"inputs": self.tab, "triggers": [self.version.change], **_ONE_BY_ONE}
        with gr.Row(elem_id="top"):
            self.header = gr.Markdown(header_text(assistant, "en"), elem_id="header", latex_delimiters=[])
            self.fresh = gr.Button(label("new_conversation", "en"), elem_id="fresh", size="sm")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk"):
                self.chat = _chat()
                with gr.Column(elem_id="stage"):
                    gr.render(**drawn, show_progress="hidden")(self.draw_stage)
                with gr.Row(elem_id="composer"):
                    self.box = _box()
                    self.send = gr.Button(label("send", "en"), elem_id="send", variant="primary")
                    self.halt = gr.Button(label("stop", "en"), elem_id="stop", variant="stop", visible=False)
            with gr.Column(elem_id="ledger"):
                gr.render(**drawn, show_progress="hidden")(self.draw_ledger)
        self.shown = [self.tab, self.header, self.fresh, self.chat, self.box, self.send, self.halt, self.version]

    # --- events

    def wire(self, page: Any) -> None:
        page.load(self.open, None, self.shown, **_QUICK)
        self.fresh.click(self.restart, self.tab, self.shown, **_QUICK)
        for event in (self.send.click, self.box.submit):
            event(self.say, [self.tab, self.box], [*self.shown, self.asked], **_QUICK)
        answered = self.asked.change(
            self.answer, self.tab, self.chat, **_PRIVATE, concurrency_limit=1, concurrency_id="turn"
        )
        answered.success(self.settle, self.tab, self.shown, **_QUICK)
        answered.failure(self.settle, self.tab, self.shown, **_QUICK)
        self.halt.click(self.stop, self.tab, None, queue=False, **_QUICK).then(
            self.settle, self.tab, self.shown, **_QUICK
        )

    def on_click(self, button: Any, make: Callable[[Tab], Action]) -> None:
        """Take the action that ``make`` gives when ``button`` is pressed."""
        button.click(partial(self.take, make), self.tab, [*self.shown, self.asked], **_QUICK)

    def open(self, request: gr.Request) -> list[Any]:
        languages = str(request.headers.get("accept-language", "")) if request else ""
        return self.show(Tab(self.assistant, self.gate, "zh" if languages.startswith("zh") else "en"))

    def restart(self, tab: Tab | None) -> list[Any]:
        self.stop(tab)
        return self.show(Tab(self.assistant, self.gate, tab.language if tab else "en"))

    def stop(self, tab: Tab | None) -> None:
        if tab:
            tab.stop()

    def say(self, tab: Tab | None, text: str) -> list[Any]:
        if not text.strip():
            return [gr.skip()] * (len(self.shown) + 1)
        return self.take(lambda _: Action.say(text), tab, typed=True)

    def take(self, make: Callable[[Tab], Action], tab: Tab | None, typed: bool = False) -> list[Any]:
        """Take an action and set off its `answer` by a new value of ``asked``; not while another is answered."""
        tab = tab or Tab(self.assistant, self.gate)
        if not tab.accept(make(tab)):
            return [gr.skip()] * (len(self.shown) + 1)
        return [*self.show(tab, clear=typed), secrets.token_hex(8)]

    def answer(self, tab: Tab | None) -> Iterator[Any]:
        """Stream the reply. When the browser goes away Gradio closes this at a ``yield``, which stops the turn."""
        for _ in tab.run() if tab else ():
            yield tab.messages if tab else []

    def settle(self, tab: Tab | None) -> list[Any]:
        tab = tab or Tab(self.assistant, self.gate)
        tab.recover()
        return self.show(tab)

    def show(self, tab: Tab, clear: bool = False) -> list[Any]:
        """The values of ``shown`` for the state that ``tab`` is in."""
        box: dict[str, Any] = {
            "placeholder": label("placeholder", tab.language),
            "label": label("message", tab.language),
        }
        return [
            tab,
            header_text(self.assistant, tab.language),
            gr.update(value=label("new_conversation", tab.language), interactive=not tab.empty),
            gr.update(value=tab.messages, visible=not tab.empty, label=label("conversation", tab.language)),
            gr.update(value="", **box) if clear else gr.update(**box),
            gr.update(value=label("send", tab.language), visible=not tab.busy),
            gr.update(value=label("stop", tab.language), visible=tab.busy),
            secrets.token_hex(8),
        ]

    # --- what is drawn anew after every turn

    def draw_stage(self, tab: Tab | None) -> None:
        """Under the messages: where to begin, or the suggestions and the question of the latest reply."""
        if tab is None:
            return
        if tab.empty:
            _text(welcome_text(self.assistant, tab.language), elem_id="welcome")
            self.draw_options(starters(tab.language, self.assistant.name), "starter")
            return
        if tab.notes and not tab.busy:
            _text(notes_text(tab.notes), elem_classes="notes")
        shown = cards(tab.items, self.assistant.catalogue, tab.preferences, tab.language)
        if shown:
            with gr.Row(elem_id="cards", elem_classes=_state(tab)):
                for number, card in enumerate(shown):
                    self.draw_card(card, number, tab)
        if tab.question and not tab.busy:
            question = "" if tab.question_told else escape_markdown(tab.question.text)
            self.draw_options(tab.question.options, "option", question)

    def draw_options(self, options: tuple[str, ...], name: str, question: str = "") -> None:
        """Sentences to send with a click."""
        with gr.Row(elem_id=f"{name}s"):
            if question:
                _text(question)
            for number, option in enumerate(options):
                button = _small(one_line(option, 90), f"{name}-{number}", "option")
                self.on_click(button, partial(lambda text, _: Action.say(text), option))

    def draw_card(self, card: Card, number: int, tab: Tab) -> None:
        with gr.Column(elem_classes=["card", f"is-{card.opinion}" if card.opinion else "is-open"], min_width=0):
            _text(card_text(card), elem_classes="face")
            with gr.Row(elem_classes="verdict"):
                for opinion in OPINIONS:
                    chosen, words = card.opinion == opinion, label(opinion, tab.language)
                    button = _small(
                        f"✓ {words}" if chosen else words, f"card-{number}-{opinion}", "chosen" if chosen else "",
                        not (chosen or tab.busy),
                    )  # fmt: skip
                    self.on_click(button, partial(_judge, card, opinion))
                why = _small(label("why", tab.language), f"card-{number}-why", "why", not tab.busy)
                self.on_click(why, lambda tab: Action.why(card, tab.language))

    def draw_ledger(self, tab: Tab | None) -> None:
        """Beside the conversation: everything that was told, each entry with its source and a way to take it back."""
        if tab is None:
            return
        free = not (tab.empty or tab.busy)
        with gr.Row(elem_id="ledger-head", elem_classes=_state(tab)):
            _text(f"## {label('ledger', tab.language)}")
            undo = _small(label("undo", tab.language), "undo", "", free)
            self.on_click(undo, lambda tab: Action.undo(tab.language))
        groups = chip_groups(tab.preferences, tab.language)
        if not groups:
            _text(label("ledger_empty", tab.language), elem_classes="nothing")
        for name, chips in groups:
            _text(f"### {name}", elem_classes="group")
            for number, chip in enumerate(chips):
                self.draw_chip(chip, number, tab)

    def draw_chip(self, chip: Chip, number: int, tab: Tab) -> None:
        with gr.Row(elem_classes=["chip", "soft" if chip.soft else "firm"]):
            _text(chip_text(chip))
            words = label("remove", tab.language, label=chip.label)
            button = _small(words, f"remove-{chip.group}-{number}", "remove", not tab.busy)
            self.on_click(button, lambda tab: Action.remove(chip, tab.language))


def _state(tab: Tab) -> str:
    """After how many messages a piece of the page was drawn: the buttons of an earlier state do nothing any more."""
    return "waiting" if tab.busy else f"after-{len(tab.messages)}"


def _text(markdown: str, **more: Any) -> Any:
    return gr.Markdown(markdown, latex_delimiters=[], sanitize_html=True, **more)


def _small(words: str, elem_id: str, look: str, enabled: bool = True) -> Any:
    return gr.Button(words, size="sm", elem_id=elem_id, elem_classes=look, interactive=enabled)


def _chat() -> Any:
    # Not render_markdown=False, which shows HTML in a message as it is (gradio 6.31); a tab escapes every message.
    return gr.Chatbot(
        elem_id="chat", show_label=False, label=label("conversation", "en"), container=False, height=None,
        visible=False, sanitize_html=True, latex_delimiters=[], buttons=[], allow_tags=False, feedback_options=None,
        group_consecutive_messages=False, allow_file_downloads=False,
    )  # fmt: skip


def _box() -> Any:
    return gr.Textbox(
        elem_id="message", show_label=False, label=label("message", "en"), placeholder=label("placeholder", "en"),
        container=False, lines=1, max_lines=6, max_length=_LONGEST_TYPED, autofocus=True,
    )  # fmt: skip


def _judge(card: Card, opinion: Feedback, tab: Tab) -> Action:
    return Action.judge(card, opinion, tab.language)
