"""Paths and queries of the API, and the envelopes of its answers."""
