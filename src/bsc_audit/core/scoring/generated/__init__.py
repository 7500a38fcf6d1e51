"""One ruleset as one generated Python function over floats, proved equal to the exact interpreter by the tests.

For many assessments: networks of sites, simulation, live previews. Whatever decides is still exact: a result
that floats cannot decide says so (`near_tie`), and `decision.quick` then asks the interpreter.
"""

from bsc_audit.core.scoring.generated.compiled import CompiledScoring, FastResult, compile_scoring
from bsc_audit.core.scoring.generated.slots import Role, Slot
from bsc_audit.core.scoring.generated.vector import vector_of

__all__ = ["CompiledScoring", "FastResult", "Role", "Slot", "compile_scoring", "vector_of"]
