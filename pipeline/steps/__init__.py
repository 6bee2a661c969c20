"""The steps of a night that join the pure middle to the edges: receiving, issuing, returning."""
