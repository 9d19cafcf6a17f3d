"""A note must never hold a password: what looks like one is refused. Pure, and on the careful side."""

from __future__ import annotations

import itertools
import re

# "mot de passe : …", "password is …", "PIN=…"; naming the thing is fine ("my password is in the safe" is not a value).
_LABEL = r"(?:mots?\s*de\s*passe|mdp|pass\s?word|passwd|pwd|pass\s?phrase|code\s+pin|pin|otp|secret)"
_LABELLED = re.compile(rf"\b{_LABEL}\b\s*(?:[:=]|est\s*:?|is\s*:?)\s*(?P<value>\S+)", re.IGNORECASE)
_LABELLED_DIRECTLY = re.compile(rf"\b{_LABEL}\b\s*[:=]\s*\S", re.IGNORECASE)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)")
_TIME = re.compile(r"(?<!\d)\d{1,2}\s?[h:]\s?\d{2}(?!\d)", re.IGNORECASE)
_PRODUCT = re.compile(
    r"(?:iphone|ipad|ios|android|galaxy|pixel|windows|office|yubikey|macbook|nokia|xiaomi|bitwarden|1password|"
    r"keepass(?:xc)?)[-_]?\d{0,4}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DIGIT_GROUPS = re.compile(r"(?<!\d)\d{3,8}(?:[\s-]\d{3,8})+(?!\d)")
_EDGES = " \t.,;:!?()[]{}«»“”\"'’‘…\u00a0\u202f"
_JOINING = "-'’/&+_"


def looks_like_password(text: str) -> bool:
    """Does this short note hold something that looks like a password, a PIN or a recovery code?

    In: what a person typed. Out: True when one word mixes letters, digits and signs as passwords do, when a run of
    digits looks like a code, or when a label such as “password:” is followed by a value. Dates, times, addresses and
    the names of common devices are left alone.
    """
    if _LABELLED_DIRECTLY.search(text) or _has_labelled_value(text):
        return True
    text = _ADDRESS.sub(" ", text)
    if _reads_as_credential(text):
        return True
    text = _TIME.sub(" ", _DATE.sub(" ", text))
    return _has_digit_code(text) or any(_is_password_like(word) for word in text.split())


def _has_labelled_value(text: str) -> bool:
    """“Password is hunter2”: the value holds a digit or a sign; “password is in the safe” does not."""
    return any(re.search(r"[^\W_]*[\d_]|[#$%^*!@]", m["value"].strip(_EDGES)) for m in _LABELLED.finditer(text))


def _reads_as_credential(text: str) -> bool:
    """A single word of letters and digits and nothing else: nobody writes a note like that."""
    word = text.strip(_EDGES)
    if not word or " " in word or _PRODUCT.fullmatch(word) or _DATE.fullmatch(word) or _TIME.fullmatch(word):
        return False
    return len(word) >= 5 and bool(re.search(r"[^\W\d_]", word)) and bool(re.search(r"\d", word))


def _has_digit_code(text: str) -> bool:
    """A PIN, a one-time code or groups of digits such as “1234 5678”; years are not codes."""
    for match in _DIGIT_GROUPS.finditer(text):
        groups = re.split(r"[\s-]", match.group())
        if not all(_YEAR.fullmatch(group) for group in groups):
            return True
    return any(word.isdigit() and len(word) >= 4 and not _YEAR.fullmatch(word) for word in re.split(r"[^\w]+", text))


def _is_password_like(word: str) -> bool:
    word = word.strip(_EDGES)
    if len(word) < 6 or _PRODUCT.fullmatch(word):
        return False
    lower, upper = any(c.islower() for c in word), any(c.isupper() for c in word)
    digit = any(c.isdigit() for c in word)
    sign = any(not c.isalnum() and c not in _JOINING for c in word)
    if digit and sign and (lower or upper):
        return True
    if lower and upper and (sign or (digit and len(word) >= 8)):
        return True
    return digit and (lower or upper) and (len(word) >= 12 or _alternates(word))


def _alternates(word: str) -> bool:
    """Letters and digits change places at least twice, as in recovery codes (a1b2c3, 4f7k-92qp)."""
    kinds = ["d" if c.isdigit() else "a" for c in word if c.isalnum()]
    return sum(a != b for a, b in itertools.pairwise(kinds)) >= 2
