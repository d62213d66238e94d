"""The words: instructions for the model, and the plain wording used without one. A writer works here without Python."""

from prompts.render import LANGUAGES, TemplateError, fence, listing, names, phrase, phrases, render

__all__ = ["LANGUAGES", "TemplateError", "fence", "listing", "names", "phrase", "phrases", "render"]
