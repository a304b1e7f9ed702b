"""Compares two rulebooks: the same history under both, in a warehouse aside."""

from __future__ import annotations

from .command import add_parser

__all__ = ["add_parser"]
