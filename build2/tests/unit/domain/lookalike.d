build2/tests/unit/domain/lookalike.o: tests/unit/domain/lookalike.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/lookalike.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/lookalike.h:
