build2/tests/unit/base/file.o: tests/unit/base/file.c \
 include/docket/base/file.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/step.h tests/unit/base/../check.h
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/step.h:
tests/unit/base/../check.h:
