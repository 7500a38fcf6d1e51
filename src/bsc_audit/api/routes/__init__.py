"""Routes, one module a noun; `api.table` lists them."""
