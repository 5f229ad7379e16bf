#!/usr/bin/env python3
"""Checks the documents: prints each broken reference, and exits with 1 if there is one.

- Every relative link in a tracked *.md file resolves to a tracked file or folder, and its anchor to a heading or an id.
- Every *.md file that another tracked file names, such as an error message, is tracked.
- README.md has at most 180 lines.

Anchors are those that GitHub makes of headings. Links to other hosts are not checked. Needs python3 and git.
"""

import pathlib
import posixpath
import re
import subprocess
import sys
import urllib.parse

MAX_README_LINES = 180

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
ID = re.compile(r"""<[^>]*\b(?:id|name)=["']([^"']+)["']""")
INLINE_LINK = re.compile(r"""\]\(\s*<?([^)\s>]+)>?(?:\s+["'(][^)]*)?\)""")
DEFINED_LINK = re.compile(r" {0,3}\[[^\]^]+\]:\s*<?([^\s>]+)>?")
HTML_LINK = re.compile(r"""<[^>]*\b(?:href|src)=["']([^"']+)["']""")
OTHER_HOST = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
NAMED_DOCUMENT = re.compile(r"(?<![\w/.:-])(?:[\w.-]+/)*[\w-]+\.md\b")
LINE_OF_A_FILE = re.compile(r"L\d+(-L\d+)?")


def text_lines(text):
    """Yields the number and text of each line outside fenced code."""
    fence = None
    for number, line in enumerate(text.splitlines(), start=1):
        mark = FENCE.match(line)
        if fence is None and mark:
            fence = mark[1]
        elif fence is not None:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = None
        else:
            yield number, line


def anchors(text):
    """Returns the anchors that GitHub creates for a document."""
    found, counts = set(), {}
    for _, line in text_lines(text):
        found.update(ID.findall(line))
        heading = HEADING.match(line)
        if heading:
            words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading[1])
            anchor = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            count = counts.get(anchor, 0)
            counts[anchor] = count + 1
            found.add(f"{anchor}-{count}" if count else anchor)
    return found


def links(text):
    """Yields line number and target of each link to this repository."""
    for number, line in text_lines(text):
        line = CODE.sub("", line)
        for pattern in (INLINE_LINK, DEFINED_LINK, HTML_LINK):
            for target in pattern.findall(line):
                if not OTHER_HOST.match(target):
                    yield number, target


def resolve(document, path):
    """Returns the path from the root, or None if it is outside the repository."""
    start = "" if path.startswith("/") else posixpath.dirname(document)
    resolved = posixpath.normpath(posixpath.join(start, path.lstrip("/")))
    return None if resolved.startswith("..") else resolved


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    files = {name for name in listed.decode().split("\0") if name and (root / name).is_file()}
    folders = {"."}.union(*({str(parent) for parent in pathlib.PurePosixPath(name).parents} for name in files))
    documents = {name: (root / name).read_text("utf-8") for name in files if name.endswith(".md")}
    anchors_of = {name: anchors(text) for name, text in documents.items()}
    problems = []

    for name, text in documents.items():
        for number, target in links(text):
            path, _, anchor = (urllib.parse.unquote(part) for part in target.partition("#"))
            resolved = resolve(name, path) if path else name
            if resolved not in files and resolved not in folders:
                problems.append((name, number, f"no tracked file or folder: {target}"))
            elif anchor and resolved in documents and anchor not in anchors_of[resolved]:
                problems.append((name, number, f"no heading: {target}"))
            elif anchor and resolved not in documents and not LINE_OF_A_FILE.fullmatch(anchor):
                problems.append((name, number, f"no document with headings: {target}"))

    for name in files - documents.keys():
        try:
            lines = (root / name).read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, start=1):
            for document in NAMED_DOCUMENT.findall(line):
                parents = pathlib.PurePosixPath(name).parents
                if not any(posixpath.normpath(parent / document) in files for parent in parents):
                    problems.append((name, number, f"no tracked document: {document}"))

    length = len(documents["README.md"].splitlines())
    if length > MAX_README_LINES:
        problems.append(("README.md", length, f"{length} lines, more than {MAX_README_LINES}"))

    for name, number, problem in sorted(problems):
        print(f"{name}:{number}: {problem}")
    print(f"{len(documents)} documents, {len(problems)} broken references", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
