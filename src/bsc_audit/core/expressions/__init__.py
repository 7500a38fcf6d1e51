"""The condition language of rulesets: a small profile of CEL with units and three-valued logic."""
