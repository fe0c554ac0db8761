build2/tests/unit/wire/maildir.o: tests/unit/wire/maildir.c \
 include/docket/wire/source.h include/docket/base/err.h \
 include/docket/base/frame.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/file.h \
 tests/unit/wire/../check.h
include/docket/wire/source.h:
include/docket/base/err.h:
include/docket/base/frame.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/file.h:
tests/unit/wire/../check.h:
