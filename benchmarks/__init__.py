"""What newsdesk costs and how good it is, measured: one module a question, run with python -m."""
