from asyncio import StreamReader, StreamWriter

from tests.faults.proxy import Proxy


class Losing(Proxy):
    """Loses every third answer: its connection ends instead."""

    answers = 0

    async def pump(self, reader: StreamReader, writer: StreamWriter, asker: StreamWriter | None) -> None:
        if asker:
            return await super().pump(reader, writer, asker)
        while chunk := await reader.read(65536):
            self.answers += 1
            if self.answers % 3 == 0:
                return None
            writer.write(chunk)
            await writer.drain()
        return None
