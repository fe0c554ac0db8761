build2/tests/unit/domain/effort.o: tests/unit/domain/effort.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/effort.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/effort.h:
