build2/tests/unit/main.o: tests/unit/main.c tests/unit/check.h \
 include/docket/base/slice.h
tests/unit/check.h:
include/docket/base/slice.h:
