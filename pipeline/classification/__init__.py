"""Classification: decision tables compiled from the plan, and the verdicts they give."""
