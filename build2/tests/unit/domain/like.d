build2/tests/unit/domain/like.o: tests/unit/domain/like.c \
 tests/unit/domain/phrases.h tests/unit/check.h \
 include/docket/base/slice.h include/docket/domain/phrases.h \
 include/docket/base/asset.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/domain/like.h
tests/unit/domain/phrases.h:
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/like.h:
