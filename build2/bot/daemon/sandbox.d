build2/bot/daemon/sandbox.o: bot/daemon/sandbox.c \
 include/docket/base/banned.h bot/daemon/sandbox.h \
 include/docket/base/err.h include/docket/base/slice.h \
 include/docket/daemon/daemon.h include/docket/base/chat.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/pool.h include/docket/base/vec.h \
 include/docket/daemon/desk.h include/docket/intake/intake.h \
 include/docket/base/clock.h include/docket/compose/template.h \
 include/docket/base/asset.h include/docket/compose/value.h \
 include/docket/base/day.h include/docket/conf/conf.h \
 include/docket/conf/kit.h include/docket/domain/phrases.h \
 include/docket/store/inbox.h include/docket/store/store.h \
 include/docket/understand/reading.h include/docket/base/zone.h \
 include/docket/message/mail.h include/docket/store/people.h
include/docket/base/banned.h:
bot/daemon/sandbox.h:
include/docket/base/err.h:
include/docket/base/slice.h:
include/docket/daemon/daemon.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
include/docket/daemon/desk.h:
include/docket/intake/intake.h:
include/docket/base/clock.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/compose/value.h:
include/docket/base/day.h:
include/docket/conf/conf.h:
include/docket/conf/kit.h:
include/docket/domain/phrases.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/message/mail.h:
include/docket/store/people.h:
