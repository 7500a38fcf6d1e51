"""Workers: what takes up jobs, holds on to them, does them once, and is started anew when it is lost."""
