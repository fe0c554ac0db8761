build2/bot/cli/check.o: bot/cli/check.c include/docket/base/banned.h \
 include/docket/cli/check.h include/docket/cli/verbs.h \
 include/docket/base/clock.h include/docket/base/utf8.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/base/zone.h \
 include/docket/base/day.h include/docket/cli/chat.h \
 include/docket/conf/conf.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/compose/template.h \
 include/docket/base/asset.h include/docket/compose/value.h \
 include/docket/conf/kit.h include/docket/daemon/desk.h \
 include/docket/intake/intake.h include/docket/domain/phrases.h \
 include/docket/store/inbox.h include/docket/store/store.h \
 include/docket/understand/reading.h include/docket/message/mail.h \
 include/docket/wire/smtp.h include/docket/wire/source.h \
 include/docket/base/frame.h
include/docket/base/banned.h:
include/docket/cli/check.h:
include/docket/cli/verbs.h:
include/docket/base/clock.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/zone.h:
include/docket/base/day.h:
include/docket/cli/chat.h:
include/docket/conf/conf.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/compose/value.h:
include/docket/conf/kit.h:
include/docket/daemon/desk.h:
include/docket/intake/intake.h:
include/docket/domain/phrases.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/understand/reading.h:
include/docket/message/mail.h:
include/docket/wire/smtp.h:
include/docket/wire/source.h:
include/docket/base/frame.h:
