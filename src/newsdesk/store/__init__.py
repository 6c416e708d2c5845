"""The only SQL: connection, migrations, queries for the screen, writes for the worker, marks, requests, care."""
