"""Use cases of the service: organisations, people, assessments that are stored; on ports, without HTTP or SQL."""
