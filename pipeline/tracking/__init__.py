"""Tracking: what was said and done over time becomes states, deadlines and the roll call."""
