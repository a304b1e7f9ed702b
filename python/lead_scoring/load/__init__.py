"""Loads leads, events and outcomes from CSV and Parquet files into the schema raw, all as text."""

from __future__ import annotations

from .batches import Changes
from .columns import columns_of, custom_attributes
from .erased import ErasedPeople
from .loader import LoadedSource, load_input
from .origin import DEMO, continues, is_of_same_input, last_origin, origin_of

__all__ = [
    "DEMO",
    "Changes",
    "ErasedPeople",
    "LoadedSource",
    "columns_of",
    "continues",
    "custom_attributes",
    "is_of_same_input",
    "last_origin",
    "load_input",
    "origin_of",
]
