"""A real Dovecot on loopback for the tests, run as nobody, with four certificates.

    with Dovecot(folder) as d:
        d.port            plain IMAP, STARTTLS offered         d.tls_port   implicit TLS
        d.ca              the CA file to trust
        d.add(user, raw)  puts a mail into a Maildir           d.lmtp_port  LMTP

127.0.0.1 and localhost have a good certificate, 127.0.0.2 one for another name, 127.0.0.3 an expired
one, 127.0.0.4 one by an unknown CA. Every password is "pw". Needs root (to become nobody).
"""
import os
import shutil
import signal
import socket
import subprocess
import time

CONF = """
base_dir = {v}/run
state_dir = {v}/state
log_path = {v}/log
protocols = imap lmtp
listen = 127.0.0.1, 127.0.0.2, 127.0.0.3, 127.0.0.4
ssl = yes
ssl_cert = <{certs}/good.pem
ssl_key = <{certs}/good.key
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
mail_uid = 65534
mail_gid = 65534
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 200
mail_privileged_group =
{extra}
passdb {{
  driver = static
  args = password=pw
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={mail}/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Done {{
    auto = create
  }}
}}
service anvil {{
  chroot =
  # no delays after wrong passwords
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  process_min_avail = 1
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
local 127.0.0.2 {{
  ssl_cert = <{certs}/wrong.pem
  ssl_key = <{certs}/wrong.key
}}
local 127.0.0.3 {{
  ssl_cert = <{certs}/expired.pem
  ssl_key = <{certs}/expired.key
}}
local 127.0.0.4 {{
  ssl_cert = <{certs}/unknown.pem
  ssl_key = <{certs}/unknown.key
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def run(*args, **kw):
    return subprocess.run(args, check=True, capture_output=True, **kw)


def make_certs(folder):
    """ca.pem and good, wrong, expired, unknown .pem and .key in folder."""
    os.makedirs(folder, exist_ok=True)
    if os.path.exists(f"{folder}/unknown.pem"):
        return
    names = {"good": "DNS:localhost,IP:127.0.0.1", "wrong": "DNS:wrong.example",
             "expired": "IP:127.0.0.3", "unknown": "IP:127.0.0.4"}
    for ca, cn in (("ca", "Docket Test CA"), ("other", "Somebody Else CA")):
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj", f"/CN={cn}",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=keyCertSign",
            "-keyout", f"{folder}/{ca}.key", "-out", f"{folder}/{ca}.pem")
    for name, san in names.items():
        ca = "other" if name == "unknown" else "ca"
        run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}.test",
            "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.csr")
        start, end = ("20200101000000Z", "20210101000000Z") if name == "expired" else ("20200101000000Z", "20450101000000Z")
        db = f"{folder}/db-{name}"
        os.makedirs(db, exist_ok=True)
        open(f"{db}/index", "w").close()
        with open(f"{db}/ca.cnf", "w") as f:
            f.write(f"[ca]\ndefault_ca=d\n[d]\ndatabase={db}/index\nnew_certs_dir={db}\nserial={db}/serial\n"
                    f"default_md=sha256\npolicy=p\nx509_extensions=x\n[p]\ncommonName=supplied\n"
                    f"[x]\nsubjectAltName={san}\nbasicConstraints=CA:FALSE\n")
        run("openssl", "ca", "-batch", "-create_serial", "-config", f"{db}/ca.cnf", "-cert", f"{folder}/{ca}.pem",
            "-keyfile", f"{folder}/{ca}.key", "-startdate", start, "-enddate", end, "-notext",
            "-in", f"{folder}/{name}.csr", "-out", f"{folder}/{name}.pem")


class Dovecot:
    def __init__(self, folder, extra=""):
        self.folder = folder
        self.extra = extra
        self.port, self.tls_port, self.lmtp_port = free_port(), free_port(), free_port()
        self.mail = f"{folder}/mail"
        self.certs = f"{folder}/certs"
        self.ca = f"{self.certs}/ca.pem"
        self.count = 0

    def __enter__(self):
        v = f"{self.folder}/dovecot"
        for d in (f"{v}/run", f"{v}/state", self.mail):
            os.makedirs(d, exist_ok=True)
        make_certs(self.certs)
        with open(f"{v}/dovecot.conf", "w") as f:
            f.write(CONF.format(v=v, mail=self.mail, certs=self.certs, port=self.port, tls_port=self.tls_port,
                                lmtp_port=self.lmtp_port, extra=self.extra))
        for d in (self.folder, self.mail, v, f"{v}/run", f"{v}/state", self.certs):
            os.chmod(d, 0o755)
        run("chown", "-R", "nobody:nogroup", v, self.mail, self.certs)
        # Not captured: the daemon would keep the pipe open.
        subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/sbin/dovecot", "-c",
                        f"{v}/dovecot.conf"], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        self.pidfile = f"{v}/run/master.pid"
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(open(f"{v}/log").read()[-2000:])

    def __exit__(self, *exc):
        try:
            pid = int(open(self.pidfile).read())
            os.kill(pid, signal.SIGTERM)
            for _ in range(100):
                os.kill(pid, 0)
                time.sleep(0.05)
        except (OSError, ValueError):
            pass

    def box(self, user, folder=""):
        d = f"{self.mail}/{user}/Maildir" + (f"/.{folder}" if folder else "")
        for sub in ("", "cur", "new", "tmp"):
            os.makedirs(f"{d}/{sub}", exist_ok=True)
        return d

    def add(self, user, raw, flags="", new=False):
        """new: as it is delivered, into new/. Dovecot may see a change of cur/ only with the next one, where it
        looked in the same second already."""
        d = self.box(user)
        self.count += 1
        # LF in files: Dovecot adds the CR, so that is W=.
        name = f"{1760000000 + self.count}.M{self.count:06d}P1.test,S={len(raw)},W={len(raw) + raw.count(b'%c' % 10)}"
        with open(f"{d}/tmp/{name}", "wb") as f:
            f.write(raw)
        os.chown(f"{d}/tmp/{name}", 65534, 65534)
        os.rename(f"{d}/tmp/{name}", f"{d}/new/{name}" if new else f"{d}/cur/{name}:2,{flags}")

    def own(self, user):
        run("chown", "-R", "nobody:nogroup", f"{self.mail}/{user}")

    def names(self, user, folder=""):
        d = f"{self.mail}/{user}/Maildir" + (f"/.{folder}" if folder else "")
        found = []
        for sub in ("cur", "new"):
            if os.path.isdir(f"{d}/{sub}"):
                found += os.listdir(f"{d}/{sub}")
        return sorted(found)

    def forget(self, user):
        """Deletes the user's mailbox, indexes and all."""
        shutil.rmtree(f"{self.mail}/{user}", ignore_errors=True)
