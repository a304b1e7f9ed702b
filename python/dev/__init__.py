"""What who works on the project needs, and who uses it does not: it is not in the wheel."""
