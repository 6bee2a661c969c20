"""The command line: one file a command, one boundary for faults, the only place that looks at the clock."""
