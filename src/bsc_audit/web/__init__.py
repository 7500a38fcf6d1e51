"""The web pages: requests to values, one use case, values to a page. Everything works without JavaScript."""
