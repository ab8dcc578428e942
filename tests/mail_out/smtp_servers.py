"""Servers for the tests: real SMTP on loopback, with the misbehaviour that a test asks for."""

import asyncio
import datetime as dt
import ipaddress
import ssl
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Recorder:
    """Accepts everything, unless ``replies`` says otherwise; keeps what came."""

    def __init__(self, replies=None):
        self.replies = replies or {}
        self.mails = []
        self.connections = 0
        self.logins = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        reply = self._reply("MAIL", server)
        if reply is None:
            envelope.mail_from = address
            return "250 OK"
        return reply

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self._reply(address, server)
        if reply is None:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return reply

    async def handle_DATA(self, server, session, envelope):
        reply = self._reply("DATA", server)
        if reply is None:
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content))
            return "250 OK"
        return reply

    def _reply(self, key, server):
        """The scripted reply; "hang up" breaks the connection. A list is used up reply by reply."""
        scripted = self.replies.get(key)
        if isinstance(scripted, list):
            scripted = scripted.pop(0) if scripted else None
        if scripted == "hang up":
            server.transport.abort()
            return "250 OK"
        return scripted

    def check_login(self, server, session, envelope, mechanism, data):
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"secret", handled=False)


class _Controller(Controller):
    def _trigger_server(self):
        if isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp(recorder, port=0, **options):
    """A running server; gives its controller, whose ``port`` is the real one."""
    controller = _Controller(recorder, hostname="127.0.0.1", port=port, **options)
    controller.start()
    recorder.connections = 0
    try:
        yield controller
    finally:
        controller.stop(no_assert=True)


def certificate(folder):
    """A self-signed certificate for 127.0.0.1 and its key: the path of the certificate, and a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "dondoc test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "ca.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
