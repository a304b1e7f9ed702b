"""Tests of the Python side, and of the commands as users run them."""
