"""Charts: numbers in, SVG text out. Each carries a full-sentence title, which becomes its alternative text."""
