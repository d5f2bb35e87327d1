"""``lti.toml``: where the platform's services are, and the key that it knows this tool by."""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass, fields
from datetime import tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from autograder.lms.web import check_address
from autograder.records.errors import LmsError

BITS = 2048
"""The size of an RSA key: what the security framework of 1EdTech asks for at least."""
NEEDED = "Marks by LTI need PyJWT and cryptography: pip install 'convgrade[lti]'."


@dataclass(frozen=True)
class Config:
    """What is written in the file; ``key`` is the private key's text.

    ``token_url`` gives access tokens to ``client_id``; ``audience`` is whom its requests are addressed to (default: ``token_url``).
    ``memberships_url`` is the course's roster. ``lineitem_url`` is the column, or ``lineitems_url`` holds it under ``label``. ``timezone``
    is that of times of submission which the download writes without one.
    """

    token_url: str
    client_id: str
    key: str
    memberships_url: str
    key_id: str = ""
    audience: str = ""
    lineitem_url: str = ""
    lineitems_url: str = ""
    label: str = ""
    timezone: str = ""

    @property
    def zone(self) -> tzinfo | None:
        """The time zone of times written without one, if it is known."""
        return ZoneInfo(self.timezone) if self.timezone else None


def read_config(path: Path | None) -> Config:
    """The configuration at ``path``. Raises `LmsError` saying what is wrong with it."""
    if path is None:
        raise LmsError("LTI needs a file that says where to connect: give it with --config (see docs/lms/lti.md).")
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LmsError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise LmsError(f"{path} is not a TOML file: {error}.") from error
    known = {field.name for field in fields(Config)}
    if odd := [name for name in given if name not in known]:
        raise LmsError(
            f"{path} has {', '.join(odd)}, which this file does not know; it may hold {', '.join(sorted(known))}."
        )
    needed = ("token_url", "client_id", "key", "memberships_url")
    if missing := [name for name in needed if not given.get(name)]:
        raise LmsError(f"{path} lacks {', '.join(missing)}.")
    if not given.get("lineitem_url") and not (given.get("lineitems_url") and given.get("label")):
        raise LmsError(f"{path} lacks the column for the marks: lineitem_url, or lineitems_url and label.")
    for name, value in given.items():
        if not isinstance(value, str):
            raise LmsError(f"{name} in {path} is not a text in quotes.")
        if name.endswith("_url") and value:
            check_address(value)
    file = path.parent / given["key"]
    try:
        given["key"] = file.read_text("ascii")
    except (OSError, UnicodeError) as error:
        raise LmsError(f"The private key {file} cannot be read: make one with `convgrade lti-key`.") from error
    config = Config(**given)
    try:
        assert config.zone is None or config.zone
    except Exception as error:
        raise LmsError(f"{config.timezone!r} in {path} is not a time zone, like Europe/Berlin.") from error
    return config


def make_key(folder: Path) -> str:
    """Make a key pair in ``folder``: ``lti-key.pem`` (private, for its owner only), ``lti-key.pub.pem`` and ``jwks.json`` to register.

    Gives the key's id. Raises `LmsError` when there is a key already.
    """
    try:
        import jwt
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric import rsa
    except ImportError as error:
        raise LmsError(NEEDED) from error
    private = folder / "lti-key.pem"
    if private.exists():
        raise LmsError(
            f"{private} is there already: a new key would have to be registered again. Remove it first if you want a new one."
        )
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    name = key_id(public)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as stream:
        stream.write(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
    pem = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    (folder / "lti-key.pub.pem").write_bytes(pem)
    keys = {"keys": [{**{part: public[part] for part in ("kty", "n", "e")}, "kid": name, "alg": "RS256", "use": "sig"}]}
    (folder / "jwks.json").write_text(json.dumps(keys, indent=1) + "\n")
    return name


def key_id(public: dict[str, Any]) -> str:
    """The thumbprint of a public RSA key (RFC 7638), by which a platform with several keys finds it."""
    import base64
    import hashlib

    text = json.dumps({name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
