"""A certificate for a loopback host, made on the spot with the standard library: RSA and DER by hand; for tests."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import random
import ssl
from datetime import UTC, datetime, timedelta
from functools import cache
from math import gcd
from pathlib import Path

_EXPONENT = 65_537
_SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
_RSA = bytes.fromhex("300d06092a864886f70d0101010500")
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
_SEEDS = (114, 1_261)
"""Seeds whose first draw is a prime, so that nobody waits."""
_SMALL = [number for number in range(3, 2_000, 2) if all(number % d for d in range(3, int(number**0.5) + 1, 2))]


def server_context(folder: Path, address: str = "127.0.0.1") -> tuple[ssl.SSLContext, Path]:
    """A context for a server on that address, and the file of the certificate that its clients must trust."""
    modulus, private, factors = _key()
    certificate = _certificate(modulus, private, address)
    ca_file, key_file = folder / "loopback-ca.pem", folder / "loopback-key.pem"
    ca_file.write_text(_pem("CERTIFICATE", certificate))
    key_file.write_text(_pem("RSA PRIVATE KEY", _private_key(modulus, private, factors)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca_file, key_file)
    return context, ca_file


@cache
def _key() -> tuple[int, int, tuple[int, int]]:
    one, other = (_prime(random.Random(seed)) for seed in _SEEDS)
    return one * other, pow(_EXPONENT, -1, (one - 1) * (other - 1)), (one, other)


def _prime(draw: random.Random, bits: int = 1_024) -> int:
    while True:
        number = draw.getrandbits(bits) | 3 << (bits - 2) | 1
        if not all(number % small for small in _SMALL) or gcd(number - 1, _EXPONENT) != 1:
            continue
        if all(_is_witnessed(number, draw.randrange(2, number - 1)) for _ in range(8)):
            return number


def _is_witnessed(number: int, base: int) -> bool:
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    power = pow(base, odd, number)
    if power in (1, number - 1):
        return True
    return any((power := power * power % number) == number - 1 for _ in range(twos - 1))


def _certificate(modulus: int, private: int, address: str) -> bytes:
    name = _der(0x30, _der(0x31, _der(0x30, bytes.fromhex("0603550403") + _der(0x0C, b"loopback"))))
    now = datetime.now(UTC)
    times = [_der(0x17, f"{now + timedelta(days=days):%y%m%d%H%M%SZ}".encode()) for days in (-1, 30)]
    public = _der(0x30, _RSA + _der(0x03, b"\0" + _der(0x30, _integer(modulus) + _integer(_EXPONENT))))
    names = _der(0x30, _der(0x87, ipaddress.ip_address(address).packed))
    true = bytes.fromhex("0101ff")
    extensions = _der(0x30, b"".join((
        _der(0x30, bytes.fromhex("0603551d11") + _der(0x04, names)),
        _der(0x30, bytes.fromhex("0603551d13") + true + _der(0x04, _der(0x30, true))),
    )))  # fmt: skip
    body = _der(0x30, b"".join((
        _der(0xA0, _integer(2)), _integer(1), _SHA256_WITH_RSA, name, _der(0x30, b"".join(times)), name, public,
        _der(0xA3, extensions),
    )))  # fmt: skip
    length = (modulus.bit_length() + 7) // 8
    digest = _SHA256_PREFIX + hashlib.sha256(body).digest()
    padded = b"\0\1" + b"\xff" * (length - len(digest) - 3) + b"\0" + digest
    signature = pow(int.from_bytes(padded), private, modulus).to_bytes(length)
    return _der(0x30, body + _SHA256_WITH_RSA + _der(0x03, b"\0" + signature))


def _private_key(modulus: int, private: int, factors: tuple[int, int]) -> bytes:
    one, other = factors
    numbers = (
        0, modulus, _EXPONENT, private, one, other, private % (one - 1), private % (other - 1), pow(other, -1, one)
    )  # fmt: skip
    return _der(0x30, b"".join(map(_integer, numbers)))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 128:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size) + content


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1))


def _pem(label: str, der: bytes) -> str:
    return f"-----BEGIN {label}-----\n{base64.encodebytes(der).decode()}-----END {label}-----\n"
