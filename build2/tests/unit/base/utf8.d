build2/tests/unit/base/utf8.o: tests/unit/base/utf8.c \
 include/docket/base/utf8.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/str.h \
 tests/unit/base/../check.h
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
tests/unit/base/../check.h:
