"""Generated demo data."""
from .generator import DemoSize, generate

__all__ = ["DemoSize", "generate"]
