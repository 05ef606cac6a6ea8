"""A mail server for tests: aiosmtpd on a free loopback port, each letter a file.

    server.py FOLDER [CERTIFICATE KEY]

Prints its port. Each letter that it takes is FOLDER/<number>.json, read by Python's own parser of
mail. The file FOLDER/mode says how it behaves from the next command on:

    ok       takes everything
    refuse   refuses each recipient for good (550)
    busy     puts each recipient off for now (451)
    sender   refuses each sender (530)
    hang     takes the letter's text and never answers
    drop     takes the letter's text and hangs up without keeping it
    keep     keeps the letter and hangs up without an answer: the worst there is
"""

import asyncio
import email
import email.policy
import itertools
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP

FOLDER = sys.argv[1]
NUMBERS = itertools.count(1)


def mode():
    try:
        with open(os.path.join(FOLDER, "mode")) as file:
            return file.read().strip()
    except FileNotFoundError:
        return "ok"


def keep(envelope, tls):
    letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
    told = {
        "sender": envelope.mail_from,
        "recipients": envelope.rcpt_tos,
        "headers": [[name, str(value)] for name, value in letter.items()],
        "body": letter.get_content(),
        "raw": envelope.content.decode("latin-1"),
        "tls": tls,
    }
    name = os.path.join(FOLDER, f"{next(NUMBERS):05}.json")
    with open(name + ".part", "w") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    os.rename(name + ".part", name)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if mode() == "sender":
            return "530 5.7.0 authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode() == "refuse":
            return "550 5.1.1 no such mailbox"
        if mode() == "busy":
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        now = mode()
        if now == "hang":
            await asyncio.sleep(3600)
        if now in ("ok", "keep"):
            keep(envelope, session.ssl is not None)
        if now in ("drop", "keep"):
            server.transport.abort()
        return "250 OK"


async def main():
    context = None
    if len(sys.argv) > 3:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])

    def serve():
        return SMTP(Handler(), hostname="mail.example.vn", tls_context=context,
                    require_starttls=context is not None)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(serve, "127.0.0.1", int(os.environ.get("PORT", "0")))
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
