# Programs outside that hear of what happens here.

# Acts
action-webhook-create = New webhook
action-webhook-create-done = It hears from now on. A trial is on its way.
event-webhook-create = entered a webhook
action-webhook-change = Change
action-webhook-change-done = Changed.
event-webhook-change = changed a webhook
action-webhook-switch = Switch on or off
action-webhook-switch-done = Switched.
event-webhook-switch = switched a webhook
action-webhook-take-over = Answer for it myself
action-webhook-take-over-done = You answer for it: it hears what you may see.
event-webhook-take-over = took a webhook over
action-webhook-end = End it
action-webhook-end-done = Ended. Its secrets and messages are gone.
event-webhook-end = ended a webhook
event-webhook-stop = stopped a webhook
action-webhook-stop = Stop a webhook
action-webhook-rotate = New secret
action-webhook-rotate-done = The new secret signs from now on.
event-webhook-rotate = gave a webhook a new secret
action-webhook-test = Send a trial
action-webhook-test-done = The trial is on its way.
event-webhook-test = trial of a webhook
action-webhook-resend = Send it again
action-webhook-resend-done = It is on its way again.
event-webhook-resend = sent a message again
action-webhook-replay = Send again since…
action-webhook-replay-done = They are on their way again.
event-webhook-replay = sent messages again

# Fields
field-webhook-create-name = Name
hint-webhook-create-name = Whose program it is, and what it does with this.
field-webhook-create-address = Address
hint-webhook-create-address = Begins with https://. Addresses inside your own network must be opened by whoever runs Accord.
field-webhook-create-kinds = What it hears of
field-webhook-change-name = Name
field-webhook-change-address = Address
hint-webhook-change-address = Whoever changes the address or the events answers for it from then on.
field-webhook-change-kinds = What it hears of
field-endpoint = Webhook
field-delivery = Message
field-kinds = Events
field-keep-hours = Hours for which the old secret still signs
hint-keep-hours = 0 when the old one may be known to a stranger.
field-webhook-switch-on = On
field-webhook-switch-since = What happened from here on goes out
hint-webhook-switch-since = It begins when it was switched off. Leave it empty to begin now.
field-webhook-replay-since = From when on
field-taken-too = Also what the receiver took
hint-taken-too = When it lost its data. Every message keeps its number, so that it knows them again.

# Words
webhook-state-on = on
webhook-state-off = off
webhook-state-stopped = stopped
webhook-state-ended = ended
webhook-stop-gone = The receiver said that it is gone
webhook-stop-gone-text = It answered 410 and gets nothing more. Its messages are kept: when it is there again, switch it on and say from when on they shall go.
webhook-stop-failing = Nothing arrived for days
webhook-stop-failing-text = Every message since then is kept. Mend the receiver, then switch it on and say from when on they shall go.
webhook-stop-owner = Nobody answers for it
webhook-stop-owner-text = Whoever entered it has left or may no longer look after webhooks. Its messages are kept: answer for it yourself, then switch it on.
webhook-delivery-queued = waits
webhook-delivery-sent = taken
webhook-delivery-failed = given up
webhook-delivery-held = kept
webhook-delivery-withheld = not shown
webhook-error-name = The name leads nowhere
webhook-error-address = The name leads to an address that is never called
webhook-error-plain = Not encrypted
webhook-error-connection = Nobody answers there
webhook-error-certificate = Its certificate is not valid
webhook-error-timeout = It took too long
webhook-error-answer = What came back is no answer
webhook-error-status = It was not taken
webhook-error-sight = Whoever answers for it may not see this
webhook-refused-status = Not taken: { $status }
webhook-answered = { $status }
webhook-fails = takes nothing
webhook-fails-since = It has taken nothing since { $at }. Each message is tried again for some three days.

# Pages
webhooks-title = Webhooks
webhooks-about = Programs outside that hear of what happens here.
webhooks-none-title = No program hears anything
webhooks-none = Enter the address of a program and choose the events. Each message is signed, tried again for days, and kept in a log.
webhooks-column-name = Name
webhooks-column-address = Address
webhooks-column-state = State
webhooks-column-messages = Messages
webhooks-column-last = Last taken
webhooks-waiting = { $n } wait
webhooks-held = { $n } kept
webhooks-lost = { $n } not taken
webhooks-new-about = The receiver gets one message for each event, signed by Standard Webhooks.
webhooks-owner-title = You answer for it
webhooks-owner-text = It hears what you may see, and nothing of customers for whom you would need a reason. Messages carry numbers, times and words of the event, no names or addresses of people.
webhook-owner = { $name } answers for it
webhook-off = Switch off
webhook-on = Switch on
webhook-log = Messages
webhook-log-all = All
webhook-log-event = What happened
webhook-log-made = When
webhook-log-state = State
webhook-log-answer = Answer
webhook-log-attempts = Attempts
webhook-log-next = Next attempt
webhook-log-none-title = No message here
webhook-log-none = Messages appear as soon as something of the chosen kinds happens.
webhook-heard = What it hears of
webhook-not-heard = not shown to whoever answers for it
webhook-about = About it
webhook-made = Entered
webhook-secret = Secret
webhook-secret-since = signs since
webhook-secret-ends = the one before signs until
webhook-verify = The receiver checks the heads webhook-id, webhook-timestamp and webhook-signature by Standard Webhooks, refuses what is older than five minutes, and answers with a number from 200 to 299.
webhook-attempts = Attempts
webhook-attempts-none = Not tried yet.
webhook-attempt-number = No.
webhook-attempt-at = When
webhook-attempt-answer = Answer
webhook-attempt-took = Took
webhook-took = { $ms } ms
webhook-message = Message number
webhook-sent-at = Taken
webhook-delivery-about = About it
webhook-says = What it says
webhook-says-hidden = You may not see what this message says.

# Notices
notice-topic-webhook = Webhooks
notice-webhook-gone = The receiver of the webhook “{ $name }” said that it is gone. It was stopped; its messages are kept.
notice-webhook-failing = The webhook “{ $name }” took nothing for days. It was stopped; its messages are kept.
notice-webhook-owner = Nobody answers for the webhook “{ $name }” any more. It was stopped; its messages are kept until somebody takes it over.

# Refusals
refusal-webhook-address-form = is no address; write https://receiver.example/path, at most { $max } characters
refusal-webhook-address-scheme = must begin with https://
refusal-webhook-address-user = holds a user name or a password; the signature proves who we are
refusal-webhook-address-port = is at a port where no webhook listens; use 443 or one above 1023 that is no database’s
refusal-webhook-address-inside = leads inside; whoever runs Accord can open a network to webhooks
refusal-webhook-kind-unknown = “{ $kind }” is no event that you may hear of
refusal-webhook-too-many = There are { $max } webhooks already; end one first.
refusal-webhook-nobody = A webhook needs a person who answers for it.
refusal-webhook-not-on = It is not on; switch it on first and say from when on its messages shall go.

# Settings
setting-webhook-stop-days = Days without a message taken after which a webhook is stopped
setting-webhook-keep-days = Days for which messages to programs are kept
