"""Questionnaires, checklists and review forms as data: checked, compiled, filled in, scored."""
