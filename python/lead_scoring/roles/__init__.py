"""`make roles`: who may build and who may read what in a Postgres database."""

from .command import add_parser

__all__ = ["add_parser"]
