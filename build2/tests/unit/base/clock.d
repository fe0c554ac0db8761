build2/tests/unit/base/clock.o: tests/unit/base/clock.c \
 include/docket/base/clock.h tests/unit/base/../check.h \
 include/docket/base/slice.h
include/docket/base/clock.h:
tests/unit/base/../check.h:
include/docket/base/slice.h:
