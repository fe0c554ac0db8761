build2/bot/daemon/fetches.o: bot/daemon/fetches.c \
 include/docket/base/banned.h bot/daemon/fetches.h \
 include/docket/daemon/desk.h include/docket/intake/intake.h \
 include/docket/base/clock.h include/docket/compose/template.h \
 include/docket/base/asset.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/compose/value.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/day.h \
 include/docket/conf/conf.h include/docket/conf/kit.h \
 include/docket/domain/phrases.h include/docket/store/inbox.h \
 include/docket/store/store.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/message/mail.h \
 include/docket/wire/fetch.h include/docket/base/hash.h \
 include/docket/base/log.h include/docket/base/step.h \
 include/docket/domain/fetch.h include/docket/domain/artwork.h \
 include/docket/intake/fetch.h include/docket/store/fetches.h
include/docket/base/banned.h:
bot/daemon/fetches.h:
include/docket/daemon/desk.h:
include/docket/intake/intake.h:
include/docket/base/clock.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/compose/value.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/day.h:
include/docket/conf/conf.h:
include/docket/conf/kit.h:
include/docket/domain/phrases.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/message/mail.h:
include/docket/wire/fetch.h:
include/docket/base/hash.h:
include/docket/base/log.h:
include/docket/base/step.h:
include/docket/domain/fetch.h:
include/docket/domain/artwork.h:
include/docket/intake/fetch.h:
include/docket/store/fetches.h:
