"""Copies under a password, for mail: AES-256, which every reader of today opens; no such copy is PDF/A."""

from io import BytesIO

SHORTEST = 8
"""Characters of a password that is not guessed in an afternoon."""


def protected(pdf: bytes, password: str) -> bytes:
    """The PDF, to be opened with the password alone (ISO 32000-2, 7.6: AES-256, revision 6), its tags kept."""
    import pikepdf

    copy = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as page:
        page.save(copy, encryption=pikepdf.Encryption(owner=password, user=password, R=6, aes=True, metadata=True))
    return copy.getvalue()
