"""The pure core: values in, values out; no clock, file, network, chance or log."""
