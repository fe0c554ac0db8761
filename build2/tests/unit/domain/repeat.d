build2/tests/unit/domain/repeat.o: tests/unit/domain/repeat.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/repeat.h include/docket/base/day.h \
 include/docket/base/err.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/repeat.h:
include/docket/base/day.h:
include/docket/base/err.h:
