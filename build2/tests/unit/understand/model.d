build2/tests/unit/understand/model.o: tests/unit/understand/model.c \
 tests/unit/understand/sample.h tests/unit/understand/../check.h \
 include/docket/base/slice.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/base/day.h \
 include/docket/base/str.h include/docket/message/mail.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/asset.h \
 include/docket/base/file.h include/docket/base/hash.h \
 tests/unit/understand/../../../bot/understand/lexicon.h \
 tests/unit/understand/../../../bot/understand/words.h \
 tests/unit/understand/../../../bot/understand/lexicon.def \
 tests/unit/understand/../../../bot/understand/model.h \
 tests/unit/understand/../../../bot/understand/model.def
tests/unit/understand/sample.h:
tests/unit/understand/../check.h:
include/docket/base/slice.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/asset.h:
include/docket/base/file.h:
include/docket/base/hash.h:
tests/unit/understand/../../../bot/understand/lexicon.h:
tests/unit/understand/../../../bot/understand/words.h:
tests/unit/understand/../../../bot/understand/lexicon.def:
tests/unit/understand/../../../bot/understand/model.h:
tests/unit/understand/../../../bot/understand/model.def:
