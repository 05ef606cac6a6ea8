"""Checks receipts of the public log, written from the formats alone: C2SP tlog-proof, signed-note,
tlog-checkpoint and tlog-cosignature, RFC 6962 and 9162, RFC 9285, and the leaf as Dantin says it.
Signatures are checked by libsodium (PyNaCl). It shares no line with the program.

Usage: receipts.py < REQUESTS > VERDICTS, a JSON object a line:
{"text": "...", "log": "...", "former": [], "unit": "...", "witnesses": [], "words": "..."}
All but the text may be left out.
"""

import base64
import calendar
import hashlib
import json
import struct
import sys

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


class Refused(Exception):
    """The first reason why a receipt proves nothing."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def need(condition, why="unreadable"):
    if not condition:
        raise Refused(why)


def read_base64(text):
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("unreadable") from None
    need(base64.b64encode(raw).decode() == text)
    return raw


def read_base45(text):
    need(all(letter in LETTERS for letter in text))
    out = b""
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        need(len(part) > 1)
        number = sum(LETTERS.index(letter) * 45**place for place, letter in enumerate(part))
        need(number < 256 ** (len(part) - 1))
        out += number.to_bytes(len(part) - 1, "big")
    return out


def read_number(text):
    need(text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"))
    need(int(text) < 2**64)
    return int(text)


class Bytes:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def take(self, count):
        need(self.at + count <= len(self.raw))
        self.at += count
        return self.raw[self.at - count : self.at]

    def byte(self):
        return self.take(1)[0]

    def text(self, count):
        try:
            return self.take(count).decode()
        except UnicodeDecodeError:
            raise Refused("unreadable") from None

    def end(self):
        return self.at == len(self.raw)


def read_opening(raw):
    source = Bytes(raw)
    need(source.byte() == 1)
    key, salt, start = source.take(32), source.take(16), source.at
    names = ("kind", "sort", "code", "unit", "rule")
    record = {name: source.text(source.byte()) for name in names}
    year, month, day = struct.unpack(">hBB", source.take(4))
    # Years before the first are days too, of a calendar that is reckoned backwards.
    need(abs(year) <= 9999 and 1 <= month <= 12)
    need(1 <= day <= calendar.mdays[month] + (month == 2 and calendar.isleap(year)))
    record["on"] = f"{year:04}-{month:02}-{day:02}"
    record["words"] = source.take(32)
    need(source.end())
    return key, salt, record, raw[start:]


def is_name(name):
    blank = any(letter.isspace() and letter not in "\x1c\x1d\x1e\x1f" for letter in name)
    hidden = any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in name)
    return name != "" and "+" not in name and not blank and not hidden


def read_line(line):
    need(line.startswith("\u2014 "))
    name, blank, encoded = line[2:].partition(" ")
    need(blank == " ")
    raw = read_base64(encoded)
    need(len(raw) >= 4 and is_name(name))
    return name, raw[:4], raw[4:]


def read_note(note):
    text, gap, below = note.rpartition("\n\n")
    need(gap != "" and below.endswith("\n"))
    need(not any(ord(letter) < 32 and letter != "\n" for letter in note))
    lines = below[:-1].split("\n")
    need(len(lines) <= 32)
    return text + "\n", [read_line(line) for line in lines]


def origin(key):
    return "dantin/" + sha256(key).hex()[:32]


def key_id(name, kind, key):
    return sha256(name.encode(), b"\n", bytes([kind]), key)[:4]


def key_text(name, kind, key):
    encoded = base64.b64encode(bytes([kind]) + key).decode()
    return f"{name}+{key_id(name, kind, key).hex()}+{encoded}"


def root_of(index, size, leaf, proof):
    """RFC 9162, 2.1.3.2; None when the proof has not the length that a tree of this size wants."""
    if index >= size:
        return None
    at, last, root = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = sha256(b"\x01", other, root)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            root = sha256(b"\x01", root, other)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def leaf_of(salt, record):
    entry = sha256(b"dantin leaf 1", salt, record)
    return entry, sha256(b"\x00", entry)


def read(text):
    need(len(text.encode()) <= 64 * 1024)
    text = text.removeprefix("\ufeff")
    line = text.strip("\n\r\t")
    if line.startswith("DANTIN1:"):
        return read_square(line[len("DANTIN1:") :])
    head, gap, note = text.replace("\r\n", "\n").partition("\n\n")
    lines = head.split("\n")
    need(gap != "" and len(lines) >= 3 and lines[0] == "c2sp.org/tlog-proof@v1")
    need(lines[1].startswith("extra ") and lines[2].startswith("index ") and len(lines) < 67)
    opening = read_opening(read_base64(lines[1][6:]))
    index = read_number(lines[2][6:])
    proof = [read_base64(line) for line in lines[3:]]
    need(all(len(hash) == 32 for hash in proof))
    return opening, index, proof, *read_note(note)


def read_square(text):
    source = Bytes(read_base45(text))
    need(source.byte() == 1)
    (length,) = struct.unpack(">H", source.take(2))
    opening = read_opening(source.take(length))
    index, size = struct.unpack(">QQ", source.take(16))
    proof = [source.take(32) for _ in range(source.byte())]
    key, salt, _, record = opening
    name, lines = origin(key), []
    while not source.end():
        own = source.text(source.byte())
        number = source.take(4)
        lines.append((own or name, number, source.take(source.byte())))
    root = root_of(index, size, leaf_of(salt, record)[1], proof) or bytes(32)
    note = f"{name}\n{size}\n{base64.b64encode(root).decode()}\n"
    return opening, index, proof, note, lines


def signed(key, message, signature):
    try:
        VerifyKey(key).verify(message, signature)
        return True
    except (BadSignatureError, ValueError):
        return False


def witness(text):
    name, number, key = text.strip().split("+", 2)
    raw = base64.b64decode(key)
    assert raw[0] == 4 and key_id(name, 4, raw[1:]).hex() == number, text
    return name, raw[1:]


def cosigned(witnesses, note, line):
    """The moment of a known witness, or None for a line of nobody that is known."""
    name, number, raw = line
    found = None
    for known, key in witnesses:
        if name != known or number != key_id(known, 4, key):
            continue
        need(len(raw) >= 8, "forged")
        (since,) = struct.unpack(">Q", raw[:8])
        message = f"cosignature/v1\ntime {since}\n{note}".encode()
        need(signed(key, message, raw[8:]), "forged")
        found = since if found is None else found
    return found


def check(asked):
    (key, salt, record, raw), index, proof, note, lines = read(asked["text"])
    parts = note.split("\n")
    need(len(parts) > 3 and parts[0] != "" and note.endswith("\n"))
    size, root = read_number(parts[1]), read_base64(parts[2])
    need(len(root) == 32)
    log = origin(key)
    need(parts[0] == log, "forged")
    entry, leaf = leaf_of(salt, raw)
    need(root_of(index, size, leaf, proof) == root, "altered")
    own = [line for line in lines if line[:2] == (log, key_id(log, 1, key))]
    need(own and all(signed(key, note.encode(), line[2]) for line in own), "forged")
    ours = (log, key_text(log, 1, key))
    former = any(name in ours for name in asked.get("former", []))
    need(former or asked.get("log", log) in ours, "foreign")
    need(asked.get("unit", record["unit"]) == record["unit"], "wrong-unit")
    if "words" in asked:
        need(sha256(salt, asked["words"].encode()) == record["words"], "other-words")
    witnesses = [witness(text) for text in asked.get("witnesses", [])]
    known = []
    for line in lines:
        if line[0] != log and (since := cosigned(witnesses, note, line)) is not None:
            known.append([line[0], since])
    return {"good": True, "code": record["code"], "on": record["on"], "unit": record["unit"],
            "leaf": index + 1, "size": size, "log": log, "witnesses": known}


def verdict(asked):
    try:
        return check(asked)
    except Refused as refused:
        return {"good": False, "why": str(refused)}


for request in sys.stdin:
    print(json.dumps(verdict(json.loads(request))))
