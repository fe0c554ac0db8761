"""Real servers on loopback: Dovecot (IMAP, LMTP, TLS) and Exim (SMTP in, LMTP out)."""
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import threading

from . import certs, proc

NOBODY = 65534
# Long, for tests look for it on the wire: chance writes two given bytes into any few thousand.
PASSWORD = "open-sesame-on-the-wire"


def available():
    """What is missing for the server tests, as a sentence, or None."""
    missing = [p for p, path in (("dovecot-imapd", "/usr/sbin/dovecot"),
                                 ("dovecot-lmtpd", "/usr/lib/dovecot/lmtp"),
                                 ("exim4-daemon-light", "/usr/sbin/exim4"),
                                 ("openssl", shutil.which("openssl") or "-"))
               if not os.path.exists(path)]
    return "not installed: " + ", ".join(missing) if missing else None


class Account:
    """The user the servers run as: nobody when root tests, else whoever tests."""

    def __init__(self):
        self.root = os.geteuid() == 0
        self.uid = NOBODY if self.root else os.geteuid()
        self.gid = NOBODY if self.root else os.getegid()
        self.name = pwd.getpwuid(self.uid).pw_name
        import grp
        self.group = grp.getgrgid(self.gid).gr_name

    def argv(self, argv):
        if not self.root:
            return argv
        return ["setpriv", "--reuid=%d" % self.uid, "--regid=%d" % self.gid, "--groups=%d" % self.gid] + argv

    def own(self, path):
        """Hands a folder over, the shallow way."""
        os.makedirs(path, exist_ok=True)
        if self.root:
            os.chown(path, self.uid, self.gid)

    def own_tree(self, path):
        if not self.root:
            return
        for d, _, files in os.walk(path):
            os.chown(d, self.uid, self.gid)
            for f in files:
                os.chown(os.path.join(d, f), self.uid, self.gid, follow_symlinks=False)


class Tls:
    """One authority and the certificates every server uses, made once a run."""

    def __init__(self, folder):
        ours = certs.Authority(folder, "docket-test-ca")
        other = certs.Authority(folder, "somebody-elses-ca")
        self.ca = ours.cert
        self.good = ours.issue("good", "DNS:localhost,IP:127.0.0.1")
        self.wrong = ours.issue("wrong", "DNS:elsewhere.example")
        self.expired = ours.issue("expired", "DNS:localhost,IP:127.0.0.3", expired=True)
        self.unknown = other.issue("unknown", "DNS:localhost,IP:127.0.0.4")


DOVECOT = """
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
log_timestamp = "%Y-%m-%d %H:%M:%S "
auth_verbose = yes
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{good[0]}
ssl_key = <{good[1]}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Ln
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
default_process_limit = 200
default_client_limit = 2000
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 400
mail_privileged_group =
mail_fsync = never
auth_cache_size = 1M
recipient_delimiter = +
{extra}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={mail}/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Done {{
    auto = create
  }}
  mailbox Second {{
    auto = create
  }}
}}
local 127.0.0.2 {{
  ssl_cert = <{wrong[0]}
  ssl_key = <{wrong[1]}
}}
local 127.0.0.3 {{
  ssl_cert = <{expired[0]}
  ssl_key = <{expired[1]}
}}
local 127.0.0.4 {{
  ssl_cert = <{unknown[0]}
  ssl_key = <{unknown[1]}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    address = 127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4
    port = {imaps}
    ssl = yes
  }}
}}
service imap {{
  process_min_avail = 1
}}
service lmtp {{
  process_min_avail = 1
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""


class Dovecot:
    """Any user, the password PASSWORD; mail in FOLDER/mail/USER/Maildir."""

    def __init__(self, folder, tls, extra=""):
        self.dir, self.account, self.tls = folder, Account(), tls
        self.imap, self.imaps, self.lmtp = proc.port(), proc.port(), proc.port()
        self.mail = os.path.join(folder, "mail")
        for d in ("", "run", "state", "mail"):
            self.account.own(os.path.join(folder, d))
        self.log = os.path.join(folder, "log")
        conf = os.path.join(folder, "dovecot.conf")
        with open(conf, "w") as f:
            f.write(DOVECOT.format(
                dir=folder, user=self.account.name, group=self.account.group,
                uid=self.account.uid, gid=self.account.gid, mail=self.mail, imap=self.imap,
                imaps=self.imaps, lmtp=self.lmtp, good=tls.good, wrong=tls.wrong,
                expired=tls.expired, unknown=tls.unknown, extra=extra, password=PASSWORD))
        self.process = None
        self.conf = conf
        self.start()

    def start(self):
        self.process = proc.start(
            self.account.argv(["/usr/sbin/dovecot", "-F", "-c", self.conf]),
            stdout=open(self.dir + "/out", "ab"), stderr=open(self.dir + "/err", "ab"))
        for p in (self.imap, self.lmtp):
            if not proc.wait_port(p, process=self.process):
                raise RuntimeError("Dovecot did not start: " + self.tail())

    def stop(self):
        if self.process:
            proc.stop(self.process)
            self.process = None

    def tail(self, size=1500):
        text = ""
        for f in (self.dir + "/err", self.log):
            try:
                text += open(f, errors="replace").read()[-size:]
            except OSError:
                pass
        return text

    def maildir(self, user):
        return os.path.join(self.mail, user, "Maildir")

    def make(self, user, folder=None):
        """The user's Maildir, made before Dovecot first looks; returns its path."""
        path = self.maildir(user)
        if folder:
            path = os.path.join(path, "." + folder)
        for d in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(path, d), exist_ok=True)
        self.account.own_tree(os.path.join(self.mail, user))
        return path

    def put(self, user, raw, folder=None, flags=None, name=None):
        """A mail straight into the Maildir, as if another program had filed it there."""
        path = self.make(user, folder)
        base = name or unique_name()
        tmp = os.path.join(path, "tmp", base)
        with open(tmp, "wb") as f:
            f.write(raw)
        if self.account.root:
            os.chown(tmp, self.account.uid, self.account.gid)
        if flags is None:
            to = os.path.join(path, "new", base)
        else:
            to = os.path.join(path, "cur", base + ":2," + flags)
        os.rename(tmp, to)
        return to

    def deliver(self, user, raw, sender=""):
        lmtp_deliver(self.lmtp, sender, [user + "@box.test"], raw)

    def mails(self, user):
        """(name, raw) of every mail of the user's INBOX, oldest first."""
        return read_maildir(self.maildir(user))

    def new_uidvalidity(self, user):
        """INBOX under another UIDVALIDITY, by Dovecot's own hand: with its files deleted instead, a session
        that is still ending writes the old one back."""
        now = int(re.search(r"UIDVALIDITY (\d+)", self.talk(user, "STATUS INBOX (UIDVALIDITY)")[0]).group(1))
        subprocess.run(self.account.argv([
            "/usr/bin/doveadm", "-c", self.conf, "mailbox", "update", "--uid-validity", str(now + 1),
            "-u", user, "INBOX"]), check=True, capture_output=True, timeout=60)

    def talk(self, user, *commands):
        """A little IMAP on the side: each command's whole answer as text."""
        with socket.create_connection(("127.0.0.1", self.imap), 20) as s:
            f = s.makefile("rb")
            f.readline()
            answers = []
            for n, c in enumerate(("LOGIN %s %s" % (user, PASSWORD),) + commands):
                tag = "t%d" % n
                s.sendall(("%s %s\r\n" % (tag, c)).encode())
                text = ""
                while True:
                    line = f.readline().decode("utf-8", "replace")
                    if not line:
                        raise RuntimeError("Dovecot hung up after: " + c)
                    text += line
                    if line.startswith(tag + " "):
                        break
                answers.append(text)
            return answers[1:]


_name_lock = threading.Lock()
_name_count = 0


def unique_name():
    global _name_count
    with _name_lock:
        _name_count += 1
        return "%d.M%06dP%d.test" % (1700000000 + _name_count, _name_count, os.getpid())


def read_maildir(path):
    got = []
    for sub in ("cur", "new"):
        d = os.path.join(path, sub)
        try:
            names = os.listdir(d)
        except OSError:
            continue
        for n in names:
            if n.startswith("."):
                continue
            try:
                with open(os.path.join(d, n), "rb") as f:
                    got.append((n, f.read(), os.stat(os.path.join(d, n)).st_mtime_ns))
            except OSError:
                pass
    got.sort(key=lambda m: (m[2], m[0]))
    return [(n, raw) for n, raw, _ in got]


def _reply(f):
    lines = []
    while True:
        line = f.readline()
        if not line:
            raise RuntimeError("the server hung up")
        lines.append(line)
        if line[3:4] != b"-":
            return lines


def lmtp_deliver(port, sender, recipients, raw):
    """One transaction; raises unless every recipient was accepted after the final dot."""
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n"
    raw = b"\r\n".join(b"." + l if l.startswith(b".") else l for l in raw.split(b"\r\n"))
    with socket.create_connection(("127.0.0.1", port), 30) as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        f = s.makefile("rb")
        _reply(f)
        for c in ["LHLO test", "MAIL FROM:<%s>" % sender] + ["RCPT TO:<%s>" % r for r in recipients]:
            s.sendall(c.encode() + b"\r\n")
            got = _reply(f)[-1]
            if got[:1] != b"2":
                raise RuntimeError("%s: %s" % (c, got))
        s.sendall(b"DATA\r\n")
        _reply(f)
        s.sendall(raw + b".\r\n")
        for r in recipients:
            got = _reply(f)[-1]
            if got[:1] != b"2":
                raise RuntimeError("%s: %s" % (r, got))


EXIM = """
keep_environment =
primary_hostname = mx.test
spool_directory = {dir}/spool
log_file_path = {dir}/log/%slog
pid_file_path = {dir}/pid
local_interfaces = <; 127.0.0.1
daemon_smtp_ports = {port}
timezone = UTC
tls_advertise_hosts = *
tls_certificate = {good[0]}
tls_privatekey = {good[1]}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
trusted_users = {user}
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max = 0
smtp_accept_max_per_connection = 0
smtp_accept_queue_per_connection = 0
smtp_receive_timeout = 60s
recipients_max = 0
message_size_limit = 60M
qualify_domain = mx.test
remote_max_parallel = 4
bounce_return_size_limit = 100K
smtp_banner = mx.test ESMTP test
no_message_logs

begin acl
rcpt:
  accept condition = ${{if exists{{{dir}/heal}}}}
  defer local_parts = defer421
        message = 421 4.7.0 too many connections, come back later
  defer local_parts = temp450
        message = 450 4.2.1 mailbox busy
  deny  local_parts = reject550
        message = 550 5.1.1 no such person here
  deny  condition = ${{if exists{{{dir}/refuse}}}}
        message = 550 5.7.1 refused
  defer condition = ${{if exists{{{dir}/busy}}}}
        message = 451 4.3.0 not now
  accept
data:
  warn condition = ${{if exists{{{dir}/verdict}}}}
       add_header = :at_start:Authentication-Results: ${{readfile{{{dir}/verdict}}}}
  defer condition = ${{if exists{{{dir}/busydata}}}}
        message = 452 4.3.1 out of storage
  accept

begin routers
gone:
  driver = redirect
  domains = !box.test
  local_parts = gone
  allow_fail
  data = :fail: 550 5.1.1 no such user
box:
  driver = redirect
  domains = !box.test
  data = {prefix}.${{lc:${{sg{{$local_part}}{{\\\\+.*}}{{}}}}}}.${{lc:$domain}}@box.test
lmtp:
  driver = manualroute
  domains = box.test
  route_list = * 127.0.0.1 byname
  self = send
  transport = lmtp

begin transports
lmtp:
  driver = smtp
  protocol = lmtp
  port = {lmtp}
  hosts_try_fastopen =
  hosts_avoid_tls = *
  allow_localhost

begin retry
* * F,1h,1s

begin rewrite

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if eq{{$auth3}}{{{password}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if eq{{$auth2}}{{{password}}}}}
  server_set_id = $auth1
"""


class Exim:
    """
    Accepts mail for anyone and hands it to Dovecot as user PREFIX.LOCALPART.DOMAIN. Scripted:
    defer421@, temp450@, reject550@ any domain at RCPT; gone@ is accepted and then bounces with a
    real DSN. The files heal, refuse, busy and busydata in its folder switch behaviour while it runs;
    what the file verdict says, it writes above the letter as its own Authentication-Results.
    """

    def __init__(self, folder, tls, dovecot, prefix):
        self.dir, self.account, self.prefix = folder, Account(), prefix
        self.dovecot, self.port = dovecot, proc.port()
        for d in ("", "spool", "log"):
            self.account.own(os.path.join(folder, d))
        self.conf = os.path.join(folder, "exim.conf")
        with open(self.conf, "w") as f:
            f.write(EXIM.format(dir=folder, port=self.port, good=tls.good, user=self.account.name,
                                group=self.account.group, prefix=prefix, lmtp=dovecot.lmtp, password=PASSWORD))
        self.process = None
        self.start()

    def start(self):
        self.process = proc.start(
            self.account.argv(["/usr/sbin/exim4", "-C", self.conf, "-bdf", "-q1s"]),
            stdout=open(self.dir + "/out", "ab"), stderr=open(self.dir + "/err", "ab"))
        if not proc.wait_port(self.port, process=self.process):
            raise RuntimeError("Exim did not start: " + self.tail())

    def stop(self):
        if self.process:
            proc.stop(self.process)
            self.process = None

    def kill(self):
        if self.process:
            proc.signal_group(self.process, signal.SIGKILL)
            self.process.wait()
            proc.forget(self.process)
            self.process = None

    def switch(self, name, on=True):
        path = os.path.join(self.dir, name)
        if on:
            open(path, "w").close()
        elif os.path.exists(path):
            os.unlink(path)

    def tail(self, size=1500):
        text = ""
        for f in ("err", "log/mainlog", "log/paniclog"):
            try:
                text += open(os.path.join(self.dir, f), errors="replace").read()[-size:]
            except OSError:
                pass
        return text

    def user(self, address):
        local, domain = address.lower().rsplit("@", 1)
        return "%s.%s.%s" % (self.prefix, local.split("+")[0], domain)

    def queue_empty(self):
        """No message waits in the spool (bounces included)."""
        for d, _, files in os.walk(os.path.join(self.dir, "spool", "input")):
            if files:
                return False
        return True

    def submit(self, sender, recipients, raw):
        """A mail from outside, through this server."""
        import smtplib
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as s:
            return s.sendmail(sender, recipients, raw)
