"""Feed documents: bytes to entries, whatever format, encoding and health they are in."""
