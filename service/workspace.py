"""Where built data lives, how a build is made beside the last one and swapped in, and when it is made anew."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path
from typing import Any

import data
import ontology
import search
from ontology.errors import StoreError

FORMAT = 5
"""The layout of a build directory; raised whenever an older build could not be read any more."""

KEPT_BUILDS = 2
"""The current build and the one before it, which a running reader may still have open."""

SOURCE_COPY = "source/source.txt"
"""Where a build keeps the text it was read from, with what stood beside it."""

COMPANIONS = ("source.toml", "corrections.toml")

DATA = Path(data.__path__[0])
SHIPPED = "shipped"
"""What a manifest calls the roadmap that comes with sesaku."""
SHIPPED_SOURCE = DATA / "ip2023" / "roadmap.txt"
MODEL = DATA / "model"


@dataclass(frozen=True)
class Manifest:
    """What a build was made from and what it holds; the counts are those of the closing report.

    ``faults`` gives the rows of every integrity question that has any; ``breaks_off`` is the line on which the text
    seems to break off, 0 where it does not; ``measures_before`` counts those of the same roadmap in the build before;
    ``corrections_fit`` tells whether the unused corrections fit the lines of the text nonetheless.
    ``files`` gives the size in bytes of every file but the store's, which checks itself.
    """

    format: int
    version: str
    slug: str
    title: str
    source: str
    fingerprint: str
    records: int
    relistings: int
    doubts: int
    corrections: int
    unused_corrections: int
    steps: int
    steps_changed_by_corrections: int
    corrected_measures: list[str]
    settled_doubts: int
    triples: int
    passages: int
    seconds: float
    corrections_fit: bool = False
    faults: Mapping[str, int] = field(default_factory=dict)
    breaks_off: int = 0
    measures_before: int = 0
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Build:
    """A finished build directory."""

    directory: Path
    manifest: Manifest

    @property
    def source(self) -> Path:
        """The copy of the source text that the build was read from, with what stood beside it."""
        return self.directory / SOURCE_COPY

    @property
    def records(self) -> Path:
        """The records, one JSON object a line."""
        return self.directory / "records.jsonl"

    @property
    def nquads(self) -> Path:
        """The canonical N-Quads of the whole graph."""
        return self.directory / "graph.nq"

    @property
    def dumps(self) -> Path:
        """The folder of the graph's other serialisations."""
        return self.directory / "dumps"

    @property
    def store(self) -> Path:
        """The Oxigraph store."""
        return self.directory / "store"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.directory / "index"

    @property
    def damaged(self) -> list[str]:
        """The files that are missing or no longer as long as they were written, and the store where it is gone."""
        files = [name for name, size in self.manifest.files.items() if _size(self.directory / name) != size]
        return files if self.store.is_dir() else [*files, self.store.name]


class Workspace:
    """The user's folder of builds: ``builds/<name>/`` and ``current``, a file that names the one in use.

    ``current`` is replaced in one atomic rename as the last act of a build, so whatever stops a build earlier
    leaves the last good one in use.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.builds = home / "builds"
        self.pointer = home / "current"

    def current(self) -> Build | None:
        """The build in use, or None when there is none or its manifest is damaged or of another format.

        Raises StoreError when ``current`` is there but may not be read.
        """
        directory = self._named()
        try:
            manifest = Manifest(**_read_manifest(directory)) if directory else None
        except TypeError:
            return None
        return Build(directory, manifest) if directory and manifest and manifest.format == FORMAT else None

    def left_behind(self) -> tuple[Path, str] | None:
        """The source copy of a build in use that :meth:`current` cannot read, and what it was made from, if known."""
        directory = self._named()
        copy = directory / SOURCE_COPY if directory else None
        return (copy, str(_read_manifest(copy.parents[1]).get("source", ""))) if copy and copy.is_file() else None

    def _named(self) -> Path | None:
        """The directory that ``current`` names."""
        try:
            return self.builds / self.pointer.read_text(encoding="utf8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{self.pointer}: 読めない / cannot be read ({error}). 直すか除く / Mend or remove it."
            ) from error

    @contextmanager
    def locked(self, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Keeps other processes from building meanwhile; says ``waiting`` when one is at it, and waits for its end."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.home / "build.lock", is_singleton=True)
        try:
            with self._writable():
                self.builds.mkdir(parents=True, exist_ok=True)
                lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def new_build(self) -> Iterator[Path]:
        """A fresh directory beside the builds; removed again when the block fails. Waits for another build to end."""
        with self.locked():
            self._sweep()
            with self._writable():
                directory = Path(tempfile.mkdtemp(prefix="build-", dir=self.builds))
            try:
                yield directory
            except BaseException:
                shutil.rmtree(directory, ignore_errors=True)
                raise

    def publish(self, directory: Path, manifest: Manifest) -> Build:
        """Writes the manifest, the sizes of the files added, and makes ``directory`` the build in use."""
        manifest = replace(manifest, files=dict(_iter_sizes(directory)))
        _write_durably(directory / "manifest.json", json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n")
        _write_durably(self.pointer, directory.name + "\n")
        return Build(directory, manifest)

    @contextmanager
    def _writable(self) -> Iterator[None]:
        """Names the home, and what to do, where the block may not write to it."""
        try:
            yield
        except TimeoutError:  # the lock's, which its owner waits for
            raise
        except OSError as error:
            raise StoreError(
                f"{self.home}: データを置けない / built data cannot be kept here ({error.strerror}). "
                "書ける場所を SESAKU_HOME に指定する / Set SESAKU_HOME to a folder you may write to."
            ) from error

    def _sweep(self) -> None:
        """Removes what killed builds left behind and builds older than the kept ones."""
        named = self._named()
        finished = sorted(self.builds.glob("build-*/manifest.json"), key=lambda path: path.stat().st_mtime)
        kept = {path.parent.name for path in finished[-KEPT_BUILDS:]}
        if named:
            kept.add(named.name)
        for directory in self.builds.glob("build-*"):
            if directory.name not in kept:
                shutil.rmtree(directory, ignore_errors=True)


def open_workspace() -> Workspace:
    """The workspace at ``SESAKU_HOME``, by default the platform's user data directory."""
    from platformdirs import user_data_path

    home = os.environ.get("SESAKU_HOME")
    return Workspace(Path(home).expanduser() if home else user_data_path("sesaku", appauthor=False))


def software_version() -> str:
    """The installed version of sesaku."""
    return metadata.version("sesaku")


def fingerprint(source: Path) -> str:
    """The SHA-256 of all a build depends on: source and what stands beside it, ontology, model, version."""
    digest = hashlib.sha256(f"{FORMAT} {software_version()}".encode())
    digest.update(source.read_bytes())
    for path in [*companions(source), *_data_files()]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def companions(source: Path) -> list[Path]:
    """The files beside a source text that say more about it: its description and its corrections."""
    return [path for name in COMPANIONS if (path := source.with_name(name)).is_file()]


def staleness(build: Build) -> str | None:
    """Why ``build`` has to be made anew, in words, or None when it is as good as a new one."""
    if build.manifest.version != software_version():
        return f"前回のデータは版 {build.manifest.version} のもの / built by version {build.manifest.version}"
    if damaged := build.damaged:
        return f"壊れたファイルがある / damaged: {', '.join(damaged)}"
    source = SHIPPED_SOURCE if build.manifest.source == SHIPPED else build.source
    if build.manifest.fingerprint != fingerprint(source):
        return "元データが変わった / made from other data"
    return None


def _data_files() -> Iterator[Path]:
    """The shipped files that decide a build's content beside its source."""
    yield from sorted(Path(ontology.__path__[0]).rglob("*.ttl"))
    yield from sorted(DATA.glob("*/*.toml"))
    yield from sorted(path for path in MODEL.iterdir() if path.suffix in {".json", ".npy", ".txt"})
    yield from sorted(path for path in Path(search.__path__[0]).rglob("*") if path.suffix in {".toml", ".txt"})


def _read_manifest(directory: Path) -> dict[str, Any]:
    """What stands in the manifest of a build; nothing where it is missing or damaged."""
    try:
        document = json.loads((directory / "manifest.json").read_text(encoding="utf8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _iter_sizes(directory: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory)
        if path.is_file() and name.parts[0] not in {"store", "manifest.json"}:
            yield name.as_posix(), path.stat().st_size


def _size(path: Path) -> int | None:
    """The size of a file in bytes, None where it is missing."""
    try:
        return path.stat().st_size
    except OSError:
        return None


def _write_durably(path: Path, text: str) -> None:
    """Replaces ``path`` in one step, after its new content has reached the disk."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, path)
