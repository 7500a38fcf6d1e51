"""From Scorecard and Findings to a Recommendation; a named person takes the decision."""
