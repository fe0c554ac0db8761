build2/tests/unit/base/pool.o: tests/unit/base/pool.c \
 include/docket/base/pool.h include/docket/base/slice.h \
 tests/unit/base/../check.h
include/docket/base/pool.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
