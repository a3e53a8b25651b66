# Actions
action-capacity-set-slots = Set production slots
action-capacity-set-slots-done = The slots are set.
action-capacity-set-transport = Set transport time
action-capacity-set-transport-done = The transport time is set.
action-capacity-set-visits = Set how crews work
action-capacity-set-visits-done = It is set how crews work.
action-capacity-add-crew = Add to a crew
action-capacity-add-crew-done = The crew is larger now.
action-capacity-change-crew = Change a crew's hours
action-capacity-change-crew-done = The hours are changed.
action-capacity-expire-offer = End an offered date
action-capacity-expire-offer-done = The offered date has ended.
action-part-set-stock = Set stock of a part
action-part-set-stock-done = The stock is set.
action-part-expect = Expect parts
action-part-expect-done = The parts are expected.
action-part-receive = Receive parts
action-part-receive-done = The parts are in their place.

# What happened
event-capacity-set-slots = set production slots
event-capacity-set-transport = set the transport time
event-capacity-set-visits = set how crews work
event-capacity-add-crew = added to a crew
event-capacity-change-crew = changed a crew's hours
event-capacity-expire-offer = an offered date ended
event-capacity-moved = moved a reservation that keeps its promise
event-capacity-customer-merged = moved reservations to the merged customer
event-capacity-leave-planned = looked at promises that the leave touches
event-capacity-leave-cancelled = looked at promises after the leave was called off
event-capacity-calendar-changed = looked at promises that the calendar touches
event-capacity-part-promised = reserved parts
event-capacity-part-delivered = took parts out of the store
event-capacity-part-released = set parts free
event-capacity-part-broken = set parts free, their promise was broken
event-part-set-stock = set the stock of a part
event-part-expect = expects parts
event-part-receive = received parts

# Words
capacity-pool-slot = production slots
capacity-pool-crew = crew hours
capacity-pool-part = parts
capacity-hold-committed = promised
capacity-hold-offer = offered
capacity-hold-target = aimed at
capacity-beyond = beyond what is planned

# What limits a date
limit-lead-time = Lead time of { $product }: { $basis ->
        [working] { $days ->
            [one] one working day
           *[other] { $days } working days
        }
       *[calendar] { $days ->
            [one] one day
           *[other] { $days } days
        }
    }, ready { $to }
limit-today = The order is older than its lead time: nothing leaves before today, { $to }
limit-materials = Materials of { $product } come later: { $to }
limit-plant-calendar = The plant of { $product } does not work on { $from }: { $to }
limit-slots-full = No slot of { $product } is free in { $weeks ->
        [one] the week of { $first }
       *[other] { $stretches ->
            [one] the { $weeks } weeks from { $first } to { $last }
           *[other] { $weeks } weeks between { $first } and { $last }
        }
    }: { $to }
limit-shipped-together = What ships together waits for a day on which every plant works: { $to }
limit-transport = Transport takes { $basis ->
        [working] { $days ->
            [one] one working day
           *[other] { $days } working days
        }
       *[calendar] { $days ->
            [one] one day
           *[other] { $days } days
        }
    }: { $to }
limit-site-ready = The site is not ready before { $to }
limit-site-calendar = Nobody works at the site on { $from }: { $to }
limit-crews-full = No { $skill } crew of { $region } is free in { $weeks ->
        [one] the week of { $first }
       *[other] { $stretches ->
            [one] the { $weeks } weeks from { $first } to { $last }
           *[other] { $weeks } weeks between { $first } and { $last }
        }
    }: { $to }
limit-part-supply = Of { $product }, { $free } are free; a new supply takes { $basis ->
        [working] { $days ->
            [one] one working day
           *[other] { $days } working days
        }
       *[calendar] { $days ->
            [one] one day
           *[other] { $days } days
        }
    }: { $to }
limit-part-receipt = Of { $product }, { $free } are free; more come in by { $to }
limit-store-calendar = The store does not work on { $from }: { $to }

# Why a reservation no longer fits
capacity-cause-fell = Less can be done than is promised in { $weeks ->
        [one] the week of { $first }
       *[other] { $stretches ->
            [one] the { $weeks } weeks from { $first } to { $last }
           *[other] { $weeks } weeks between { $first } and { $last }
        }
    }.
capacity-cause-slipped = It cannot begin before { $day } any more.
capacity-cause-part-taken = The pieces were promised to somebody else a moment before.

# Fields
field-weeks = Weeks
field-week = Week
field-capacity = Units a week
field-crew-calendar = Calendar of the crews
field-day-minutes-max = Most minutes a day on site
field-weeks-max = Most weeks of one job
field-week-minutes-min = Fewest minutes for which somebody travels
field-weekly = Minutes a week
field-working-days = Over how many days
field-by-weekday = Minutes by day, Monday to Sunday
field-member = Crew member
field-place = Place
field-on-hand = Pieces there
field-supply-days = Days until a new supply
field-supply-count = Supply counts
field-stock = Part in its place
field-receipt = Pieces on order
field-booking = Reservation
field-on = On
field-part = Part
field-order-date = Date of the order
field-required-on = Required ship date
field-shipped-apart = Ships in parts
field-lines = Lines
hint-capacity-add-crew-name = For somebody who is no colleague: a partner firm, a team.
hint-capacity-set-slots-capacity = Less than is promised is no error: you see which promises it touches.

# Pages
capacity-title = Capacity
capacity-board = Load
capacity-when = When could we?
capacity-parts = Parts
capacity-about = What the next weeks hold: production slots and crew hours
capacity-load = The weeks ahead
capacity-empty-title = Nothing is planned yet
capacity-empty = Dates can be promised when manufacturing plans slots and service plans crews. Begin with the slots of one product.
capacity-over = More is promised than there is
capacity-over-line = { $weeks ->
        [one] { $name }: one week
       *[other] { $name }: { $weeks } weeks
    }
capacity-over-weeks = { $weeks ->
        [one] one week overfull
       *[other] { $weeks } weeks overfull
    }
capacity-to-risk = Promises at risk
capacity-last-week = last week shown
capacity-nothing-free = nothing free
capacity-taken-of = Promised of all
capacity-first-free = First free week
capacity-territory = Territory
capacity-weeks = { $n } weeks
capacity-week-text = Week of { $week }: { $taken } of { $capacity }
capacity-summary = { $full } of { $weeks } weeks are full
capacity-hours = { $hours } h
capacity-hours-minutes = { $hours } h { $minutes } min
capacity-week = Week
capacity-can = Can
capacity-promised = Promised
capacity-aimed = Aimed at
capacity-free = Free
capacity-for = For
capacity-short = { $n } short
capacity-no-slots-title = No slots planned
capacity-no-slots = A product that takes slots cannot be promised without them. Set how many units each week can give.
capacity-crew = Who works there
capacity-nobody = Nobody yet.
capacity-a-week = A week
capacity-since = since { $day }
capacity-until = until { $day }
capacity-terms = How work goes there
capacity-way = The way there
capacity-by-product = as each product says
capacity-day-most = Most of a day on site
capacity-weeks-most = Most weeks of a job
capacity-week-least = Least for a journey
capacity-when-about = The earliest ship and installation date, and what limits them
capacity-when-ask = What is asked for
capacity-when-submit = Find the dates
capacity-when-answer = At the earliest
capacity-cannot-say = No date can be said
capacity-not-by = not by { $until }
capacity-earliest-ship = Earliest ship date
capacity-earliest-install = Earliest installation
capacity-slack = Against the required date
capacity-spare = { $days ->
        [0] just in time
        [one] one day to spare
       *[other] { $days } days to spare
    }
capacity-late-by = { $days ->
        [one] one day too late
       *[other] { $days } days too late
    }
capacity-why = How this comes about
capacity-parts-about = What is free, what is coming, how long a supply takes
capacity-parts-empty-title = No parts here
capacity-parts-empty = Parts are products of the kind spare part. Enter one, then say where it lies.
capacity-part-earliest = { $n ->
        [one] one piece by { $day }
       *[other] { $n } pieces by { $day }
    }
capacity-part-not = no date can be said
capacity-places = Where it lies
capacity-places-empty-title = Kept nowhere
capacity-places-empty = Say where the part lies and how long a new supply takes, and it can be promised.
capacity-supply = New supply
capacity-coming = On order
capacity-expected = Expected
capacity-expect-at = Expect at { $place }
capacity-nothing-coming = Nothing is on order.

# Refusals
refusal-capacity-too-early = This date cannot be kept; the earliest is { $earliest }.
refusal-capacity-beyond-horizon = This date lies beyond { $until }, the last day that is planned.
refusal-part-not-there = { $place } has { $on_hand } of it, not { $quantity }.
refusal-part-promised = { $place } has { $on_hand } of it, but only { $free } that nobody else was promised.
refusal-capacity-taken-meanwhile = Somebody else was faster: what this date needs is taken now.
refusal-capacity-no-region = The customer belongs to no territory, so no crew is known to go there.
refusal-capacity-no-lead-time = Manufacturing has given no lead time for { $product } that is in force on { $on }.
refusal-capacity-nothing-to-install = Nothing is to be installed here.
refusal-capacity-too-much-work = The work of { $skill } is more than can be counted.
refusal-capacity-date-out-of-range = { $date } lies outside the years 1970 to 2200.
refusal-capacity-bad-horizon = The stretch from { $today } to { $until } cannot be planned.
refusal-capacity-overbooked = In the week of { $week } only { $free } are left; { $asked } are needed.
refusal-capacity-empty-order = needs at least one line
refusal-capacity-duplicate-line = stands twice
refusal-capacity-zero-quantity = must be more than zero
refusal-capacity-subject = does not say what is promised
refusal-capacity-part-nowhere = { $product } is kept in no place, so nothing can be said of its supply.
refusal-capacity-no-slots = { $product } takes no production slots.
refusal-capacity-not-a-part = { $product } is no spare part.
refusal-capacity-received-already = These pieces were received already.
refusal-capacity-until-before-from = lies before the first day
refusal-capacity-stretch-too-long = is too far away: at most { $weeks } weeks at once
refusal-capacity-seven-days = needs seven numbers, Monday to Sunday
refusal-capacity-minutes-one-way = give either minutes a week or minutes by day
refusal-capacity-minutes-twice = together with other entries comes to { $minutes } minutes on one day
possible-ship-on = Ship on { $earliest }.
possible-install-on = Install from { $earliest }.
possible-set-lead-time = Let manufacturing give a lead time for { $product }.
