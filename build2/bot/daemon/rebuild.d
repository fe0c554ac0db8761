build2/bot/daemon/rebuild.o: bot/daemon/rebuild.c \
 include/docket/base/banned.h bot/daemon/rebuild.h \
 include/docket/daemon/rebuild.h include/docket/daemon/desk.h \
 include/docket/intake/intake.h include/docket/base/clock.h \
 include/docket/compose/template.h include/docket/base/asset.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/compose/value.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/day.h include/docket/conf/conf.h \
 include/docket/conf/kit.h include/docket/domain/phrases.h \
 include/docket/store/inbox.h include/docket/store/store.h \
 include/docket/understand/reading.h include/docket/base/zone.h \
 include/docket/message/mail.h include/docket/store/origin.h \
 include/docket/store/inputs.h bot/daemon/reader.h bot/daemon/children.h \
 include/docket/base/frame.h include/docket/base/hash.h \
 include/docket/base/file.h include/docket/base/log.h \
 include/docket/base/step.h include/docket/daemon/daemon.h \
 include/docket/base/chat.h include/docket/base/json.h \
 include/docket/store/people.h
include/docket/base/banned.h:
bot/daemon/rebuild.h:
include/docket/daemon/rebuild.h:
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
include/docket/store/origin.h:
include/docket/store/inputs.h:
bot/daemon/reader.h:
bot/daemon/children.h:
include/docket/base/frame.h:
include/docket/base/hash.h:
include/docket/base/file.h:
include/docket/base/log.h:
include/docket/base/step.h:
include/docket/daemon/daemon.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/store/people.h:
