"""`make sync`: the scores go where people work, only where they changed."""

from .command import add_parser

__all__ = ["add_parser"]
