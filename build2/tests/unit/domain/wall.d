build2/tests/unit/domain/wall.o: tests/unit/domain/wall.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/wall.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/wall.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
