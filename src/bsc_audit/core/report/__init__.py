"""The report: everything a reader is told about one assessment, already rounded and worded."""
