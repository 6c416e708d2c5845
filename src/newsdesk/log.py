"""The log file: what went wrong, without article text, in two files of a megabyte at most."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import warnings
from pathlib import Path

from newsdesk.text import clean_line

MAX_BYTES = 1_000_000
"""Size at which the log moves to `newsdesk.log.1`, replacing the one before."""


class _Clean(logging.Formatter):
    """Server words and feed names in a message must not reach a terminal as controls."""

    def formatException(self, ei: object) -> str:  # logging's own name
        """The trace, its lines cleaned one by one."""
        return "\n".join(clean_line(line) for line in super().formatException(ei).split("\n"))  # type: ignore[arg-type]

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, cleaned."""
        return clean_line(super().formatMessage(record))


def start(path: Path) -> None:
    """Send everything that is logged, and warnings, to the file at `path`, and nothing to the terminal."""
    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(path, maxBytes=MAX_BYTES, backupCount=1)
        path.chmod(0o600)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Clean("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, secrets and all
    logging.captureWarnings(True)
    if not sys.warnoptions:
        warnings.simplefilter("default")
