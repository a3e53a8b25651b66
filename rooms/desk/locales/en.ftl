# The top floor: today, the customer's page, the briefing, search, figures, the customer's own page.

# Distances in time
desk-left-minutes = in { $n } min
desk-left-hours = in { $n } h
desk-left-days = in { $n ->
    [one] one day
   *[other] { $n } days
}
desk-late-minutes = { $n } min late
desk-late-hours = { $n } h late
desk-late-days = { $n ->
    [one] one day late
   *[other] { $n } days late
}
desk-due-today = { $time } today

# Search
search-title = Search
search-about = Whatever you may see, by the beginnings of its words. Case and accents do not matter.
search-words = Words
search-kind = Kind
search-column-label = Name
search-column-hint = More
search-empty-title = What are you looking for?
search-empty = Type a customer, a contact, a town, an order’s number or the wording of a promise.
search-nothing-title = Nothing found
search-nothing = Nothing that you may see begins with these words. Fewer letters find more.
search-more = The first { $n } are shown. More words narrow it down.
found-customer = Customers
found-opportunity = Opportunities
found-programme = Programmes
found-order = Orders
found-quote = Quotes
found-visit = Visits
found-complaint = Complaints
found-installation = Installations
found-service-contract = Service contracts
found-promise = Promises
found-clarification = Clarifications
found-contact = Contacts
found-site = Sites
found-product = Products
found-mail-message = E-mail
found-training-course = Training
found-fact-sheet = Fact sheets
found-price-list = Price lists
found-service-plan = Service plans
found-part-place = Places of parts
found-person = Colleagues

# Figures
figures-title = Figures
figures-about = Each figure is declared once and counted from what happened. None stands without its sample.
figures-empty-title = No figure yet
figures-empty = Figures appear here as soon as there is something to count.
figures-outcome = What customers got
figures-experience = How they felt it
figures-efficiency = What it took us
figures-unknown = we do not know
figures-days = { $value } days
figures-hours = { $value } h
figures-sample = n { $n }
figures-period = { $from } to { $to }
figures-period-label = Period
figures-to = To
figures-how-counted = How counted
figures-definition = What it says
figures-rows = The rows behind it
figures-row = What
figures-side = Counts
figures-why = Why
figures-good = for us
figures-bad = against us
figures-no-rows = Nothing happened in this period that could be counted.
figures-hidden-title = Some rows are not named
figures-hidden = { $n ->
    [one] One row is counted but belongs to a customer outside your territory.
   *[other] { $n } rows are counted but belong to customers outside your territory.
}
period-month = One month
period-quarter = Three months
period-year = Twelve months
refusal-period-backward = lies before the first day
refusal-period-too-long = lies more than { $years } years before the last day

# How pressing
urgency-late = Late
urgency-today = Today
urgency-week = Within seven days
urgency-later = Later

# Today
today-title = Today
today-none-title = Nothing waits for you
today-none = What you owe customers, what you must sign and what you were told appears here, yours and of whoever you cover. Begin with a customer.
today-import = Bring your own data
today-promise = { $customer }: { $kind }
today-for = for { $owner }
today-acknowledge-by = Say that it is in hand by { $by }, or somebody above you hears of it.
today-acknowledge-was = It was to be in hand by { $by }; somebody above you has heard of it.
today-more-urgent = { $n ->
    [one] One more waits for your word
   *[other] { $n } more wait for your word
}
today-messages = Customers wrote
today-reviews = Reviews that wait for your signature
today-sign-for = You sign for
today-open-points = { $n ->
    [one] one point open
   *[other] { $n } points open
}
today-ready = all decided
today-checkpoints = Checkpoints to confirm
today-tasks = Tasks from reviews
today-task = Task
today-order = Order
today-notices = You were told

# The customer's page
desk-stage-cycle = { $cycle ->
    [one] { $stage }, first time round
    [2] { $stage }, second time round
    [3] { $stage }, third time round
   *[other] { $stage }, { $cycle }th time round
}
desk-owns-sales = owns the account
desk-owns-service = owns the service
desk-backs-sales = back-up in sales
desk-backs-service = back-up in service
desk-covered-by = away, { $cover } has the work
desk-owner-covered = { $owner }, now { $cover }
desk-late = late
desk-slips = will slip
desk-untold = not told yet
desk-briefing = Briefing
desk-as-customer = See it as the customer does
desk-owed = Owed to them
desk-owed-all = { $n ->
    [0] all promises
    [one] one in all
   *[other] { $n } in all
}
desk-owed-none-title = Nothing is owed now
desk-owed-none = No promise to this customer is open. What somebody promises appears here at once, for both spheres.
desk-no-sales-owner = Nobody in sales answers for this customer
desk-no-service-owner = Nobody in after-sales answers for this customer
desk-no-owner-text = A customer has a named owner in both spheres. Name one today.
desk-clarify-title = { $number }: two things were said about { $subject }
desk-clarify-take = { $owner } takes it up by { $by }. Nobody else answers the customer about it.
desk-clarify-answer = { $owner } calls the customer by { $by }. Nobody else answers about it.
desk-clarify-said = { $who }, { $at }: { $words }
desk-messages = What they wrote
desk-answered-by = { $who }, { $at }
desk-contact-erased = erased
desk-orders = Orders
desk-orders-none = No order yet.
desk-order = Order
desk-told = Told
desk-aimed = Inside: aimed at
desk-held-title = Held in the crisis
desk-held-text = Nobody goes there to sell until they are well served again.
desk-held = held
desk-held-demo = Demonstration, { $when }
desk-held-task = { $task }, { $when }
desk-held-step = Next step of sales, { $when }
desk-statements = Said and standing

# The time line

# Briefing
briefing-title = Before you speak: { $customer }
briefing-about = opening it is noted; it makes your next contact an informed one
briefing-made-and-kept = promised by { $author }, kept by { $owner }
briefing-answers = The last answers
briefing-answers-none-title = Nothing was said yet
briefing-answers-none = Log your contact afterwards, so that the next colleague knows what you answered.
briefing-they-began = they began
briefing-we-began = we began
briefing-stands = stands
caution-contradiction = Do not answer what is being clarified
caution-contradiction-text = { $n ->
    [one] Two of us said different things about one subject. Only its owner answers.
   *[other] Different things were said about { $n } subjects. Only their owners answer.
}
caution-late = Speak of what is late first
caution-late-text = { $n ->
    [one] One promise to them is late.
   *[other] { $n } promises to them are late.
}
caution-at-risk = Give no new date that was not checked
caution-at-risk-text = { $n ->
    [one] One promise will not be kept as things stand.
   *[other] { $n } promises will not be kept as things stand.
}
caution-untold = Not everything promised has been told
caution-untold-text = { $n ->
    [one] One promise stands in the ledger and nobody has told them.
   *[other] { $n } promises stand in the ledger and nobody has told them.
}

# The customer's own page
as-customer-title = As { $customer } sees it
portal-number = your number with us: { $number }
portal-zone = times as in { $zone }
portal-promised = Promised to you
portal-promised-none = Nothing is open. What we promise you appears here, in the words you were given.
portal-you-see-to = You see to
portal-you-see-to-all = { $n ->
    [one] one in all
   *[other] { $n } in all
}
portal-ended = Promises that ended lately
portal-wording = Promise
portal-state = How it ended
portal-quotes = What we offer you
portal-quote-what = Offer
portal-quote-gross = With taxes
portal-quote-until = answer until { $on }
portal-line-each = { $price } each
portal-contract-open = The whole contract, and what it gave
portal-orders = Your orders
portal-orders-none = You have no order with us yet.
portal-order = Order { $number }
portal-lines = Lines of the order
portal-ships = Ships
portal-installs = Installation starts
portal-shipped = shipped
portal-confirmation-overdue = Not confirmed yet
portal-next-confirmation = We confirm the dates again on
portal-ask-earlier = Could it be earlier?
portal-for-buying = for whatever you buy
portal-for-using = for whatever you use
portal-say = Ask, complain, tell us
portal-messages = What you wrote
portal-answered = Answered { $at }
portal-unanswered = We have it; an answer is on its way.
portal-company = As we know you
portal-your-people = Your people
portal-kind-question = Question
portal-kind-complaint = Complaint
portal-kind-praise = Praise
portal-kind-request = Request
field-portal-say-kind = What it is
field-portal-say-said = In your words
action-portal-say = Send
action-portal-say-done = We have it. Your people here were told.
event-portal-say = wrote to us
action-portal-answer = Answer
action-portal-answer-done = The customer sees the answer on their page.
event-portal-answer = answered the customer
event-portal-follow-merge = moved what the customer wrote
field-portal-answer-answer = The answer, as the customer gets it
field-message = Message
refusal-portal-answered = This was answered already. Look at the answer; another word to the customer is a contact of its own.
notice-portal-said = { $customer } wrote on their page: { $kind }
setting-portal-acknowledge-hours = Hours to take up what a customer writes

metric-uninformed-contacts = Uninformed contacts
metric-uninformed-contacts-definition = Contacts with customers in the period before which the colleague had not opened the customer’s briefing within the hour. The sample is all contacts that were logged.
metric-beside-unsettled-contacts = not settled yet
contact-informed = the briefing was opened before
contact-uninformed = the briefing was not opened in the hour before
contact-unsettled = not settled yet
portal-to-installations = Installations: what you prepare and accept

# The first set-up
set-up-lead = Each step can wait: what you leave stays open, and you go on where you were.
set-up-ready-lead = Your company stands. Now the first promise.
set-up-steps = Steps of the set-up
set-up-done = done
set-up-ready = The first promise
set-up-go-on = Go on
set-up-later = Later
set-up-hours-text = When your company works. Times that are counted in working hours follow these hours and leave your holidays out. Enter the holidays of this year and the next; a holiday is a date without hours.
set-up-logo-text = Your mark stands on the page to sign in and on the pages that your customers’ letters lead to. It can wait.
set-up-logo-file = Picture
set-up-logo-hint = PNG, JPEG or WebP, up to 256 KiB.
set-up-logo-alt = Your company’s mark
set-up-logo-away = Take the mark away
set-up-territories-text = A territory says whose customers somebody sees without giving a reason. A company in one place needs one, or none: a customer without a territory is open to everybody who works with customers.
set-up-own-work-text = An administrator looks after the house and owes customers nothing. If you also sell, make or serve, give yourself that role: promises are made by who keeps them.
set-up-promises = You may make promises.
set-up-colleagues-text = Enter who begins with you. Each gets a letter with a link to set a password; what they may do follows from their roles. The head of sales and the head of service are worth being first: they hear what others leave lying.
set-up-add-colleague = Enter and go on here
set-up-first = Your first customer
set-up-first-text = Enter a customer you owe something. Next you write down what you owe and by when; from then on it is watched.
set-up-first-customer = Enter, then the promise
set-up-customer-alone = Enter the customer
set-up-no-promises = You may not make promises yet.
set-up-no-promises-text = Give yourself a role that does, or ask a colleague who has one.
set-up-further = Further
set-up-import = Bring customers, products and orders from spreadsheets
set-up-roles = Roles of your own
set-up-map = Areas of the company
set-up-settings = Settings
set-up-open = { $n ->
    [one] One step of the set-up is open.
   *[other] { $n } steps of the set-up are open.
}

# Kinds of notices
notice-topic-portal = What customers write on their page

# What waits, folded
today-kind = { $kind }: { $n }
today-kind-more = { $n ->
    [one] One more
   *[other] { $n } more
}
today-notices-of-it = { $n } notices
today-earlier = { $n ->
    [one] One notice before
   *[other] { $n } notices before
}
digest-due = DUE TODAY OR LATE
digest-due-visit = { $number } at { $customer }, { $at }: { $what }
digest-due-promise = { $number } to { $customer }, due { $due }: { $wording }
digest-due-task = { $number }, due { $due }: { $what }
digest-due-checkpoint = { $number } of { $customer }: confirm its dates by { $due }
digest-due-review = { $number } of { $customer } waits for your signature
digest-due-answer = { $number }: the customer waits for an answer by { $due }
