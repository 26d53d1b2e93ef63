"""The evaluation: cases, metrics, a run of an assistant over the cases, and the report of it."""
