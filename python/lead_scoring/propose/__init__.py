"""Proposes a mapping.yml from the columns and first rows of files in another shape."""
