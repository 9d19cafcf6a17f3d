"""What looks like a password is refused, and what is only a note is not."""

from __future__ import annotations

import pytest

from learning.secrecy import looks_like_password


@pytest.mark.parametrize(
    "text",
    [
        "hunter2",
        "Soleil2024!",
        "motdepasse : Toto12",
        "mot de passe: soleil",
        "MDP=azerty",
        "password is hunter2",
        "Mon mot de passe est Chat$42",
        "pin: 4821",
        "code 482913",
        "1234 5678",
        "4821-9930-2217",
        "a1b2-c3d4-e5f6",
        "4f7k92qp",
        "c'est P@ssw0rd, ne pas oublier",
        "clé JBSWY3DPEHPK3PXP",
        "Tr0ub4dor&3",
        "correct-Horse7battery",
    ],
)
def test_a_secret_is_recognised(text):
    assert looks_like_password(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Les codes de secours sont dans le coffre du salon",
        "Mon mot de passe est dans le gestionnaire",
        "My password is in the safe",
        "Vérifié le 12/11/2026",
        "Vérifié le 3 novembre 2026 à 14h30",
        "2026-11-23",
        "Contact : aide@example.com",
        "https://www.linkedin.com/help/linkedin/answer/544",
        "Sur mon iPhone15, dans Bitwarden",
        "Clé YubiKey5 à la maison",
        "À refaire en 2027",
        "Fait avec l’appli d’authentification (pas le SMS)",
        "LinkedIn + Google Authenticator",
        "3 appareils connectés",
    ],
)
def test_a_note_is_left_alone(text):
    assert not looks_like_password(text)
