"""The HTTP service: requests to values, one use case, values to responses."""
