"""Fuzzing of everything that reads what strangers wrote: targets, a saved corpus, a runner that stops by the clock."""
