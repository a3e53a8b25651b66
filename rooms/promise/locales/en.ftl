# Acts
action-promise-make = Make a promise
action-promise-make-done = The promise stands.
event-promise-make = promised
action-promise-keep = Kept
action-promise-keep-done = The promise is kept.
event-promise-keep = kept a promise
action-promise-break = Break honestly
action-promise-break-done = It is on record that the promise is broken.
event-promise-break = broke a promise and said so
action-promise-release = Released by the customer
action-promise-release-done = The release is on record, in the customer’s words.
event-promise-release = recorded that the customer released us
action-promise-redate = New due
action-promise-redate-done = The new due stands; the first one is still what counts.
event-promise-redate = told the customer a new due
action-promise-forecast = Forecast
action-promise-forecast-done = The forecast is on record.
event-promise-forecast = said when it is expected
action-promise-hand-over = Hand over
action-promise-hand-over-done = The promise has a new owner, who was told.
event-promise-hand-over = handed a promise over
action-promise-tell = Told the customer
action-promise-tell-done = It is on record that the customer was told.
event-promise-tell = told the customer a promise
action-promise-set-harm = State the harm
action-promise-set-harm-done = The harm is on record.
event-promise-set-harm = stated what the customer would lose
action-promise-warn = Warn of a due
event-promise-warn = warned that time is running
action-promise-fall-due = Mark as due
event-promise-fall-due = noted that a promise fell due
action-promise-escalate = Escalate
event-promise-escalate = told the next in line
action-promise-tell-customer-by = Watch that the customer is told
event-promise-tell-customer-by = noted that the customer was not told in time
event-promise-follow-merge = moved what was owed to the record that goes on
action-statement-say = Record what was said
action-statement-say-done = The statement is on record.
event-statement-say = told the customer
action-clarification-take = Take it up
action-clarification-take-done = It is yours; one call, one answer.
event-clarification-take = took up a clarification
action-clarification-answer = Give one answer
action-clarification-answer-done = The customer has one answer; it stands.
event-clarification-answer = gave the customer one answer
action-clarification-untaken = Notice that nobody took it up
event-clarification-untaken = noted that nobody took up the clarification
action-clarification-unanswered = Notice that nobody answered
event-clarification-unanswered = noted that the customer has no answer
event-clarification-open = opened a clarification: two statements contradict each other
action-watch-set-policy = Set when to warn and whom to tell
action-watch-set-policy-done = The policy holds for promises made or re-dated from now on.
event-watch-set-policy = set when to warn and whom to tell

# Fields
field-promise = Promise
field-promise-make-kind = What is promised
hint-promise-make-kind = Each kind is checked before it is made.
field-wording = Wording, as the customer gets it
hint-promise-redate-wording = With the new due. Empty: the house’s own sentence about it where it has one; otherwise the words stay.
hint-promise-make-wording = One sentence the customer can hold us to.
field-due-at = Due at
field-due-on = Due on
hint-promise-make-due-on = A date at the customer’s place, or a time above; one of them.
field-matter = About what was said or promised before
hint-promise-make-matter = Choose it where it is the same matter: another date is a warning then.
hint-statement-say-matter = Choose it where it is the same matter; its subject is taken.
field-promise-make-part = Part
hint-promise-make-part = Needed for a part: stock and supply are looked at before it is promised.
field-promise-make-quantity = Pieces of the part (one when empty)
field-subject = Subject
hint-statement-say-subject = In a few words: the part, the line, the cover. Not needed where it was chosen above.
field-basis = What it rests on
field-told = How the customer was told
hint-promise-make-told = Leave it empty while nobody has told the customer.
field-harm = What the customer loses if it is not kept
field-override-reason = Reason to promise against the check
hint-promise-make-override-reason = For the named head only. It is on record, and those who must deliver are told at once.
field-confirm = Something else was said before, and it is right to say this
field-evidence = What shows that it was kept
field-promise-keep-at = When it happened
hint-promise-keep-at = If earlier than now; both times are kept.
field-promise-break-reason = Why it is not kept
field-instead-wording = What takes its place, as the customer gets it
field-customer-words = What the customer said
field-accepted = The customer accepted it
field-forecast-at = Expected at
field-forecast-on = Expected on
field-to = To
field-promise-hand-over-to = New owner
field-promise-tell-at = When the customer was told
field-subject-kind = What it is about
field-date = The date that was said
field-statement-say-price = The price that was said
field-words = What was said, in short
hint-statement-say-words = For comparison; empty compares the wording.
field-said-at = When it was said
hint-statement-say-said-at = If earlier than now: then it is out already.
field-clarification = Clarification
field-clarification-answer-date = The date that holds
field-clarification-answer-price = The price that holds
field-clarification-answer-words = What holds, in short
field-clarification-answer-channel = How you spoke
field-clarification-answer-reason = Why the better answer cannot hold
field-warn-percents = Warnings, per cent of the working time
field-ladder = Once it is due and not kept
field-watch-set-policy-minutes = Working minutes after the due
field-watch-set-policy-to = Whom to tell
field-late = Late and open
field-due-from = Due from
field-due-to = Due until
field-standing = Only what still stands

# Words
promise-kind-ship = shipment
promise-kind-install = installation
promise-kind-part = part
promise-kind-call-back = call back
promise-kind-visit = visit
promise-kind-update = update
promise-kind-document = document
promise-kind-free = other
promise-kind-response = first response
promise-kind-on-site = on site
promise-kind-restore = running again
promise-kind-close = closed
refusal-promise-by-its-case = { $number } belongs to a service case: it is answered there.
refusal-promise-clock-by-case = This clock begins when a case is opened.
promise-state-open = open
promise-state-kept = kept
promise-state-kept-late = kept late
promise-state-broken = broken
promise-state-released = released
promise-late-and-open = late and open
promise-change-redated = new due
promise-change-owner = new owner
promise-change-told = told
promise-change-released = released
promise-change-broken = broken
promise-change-kept = kept
promise-change-forecast = forecast
watch-rung-owner = who answers for it
watch-rung-owner-head = the head of their function
watch-rung-head-of-sales = head of sales
watch-rung-head-of-manufacturing = head of manufacturing
watch-rung-head-of-service = head of service
statement-subject-date = date
statement-subject-price = price
statement-subject-cover = cover
statement-subject-cause = cause
statement-subject-feature = feature
statement-subject-other = other
clarification-state-open = open
clarification-state-taken = taken up
clarification-state-answered = answered
promise-head-manufacturing = the head of manufacturing
promise-head-service = the head of service
promise-head-sales = the head of sales
promise-verdict-in-time = kept in time
promise-verdict-late = kept after the first due
promise-verdict-broken = broken
promise-verdict-released-after-due = released only after the due
promise-verdict-open-past-due = open and past the due
promise-verdict-not-counted = not due yet
watch-verdict-in-time = came in time
watch-verdict-late = came late
statement-author-program = Accord
promise-draft = New due for “{ $wording }”: { $due }.

# What limits a promise
limit-owner-hours = the working hours of whoever keeps it
limit-owner-away = whoever keeps it is away, and nobody covers
limit-place-closed = the customer’s place is closed then
limit-never-open = nobody ever works by that calendar

# Refusals
refusal-promise-not-feasible = This cannot be kept. The earliest is { $earliest }. What limits it: { $limits }.
refusal-promise-never-feasible = This cannot be kept, and no date can be named. What limits it: { $limits }.
possible-promise-earliest = Promise { $earliest } instead.
possible-promise-override = Only { $who } may promise it all the same, with a reason.
refusal-promise-no-override = Nobody can promise this against its check.
refusal-promise-override-not-yours = Only { $who } may promise this against its check.
refusal-promise-owner-named = needs a named owner, since nothing else can be checked
refusal-promise-part-alone = is for a promise of a part, and stands instead of a subject
refusal-promise-matter-or-about = takes the place of what it is about; give one of them
refusal-promise-due-one = give a date or a time, not both
refusal-promise-due-past = lies in the past; a promise cannot be back-dated
refusal-promise-due-too-far = lies too far away
refusal-promise-same-due = is the due that stands already
refusal-promise-same-owner = owns it already
refusal-promise-ended = { $number } has ended already: { $state }.
refusal-promise-before-made = is before the promise was made ({ $made })
refusal-promise-in-future = lies in the future
refusal-promise-redate-untold = { $number } gets a new due once a person has told the customer, with the reason. Say how the customer was told.
refusal-promise-earlier-by-checkpoint = The ship date of { $number } becomes earlier at the confirmation checkpoint only.
refusal-promise-not-yours = { $number } is handed over by its owner, by who covers, or by a head.
refusal-promise-told-already = The customer has been told { $number } already. A new due is given with a reason.
refusal-promise-period-order = lies before the beginning
refusal-promise-limit-range = must be between 1 and { $max }
refusal-statement-contradicts = Something else was said before: “{ $wording }” ({ $author }, { $at }).
refusal-statement-one-form = does not fit the subject: a date for a date, a price for a price, words otherwise
possible-statement-repeat = Say what was said before: “{ $wording }”
possible-statement-confirm = Say it all the same; then both are out, and one colleague owes the customer one answer.
refusal-clarification-answered = { $number } is answered already.
refusal-clarification-taken = { $number } is taken up already.
refusal-clarification-not-yours = { $number } is answered by its owner, by who covers, or by a head: the customer hears one voice.
refusal-clarification-by-voice = the customer is called or visited; a letter does not settle a contradiction
refusal-clarification-better-stands = is needed: what was said before was better for the customer
refusal-clarification-nobody = Nobody is there to give the customer one answer. Name an owner of the account first.
refusal-watch-percent = must be between 1 and 99
refusal-watch-twice = says the same twice
refusal-watch-too-many = has more than { $max } steps
refusal-watch-minutes = waits longer than { $max } minutes
refusal-watch-nobody = somebody must be told

# Notices
notice-promise-made = { $number } is yours to keep, due { $due }: “{ $wording }”
notice-promise-override = { $number } was promised against its check, due { $due }: “{ $wording }”. Reason: { $reason }
notice-promise-redated = { $number } has a new due, { $due }: “{ $wording }”
notice-promise-handed = { $number } was handed over to you, due { $due }: “{ $wording }”
notice-promise-ended = { $number } has ended: { $state }. “{ $wording }”
notice-promise-endangered = { $number } is expected { $forecast }, but due { $due }: “{ $wording }”. { $reason } The customer is to be told by { $tell_by }.
notice-promise-warn = { $number }: { $percent } % of the time is used; due { $due }: “{ $wording }”
notice-promise-due = { $number } came due { $due }: “{ $wording }”
notice-promise-late = { $number } was due { $due } and is not kept: “{ $wording }”
notice-promise-untold = { $number }: the customer has still not been told of the forecast; due { $due }: “{ $wording }”
notice-clarification-opened = { $number }: the customer was told two things about “{ $subject }”. Take it up by { $take_by }, call by { $answer_by }.
notice-clarification-untaken = { $number } about “{ $subject }” was not taken up by { $take_by }. The customer expects a call by { $answer_by }.
notice-clarification-unanswered = { $number } about “{ $subject }”: the customer has no answer; it was due { $answer_by } (take-up { $take_by }).

# Figures
metric-promises-kept = Promises kept
metric-promises-kept-definition = Promises that fell due in the period and were kept not later than the due the customer was first told (or an earlier one they accepted), of all that fell due. Re-dating never improves it. Released by the customer before the due does not count; after the due it counts as broken. Open and past the due counts as not kept.
metric-watch-in-time = The watch in time
metric-watch-in-time-definition = Warnings, dues and escalations that came within the allowed seconds of their instant, of all that came in the period.
metric-beside-open-past-due = of these, still open
metric-beside-worst-lateness-seconds = worst lateness in seconds

# Settings
setting-promise-chance-days = Days back over which the chance of keeping a date is measured
setting-promise-chance-enough = Promises below which a chance says that it rests on few
setting-promise-lead-call-back = Working minutes that a call back takes at least
setting-promise-lead-visit = Working minutes that a visit takes at least
setting-promise-lead-update = Working minutes that an update takes at least
setting-promise-lead-document = Working minutes that a document takes at least
setting-promise-acknowledge-minutes = Minutes in which an urgent notice about a promise is acknowledged before the head hears of it
setting-clarification-take-minutes = Minutes in which a clarification is taken up
setting-clarification-answer-days = Working days in which the customer gets one answer
setting-watch-in-time-seconds = Seconds up to which a step of the watch counts as in time

# Pages
promises-tabs = Ways to look at promises
promises-title = Promises
promises-about = Whatever we owe a customer, checked before it is made, and kept or honestly broken.
promises-all = All
promises-mine = Mine
promises-mine-about = What you owe now, and what those owe whom you cover. The next due first.
promises-at-risk = In danger
promises-at-risk-about = Expected later than promised. The customer hears it from a person, with the reason and a new date, before the old one passes.
promises-at-risk-empty-title = Nothing is in danger
promises-at-risk-empty = As soon as somebody expects a promise to be kept later than it is due, it stands here, the worst for the customer first, with what to say.
promises-kept = Kept
promises-kept-of = kept of due
promises-kept-sample = { $kept } of { $due }
promises-kept-empty-title = Nothing fell due in this time
promises-kept-empty = Choose another time or kind. What counts is the due the customer was first told.
promises-by-kind = By kind
promises-missed = Not kept in time
promises-missed-why = Why it counts so
promises-missed-none = None.
promises-empty-title = No promise yet
promises-empty = A promise says what the customer was told, who keeps it and by when. It is checked before it is made and watched until it ends. Make the first one here, or let orders make theirs.
promises-none-title = Nothing like that
promises-none = No promise fits these filters.
promises-owed = Owed to them
promises-none-owed = Nothing is owed at the moment.
promise-column-due = Due
promise-column-promise = Promise
promise-column-customer = Customer
promise-column-kind = Kind
promise-column-owner = Owner
promise-column-sphere = Sphere
promise-column-state = State
promise-covered-by = covered by { $name }
promise-in-danger = in danger
promise-danger-text = Expected { $forecast }. The customer is to be told by { $tell_by }.
promise-overridden = against the check
promise-overridden-text = { $who } promised it against the check: { $reason }
promise-first-due = First due
promise-owner = Owner
promise-answers-now = Answers for it now
promise-told = Customer told
promise-untold = not told yet
promise-ended = Ended
promise-ended-recorded = Recorded
promise-ending = How
promise-standing = As it stands
promise-basis = What it rests on
promise-due-unknown = Not known: the other system says only whether it was met
promise-basis-imported = Taken over from another system as it ended there
promise-maker = Made by
promise-checked = Check
promise-checked-yes = checked before it was made
promise-checked-against = made against the check
promise-checked-free = no check for this kind; a named owner instead
promise-checked-no = no check was there to ask
promise-chance = Chance when it was made
promise-chance-text = { $percent } % of the last { $n } of this kind were kept in time
promise-chance-thin = { $percent } % of the last { $n } of this kind were kept in time; too few to rely on
promise-chance-none = nothing of this kind has fallen due yet
promise-follows = Takes the place of
promise-follows-link = the broken promise
promise-history = What was changed
promise-history-at = When
promise-history-what = What
promise-history-before = Before
promise-history-after = After
promise-history-why = Why
promise-history-by = By
promise-history-empty = Nothing was changed.
promise-watch = What the watch did
promise-watch-at = When
promise-watch-step = Step
promise-watch-told = Told
promise-watch-empty = Nothing yet.
watch-step-warn = { $n } % of the time used
watch-step-due = due
watch-step-rung = told the next in line
watch-step-tell = the customer was not told in time
promise-expected = expected
promise-harm-lost = is lost if it is not kept
promise-tell-by = Tell the customer by
promise-tell-now = Told; record the new due
promise-left-minutes = { $n ->
    [one] in one minute
   *[other] in { $n } minutes
}
promise-left-hours = { $n ->
    [one] in one hour
   *[other] in { $n } hours
}
promise-left-days = { $n ->
    [one] in one day
   *[other] in { $n } days
}
promise-late-minutes = { $n ->
    [one] one minute late
   *[other] { $n } minutes late
}
promise-late-hours = { $n ->
    [one] one hour late
   *[other] { $n } hours late
}
promise-late-days = { $n ->
    [one] one day late
   *[other] { $n } days late
}
clarifications-title = Contradictions
clarifications-about = Two things were said about one subject. One colleague calls the customer and gives one answer; the better one for the customer holds if it can be kept.
clarifications-empty-title = Nobody was told two things
clarifications-empty = When two statements to a customer contradict each other and both are out, the clarification stands here until the customer has one answer.
clarification-column-answer-by = Call by
clarification-column-subject = Subject
clarification-column-customer = Customer
clarification-column-owner = Owner
clarification-column-state = State
clarification-take-by = Taken up by
clarification-taken-at = Taken up
clarification-answered-at = Answered
clarification-why = Why not the better one
clarification-said = What was said
clarification-said-at = When
clarification-said-wording = Wording
clarification-said-by = By
clarification-said-channel = Channel
clarification-holds = holds
clarification-better = better for the customer
policies-title = Warnings and escalation
policies-about = When the watch warns, and whom it tells once a promise is due and not kept. Times are working time at the customer’s place.
policy-column-kind = Kind
policy-column-warn = Warns at
policy-column-ladder = Once it is due
policy-column-change = Change
policy-default = as delivered
policy-step = { $n ->
    [0] at once: { $who }
    [one] after one working minute: { $who }
   *[other] after { $n } working minutes: { $who }
}

# Kinds of notices
notice-topic-promise = Promises

bulk-promise-owner = Hand over to a colleague
bulk-promise-mine-owner = Hand over to a colleague
