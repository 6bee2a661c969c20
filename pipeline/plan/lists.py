"""Lists: names of the word lists that the program looks for by name, beside those that masks and rules name."""

JUDGING = "定性词"
"""Words that judge people, each with a neutral one instead."""
PUNISHMENTS = "处分词"
"""Words for punishments, which no result, wording or deadline may propose."""
