"""Loads leads, events and outcomes from CSV and Parquet files into the schema raw, all as text."""

from __future__ import annotations

from .loader import LoadedSource, load_input

__all__ = ["LoadedSource", "load_input"]
