"""The cases beside a ruleset: run them, and say what no case reaches. Shipped, so users test their own rulesets."""
