"""docket chat: on a terminal (a pty) and by plain lines, with a daemon and without one."""
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

from lib import proc, world
from lib.world import Problem

ALL = ("test", "san")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A person's terminal with docket chat in it."""

    def __init__(self, w, who, columns=80, rows=30, **env):
        self.got, self.seen = "", 0
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.slave = slave
        self.before = termios.tcgetattr(slave)
        self.p = proc.start([w.h.docket, "chat", "--as", who, "-c", w.config], stdin=slave, stdout=slave,
                            stderr=subprocess.PIPE, cwd=w.dir,
                            env=w.env(**dict({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, **env)))

    def read(self, patience=0.2):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.05)[0]:
                try:
                    self.got += os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return self.got

    def type(self, keys):
        self.seen = len(self.read(0.05))
        os.write(self.master, keys.encode())

    def want(self, words, patience=15):
        """Words that come after what was typed last."""
        end = time.monotonic() + patience
        while words not in COLOUR.sub("", self.got[self.seen:]):
            if time.monotonic() > end or self.p.poll() is not None:
                raise Problem("the terminal does not show '%s' but %r" % (words, self.got[self.seen:][-900:]))
            self.read(0.1)
        return COLOUR.sub("", self.got[self.seen:])

    def left(self):
        """What it says is read until it ends: it waits until its last words have been taken."""
        end = time.monotonic() + 10
        while self.p.poll() is None:
            self.read(0.1)
            if time.monotonic() > end:
                raise Problem("docket chat does not end; it says %r" % self.got[-300:])
        proc.forget(self.p)

    def ends(self):
        self.left()
        if self.p.returncode != 0:
            raise Problem("docket chat: exit %s: %s" % (self.p.returncode, self.p.stderr.read()[-300:]))
        if termios.tcgetattr(self.slave) != self.before:
            raise Problem("the terminal is not as it was before")
        os.close(self.master)
        os.close(self.slave)


def on_a_terminal(h, options):
    """Keys, cards, buttons by number, another's act seen at once, what is private stays private."""
    w = world.World(h, "chat.terminal")
    try:
        w.docket("new", "ACME", "Spring banner", "--as", "maya", expect=0)
        w.start()
        maya, tom = Terminal(w, "maya"), Terminal(w, "tom", columns=60, NO_COLOR="1")
        for t, who in ((maya, "maya"), (tom, "tom")):
            t.want("You are %s" % who)
            t.want("%s> " % who)
        # "show ACME-001", typed with slips: cursor keys, Home, a word too much, UTF-8 taken back.
        maya.type("how ACME-01\x1b[D0\x1b[Hs\x05 grün\x17\x7f\r")
        text = maya.want("Details")
        if "╭─ ACME-001" not in text or "[1] " not in text:
            raise Problem("no card: %r" % text[-600:])
        if "\x1b[1m" not in maya.got:
            raise Problem("the card has no colours")
        number = re.findall(r"\[(\d+)\] Details", text)[-1]
        maya.type(number + "\r")
        maya.want("history")
        maya.type("x" * 30 + "\x03")
        maya.want("^C")
        maya.type("\x1b[A\x1b[A\r")  # the line before the number, again
        maya.want("Details")
        tom.read(0.3)
        if "Details" in tom.got or "history" in tom.got:
            raise Problem("Tom saw what Maya was answered: %r" % tom.got[-400:])
        # Another changes the job: the card comes to both, unasked.
        maya.seen, tom.seen = len(maya.read()), len(tom.read())
        w.docket("set", "ACME-001", "objective", "More bookings", "--as", "maya", expect=0)
        w.docket("deadline", "ACME-001", "2026-05-28", "--as", "maya", expect=0)
        for t in (maya, tom):
            t.want("ACME-001", 10)
        # The newest card is drawn where it stood, not below itself.
        tom.seen = len(tom.read(1.5))
        w.docket("deadline", "ACME-001", "2026-05-29", "--as", "maya", expect=0)
        tom.want("29", 10)
        if not re.search(r"\x1b\[\d+A\x1b\[J", tom.got[tom.seen:]):
            raise Problem("the card was drawn a second time: %r" % tom.got[tom.seen:][-400:])
        if COLOUR.search(tom.got):
            raise Problem("colours in spite of NO_COLOR")
        for line in COLOUR.sub("", tom.got).splitlines():
            if len(re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", line)) > 60:
                raise Problem("a row of more than 60 columns: %r" % line)
        # A form, left, and filled in.
        maya.type("new\r")
        maya.want("Client")
        maya.type("ACME\r")
        maya.want("What is it?")
        maya.type("\x03")
        maya.type("new\r")
        maya.want("Client")
        for words in ("ACME", "A poster", "", "", ""):
            maya.type(words + "\r")
            maya.read(0.3)
        maya.want("ACME-002")
        if w.one("SELECT count(*) FROM job") != 2:
            raise Problem("%s jobs, not 2" % w.one("SELECT count(*) FROM job"))
        if "What is it?" in tom.read():
            raise Problem("Maya's form came to Tom")
        maya.type("\x04")
        maya.ends()
        tom.type("quit\r")
        tom.ends()
        # The daemon goes: the chat says so and gives the terminal back.
        last = Terminal(w, "maya")
        last.want("maya> ")
        w.stop()
        last.left()
        if last.p.returncode == 0 or b"stopped" not in last.p.stderr.read():
            raise Problem("the end of the daemon was no end of the chat")
        if termios.tcgetattr(last.slave) != last.before:
            raise Problem("the terminal is not as it was before")
    finally:
        w.close()


def plain(h, options):
    """Lines in, lines out; a button by number; under the card; the same with and without a daemon."""
    for served in (False, True):
        w = world.World(h, "chat.plain-%s" % ("daemon" if served else "alone"))
        try:
            w.docket("new", "ACME", "Spring banner", "--as", "maya", expect=0)
            w.docket("new", "ACME", "Poster", "--as", "maya", expect=0)
            if served:
                w.start()
            r = w.docket("chat", "--as", "maya", stdin=b"statos ACME-001\n/docket show ACME-001\n1\n\n99\n"
                                                       b"take ACME-001", expect=0)
            for words in ("did you mean 'status'", "ACME-001 Spring banner\n", "[1] ", "history",
                          "No button has that number."):
                if words not in r.out:
                    raise Problem("%s: no '%s' in %r" % (w.name, words, r.out[-1500:]))
            if "\x1b" in r.out or "╭" in r.out:
                raise Problem("a frame or a colour where there is no terminal: %r" % r.out[:300])
            if served:
                w.stop()
            r = w.docket("chat", "--as", "nobody", stdin=b"help\n", expect=77)
            if "no member 'nobody'" not in r.err:
                raise Problem("a stranger was told %r" % r.err)
            w.docket("chat", "--ass", expect=64)
            w.docket("verify", expect=0)
        finally:
            w.close()


TESTS = [("chat/terminal: on a terminal", on_a_terminal, ALL),
         ("chat/terminal: plain lines", plain, ("check",) + ALL)]
