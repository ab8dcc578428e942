"""What happens, and when? Prefect flows: thin ticks over the rooms below. This package itself needs no Prefect."""
