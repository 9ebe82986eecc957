"""Passwords and pass phrases: hashed with argon2, drawn without letters that are mistaken for each other."""

import hashlib
import secrets
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine.errors import RuleViolation

UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PASS_PHRASE_LENGTH = 10
SHORTEST_PASSWORD = 10


@dataclass
class Passwords:
    """Hashes and checks; the work factor is the hasher's."""

    hasher: PasswordHasher = field(default_factory=PasswordHasher)

    def hash(self, secret: str) -> str:
        """The stored form of a secret."""
        return self.hasher.hash(secret)

    def matches(self, stored: str, secret: str) -> bool:
        """Whether the secret is the one that was stored; takes the same time when nothing was stored."""
        try:
            self.hasher.verify(stored or _DUMMY, secret)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return bool(stored)


_DUMMY = PasswordHasher().hash("nobody's password")


def new_pass_phrase() -> str:
    """A fresh pass phrase for one application, in two groups of five."""
    letters = "".join(secrets.choice(UNMISTAKABLE) for _ in range(PASS_PHRASE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def normal_pass_phrase(typed: str) -> str:
    """What the applicant typed, as it was handed out: capitals, one dash."""
    letters = "".join(letter for letter in typed.upper() if letter in UNMISTAKABLE)
    return f"{letters[:5]}-{letters[5:]}"


def require_strong(password: str, *, account: str) -> None:
    """Nothing, if the password may be used; RuleViolation at the field `password` when it is too weak."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleViolation(f"密码至少 {SHORTEST_PASSWORD} 位，请重新设置。", field="password")
    if account.lower() in password.lower() or len(set(password)) < 5:
        raise RuleViolation("密码过于简单：不得包含账号，且至少有 5 个不同字符。", field="password")


def token_hash(token: str) -> str:
    """How the token of a sign-in is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
