"""A test certificate authority and the certificates of the TLS cases, made with openssl."""
import os
import subprocess


def _openssl(*argv):
    subprocess.run(("openssl",) + argv, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Authority:
    def __init__(self, folder, name):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.name = folder, name
        self.key, self.cert = self._path("key"), self._path("pem")
        if not os.path.exists(self.cert):
            _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                     "-days", "3650", "-subj", "/CN=" + name, "-keyout", self.key, "-out", self.cert,
                     "-addext", "basicConstraints=critical,CA:TRUE",
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign")
            os.chmod(self.key, 0o600)

    def _path(self, end):
        return os.path.join(self.folder, "%s.%s" % (self.name, end))

    def issue(self, name, alt, expired=False):
        """(certificate, key) files for subjectAltName `alt`, such as "DNS:localhost,IP:127.0.0.1"."""
        key, req, crt = (os.path.join(self.folder, "%s.%s" % (name, e)) for e in ("key", "csr", "crt"))
        ext = os.path.join(self.folder, name + ".ext")
        with open(ext, "w") as f:
            f.write("[v3]\nsubjectAltName=%s\nbasicConstraints=CA:FALSE\n"
                    "extendedKeyUsage=serverAuth\n" % alt)
        _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-subj", "/CN=" + name, "-keyout", key, "-out", req)
        if expired:
            self._sign_past(req, crt, ext)
        else:
            _openssl("x509", "-req", "-in", req, "-CA", self.cert, "-CAkey", self.key,
                     "-CAcreateserial", "-days", "365", "-extfile", ext, "-extensions", "v3",
                     "-out", crt)
        os.chmod(key, 0o644)  # a test key; the servers run as nobody
        return crt, key

    def _sign_past(self, req, crt, ext):
        """`openssl x509` cannot date back; `openssl ca` can."""
        base = crt + ".ca"
        os.makedirs(base, exist_ok=True)
        open(os.path.join(base, "index.txt"), "w").close()
        with open(os.path.join(base, "serial"), "w") as f:
            f.write("01\n")
        cnf = os.path.join(base, "ca.cnf")
        with open(cnf, "w") as f:
            f.write("[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index.txt\nserial=%s/serial\n"
                    "new_certs_dir=%s\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n"
                    % (base, base, base))
        _openssl("ca", "-batch", "-config", cnf, "-in", req, "-out", crt, "-cert", self.cert,
                 "-keyfile", self.key, "-startdate", "20200101000000Z", "-enddate",
                 "20210101000000Z", "-extfile", ext, "-extensions", "v3", "-notext")
