#!/usr/bin/env python3
"""Takes the pictures for shots.sh: every page of a folder, at two widths, whole.

Chromium cuts a picture at the window's height, so all pages are laid out and measured first. They
are shown inside frames of the width wanted: a headless window is never narrower than 500 pixels.
A page that is wider than its window is a fault.
"""
import concurrent.futures
import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import typing

WIDTHS = (390, 760)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--hide-scrollbars"]


class Job(typing.NamedTuple):
    """One picture to take."""
    page: pathlib.Path
    width: int
    dark: bool
    png: pathlib.Path


def frame(job, height):
    """The page of a job in a frame of its width."""
    text = job.page.read_text(encoding="utf-8")
    if job.dark:
        text = text.replace("(prefers-color-scheme:dark)", "all")
    text = re.sub(r"@media \(max-width:(\d+)px\)",
                  lambda m: "@media all" if job.width <= int(m[1]) else "@media not all", text)
    return ("<iframe width=%d height=%d style='border:0;display:block' srcdoc=\"%s\"></iframe>"
            % (job.width, height, html.escape(text)))


def run(browser, args, page):
    with tempfile.TemporaryDirectory(prefix="docket-shot-") as home:
        file = pathlib.Path(home) / "page.html"
        file.write_text("<!DOCTYPE html><meta charset=utf-8><body style='margin:0'>" + page,
                        encoding="utf-8")
        return subprocess.run([browser, *FLAGS, "--user-data-dir=" + home + "/profile", *args,
                               file.as_uri()], timeout=120, capture_output=True, text=True,
                              check=True).stdout


def measure(browser, jobs):
    """Width and height of every page once it is laid out."""
    dom = run(browser, ["--dump-dom"], "".join(frame(job, 10) for job in jobs) +
              "<script>onload=()=>{document.title=[...document.querySelectorAll('iframe')].map("
              "f=>{const e=f.contentDocument.documentElement;return e.scrollWidth+'x'+"
              "e.scrollHeight}).join(' ')}</script>")
    found = re.search(r"<title>([0-9x ]+)</title>", dom)[1].split()
    return [tuple(map(int, size.split("x"))) for size in found]


def shoot(browser, job, height):
    run(browser, ["--screenshot=" + os.path.abspath(job.png),
                  "--window-size=%d,%d" % (job.width, height)], frame(job, height))


def main():
    browser, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    jobs = []
    for page in sorted(p for p in folder.glob("*.html") if only in p.name):
        for width in WIDTHS:
            jobs.append(Job(page, width, False, folder / f"{page.stem}.{width}.png"))
            if page.stem.endswith(".en"):
                jobs.append(Job(page, width, True, folder / f"{page.stem}.{width}.dark.png"))
    sizes = measure(browser, jobs)
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        list(pool.map(lambda pair: shoot(browser, pair[0], pair[1][1]), zip(jobs, sizes)))
    wide = [(job, size[0]) for job, size in zip(jobs, sizes) if size[0] > job.width]
    for job, width in wide:
        print(f"shots: {job.page.name} is {width} pixels wide in a window of {job.width}",
              file=sys.stderr)
    print(f"{len(jobs)} pictures in {folder}")
    return 1 if wide else 0


if __name__ == "__main__":
    sys.exit(main())
