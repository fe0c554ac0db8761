build2/tests/unit/store/inbox.o: tests/unit/store/inbox.c \
 tests/unit/store/fixture.h tests/unit/check.h \
 include/docket/base/slice.h include/docket/store/inbox.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/jobs.h \
 include/docket/domain/job.h include/docket/store/outbox.h \
 include/docket/store/people.h include/docket/base/hash.h
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
include/docket/base/hash.h:
