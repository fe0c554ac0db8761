build2/tests/unit/base/step.o: tests/unit/base/step.c \
 include/docket/base/step.h include/docket/base/file.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h tests/unit/base/../check.h
include/docket/base/step.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
tests/unit/base/../check.h:
