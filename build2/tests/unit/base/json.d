build2/tests/unit/base/json.o: tests/unit/base/json.c \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/slice.h tests/unit/base/../check.h
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
