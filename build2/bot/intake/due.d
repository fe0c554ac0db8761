build2/bot/intake/due.o: bot/intake/due.c include/docket/base/banned.h \
 bot/intake/cmd.h bot/intake/ctx.h include/docket/base/json.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/log.h include/docket/base/step.h \
 include/docket/domain/policy.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/domain/calendar.h include/docket/base/zone.h \
 include/docket/intake/intake.h include/docket/base/clock.h \
 include/docket/compose/template.h include/docket/base/asset.h \
 include/docket/compose/value.h include/docket/conf/kit.h \
 include/docket/domain/phrases.h include/docket/store/inbox.h \
 include/docket/store/store.h include/docket/understand/reading.h \
 include/docket/message/mail.h include/docket/store/jobs.h \
 include/docket/domain/job.h include/docket/store/modes.h \
 include/docket/store/outbox.h include/docket/store/people.h \
 bot/intake/wall.h include/docket/domain/wall.h bot/intake/commands.def \
 bot/intake/digest.h include/docket/domain/digest.h \
 include/docket/store/digest.h bot/intake/life.h \
 include/docket/domain/approval.h include/docket/domain/review.h \
 include/docket/store/reviews.h
include/docket/base/banned.h:
bot/intake/cmd.h:
bot/intake/ctx.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/log.h:
include/docket/base/step.h:
include/docket/domain/policy.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/calendar.h:
include/docket/base/zone.h:
include/docket/intake/intake.h:
include/docket/base/clock.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/compose/value.h:
include/docket/conf/kit.h:
include/docket/domain/phrases.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/understand/reading.h:
include/docket/message/mail.h:
include/docket/store/jobs.h:
include/docket/domain/job.h:
include/docket/store/modes.h:
include/docket/store/outbox.h:
include/docket/store/people.h:
bot/intake/wall.h:
include/docket/domain/wall.h:
bot/intake/commands.def:
bot/intake/digest.h:
include/docket/domain/digest.h:
include/docket/store/digest.h:
bot/intake/life.h:
include/docket/domain/approval.h:
include/docket/domain/review.h:
include/docket/store/reviews.h:
