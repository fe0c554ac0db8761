build2/tests/unit/base/slice.o: tests/unit/base/slice.c \
 include/docket/base/slice.h tests/unit/base/../check.h
include/docket/base/slice.h:
tests/unit/base/../check.h:
