"""The audit: archive, journal, ledger, issued bytes and outbox verified against each other; it changes nothing."""
