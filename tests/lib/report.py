"""How a test says that it could not be tried."""


class Skip(Exception):
    """The text is the reason, for the report."""
