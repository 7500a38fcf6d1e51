"""What is measured when it is asked for: jobs, and what the adapters tell of themselves."""

from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bsc_audit.app.service.readiness import SILENCE
from bsc_audit.app.service.wiring import Wiring


class Looked(Collector):
    """Measurements of one installation, looked up at every scrape; where the database is gone, it alone is told."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    def describe(self) -> Iterable[Metric]:
        """Nothing: a registry that asks must not need the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """All of them."""
        for measure in self._wiring.measures:
            family = CounterMetricFamily if measure.grows else GaugeMetricFamily
            yield family(measure.name, measure.help, value=measure.read())
        try:
            jobs = list(self._jobs())
        except Exception:  # whatever it is, the rest can be measured
            jobs = []
        yield GaugeMetricFamily("bsc_database_up", "Whether the database answers.", value=float(bool(jobs)))
        yield from jobs

    def _jobs(self) -> Iterable[Metric]:
        now = self._wiring.clock.now()
        with self._wiring.work.installation() as installation:
            queue = installation.queue
            counts, oldest, workers = queue.counts(), queue.oldest_due(), queue.alive_since(now - SILENCE)
        states = GaugeMetricFamily("bsc_jobs", "Jobs by state.", labels=("state",))
        for state, count in counts.items():
            states.add_metric((state,), count)
        waited = 0.0 if oldest is None else (now - oldest).total_seconds()
        yield states
        yield GaugeMetricFamily("bsc_oldest_job_seconds", "How long the job waits that waits longest.", value=waited)
        yield GaugeMetricFamily("bsc_workers", "Workers that showed themselves within a minute.", value=workers)
