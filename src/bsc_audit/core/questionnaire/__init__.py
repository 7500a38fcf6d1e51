"""Questionnaires and checklists: what is asked, and what one filled-in record scores."""
