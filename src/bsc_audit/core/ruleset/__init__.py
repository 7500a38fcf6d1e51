"""From YAML text to a checked, compiled Ruleset: parse, schema, check, compile."""
