build2/tests/unit/base/hash.o: tests/unit/base/hash.c \
 include/docket/base/hash.h include/docket/base/slice.h \
 include/docket/base/str.h tests/unit/base/../check.h
include/docket/base/hash.h:
include/docket/base/slice.h:
include/docket/base/str.h:
tests/unit/base/../check.h:
