"""What was fetched -> a web archive (WARC), one gzip member a record, each whole on the disk before the next is fetched.

The server's answer is kept byte for byte but for one thing: the chunks of a chunked body are joined, and the header that tells
of them is renamed, as archives have it by custom.
"""

import hashlib
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dateline.crawl.fetching import Answered
from dateline.errors import InputError

RENAMED: Final = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}


class Keeper:
    """An archive that is being written. The file is made with its first answer, under a name that no other has."""

    def __init__(self, folder: Path, agent: str) -> None:
        self._folder = folder
        self._agent = agent
        self.path: Path | None = None

    def keep(self, answer: Answered) -> None:
        """Append an answer.

        Raises:
            InputError: the folder or the file cannot be written.
        """
        from fastwarc.warc import WarcRecord, WarcRecordType

        try:
            if self.path is None:
                self._begin()
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Date"] = answer.fetched
            record.headers["WARC-Target-URI"] = answer.url
            record.headers["WARC-IP-Address"] = answer.address
            record.headers["WARC-Payload-Digest"] = f"sha256:{hashlib.sha256(answer.body).hexdigest()}"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            record.set_bytes_content(_block(answer))
            self._append(record)
        except OSError as error:
            where = self.path or self._folder
            raise InputError(f"{where} cannot be written ({error.strerror or error}); name another folder with --keep.") from error

    def _begin(self) -> None:
        from fastwarc.warc import WarcRecord, WarcRecordType

        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        for number in range(10_000):
            path = self._folder / f"{stamp}-{number:04}.warc.gz"
            try:
                path.touch(exist_ok=False)
                break
            except FileExistsError:
                continue
        else:
            raise FileExistsError(0, "ten thousand archives of this second are there already")
        self.path = path
        record = WarcRecord()
        record.init_headers(WarcRecordType.warcinfo)
        record.headers["Content-Type"] = "application/warc-fields"
        record.headers["WARC-Filename"] = path.name
        fields = {"software": self._agent, "format": "WARC File Format 1.1", "robots": "obey"}
        record.set_bytes_content("".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode())
        self._append(record)

    def _append(self, record: object) -> None:
        from fastwarc.stream_io import GzipWriter

        assert self.path is not None
        packed = io.BytesIO()
        writer = GzipWriter(packed)
        record.write(writer, checksum_data=True)  # type: ignore[attr-defined]
        writer.close()
        with self.path.open("ab") as file:
            file.write(packed.getvalue())
            file.flush()
            os.fsync(file.fileno())


def _block(answer: Answered) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason_phrase}".rstrip()]
    lines += [f"{RENAMED.get(name.lower(), name)}: {value}" for name, value in answer.headers]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + answer.body
