"""Satisfaction weighted by importance (CSI), with the weights and products of every attribute."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import (
    Messages,
    every,
    needs_parameters,
    not_negative,
    on_scale,
    same_length,
    shape,
    whole_numbers,
)
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole

FORMS = (Form(fields=("importance", "satisfaction"), optional=("n",)),)
LISTS = ("importance", "satisfaction")
FIXED = "minmax_fixed_weights"


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """The index in percent; None without importance, or without a usable scale."""
    importance, satisfaction = numbers(inputs, "importance"), numbers(inputs, "satisfaction")
    scale = numbers(parameters, "scale")
    if not total(importance) or len(importance) != len(satisfaction) or len(scale) != 2 or scale[0] >= scale[1]:
        return None
    whole_weight = Fraction(1) if variant == FIXED else total(importance)
    weights = tuple(one / whole_weight for one in importance)
    products = tuple(w * s for w, s in zip(weights, satisfaction, strict=True))
    return Measurement(
        value=_index(total(products), total(weights), variant, *scale),
        n=whole(scalar(inputs, "n")),
        details=_details(weights, products, satisfaction),
    )


def _index(weighted: Fraction, weight: Fraction, variant: str, low: Fraction, high: Fraction) -> Fraction:
    if variant == "max":
        return 100 * weighted / high
    return 100 * (weighted - weight * low) / (high - low)


def _details(
    weights: tuple[Fraction, ...], products: tuple[Fraction, ...], satisfaction: tuple[Fraction, ...]
) -> MappingProxyType[str, Fraction]:
    """Per attribute, numbered from 1: weight in percent, and weight x satisfaction."""
    shares = {f"weight_{k}": 100 * weight for k, weight in enumerate(weights, start=1)}
    scores = {f"weighted_score_{k}": 100 * product for k, product in enumerate(products, start=1)}
    means = {"weighted_mean": total(products), "plain_mean": total(satisfaction) / len(satisfaction)}
    return MappingProxyType({**means, **shares, **scores})


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """As many importances as satisfactions, and no satisfaction off its scale."""
    return shape(inputs, FORMS, lists=LISTS) or every(
        needs_parameters(parameters, "scale"),
        same_length(inputs, *LISTS),
        not_negative(inputs, "importance"),
        on_scale(inputs, parameters, "satisfaction"),
        whole_numbers(inputs, "n"),
    )


SATISFACTION_INDEX = MetricKind(
    name="satisfaction_index",
    title="Importance-weighted satisfaction index",
    explains="Mean satisfaction per attribute, weighted by its mean importance; needs the parameter `scale`,"
    " lowest and highest answer (CSI-1 to CSI-5).",
    variants=MappingProxyType(
        {
            "max": "sum(importance x satisfaction) / sum(importance) / highest x 100",
            "minmax": "(weighted mean - lowest) / (highest - lowest) x 100",
            FIXED: "sum(importance x (satisfaction - lowest)) / (highest - lowest) x 100, importance as"
            " shares of 1, not rescaled",
        }
    ),
    forms=FORMS,
    parameters=("scale",),
    required=MappingProxyType(dict.fromkeys(("max", "minmax", FIXED), ("scale",))),
    measure=measure,
    pool=weighing_by_n(*LISTS),
    check=check,
)
