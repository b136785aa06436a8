"""Secure connections: made to an address that was judged, for the name that was cited."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from opinion.references.links import Checker, Reason, State
from opinion.references.links.http_client import trusted
from tests.link_server import LONG, LinkServer, page


def certificate(name, folder):
    """Files with a certificate for this name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(named, named, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A secure server of the name cited.test, whose certificate is trusted."""
    files = certificate("cited.test", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    trusted.cache_clear()
    server = LinkServer()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    server.names = []
    context.sni_callback = lambda _socket, name, _context: server.names.append(name)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    # A handshake that fails is the client's affair.
    server.server.handle_error = lambda *_: None
    server.open()
    yield server
    server.close()
    trusted.cache_clear()


def look(server, name):
    visitor = Checker(
        allowed=[server.door], resolver=lambda *_: ["127.0.0.1"], delay=0.0, seconds=5.0
    )
    return visitor.check(f"https://{name}:{server.port}/page")


def test_a_secure_page_is_asked_for_by_the_name_that_was_cited(server):
    server.answer("/page", body=page("Seven Sisters", LONG))
    found = look(server, "cited.test")
    assert (found.state, found.code) == (State.REACHABLE, 200)
    assert {*server.names} == {"cited.test"}
    assert server.requests[-1][1]["Host"] == f"cited.test:{server.port}"


def test_a_certificate_for_another_name_is_an_error_now(server):
    found = look(server, "another.test")
    assert (found.state, found.reason) == (State.ERROR, Reason.TLS)
    assert server.requests == []
