"""Use cases on ports: what happens when somebody audits, checks or explains."""
