"""What the service measures of itself, for Prometheus. No labels that grow with data: operations, methods, statuses."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.registry import Collector

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The measurements of one application."""

    def __init__(self, *looked_up: Collector) -> None:
        self.registry = CollectorRegistry()
        for one in looked_up:
            self.registry.register(one)
        self._requests = Counter(
            "bsc_http_requests", "Requests answered.", ("operation", "method", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "bsc_http_request_seconds", "Time to answer.", ("operation",), buckets=SECONDS, registry=self.registry
        )
        self.sign_ins = Counter("bsc_sign_ins", "Attempts to sign in.", ("outcome",), registry=self.registry)

    def answered(self, operation: str, method: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        known = method if method in METHODS else "other"
        self._requests.labels(operation, known, str(status)).inc()
        self._seconds.labels(operation).observe(seconds)

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
