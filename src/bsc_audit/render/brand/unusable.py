"""A file of a brand that cannot be used, and why."""


class UnusableError(ValueError):
    """The text says why, for the problem that names the file."""
