"""Delivery: the one way into outbox/."""
