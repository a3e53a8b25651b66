# Acts
action-service-decide = Decide the service offer
action-service-decide-done = The decision is recorded.
event-service-decide = recorded what was decided of a service plan
action-service-approve-not-offered = Approve that nothing was offered
action-service-approve-not-offered-done = It is approved; the order may go on.
event-service-approve-not-offered = approved that no plan was offered
action-service-reopen = Take the decision back
action-service-reopen-done = The units are open again.
event-service-reopen = took a decision on a service plan back
action-service-extend-window = Extend the early-sale window
action-service-extend-window-done = The window is extended.
event-service-extend-window = extended the early-sale window
action-service-make-ready = Make tasks of what is missing
action-service-make-ready-done = What is missing is on somebody’s list now.
event-service-make-ready = made tasks of what a response lacks
action-service-from-quote = Take the decisions from a quote
action-service-from-quote-done = The quote’s decisions stand on the order.
event-service-from-quote = took the decisions of an accepted quote over
event-contract-quote-accepted = put the plans of the accepted quote onto the order
event-contract-portal-accepted = put the plans of the accepted quote onto the order
action-contract-sell = Sell a contract
action-contract-sell-done = The contract stands.
event-contract-sell = sold a service contract
action-contract-renew = Go on with the contract
action-contract-renew-done = The next contract begins the day after this one ends.
event-contract-renew = renewed a service contract
action-contract-exit = The customer leaves by right
action-contract-exit-done = The contract has ended.
event-contract-exit = ended a contract by the customer’s right to leave
action-contract-end = End the contract
action-contract-end-done = The contract ends on that day.
event-contract-end = ended a service contract
action-contract-finish-task = Say what came of it
action-contract-finish-task-done = It is kept.
event-contract-finish-task = finished a task about a contract
action-contract-assign-task = Give it to somebody else
action-contract-assign-task-done = Somebody else has it now.
event-contract-assign-task = gave a task about a contract to somebody else
action-contract-remind = A task about a contract comes near
action-contract-remind-done = Its owner is told.
event-contract-remind = told about a task of a contract
action-contract-remind-sales = A task about a contract that sells comes near
action-contract-remind-sales-done = Its owner is told.
event-contract-remind-sales = told about a sales task of a contract
action-coaching-ask = Ask for coaching
action-coaching-ask-done = The head of service is told.
event-coaching-ask = asked for coaching
action-coaching-hold = Record the coaching
action-coaching-hold-done = It is kept. The next orders will show whether it helped.
event-coaching-hold = recorded a coaching
action-coaching-remind = A coaching was not held in time
action-coaching-remind-done = Both are told.
event-coaching-remind = reminded of a coaching
action-standby-set = Set who stands by
action-standby-set-done = It is set.
event-standby-set = set who stands by
action-standby-end = End standing by
action-standby-end-done = It ends on that day.
event-standby-end = ended standing by
action-travel-set = Set how long the way is
action-travel-set-done = It is set.
event-travel-set = set how long the way is
action-critical-part-add = Name a critical part
action-critical-part-add-done = It is named.
event-critical-part-add = named a part without which a stop lasts
action-critical-part-drop = No longer critical
action-critical-part-drop-done = It is no longer asked for.
event-critical-part-drop = took a part off the critical ones
action-part-reach-set = Set how long parts need
action-part-reach-set-done = It is set.
event-part-reach-set = set how long parts need to a territory
event-contract-order-entered = told service that the service offer is open
event-contract-order-shipped = put the shipped units into the installed base
event-contract-line-cancelled = ended what was sold for units taken back
event-contract-unit-accepted = began the cover of an accepted unit
event-contract-acceptance-moved = moved the cover with the acceptance
event-contract-customer-merged = moved the contracts of the merged record

# Fields
field-answer = What was decided
field-service-decide-quantity = For how many units
hint-service-decide-quantity = All that are undecided when empty.
field-service-decide-reason = Why, in the words that were used
field-service-decide-contact = Who of the customer said it
field-offered-by = Who offered it
hint-offered-by = You, when empty.
field-year-price = Price of a year for one unit
hint-year-price = The list price when empty. Less than the list is the head of service’s to give.
hint-term-months = Those of the plan when empty.
field-billing = Invoiced
hint-billing = Yearly in advance when empty.
field-service-approve-not-offered-words = In words
field-service-extend-window-until-on = Last day of the window
field-until-on = Last day
field-from-on = First day
field-assets = Units
field-starts-on = First day of cover
hint-starts-on = The day after the warranty or the present cover ends, when empty.
field-contract = Contract
field-last-day = Last day
field-contract-finish-task-words = What was said or done
field-contract-finish-task-cause = Why the customer does not go on
field-coaching = Coaching
field-coaching-ask-words = What you want to practise
field-held-on = On which day
hint-held-on = Today when empty.
field-notes = What you worked on
field-coach = Who coached
hint-coach = You, when empty.
field-standby = Standing by
field-weekdays = On which weekdays it begins
hint-weekdays = All when empty.
field-standby-set-from = From (time of day, 18:00)
field-standby-set-until = Until (time of day; on the next day when not later)
field-part-reach-set-place = Place where parts are kept
field-ends-within = Ends within
field-all = Done ones too
field-rep = Who sells
field-at = At

# Words
service-answer-accepted = offered and accepted
service-answer-declined = offered and declined
service-answer-not-offered = not offered
contract-state-sold = sold, cover begins with acceptance
contract-state-standing = standing
contract-state-ended = ended
contract-end-order-cancelled = order taken back
contract-end-exit-right = the customer left by right
contract-end-agreed = ended by agreement
contract-task-value-review = Value review
contract-task-value-review-text = Show the customer what the plan gave before the warranty ends on { $until }; say when the first invoice comes.
contract-task-revisit = Ask again
contract-task-revisit-text = The warranty ends on { $until }. They had declined: “{ $reason }”
contract-task-renewal = Renewal
contract-task-renewal-text = Cover ends on { $until }. Bring what it gave, and what is open.
contract-task-readiness = Make the response possible
contract-task-readiness-text = Something is missing.
contract-task-state-open = open
contract-task-state-done = done
contract-task-state-overtaken = not needed any more
contract-task-outcome-done = Done
contract-task-outcome-renewed = The customer goes on
contract-task-outcome-lost = The customer does not go on
renewal-cause-value = saw no value
renewal-cause-response = answers came late
renewal-cause-repair = repairs did not hold
renewal-cause-training = people were not trained
renewal-cause-price = the price
renewal-cause-rival = a rival
renewal-cause-retired = the unit is out of use
coaching-cause-offer-rate = no offer in the last orders
coaching-cause-asked = asked for
coaching-state-open = to be held
coaching-state-held = held
cover-kind-paid = paid term
cover-kind-uplift = through the warranty, at no extra cost
cover-kind-warranty = warranty alone
sale-window-open = open until the goods ship
sale-window-extended = open by extension
sale-window-shipped = none: the goods have left
sale-window-extension-over = none: the extension is over
sale-window-plan-without = not part of this plan
sale-window-no-warranty = there is no warranty to cover
sale-window-open-why = The plan covers the warranty at no extra cost: it was bought before the goods shipped.
sale-window-extended-why = The plan covers the warranty at no extra cost: bought within the extension until { $until }, approved by { $who }.
sale-window-shipped-why = Standard service through the warranty: the plan was bought after the goods had shipped.
sale-window-extension-over-why = Standard service through the warranty: the extension was over when the plan was bought.
sale-window-plan-without-why = Standard service through the warranty: this plan does not cover it.
sale-window-no-warranty-why = There is no warranty to cover.
billing-interval-yearly = yearly in advance
billing-interval-quarterly = quarterly in advance
billing-interval-monthly = monthly in advance
cover-standing-counts = counts
cover-standing-weaker = in force, a stronger one counts
cover-standing-not-yet = not yet
cover-standing-no-more = no more
cover-chosen-only = It is the only cover in force.
cover-chosen-stronger = Of those in force, its response falls due first.
cover-chosen-kind = Same response; a plan goes before the warranty alone.
cover-chosen-own = Same response; the unit’s own cover goes before its assembly’s.
cover-chosen-longer = Otherwise alike, it stands longest.
cover-chosen-none = No cover is in force.
weekday-0 = Monday
weekday-1 = Tuesday
weekday-2 = Wednesday
weekday-3 = Thursday
weekday-4 = Friday
weekday-5 = Saturday
weekday-6 = Sunday
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
weekday-short-0 = Mon
weekday-short-1 = Tue
weekday-short-2 = Wed
weekday-short-3 = Thu
weekday-short-4 = Fri
weekday-short-5 = Sat
weekday-short-6 = Sun
span-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
span-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
span-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
response-next-working-day = by the end of the next working day
response-within = within { $span }, { $hours }

# What is missing
missing-engineer = Nobody with the skill serves this region.
missing-hours = Nobody is there on { $day } from { $from } to { $until }; { $hours } hours a week without anybody.
missing-travel = Nobody said how long the way to this site is.
missing-too-far = The way takes { $travel } minutes; the plan answers within { $response }.
missing-second-engineer = Only { $there } of { $wanted } engineers can come: one who is ill breaks the promise.
missing-critical-part = { $part }: not near enough ({ $minutes }).
missing-part-nowhere = no place has one
missing-access = Access to the site: { $gap }.
missing-short-engineer = an engineer with the skill
missing-short-hours = an engineer at every hour that the plan promises
missing-short-travel = the time of the way
missing-short-too-far = an engineer near enough
plan-missing-engineer = nobody with the skill serves this region
plan-missing-hours = nobody is there on { $day } from { $from } to { $until }
plan-missing-travel = nobody said how long the way to this site is
plan-missing-too-far = the way takes { $travel } minutes, the plan answers within { $response }

# On the order
order-hold-service-offer = service offer open
refusal-order-hold-service-offer = The service offer is open: { $undecided ->
    [one] one unit
   *[other] { $undecided } units
} without a decision, { $unapproved } not offered without the approval of the head of service.
possible-decide-service-offer = Decide the service offer for each unit: accepted, declined, or not offered with approval.
review-item-service-offer = Service offer
service-offer = Service offer
service-open = The service offer is open.
service-open-text = { $units ->
    [one] One unit has
   *[other] { $units } units have
} no decision. Nothing is released to manufacturing before it has one. Call { $contact }: the figures and the words are below.
service-the-customer = the customer
service-awaits-approval = Not offered.
service-awaits-approval-text = The order waits for the head of service to approve that nothing was offered.
service-state-open = open
service-state-settled = settled
service-units = { $n ->
    [one] { $n } unit
   *[other] { $n } units
}
service-units-numbered = { $n ->
    [one] unit { $list }
   *[other] units { $list }
}
service-do-accepted = Offered and accepted
service-do-declined = Offered and declined
service-do-not-offered = Not offered
service-approved-by = approved by { $who }
service-plans = Plans that can be offered
service-no-plan = No plan is published yet.
service-no-price = no list price
service-uplift = at no extra cost
service-column-plan = Plan
service-column-response = Response
service-column-year = A year, one unit
service-column-worth = Worth a year
service-worth = { $net } with { $outages } stops; pays from { $even }
service-worth-unknown = ask what a stop costs them
service-worth-ask = What a stop costs them
service-worth-year = stop by stop
coaching-downtime = Honest words on stops
coaching-downtime-text = “A { $model } stops { $rate } times in a year on average. That is from { $units } machines over { $years } years of use. None of us can say that yours will not; we can say how soon we are with you.”
coaching-downtime-unknown = There is no history of this model yet: say so, and do not guess.
service-column-warranty = In the warranty
service-column-possible = At this site
service-possible = can be kept
service-possible-with-tasks = can be kept, with tasks
service-not-possible = cannot be offered
service-window = Early-sale window
service-window-open = open
service-window-closed = closed
service-window-until-shipping = until the goods ship
service-window-until-shipping-on = until the goods ship, promised for { $on }
service-window-closed-on = the goods left on { $on }
service-window-extension = Extension
service-window-extended = until { $until }, approved by { $who }: { $reason }
service-calls = Call list
service-calls-text = Orders held because the service offer is open, the oldest first.
service-calls-none-title = Nobody is to be called
service-calls-none = Every unit that is ordered has its decision.
service-call-order = Order
service-call-customer = Customer
service-call-what = What
service-call-units = Open units
service-call-contact = Call
service-call-rep = Who sells
service-call-ships = Ships

# Contracts
contracts-title = Service contracts
contracts-all = Contracts
contracts-none-title = No contract yet
contracts-none = A contract comes of an order whose service offer was accepted, or is sold for units that stand at the customer.
contracts-ends-within = { $days } days
contract-column-number = Number
contract-column-customer = Customer
contract-column-plans = Plans
contract-column-units = Units
contract-column-price = Paid term
contract-column-from = Cover from
contract-column-until = Cover until
contract-column-state = State
contract-cover = What is covered, and when
contract-accepted-on = accepted on { $on }
contract-waiting = Cover begins with the acceptance.
contract-waiting-text = { $n ->
    [one] One unit is
   *[other] { $n } units are
} not accepted yet. Nobody types a date: the day of acceptance makes them.
contract-stretch-uplift = { $from } to { $until } at { $price } (list value { $list })
contract-stretch-paid = { $from } to { $until } at { $price }
contract-lines = Lines
contract-line-no = No.
contract-line-plan = Plan
contract-line-units = Units
contract-line-year = A year, one unit
contract-line-term = Paid term
contract-line-warranty = Warranty
contract-list-price = list { $price }
contract-agreed = Agreed at the sale
contract-sold-on = Sold on
contract-exit-right = Right to leave
contract-exit-yes = before the paid term begins
contract-exit-no = none: firm
contract-quote = Quote
contract-quote-open = open the quote
contract-renews = Goes on from
contract-renewed-by = Goes on as
contract-ended = Ended on
contract-open = contract
contract-line-paid = Service plan { $plan }, { $months } months, { $unit }
contract-line-uplift = Service plan { $plan } through the warranty ({ $months } months), { $unit }: at no extra cost
contract-amendment = Service plan { $plan } accepted
contract-tasks = To do
contract-tasks-none-title = Nothing to do
contract-tasks-none = No task about contracts is open.
contract-task-column-due = By
contract-task-column-customer = Customer
contract-task-column-what = What
contract-task-column-owner = Who
contract-task-late = late
contract-billing = Invoicing
billing-text = What falls due to be invoiced. Accord does no accounting; take the file to whoever does.
billing-sum = Sum
billing-none-title = Nothing falls due
billing-none = No cover begins a billed part in this period.
billing-column-invoice-on = Invoice on
billing-column-contract = Contract
billing-column-customer = Customer
billing-column-plan = Plan and unit
billing-column-covers = Covers
billing-column-amount = Amount
billing-column-list = List value

# What it gave
statement-title = What it gave
statement-outages = { $n ->
    [0] no outage
    [one] one outage
   *[other] { $n } outages
}
statement-avoided = Avoided, on the agreed basis
statement-price = Price of the paid term
statement-net = Net
statement-roi = return { $percent } %
statement-invoiced = Invoiced so far
statement-basis = Agreed basis
statement-basis-text = { $cost } a day; { $without } hours without the plan, { $with } with it
statement-of = { $fact }, { $units }
statement-no-number = The customer’s own cost of a stop is not known: no return is shown.
statement-given = Given at no extra cost (list value)
statement-first-invoice = First invoice
statement-outages-title = Outages
statement-column-began = Began
statement-column-unit = Unit
statement-column-cause = Cause
statement-column-ended = Ended
statement-excluded = not covered by the plan
contribution-first-sale = sold first
contribution-growth = made it grow
contribution-contract = sold the contract
contribution-kept = kept the contract
contribution-offered = offered the plan
contribution-looks-after = looks after the account

# Entitlement
entitlement-title = Entitlement
entitlement-none = No cover is in force.
entitlement-none-text = Help is given at the published rates; the first word of safety is free and immediate.
entitlement-nothing = This unit never had cover.
entitlement-response = Response
entitlement-response-due = Due for a call at that moment
entitlement-restore = Running again within
entitlement-stops = What stops the clock
entitlement-why = Why this cover
entitlement-moved = Moved
entitlement-moved-text = The cover was sold for { $site }; whether the response can be kept here was not checked.
entitlement-weighed = Everything that was weighed
entitlement-precedence = Which cover counts
entitlement-open = entitlement
entitlement-own = own
entitlement-of-assembly = of { $unit }
entitlement-column-standing = Stands
entitlement-column-cover = Cover
entitlement-column-kind = Kind
entitlement-column-response = Response
entitlement-column-days = Days
entitlement-column-of = Whose
entitlement-rule-1 = Only cover in force at the moment counts; what begins later or is over is shown.
entitlement-rule-2 = Of several, the one whose response falls due first.
entitlement-rule-3 = Due at the same moment: a paid plan, then a plan through the warranty, then the warranty alone.
entitlement-rule-4 = Of the same kind: the unit’s own cover, then that of the assembly it is part of.
entitlement-rule-5 = At last the one that stands longest.

# The customer's page
portal-contract = Service contract { $number }
portal-contract-stands = stands
portal-contract-waiting = { $n ->
    [one] For one machine cover begins on the day you accept it.
   *[other] For { $n } machines cover begins on the day you accept them.
}
portal-contract-first-invoice = The first invoice comes on { $on }.
portal-contract-exit = You may leave before the paid term begins.
portal-contract-worth = worth { $list }
portal-contract-covers = What is covered, and when
portal-contract-unit = Machine
portal-contract-days = Covered
portal-contract-price = You pay

# Coaching
coaching-title = Coaching
coaching-panel = Help to say it
coaching-rate = Offers in your last orders: { $offered } of { $orders }.
coaching-questions = Four questions, one by one
coaching-question-why-buy = Why did they buy it?
coaching-question-why-important = Why is that important to them?
coaching-question-stop-cost = What does it cost them when it stops for a day?
coaching-question-never-fails = Do they think that it never fails?
coaching-to-the-customer = To the customer:
coaching-fears = What one fears to hear
coaching-fear-downtime = “If I speak of stops, they will think that it breaks down.”
coaching-reply-downtime = They know that every machine stops some day. Say how often this model did, with the number of machines behind the figure, and what we do within which hours. Whoever names it first is believed.
coaching-fear-price = “The machine was expensive already.”
coaching-reply-price = Put the price beside their own cost of a day’s stop, with the line for no stop at all in sight. If it does not pay for them, offer less or nothing.
coaching-fear-pushy = “They will feel pushed.”
coaching-reply-pushy = The offer is owed to them, the yes is not. A no is recorded in their words, and they are asked again once before the warranty ends, not every week.
coaching-percent = { $percent } % ({ $offered } of { $orders })
coaching-no-order = no order yet
coaching-due = by { $on }
coaching-own = Your own offer rate: { $rate }
coaching-none-title = No coaching
coaching-none = Ask for one when you want to practise. One is opened by itself when none of your last orders had an offer.
coaching-column-rep = Who
coaching-column-why = Why
coaching-column-before = Offer rate before
coaching-column-after = Since
coaching-column-held = Held
attach-title = Offered and accepted, twelve months
attach-all = All
attach-column-who = Who or what
attach-column-orders = Orders
attach-column-offer = Offer rate
attach-column-of-orders = Attach rate of orders
attach-column-of-offers = Attach rate of offers
metric-service-offer-rate = Service offer rate
metric-service-offer-rate-definition = Orders with equipment, booked in the period and not cancelled, for which a plan was offered for at least one unit, of all such orders. Undecided counts as not offered.
metric-service-attach-orders = Attach rate of orders
metric-service-attach-orders-definition = Orders with equipment, booked in the period and not cancelled, for which a plan was accepted for at least one unit, of all such orders.
metric-service-attach-offers = Attach rate of offers
metric-service-attach-offers-definition = Orders for which a plan was accepted for at least one unit, of those for which one was offered.
service-counted-accepted = a plan was accepted
service-counted-offered = a plan was offered and declined
service-counted-not-offered = no plan was offered

# What responses rest on
service-rota = Readiness
service-rota-text = Who can come, how long the way is, which parts must be near: what every promised response rests on.
rota-sold = Sold by territory and plan
rota-standby = Standing by
rota-ways = Ways
rota-parts = Parts that must be near
rota-none = Nothing is set yet.
rota-no-territory = no territory
rota-every-day = every day
rota-until = until { $on }
rota-people = people
rota-column-territory = Territory
rota-column-plan = Plan
rota-column-units = Units covered now
rota-column-people = People who can come
rota-column-person = Who
rota-column-times = When
rota-column-from = From
rota-column-minutes = Minutes
rota-column-product = Product
rota-column-part = Part

# Told
notice-service-offer-open = { $number }: booked without a service decision for { $units } units.
notice-service-approval = { $number }: no plan was offered, your approval is asked. “{ $reason }”
notice-service-approved = { $number }: it is approved that no plan was offered.
notice-service-from-quote = { $number }: the accepted quote could not be taken over as it stands. Decide the service offer by hand.
notice-contract-task-soon = { $what } for { $customer } is due on { $due }.
notice-contract-task-late = { $what } for { $customer } was due on { $due } and is not done.
notice-contract-task-given = { $what } for { $customer }, due on { $due }, is yours now.
notice-contract-stuck = { $number }: the cover of { $unit } could not be laid by its acceptance, since other cover of the plan stands there. Look at it.
notice-coaching-opened = { $rep }: { $offered } offers in { $orders } orders. Talk about it by { $due }.
notice-coaching-late = The coaching of { $rep } was due on { $due } and was not held.

# Refusals
refusal-service-order-cancelled = { $number } was taken back.
refusal-service-not-equipment = is no line of equipment of this order
refusal-service-nothing-open = Every unit of line { $line } has its decision.
refusal-service-fewer-open = only { $open } are undecided
refusal-service-which-plan = name the plan that was offered
refusal-service-why-declined = say why, in the customer’s words
refusal-service-why-not-offered = say why nothing was offered
refusal-service-no-plan-without-offer = nothing was offered, so there is no plan
refusal-service-plan-not-published = { $plan } is not on offer in this version
refusal-service-no-list-price = the plan has no list price in { $currency }; the head of service can give one
refusal-service-currency = has to be in { $currency }
refusal-service-below-list = is less than the list price of { $list }; that is the head of service’s to give
refusal-service-not-worth = { $plan } is not worth its price to this customer ({ $verdict }).
possible-offer-less = Offer { $plan }: it pays for them.
possible-offer-none = Offer none; record why in the customer’s words.
refusal-service-nothing-in-quote = The quote decides nothing that is open on this order.
refusal-service-quote-not-accepted = { $number } was not accepted.
refusal-service-nothing-to-approve = There is nothing to approve: it was offered, or the decision was taken back.
refusal-service-approved-already = It is approved already.
refusal-service-replaced-already = This decision was taken back before.
refusal-service-bought-stays = A plan that was bought is taken back on the order, or its contract is ended.
refusal-contract-response-not-possible = { $plan } cannot be offered for { $site }: missing is { $missing }.
possible-contract-readiness = Offer a plan whose response can be kept there, or make tasks of what is missing.
refusal-contract-overlaps = { $unit } has this plan already by { $number }, { $from } to { $until }.
possible-contract-from = It is free from { $from }.
refusal-contract-out-of-calendar = lies outside the calendar
refusal-contract-unit-retired = { $unit } is out of use
refusal-contract-unit-not-ours = { $unit } is not one of ours
refusal-contract-unit-twice = { $unit } is named twice
refusal-contract-not-standing = { $number } does not stand.
refusal-contract-renewed-already = It goes on as { $number } already.
refusal-contract-no-exit-right = { $number } was sold without a right to leave. Ending it is the head of service’s to agree to.
refusal-contract-paid-term-runs = The paid term of { $number } runs since { $from }: the right to leave is over.
refusal-contract-task-not-open = This task is not open any more.
refusal-contract-only-of-renewal = is only said of a renewal
refusal-contract-renew-instead = renew the contract instead; the new one says it
possible-contract-renew = Go on with the contract.
refusal-contract-time-of-day = has to be a time of day such as 18:00
refusal-contract-ends-before = ends before it begins
refusal-contract-site-or-territory = name one site or one territory
refusal-contract-part-of-itself = is the product itself
refusal-contract-in-future = lies in the future
refusal-coaching-open-already = A coaching is open already.
refusal-coaching-held-already = It was held already.

# Settings
setting-contract-review-days = Days before the warranty ends by which the value review is due
setting-contract-revisit-days = Days before the warranty ends on which a customer who declined is asked again
setting-contract-renewal-days = Days before a contract ends on which its renewal is worked on
setting-contract-exit-before-paid-term = Customers may leave before the paid term begins (fixed on each contract at its sale)
setting-contract-remind-days = Days before a task about a contract on which its owner is told
setting-contract-readiness-days = Days after a sale by which what is missing at the site is settled
setting-contract-engineers-wanted = Engineers who should be able to come where a response is promised around the clock
setting-coaching-orders = Orders from which an offer rate of nought asks for coaching
setting-coaching-months = Months whose orders are counted for a seller’s offer rate
setting-coaching-days = Days in which a coaching is to be held

# On paper and on the customer's page
contract-pdf = Contract (PDF)
contract-pdf-concluded = As concluded (PDF)
statement-pdf = What it gave (PDF)
statement-avoided-each = Avoided in one outage
paper-contract-number = Service contract { $number }
paper-contract-title = Service contract: { $plans }
paper-contract-for = For
paper-statement-number = Value statement { $number }
paper-statement-title = What your service contract gave
portal-contract-plans = What was agreed
portal-contract-payments = What is invoiced
portal-contract-invoiced-on = On
portal-contract-list = List value
portal-contract-from = Covered from
portal-contract-until = Covered until
portal-contract-ended = This contract has ended.
portal-plan-pdf = What this plan gives (PDF)

# Kinds of notices
notice-topic-service-offer = Service offers with orders
notice-topic-contract = Service contracts
