"""What was fetched before: bodies and the marks by which a site tells whether a page has changed since."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as fetched before, with its validators (RFC 9110, section 8.8)."""

    data: bytes
    etag: str | None
    modified: str | None

    def conditions(self) -> dict[str, str]:
        """The request headers that ask for the page only if it has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value}


class Cache:
    """A folder with two files a page; a file that is missing or spoilt is a page that was never fetched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> Kept | None:
        """The page kept for `url`, None where there is none that can be trusted."""
        body, about = self._paths(url)
        try:
            data = body.read_bytes()
            marks = json.loads(about.read_text(encoding="utf-8"))
            if marks["url"] != url or marks["sha256"] != hashlib.sha256(data).hexdigest():
                return None
            return Kept(data, marks["etag"], marks["modified"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, url: str, kept: Kept) -> None:
        """Keep a page; each file is replaced as a whole, and the checksum tells when the two do not belong together."""
        self._folder.mkdir(parents=True, exist_ok=True)
        body, about = self._paths(url)
        checksum = hashlib.sha256(kept.data).hexdigest()
        marks = {"url": url, "etag": kept.etag, "modified": kept.modified, "sha256": checksum}
        for path, data in ((body, kept.data), (about, json.dumps(marks, indent=1).encode())):
            fresh = path.with_suffix(path.suffix + ".new")
            fresh.write_bytes(data)
            fresh.replace(path)

    def _paths(self, url: str) -> tuple[Path, Path]:
        stem = hashlib.sha256(url.encode()).hexdigest()[:32]
        return self._folder / f"{stem}.body", self._folder / f"{stem}.json"
