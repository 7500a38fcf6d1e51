"""The tables, one noun a module; importing `tables.every` makes the metadata complete."""
