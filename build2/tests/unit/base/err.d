build2/tests/unit/base/err.o: tests/unit/base/err.c \
 include/docket/base/err.h tests/unit/base/../check.h \
 include/docket/base/slice.h
include/docket/base/err.h:
tests/unit/base/../check.h:
include/docket/base/slice.h:
