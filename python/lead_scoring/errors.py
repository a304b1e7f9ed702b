"""The errors that a person can do something about."""


class UserError(Exception):
    """A foreseeable problem, told in one sentence that says what to do."""
