"""Answer types of questionnaire items: what may be answered and what an answer earns."""
