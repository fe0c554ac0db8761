build2/tests/unit/base/log.o: tests/unit/base/log.c \
 include/docket/base/log.h tests/unit/base/../check.h \
 include/docket/base/slice.h
include/docket/base/log.h:
tests/unit/base/../check.h:
include/docket/base/slice.h:
