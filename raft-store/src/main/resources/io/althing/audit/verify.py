#!/usr/bin/env python3
"""Recomputes an audit log from its entries and compares it with its checkpoint. Needs Python 3 and nothing else.

usage: verify.py DIR        DIR holds checkpoint and tile/entries
"""
import base64, hashlib, pathlib, sys


def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def path(index, width):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "tile/entries/" + "/".join(groups) + ("" if width == 256 else ".p/%d" % width)


def entries(log, size):
    for first in range(0, size, 256):
        width = min(256, size - first)
        bundle, at = (log / path(first // 256, width)).read_bytes(), 0
        for _ in range(width):
            length = int.from_bytes(bundle[at : at + 2], "big")
            yield bundle[at + 2 : at + 2 + length]
            at += 2 + length
        if at != len(bundle):
            sys.exit("%s does not hold %d entries" % (path(first // 256, width), width))


def root(leaves):
    edge, size = [], 0
    for hashed in leaves:
        bits = size
        while bits & 1:
            hashed = node(edge.pop(), hashed)
            bits >>= 1
        edge.append(hashed)
        size += 1
    if not edge:
        return hashlib.sha256(b"").digest()
    top = edge.pop()
    while edge:
        top = node(edge.pop(), top)
    return top


log = pathlib.Path(sys.argv[1])
origin, size, claimed = (log / "checkpoint").read_text("utf-8").split("\n")[:3]
computed = base64.b64encode(root(leaf(entry) for entry in entries(log, int(size)))).decode()
if computed != claimed:
    sys.exit("WRONG: the %s entries lead to root %s, the checkpoint says %s" % (size, computed, claimed))
print("ok: the %s entries of %s lead to the checkpoint's root %s" % (size, origin, claimed))
