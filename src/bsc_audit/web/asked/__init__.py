"""What the form asks, as its pages show and take it: kinds of answers, fields, items, sections, the result beside them."""
