"""The errors that a person can do something about."""

INTERRUPTED = 130  # the exit code after Ctrl-C


class UserError(Exception):
    """A foreseeable problem, told in one sentence that says what to do."""
