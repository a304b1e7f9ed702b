"""`make dashboard`: the boards of charts/ as pages that work offline, or live with filters."""

from .command import add_parser

__all__ = ["add_parser"]
