"""Named methods on numbers: normalisation, aggregation, intervals, trend, agreement, sampling."""
