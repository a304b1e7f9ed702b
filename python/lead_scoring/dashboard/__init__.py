"""`make dashboard`: the boards of charts/ as pages that work offline, or live with filters."""
