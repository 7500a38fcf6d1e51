"""Pages made in warm processes that are limited and can be killed."""
