build2/tests/unit/base/rand.o: tests/unit/base/rand.c \
 include/docket/base/rand.h include/docket/base/hash.h \
 include/docket/base/slice.h include/docket/base/str.h \
 tests/unit/base/../check.h
include/docket/base/rand.h:
include/docket/base/hash.h:
include/docket/base/slice.h:
include/docket/base/str.h:
tests/unit/base/../check.h:
