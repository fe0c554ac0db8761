build2/bot/daemon/source.o: bot/daemon/source.c \
 include/docket/base/banned.h bot/daemon/source.h bot/daemon/children.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 bot/daemon/reader.h include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/store/store.h include/docket/intake/intake.h \
 include/docket/base/clock.h include/docket/compose/template.h \
 include/docket/base/asset.h include/docket/compose/value.h \
 include/docket/conf/kit.h include/docket/domain/phrases.h \
 include/docket/store/inbox.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/message/mail.h \
 include/docket/wire/source.h include/docket/base/json.h \
 include/docket/base/log.h include/docket/base/step.h
include/docket/base/banned.h:
bot/daemon/source.h:
bot/daemon/children.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
bot/daemon/reader.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/store.h:
include/docket/intake/intake.h:
include/docket/base/clock.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/compose/value.h:
include/docket/conf/kit.h:
include/docket/domain/phrases.h:
include/docket/store/inbox.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/message/mail.h:
include/docket/wire/source.h:
include/docket/base/json.h:
include/docket/base/log.h:
include/docket/base/step.h:
