build2/tests/unit/store/revisions.o: tests/unit/store/revisions.c \
 tests/unit/store/fixture.h tests/unit/check.h \
 include/docket/base/slice.h include/docket/store/inbox.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/jobs.h \
 include/docket/domain/job.h include/docket/store/outbox.h \
 include/docket/store/people.h include/docket/store/reviews.h \
 include/docket/domain/review.h include/docket/store/revisions.h \
 include/docket/domain/revision.h include/docket/domain/phrases.h \
 include/docket/base/asset.h
tests/unit/store/fixture.h:
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/jobs.h:
include/docket/domain/job.h:
include/docket/store/outbox.h:
include/docket/store/people.h:
include/docket/store/reviews.h:
include/docket/domain/review.h:
include/docket/store/revisions.h:
include/docket/domain/revision.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
