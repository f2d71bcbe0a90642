"""Mail (.eml) and pages saved as one file (MHTML): both are MIME messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.core.document import BlockKind, Metadata, Part
from reader.core.text import clean
from reader.formats import dom, html, plain, site_text
from reader.formats.decode import decode, known
from reader.formats.loader import Article, File

if TYPE_CHECKING:
    from email.message import EmailMessage, Message

_MAX_FIELD = 20_000

_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_REPLY = re.compile(
    r"^(on .{4,200} wrote:|le .{4,200} a écrit :|am .{4,200} schrieb .{0,80}:|el .{4,200} escribió:"
    r"|-{2,} ?(original|forwarded) message ?-{2,}|begin forwarded message:"
    r"|(from|sent|to|cc|date|subject|reply-to): .{1,300})$",
    re.IGNORECASE,
)
_ENOUGH = 0.6


def load_mail(file: File) -> Article:
    """Read a mail: subject, sender and date, then the better of its text and its HTML.

    Quoted mail is QUOTE; what introduces it, and the signature, is BOILERPLATE. Attachments are left out.
    """
    message = _parsed(file)
    metadata = _metadata(message)
    text, page = _body(message, "plain"), _body(message, "html")
    parts: list[Part] = []
    encoding = ""
    if page is not None:
        inner = file.inner(_bytes(page))
        markup, encoding = decode(inner, page.get_content_charset() or html.declared_charset(inner.data))
        parts = list(dom.blocks(dom.parse(file, markup)))
    if text is not None:
        written, charset = decode(file.inner(_bytes(text)), text.get_content_charset() or "")
        if not parts or _length(plain.paragraphs(written)) >= _ENOUGH * _length(parts):
            parts, encoding = list(_written(written)), charset
    if not parts:
        raise file.error("the mail holds no text")
    sent = " · ".join(filter(None, (metadata.author, metadata.date)))
    head = (Part(BlockKind.TITLE, metadata.title), Part(BlockKind.BYLINE, sent))
    return Article((*head, *site_text.mark(_replies(parts))), metadata, encoding)


def load_page(file: File) -> Article:
    """Read a page saved as MHTML."""
    page = _body(_parsed(file), "html")
    if page is None:
        raise file.error("no web page is in it")
    return html.load(file.inner(_bytes(page), known(page.get_content_charset() or "") or None))


def _parsed(file: File) -> EmailMessage:
    from email import message_from_bytes, policy

    message = message_from_bytes(file.data, policy=policy.default)
    # The time that a field takes grows with the square of its length.
    if any(len(str(value)) > _MAX_FIELD for part in message.walk() for _, value in part.raw_items()):
        raise file.error("a field of its header is longer than any mail program writes")
    return message


def _body(message: Message, kind: str) -> Message | None:
    """Return the first part of text that is no attachment and belongs to no mail inside."""
    for part in _shown(message):
        if part.get_content_type() == f"text/{kind}":
            return part
    return None


def _shown(message: Message) -> Iterator[Message]:
    if message.get_content_disposition() == "attachment" or message.get_content_maintype() == "message":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if not isinstance(part, str):
                yield from _shown(part)
    else:
        yield message


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _metadata(message: EmailMessage) -> Metadata:
    from email.utils import parseaddr, parsedate_to_datetime

    name, address = parseaddr(_field(message, "From"))
    try:
        date = parsedate_to_datetime(_field(message, "Date")).date().isoformat()
    except ValueError:
        date = ""
    return Metadata(title=_field(message, "Subject"), author=clean(name or address), date=date)


def _field(message: EmailMessage, name: str) -> str:
    """Return a header field decoded; broken ones raise anything."""
    try:
        return clean(str(message.get(name, "")))
    except Exception:
        return ""


def _written(text: str) -> Iterator[Part]:
    """Yield the blocks of a mail's text, the signature as BOILERPLATE."""
    body, *signature = _SIGNATURE.split(text, maxsplit=1)
    yield from plain.list_items(list(plain.paragraphs(body)))
    for part in plain.paragraphs("".join(signature)):
        yield part._replace(kind=BlockKind.BOILERPLATE) if part.kind is BlockKind.PARAGRAPH else part


def _replies(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with the lines that introduce quoted mail as BOILERPLATE."""
    return [part._replace(kind=BlockKind.BOILERPLATE) if _REPLY.fullmatch(clean(part.text)) else part for part in parts]


def _length(parts: Sequence[Part] | Iterator[Part]) -> int:
    return sum(len(clean(part.text)) for part in parts)
