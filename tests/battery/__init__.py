"""The battery: hostile inputs run end to end through the real program, each judged at what comes out."""
