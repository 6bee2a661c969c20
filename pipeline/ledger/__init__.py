"""The ledger: the one door to SQL; a fast, auditable index of the archive."""
