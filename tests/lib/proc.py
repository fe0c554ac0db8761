"""Processes, ports and scratch folders of the tests; everything started here ends here."""
import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

_lock = threading.Lock()
_groups = {}  # pid of a group leader -> Popen
_folders = []
_closed = False


class Stopped(Exception):
    """The run was interrupted: nothing new may start."""


def start(argv, **kw):
    """A process that leads its own group, ended with the tests whatever happens."""
    kw.setdefault("stdin", subprocess.DEVNULL)
    with _lock:
        if _closed:
            raise Stopped()
        p = subprocess.Popen(argv, start_new_session=True, **kw)
        _groups[p.pid] = p
    return p


def signal_group(p, sig):
    try:
        os.killpg(p.pid, sig)
    except (ProcessLookupError, PermissionError):
        pass


def forget(p):
    """The leader has been waited for; whatever is left of its group goes."""
    signal_group(p, signal.SIGKILL)
    with _lock:
        _groups.pop(p.pid, None)


def stop(p, sig=signal.SIGTERM, patience=10.0):
    """Asks the leader to end, then insists. Returns its exit status."""
    if p.poll() is None:
        try:
            os.kill(p.pid, sig)
        except ProcessLookupError:
            pass
        try:
            p.wait(patience)
        except subprocess.TimeoutExpired:
            signal_group(p, signal.SIGKILL)
            p.wait()
    forget(p)
    return p.returncode


class Result:
    def __init__(self, argv, code, out, err):
        self.argv, self.code, self.out, self.err = argv, code, out, err

    def __str__(self):
        text = (self.err or self.out).strip()
        return "%s: exit %s: %s" % (" ".join(map(str, self.argv[:6])), self.code, text[-1500:])


def run(argv, timeout=120, env=None, stdin=None, cwd=None):
    """Runs to its end; output as text (undecodable bytes replaced). A hang is exit -1."""
    p = start(argv, stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=cwd)
    try:
        out, err = p.communicate(stdin, timeout=timeout)
        code = p.returncode
    except subprocess.TimeoutExpired:
        signal_group(p, signal.SIGKILL)
        out, err = p.communicate()
        code, err = -1, err + b"\n(no end within the harness's patience)"
    finally:
        forget(p)
    return Result(argv, code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


_ports = set()


def port():
    """A port on 127.0.0.1 that is free now and that this run has not handed out yet."""
    for _ in range(200):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            n = s.getsockname()[1]
        with _lock:
            if n not in _ports:
                _ports.add(n)
                return n
    raise RuntimeError("no free port on 127.0.0.1")


def wait_port(n, host="127.0.0.1", patience=20.0, process=None):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if process is not None and process.poll() is not None:
            return False
        try:
            socket.create_connection((host, n), 1).close()
            return True
        except OSError:
            time.sleep(0.02)
    return False


def wait_for(test, patience=60.0, pause=0.02):
    """Polls until test() is true; its last value. The patience is no assertion about speed."""
    end = time.monotonic() + patience
    while True:
        got = test()
        if got or time.monotonic() > end:
            return got
        time.sleep(pause)
        pause = min(pause * 1.3, 0.25)


def _open_to_all(path):
    while True:
        try:
            if not os.stat(path).st_mode & 0o001:
                return False
        except OSError:
            return False
        if path == "/":
            return True
        path = os.path.dirname(path)


def server_folder(scratch):
    """A folder for servers that run as another user and name sockets: short and reachable."""
    want = os.path.join(scratch, "srv")
    os.makedirs(scratch, exist_ok=True)
    if len(want) < 50 and _open_to_all(os.path.abspath(scratch)):
        os.makedirs(want, exist_ok=True)
        return want
    d = tempfile.mkdtemp(prefix="docket-")
    os.chmod(d, 0o755)
    _folders.append(d)
    return d


def end_all():
    global _closed
    with _lock:
        _closed = True
        left = list(_groups.values())
    for p in left:
        signal_group(p, signal.SIGTERM)
    end = time.monotonic() + 3
    while time.monotonic() < end and any(p.poll() is None for p in left):
        time.sleep(0.02)
    for p in left:
        signal_group(p, signal.SIGKILL)
    for d in _folders:
        shutil.rmtree(d, ignore_errors=True)


def _on_signal(number, frame):
    raise KeyboardInterrupt


def install():
    """Once, from the main thread of the runner."""
    atexit.register(end_all)
    for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(s, _on_signal)
    sys.stdout.reconfigure(line_buffering=True)
