"""The worker: the background process that fetches, reads and stores."""
