"""The words of the page and the terminal around a reply, in English and Chinese; nothing of a reply itself."""

from __future__ import annotations

LABELS: dict[str, tuple[str, str]] = {
    # the page
    "send": ("Send", "发送"),
    "stop": ("Stop", "停止"),
    "new_conversation": ("New conversation", "新对话"),
    "placeholder": ("What are you in the mood for?", "今天想看点什么？"),
    "message": ("Your message", "你的留言"),
    "conversation": ("Conversation", "对话"),
    "welcome": ("What shall we find for you?", "今天想找点什么？"),
    "welcome_hint": (
        "Say what you loved and what you cannot stand. Every suggestion comes with its reasons, and everything you say "
        "is listed beside the conversation, where you can take it back.",
        "告诉我你喜欢什么、受不了什么。每个推荐都附有理由；你说过的都会列在旁边，随时可以收回。",
    ),
    "waiting": ("One moment", "请稍候"),
    "understand": ("Reading your message", "正在理解"),
    "clarify": ("Finding the best question", "正在想一个问题"),
    "retrieve": ("Searching the catalogue", "正在查找"),
    "rank": ("Comparing what fits", "正在比较"),
    "explain": ("Writing the reasons", "正在写理由"),
    "answer": ("Writing", "正在回答"),
    "verify": ("Checking every sentence", "正在核对"),
    "stopped": ("(stopped)", "（已停止）"),
    "failed": ("That did not work. Please say it again, or in other words.", "出了点问题，请再说一次或换个说法。"),
    "busy": ("Many people are asking at once. Please try again in a moment.", "现在人比较多，请稍后再试。"),
    "no_model": ("no model: plain wording", "未用模型：措辞从简"),
    "idle_model": ("plain wording, {name} may not write yet", "措辞从简，{name} 还不能写"),
    "model": ("model: {name}", "模型：{name}"),
    # the cards
    "like": ("Like", "喜欢"),
    "dislike": ("Not for me", "不适合我"),
    "seen": ("Seen it", "看过了"),
    "why": ("Why?", "为什么？"),
    "did_like": ("I like {title}.", "我喜欢《{title}》。"),
    "did_dislike": ("{title} is not for me.", "《{title}》不适合我。"),
    "did_seen": ("I know {title} already.", "我已经看过《{title}》。"),
    "did_why": ("Why {title}?", "为什么推荐《{title}》？"),
    "did_remove": ("Forget this: {label}.", "别再考虑：{label}。"),
    "did_undo": ("Take that back.", "撤销上一步。"),
    # the reasons
    "asked-for": ("You asked", "符合要求"),
    "people-like-you": ("Shared taste", "口味相近"),
    "similar-to": ("Similar", "相似"),
    "acclaimed": ("Acclaimed", "口碑"),
    "trade-off": ("But", "不足"),
    # the ledger
    "ledger": ("What I was told", "我所记下的"),
    "ledger_empty": (
        "Nothing yet. What you like, dislike and wish will be listed here, each with the words it came from.",
        "暂时没有。你的喜好和要求会列在这里，并注明出自哪句话。",
    ),
    "undo": ("Undo", "撤销"),
    "remove": ("Remove: {label}", "删除：{label}"),
    "likes": ("You like", "喜欢"),
    "dislikes": ("Not for you", "不喜欢"),
    "seen_before": ("You know", "看过"),
    "rejected": ("You declined", "不考虑"),
    "wishes": ("You wish for", "要求"),
    "clicked": ("a button you pressed", "你点的按钮"),
    "turn": ("turn {turn}", "第 {turn} 轮"),
    "soft": ("if possible", "尽量满足"),
    "loosened": (
        "Loosened “{wish}”: {left} matched with it, {after} without it.",
        "放宽“{wish}”：原有 {left} 项，现有 {after} 项。",
    ),
    # the terminal
    "hello": (
        "Say what you like. Ctrl-C stops a reply, Ctrl-D ends, /help lists more.",
        "说说你的喜好。Ctrl-C 停止回复，Ctrl-D 结束，/help 查看更多。",
    ),
    "help": (
        "/preferences  what I was told      /undo  take the last change back      /quit  end",
        "/preferences  我所记下的      /undo  撤销上一步      /quit  结束",
    ),
    "you": ("you", "你"),
    # units and joins
    "minutes": ("{n}\u00a0min", "{n} 分钟"),
    "pages": ("{n}\u00a0pages", "{n} 页"),
    "comma": (", ", "、"),
}  # fmt: skip

#: Sentences to begin with: about the demo's catalogue, and about any other.
STARTERS: dict[str, tuple[str, ...]] = {
    "en": (
        "I loved Heat and The Silence of the Lambs. Something from the nineties?",
        "A funny film for tonight, not too long",
        "A mystery novel with a clever ending",
        "I like films and books. Surprise me",
    ),
    "zh": (
        "我喜欢看电影和读书",
        "想看一部轻松的喜剧，不要太长",
        "推荐一本结局巧妙的推理小说",
        "九十年代的犯罪片，不要恐怖",
    ),
}
GENERAL_STARTERS: dict[str, tuple[str, ...]] = {
    "en": ("What do people like best here?", "Something light and not too long", "Something recent", "Surprise me"),
    "zh": ("这里最受欢迎的是什么？", "想要轻松一点、不太长的", "想要新一点的", "给我一个惊喜"),
}


def label(key: str, language: str, **values: object) -> str:
    """The words for ``key`` in ``language`` (``zh…`` is Chinese, all else English), with ``{name}`` filled in."""
    english, chinese = LABELS[key]
    words = chinese if language.startswith("zh") else english
    return words.format(**values) if values else words


def starters(language: str, catalogue: str) -> tuple[str, ...]:
    """Sentences to begin with, offered while a conversation about ``catalogue`` is empty."""
    sentences = STARTERS if catalogue == "demo" else GENERAL_STARTERS
    return sentences["zh" if language.startswith("zh") else "en"]
