"""Addresses of our own pages."""

from urllib.parse import urlsplit


def own_address(said: str) -> str:
    """An address below ours that a parameter names; the first page where it names another site's, or none."""
    parts = urlsplit(said)
    plain = said.startswith("/") and not said.startswith(("//", "/\\")) and "\\" not in said and said.isprintable()
    return said if plain and not parts.scheme and not parts.netloc else "/"
