"""The scoring contract in plain Python: slow, small and written apart from the SQL models."""
