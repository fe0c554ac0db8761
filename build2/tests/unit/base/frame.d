build2/tests/unit/base/frame.o: tests/unit/base/frame.c \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 tests/unit/base/../check.h
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
