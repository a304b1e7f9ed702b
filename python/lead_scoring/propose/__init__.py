"""Proposes a mapping.yml from the columns and first rows of files in another shape."""

from .command import add_parser

__all__ = ["add_parser"]
