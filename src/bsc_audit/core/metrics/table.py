"""All metric kinds, by the name a ruleset uses."""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.metrics.abandonment import ABANDONMENT
from bsc_audit.core.metrics.acsi import ACSI
from bsc_audit.core.metrics.availability import SERVICE_AVAILABILITY
from bsc_audit.core.metrics.bradford import BRADFORD
from bsc_audit.core.metrics.change_on_baseline import CHANGE_ON_BASELINE
from bsc_audit.core.metrics.clv import CLV
from bsc_audit.core.metrics.cost_per_resolution import COST_PER_RESOLUTION
from bsc_audit.core.metrics.forecast_error import FORECAST_ERROR
from bsc_audit.core.metrics.kappa import KAPPA
from bsc_audit.core.metrics.kind import MetricKind
from bsc_audit.core.metrics.mean import MEAN
from bsc_audit.core.metrics.mean_of_shares import MEAN_OF_SHARES
from bsc_audit.core.metrics.net_promoter import NET_PROMOTER
from bsc_audit.core.metrics.payback import PAYBACK
from bsc_audit.core.metrics.per_unit import PER_UNIT
from bsc_audit.core.metrics.percentile import PERCENTILE
from bsc_audit.core.metrics.ratio import RATIO
from bsc_audit.core.metrics.retention import CUSTOMER_RETENTION
from bsc_audit.core.metrics.revenue_retention import REVENUE_RETENTION
from bsc_audit.core.metrics.satisfaction_index import SATISFACTION_INDEX
from bsc_audit.core.metrics.service_level import SERVICE_LEVEL
from bsc_audit.core.metrics.servqual_gap import SERVQUAL_GAP
from bsc_audit.core.metrics.spread import SPREAD
from bsc_audit.core.metrics.sus import SUS
from bsc_audit.core.metrics.top_box import TOP_BOX
from bsc_audit.core.metrics.turnover import TURNOVER
from bsc_audit.core.metrics.value import VALUE

_KINDS = (
    *(VALUE, RATIO, MEAN, PERCENTILE, PER_UNIT, CHANGE_ON_BASELINE, SPREAD, MEAN_OF_SHARES),
    *(NET_PROMOTER, TOP_BOX, SATISFACTION_INDEX, ACSI, SERVQUAL_GAP, SUS),
    *(SERVICE_LEVEL, ABANDONMENT, SERVICE_AVAILABILITY, FORECAST_ERROR, KAPPA),
    *(CUSTOMER_RETENTION, REVENUE_RETENTION, CLV, PAYBACK, COST_PER_RESOLUTION),
    *(TURNOVER, BRADFORD),
)

METRIC_KINDS: Mapping[str, MetricKind] = MappingProxyType({kind.name: kind for kind in _KINDS})
