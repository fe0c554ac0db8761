build2/tests/unit/base/zip.o: tests/unit/base/zip.c \
 include/docket/base/zip.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/hash.h \
 tests/unit/base/../check.h
include/docket/base/zip.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/hash.h:
tests/unit/base/../check.h:
