"""A reading in one line, so that a table of messages can be read by a person: intent, opinions, wishes."""

OPINIONS = ("likes", "dislikes", "seen", "rejected")


def described(reading):
    """``refine; likes Heat, Collateral; genre=crime; mood~=funny; genre!=horror; year 1990–1999``.

    ``~`` marks a soft wish; ``(?)`` a message that was not understood.
    """
    update = reading.update
    parts = [reading.intent if reading.understood else f"{reading.intent}(?)"]
    for name in OPINIONS:
        if opinions := getattr(update, name):
            parts.append(f"{name} {', '.join(o.title for o in opinions)}")
    parts += [wish_text(wish) for wish in update.wishes]
    parts += [f"forget {facet}" for facet in (*update.forget_items, *update.forget_facets)]
    parts += [f"unknown {title}" for title in reading.unknown]
    parts += [f"unjudged {words}" for words in reading.unjudged]
    return "; ".join(parts)


def wish_text(wish):
    soft = "" if wish.hard else "~"
    if wish.include:
        return f"{wish.facet}{soft}={'|'.join(wish.include)}"
    if wish.exclude:
        return f"{wish.facet}{soft}!={'|'.join(wish.exclude)}"
    low, high = ("" if end is None else f"{end:g}" for end in (wish.min, wish.max))
    return f"{wish.facet}{soft} {low}–{high}"
