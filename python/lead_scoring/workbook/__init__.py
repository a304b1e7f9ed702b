"""Rulebooks as workbooks (.xlsx), a sheet for each file, and back."""
