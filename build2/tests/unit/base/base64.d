build2/tests/unit/base/base64.o: tests/unit/base/base64.c \
 include/docket/base/base64.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h \
 tests/unit/base/../check.h
include/docket/base/base64.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
tests/unit/base/../check.h:
