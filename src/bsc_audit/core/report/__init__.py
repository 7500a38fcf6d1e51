"""The Report: the only thing a template or an export sees."""
