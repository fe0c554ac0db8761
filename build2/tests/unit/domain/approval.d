build2/tests/unit/domain/approval.o: tests/unit/domain/approval.c \
 tests/unit/domain/phrases.h tests/unit/check.h \
 include/docket/base/slice.h include/docket/domain/phrases.h \
 include/docket/base/asset.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/domain/approval.h include/docket/domain/review.h \
 include/docket/domain/job.h
tests/unit/domain/phrases.h:
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/approval.h:
include/docket/domain/review.h:
include/docket/domain/job.h:
