"""From raw values to Evidence: what was submitted about one organisation, checked against a ruleset."""
