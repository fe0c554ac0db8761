build2/tests/unit/base/day.o: tests/unit/base/day.c \
 include/docket/base/day.h include/docket/base/slice.h \
 tests/unit/base/../check.h
include/docket/base/day.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
