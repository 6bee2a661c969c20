"""Static verification: what is wrong with the rules of a plan, shown by examples, before anything is run."""
