"""Report to bytes, one format a module; `table.py` names them."""
