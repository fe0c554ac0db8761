#!/usr/bin/env python3
"""man.py UNIT PAGE: writes the sections of the manual page anew that come from tables.

The test manual_page_follows_the_tables prints what a section should say when it differs; this puts
it between that section's marks.
"""
import re
import subprocess
import sys

unit, path = sys.argv[1:3]
said = subprocess.run([unit, "manual_page_follows_the_tables"], capture_output=True, text=True).stdout
page = open(path, encoding="utf-8").read()
for m in re.finditer(r"between the marks of '(\w+)' it should say:\n(.*?)(?=between the marks of|FAIL|\Z)", said, re.S):
    name, body = m.group(1), m.group(2)
    body = "".join(line for line in body.splitlines(True) if not re.match(r" {2}tests/|tests/unit", line))
    begin, end = '.\\" %s: begin\n' % name, '.\\" %s: end\n' % name
    head, rest = page.split(begin)
    page = head + begin + body + end + rest.split(end)[1]
    print("  MAN   section %s" % name)
open(path, "w", encoding="utf-8").write(page)
