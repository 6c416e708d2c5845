"""Finds the folder of a path in a list, makes the folders that are missing, and puts outlines there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsdesk.opml.read import feed_address
from newsdesk.opml.splice import Layout, Splice, insert, quoted
from newsdesk.opml.tree import Tree

Path = tuple[str, ...]


@dataclass(slots=True)
class _Node:
    """What is to be put in a folder: elements, then new folders by name."""

    elements: list[bytes] = field(default_factory=list)
    folders: dict[str, _Node] = field(default_factory=dict)


def put(tree: Tree, groups: Mapping[Path, Sequence[bytes]]) -> list[Splice]:
    """Put elements at the end of the folders of these paths; missing folders are made."""
    known = folders(tree)
    anchors: dict[int, _Node] = {}
    for path, elements in groups.items():
        depth = len(path)
        while path[:depth] not in known:
            depth -= 1
        node = anchors.setdefault(known[path[:depth]], _Node())
        for label in path[depth:]:
            node = node.folders.setdefault(label, _Node())
        node.elements.extend(elements)
    layout = Layout(tree)
    return [
        splice
        for anchor, node in anchors.items()
        for splice in insert(tree, anchor, _written(node, layout, layout.indent_of_children(anchor)), layout)
    ]


def folders(tree: Tree) -> dict[Path, int]:
    """The outline that is the folder of each path, the first where there are several; () is the body, -1."""
    found: dict[Path, int] = {(): -1}
    for index, outline in enumerate(tree.outlines):
        if outline.label and (index in tree.last_child or not (feed_address(outline) or outline.get("url"))):
            found.setdefault((*tree.paths[index], outline.label), index)
    return found


def _written(node: _Node, layout: Layout, indent: bytes) -> list[bytes]:
    name = layout.outline_name.encode()
    elements = list(node.elements)
    for label, folder in node.folders.items():
        inside = layout.lines(_written(folder, layout, indent + layout.step), indent + layout.step)
        opening = b"<" + name + b" text=" + quoted(label) + b">"
        elements.append(opening + inside + layout.newline + indent + b"</" + name + b">")
    return elements
