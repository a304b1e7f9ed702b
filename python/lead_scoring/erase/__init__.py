"""`make erase`: removes a person from the warehouse and from all that is kept beside it."""

from .command import add_parser

__all__ = ["add_parser"]
