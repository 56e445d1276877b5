"""Frames of WebSockets, as bytes."""

from websockets.frames import Frame, Opcode


def text(content: str | bytes) -> bytes:
    return frame(Opcode.TEXT, content.encode() if isinstance(content, str) else content)


def frame(opcode: Opcode, content: bytes, fin: bool = True) -> bytes:
    return Frame(opcode, content, fin).serialize(mask=True)
