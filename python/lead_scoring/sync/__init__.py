"""`make sync`: the scores go where people work, only where they changed."""
