build2/tests/unit/base/vec.o: tests/unit/base/vec.c \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h tests/unit/base/../check.h
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
