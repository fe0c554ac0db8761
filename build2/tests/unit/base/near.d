build2/tests/unit/base/near.o: tests/unit/base/near.c \
 include/docket/base/near.h include/docket/base/slice.h \
 tests/unit/check.h
include/docket/base/near.h:
include/docket/base/slice.h:
tests/unit/check.h:
