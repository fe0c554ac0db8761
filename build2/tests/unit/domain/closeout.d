build2/tests/unit/domain/closeout.o: tests/unit/domain/closeout.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/closeout.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/closeout.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
