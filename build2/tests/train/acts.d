build2/tests/train/acts.o: tests/train/acts.c include/docket/base/asset.h \
 include/docket/base/slice.h include/docket/base/file.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/hash.h tests/train/../../bot/understand/lexicon.h \
 tests/train/../../bot/understand/words.h \
 include/docket/understand/reading.h include/docket/base/zone.h \
 include/docket/base/day.h include/docket/message/mail.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 tests/train/../../bot/understand/lexicon.def \
 tests/train/../../bot/understand/judge.h \
 tests/train/../../bot/understand/clause.h \
 tests/train/../../bot/understand/context.h \
 tests/train/../../bot/understand/date.h \
 tests/train/../../bot/understand/lexicon.h \
 tests/train/../../bot/understand/model.h \
 tests/train/../../bot/understand/model.def
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/hash.h:
tests/train/../../bot/understand/lexicon.h:
tests/train/../../bot/understand/words.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/message/mail.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
tests/train/../../bot/understand/lexicon.def:
tests/train/../../bot/understand/judge.h:
tests/train/../../bot/understand/clause.h:
tests/train/../../bot/understand/context.h:
tests/train/../../bot/understand/date.h:
tests/train/../../bot/understand/lexicon.h:
tests/train/../../bot/understand/model.h:
tests/train/../../bot/understand/model.def:
