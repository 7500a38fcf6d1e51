"""From Scorecard to Findings: rules, grading, hygiene, and their risk rating."""
