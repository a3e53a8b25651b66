# E-mail that arrives.

# Acts
action-mail-arrive = Take a message in
event-mail-arrive = wrote by e-mail
action-mail-put-into-case = Put into a case
action-mail-put-into-case-done = The words stand in the case.
event-mail-put-into-case = put a message into a case
action-mail-open-case = Open a case
action-mail-open-case-done = The case is open; its clocks run.
event-mail-open-case = opened a case from a message
action-mail-tie = Say whose they are
action-mail-tie-done = Tied: the case is that customer’s, and the sender is a contact there.
event-mail-tie = said whose a sender is
action-mail-set-aside = Set aside
action-mail-set-aside-done = Set aside; it stays readable.
event-mail-set-aside = set a message aside
event-mail-customer-merged = moved messages after a merge
event-mail-contact-erased = cleared messages of a contact
event-mail-case-tied = named the contact of a case

# Fields
field-mail-tie-name = Name of the sender
field-mail-set-aside-reason = Why it needs nothing
field-mail-put-into-case-case = Case

# Words
mail-state-recorded = recorded
mail-state-in-case = in a case
mail-state-held = held
mail-state-refused = cannot be read
mail-state-set-aside = set aside
mail-reason-own = one of our own, come back
mail-reason-auto-reply = automatic reply
mail-reason-generated = sent by a program
mail-reason-bounce = could not be delivered
mail-reason-list = list or bulk mail
mail-reason-not-proved = the sender’s domain says that it did not send this
mail-reason-too-many = the sender writes too often
mail-reason-too-many-unknown = too many unknown senders within an hour
mail-reason-id-reused = carries the id of another sender’s message
mail-reason-several-customers = the address stands at several customers
mail-reason-token-unsound = its answer address is not one of ours, or was changed
mail-reason-token-of-another = its answer address was given to somebody else
mail-reason-case-of-another = refers to a case of another customer
mail-reason-no-sender = names no sender
mail-reason-too-large = too large
mail-reason-header-too-large = its head is too long
mail-reason-too-many-parts = it has too many parts
mail-reason-not-a-message = it is no e-mail
mail-program-reply = automatic reply
mail-program-generated = sent by a program
mail-program-bounce = could not be delivered
mail-program-list = list or bulk mail
mail-stranger = unknown sender
mail-without-words = (no words)
mail-without-subject = (no subject)
mail-tied = The sender of an e-mail is theirs.

# Pages
mail-title = E-mail that needs a look
mail-intro = What customers write goes into their cases by itself. Here is what somebody has to look at, and why. Whoever wrote has been told nothing.
mail-look = Needs a look
mail-all = All
mail-views = Which messages
mail-column-received = Arrived
mail-column-from = From
mail-column-subject = Subject
mail-column-state = What became of it
mail-column-case = Case
mail-none-title = Nothing needs a look
mail-none = What customers write to the service address stands in their cases.
mail-look-text = Somebody of us has to decide what becomes of it.
mail-trust-text = Do not answer before you know who wrote it. Nothing was told to the sender, and nothing was put into the case.
mail-words = What was written
mail-folded = Quoted text and signature
mail-html = As it was laid out
mail-cut = Not everything is shown: the message is longer, or has more files. The whole of it is kept.
mail-facts = The message
mail-from = From
mail-to = To
mail-written = Written, as it says
mail-customer = Customer
mail-refers-to = Refers to
mail-decided = Decided
mail-proposed = Perhaps of
mail-proposed-text = Their people have addresses of the same domain.
mail-files-later = The files can be opened from the case once the message is in one.

# Notices
notice-mail-held = A message needs a look: { $reason }.
notice-mail-stranger = An unknown sender opened a case by e-mail: say whose they are.
notice-mail-bounced = A letter about { $number } came back: the customer did not get our word. Call them.

# Refusals
refusal-mail-in-case = The words of this message stand in { $number } already.
refusal-mail-no-stranger = This message is not from an unknown sender.
refusal-mail-needs-no-look = This message needs no look any more.
refusal-mail-known = This message is here already.
refusal-mail-alias = This is no address at which mail can arrive.
refusal-mail-mailbox = The mailbox cannot be reached.

# Settings
mail-settings = E-mail
setting-mail-sender-hour-max = Messages of one sender within an hour that become cases; more are held
setting-mail-stranger-hour-max = Cases of unknown senders within an hour; more messages are held
setting-mail-reopen-days = Days after closing within which an answer by e-mail opens the case again
setting-mail-acknowledge = A contact who opens a case by e-mail is told its number

# Kinds of notices
notice-topic-mail = E-mail that came in
setting-mail-keep-days = Days a message is kept that became no words of a case; 0 keeps it for ever
retention-mail = E-mail that became no case
