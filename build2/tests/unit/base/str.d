build2/tests/unit/base/str.o: tests/unit/base/str.c \
 include/docket/base/str.h include/docket/base/slice.h \
 tests/unit/base/../check.h
include/docket/base/str.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
