"""From Evidence to Scorecard: measure every indicator, then score the tree, once and exactly."""
