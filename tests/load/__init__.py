"""Timings: what `make bench` measures. Never part of the tests."""
