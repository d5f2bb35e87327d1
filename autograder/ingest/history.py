"""Clones as they were at a tag or a date. The repository is read with dulwich, which runs nothing of a student's: no hook, filter, helper.

A date is that of the commit, which whoever made it can choose; a tag can be moved. Where that matters, the site that received the work
knows better.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from autograder.ingest import limits
from autograder.ingest.archive import Archive, Unreadable
from autograder.ingest.names import safe_path
from autograder.records.errors import IngestError

NEEDED = "Reading clones at a tag or a date needs dulwich: pip install 'convgrade[github]'."
DEEPEST = 20
"""Folders below each other in a commit: student code does not lie deeper, and a tree made to be endless ends here."""


def as_of(archive: Archive, root: Path, at: str) -> Archive:
    """The folder ``archive`` (of ``root``) with every clone in it as it was ``at`` a tag, a pattern of tags (the newest counts) or a date.

    A clone without such a commit is empty: its student handed in nothing by then. Raises `IngestError`.
    """
    repositories = {path.removesuffix(".git").rstrip("/") for path in archive.noise if path.endswith(".git")}
    if archive.form != "folder" or not repositories:
        raise IngestError(f"--at reads clones as they were then, but {root} holds none (no folder with a .git in it).")
    then = Archive(archive.name, archive.form, unsafe=list(archive.unsafe), noise=dict(archive.noise))
    for entry in archive.entries:
        if not any(entry.path.startswith(f"{home}/" if home else "") for home in repositories):
            then.entries.append(entry)
    found = 0
    for home in sorted(repositories):
        if home:
            then.add_folder(home)
        found += _add(then, root / home, home, at)
    if not found:
        raise IngestError(
            f"None of the {len(repositories)} clones has a commit at {at!r}: name a tag, a pattern like 'submit/*', or a date like "
            f"2026-11-22T23:59."
        )
    return then.settle()


def _add(archive: Archive, path: Path, home: str, at: str) -> bool:
    """Put the clone's files at that time into the archive; whether there was such a commit."""
    try:
        from dulwich.errors import NotGitRepository
        from dulwich.repo import Repo
    except ImportError as error:
        raise IngestError(NEEDED) from error
    try:
        repo: Any = Repo(str(path))
    except (NotGitRepository, OSError, ValueError) as error:
        archive.unsafe.append((home, f"its .git cannot be read: {error or type(error).__name__}"))
        return False
    try:
        commit = _commit(repo, at)
        if commit is None:
            return False
        for name, mode, sha in _files(repo, commit.tree, "", 0):
            text = name.decode("utf-8", "surrogateescape")
            trouble = "" if stat.S_ISREG(mode) else "is a link, not a file"
            size = _size(repo, sha)
            where = safe_path(f"{home}/{text}" if home else text)
            archive.add(where, size, trouble, _reader(path, sha), modified=float(commit.commit_time))
    except IngestError:
        raise
    except Exception as error:  # a damaged or hostile repository fails in many ways
        archive.unsafe.append((home, f"its history cannot be read: {error or type(error).__name__}"))
        return False
    finally:
        repo.close()
    return True


def _commit(repo: Any, at: str) -> Any:
    """The commit at a tag, the newest of a pattern of tags, or the last one by a date; None where there is none."""
    moment = _date(at)
    if moment is None:
        tags = [name for name in repo.refs.allkeys() if name.startswith(b"refs/tags/")]
        named = [name for name in tags if fnmatchcase(name[len(b"refs/tags/") :].decode("utf-8", "replace"), at)]
        commits = [commit for name in named if (commit := _peeled(repo, repo.refs[name])) is not None]
        return max(commits, key=lambda commit: (commit.commit_time, commit.id), default=None)
    try:
        head = repo.head()
    except KeyError:  # nothing was ever committed
        return None
    for entry in repo.get_walker(include=[head], max_entries=limits.ENTRIES):
        if entry.commit.commit_time <= moment.timestamp():
            return entry.commit
    return None


def _peeled(repo: Any, sha: bytes) -> Any:
    """The commit that a tag stands for."""
    for _ in range(5):
        found = repo[sha]
        if found.type_name == b"commit":
            return found
        if found.type_name != b"tag":
            return None
        sha = found.object[1]
    return None


def _date(at: str) -> datetime | None:
    """The moment that the text tells; a day alone is its end, a time without a zone this machine's."""
    try:
        found = datetime.fromisoformat(at.strip())
    except ValueError:
        return None
    if len(at.strip()) == len("2026-11-22"):
        found = found.replace(hour=23, minute=59, second=59)
    return found.astimezone(UTC)


def _files(repo: Any, tree: bytes, prefix: str, depth: int) -> Iterator[tuple[bytes, int, bytes]]:
    """Path, mode and id of every file of a tree. Other people's repositories inside it are left out."""
    if depth > DEEPEST:
        return
    for item in repo[tree].iteritems():
        path = prefix.encode("utf-8", "surrogateescape") + item.path
        if stat.S_ISDIR(item.mode):
            yield from _files(repo, item.sha, path.decode("utf-8", "surrogateescape") + "/", depth + 1)
        elif stat.S_ISREG(item.mode) or stat.S_ISLNK(item.mode):
            yield path, item.mode, item.sha


def _size(repo: Any, sha: bytes) -> int:
    return len(repo.object_store.get_raw(sha)[1])


def _reader(path: Path, sha: bytes) -> Callable[[int], bytes]:
    def read_bytes(count: int) -> bytes:
        from dulwich.repo import Repo

        try:
            repo: Any = Repo(str(path))
            with repo:
                data: bytes = repo[sha].data
        except Exception as error:
            raise Unreadable("is damaged inside its clone") from error
        return data[:count]

    return read_bytes
