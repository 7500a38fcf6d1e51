"""The XCCDF flat models as source: points over all leaves below a node, group weights ignored."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.expressions.nearness import TOLERANCE
from bsc_audit.core.scoring.generated.state import Writer
from bsc_audit.core.scoring.generated.writing import literal


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as a flat model sees it."""

    weight: Fraction
    score: str
    zero: bool  # counts 0 while it is not assessed
    bounded: bool  # its score lies in 0..100


def write_flat(writer: Writer, method: str, leaves: Sequence[Leaf], name: str) -> str:
    """Write the sums; gives the source of the score, to be used only where `u`, the weight counted, is not 0."""
    counted = [leaf for leaf in leaves if leaf.weight]
    short = f"short_{name}"  # points missing to everything possible, 0 or less; of the absolute model
    absolute = method == "xccdf_absolute"
    writer.source.add("u = 0.0", f"{short} = 0.0" if absolute else "t = 0.0")
    for leaf in counted:
        weight = "1.0" if method == "xccdf_flat_unweighted" else literal(leaf.weight)
        entered = f"{short} += {weight} * ({leaf.score} - 100.0)" if absolute else f"t += {weight} * {leaf.score}"
        writer.source.add(f"if {leaf.score} < inf:", f"    {entered}", f"    u += {weight}")
        if leaf.zero:
            lost = [f"    {short} -= 100.0 * {weight}"] if absolute else []
            writer.source.add(f"elif {leaf.score} != {leaf.score}:", *lost, f"    u += {weight}")
    if not absolute:
        return "t / u"
    if not all(leaf.bounded and leaf.score in writer.certain for leaf in counted):
        writer.source.close_calls.append(f"({-TOLERANCE} <= {short} <= {TOLERANCE})")
    return f"(100.0 if {short} == 0.0 else 0.0)"
