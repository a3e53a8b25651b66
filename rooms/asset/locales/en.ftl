# Actions
action-asset-add = Add unit
action-asset-add-done = The unit is in the installed base.
action-asset-correct = Correct
action-asset-correct-done = The unit is corrected.
action-asset-move = Move
action-asset-move-done = The unit has moved.
action-asset-retire = Take out of use
action-asset-retire-done = The unit is out of use.
action-asset-reinstate = Take into use again
action-asset-reinstate-done = The unit is in use again.
action-asset-outage-record = Record outage
action-asset-outage-record-done = The outage is recorded.
action-asset-outage-end = It runs again
action-asset-outage-end-done = The outage has ended.
action-asset-outage-correct = Correct outage
action-asset-outage-correct-done = The outage is corrected.
action-asset-outage-withdraw = Withdraw outage
action-asset-outage-withdraw-done = The outage is withdrawn.
action-asset-reading-record = Record reading
action-asset-reading-record-done = The reading is recorded.
action-acceptance-record = Record acceptance
action-acceptance-record-done = The acceptance is recorded; warranty and paid terms begin by it.
action-acceptance-correct = Correct acceptance
action-acceptance-correct-done = The acceptance is corrected; everything counted from it has moved.
action-asset-set-warranty = Set warranty
action-asset-set-warranty-done = The warranty is set.

# What happened
event-asset-add = entered a unit
event-asset-correct = corrected a unit
event-asset-move = moved a unit
event-asset-retire = took a unit out of use
event-asset-reinstate = took a unit into use again
event-asset-outage-record = recorded an outage
event-asset-outage-end = ended an outage
event-asset-outage-correct = corrected an outage
event-asset-outage-withdraw = withdrew an outage
event-asset-reading-record = recorded a reading
event-acceptance-record = recorded the acceptance of a unit
event-acceptance-correct = corrected the acceptance of a unit
event-asset-set-warranty = set the warranty of a product
event-asset-customer-merged = took the units of a merged customer over

# Words
asset-origin-ours = ours
asset-origin-rival = rival’s
asset-origin-own = customer’s own
asset-standing-in-use = in use
asset-standing-retired = out of use
outage-state-open = stands still
outage-state-ended = ended
outage-state-unknown = over, length unknown
outage-state-withdrawn = withdrawn
outage-known-from-colleague = a colleague
outage-known-from-customer = the customer
outage-known-from-unit = the unit itself
outage-known-from-import = the company’s own data
counter-hours = hours run
counter-cycles = cycles
counter-pieces = pieces made
asset-life-service = went into service
asset-life-accepted = accepted by the customer
asset-life-corrected = acceptance corrected
asset-life-moved = moved
asset-life-stopped = stood still
asset-life-counter-replaced = counter replaced
asset-life-retired = out of use
found-asset = Units
setting-asset-warranty-months = Months of warranty from the signed acceptance, where a product has none of its own

# Fields
field-origin = Made by
field-maker = Maker
field-model = Model
field-serial = Serial number
field-part-of = Part of
field-in-service-on = In service since
field-accepted-on = Accepted on
field-warranty-months = Months of warranty
field-contract-ends-on = Rival’s contract ends
field-known-from = Outages known since
field-known-until = Outages known until
field-order-line = Order line
field-moved-at = Moved at
field-retired-on = Out of use since
field-successor = Replaced by
field-outage = Outage
field-began-at = Began
field-ended-at = Ended
field-over = Over, nobody noted since when
field-cause = Cause
field-asset-outage-record-source = Known from
field-counter = Counter
field-reading = Reading
field-read-at = Read at
field-replaced = The counter was replaced
field-signed-by = Signed by
field-satisfaction = Satisfaction, 1 to 5
field-asset-set-warranty-months = Months
hint-asset-add-maker = Leave empty for what we made ourselves.
hint-asset-add-model = The product’s name when empty.
hint-asset-add-warranty-months = Those of the product when empty.
hint-asset-add-known-from = Only when every outage since that day is written down here. Empty: estimates count from today, or from its first outage on record.
hint-asset-add-accepted-on = Only when it was accepted before. Otherwise record the acceptance when it is signed.
hint-asset-move-moved-at = Now when empty. Parts move along; a part that moves alone leaves its assembly.
hint-asset-outage-record-ended-at = Empty while the unit stands still.
hint-asset-outage-record-cause = In a word: a component, a kind of fault.
hint-asset-outage-end-ended-at = Now when empty.
hint-asset-retire-successor = The unit that came in its place.
hint-asset-reading-record-replaced = Then it counts anew from this reading.
hint-acceptance-record-accepted-on = The date at the site.
hint-asset-set-warranty-months = The company’s when empty.

# Pages
assets-title = Installed base
assets-about = The units that stand at customers, whoever made them
assets-find = Model, maker, serial number
assets-standing = Use
assets-contract-by = Contract ends by
assets-cover = Covered until
assets-outages-year = Outages, 12 months
assets-none-title = No such unit
assets-none = Nothing matches these filters.
assets-empty-title = No units yet
assets-empty = What a plan is worth, and when to replace, comes from the units that stand at customers and their outages. Enter the first one, or import your list.
assets-customer-none = No units are known here yet: neither ours nor anybody else’s.
assets-all = { $n ->
        [one] one unit
       *[other] all { $n } units
    }
asset-no-site = site unknown
asset-length = { $hours } h { $minutes } min
asset-length-unknown = length unknown
asset-stands-since = It stands still since { $since }.
asset-watched = { $days ->
        [0] not watched yet
        [one] in one day watched
       *[other] in { $days } days watched
    }
asset-stops = Stops
asset-stopped = Stopped in all
asset-warranty-until = Warranty until
asset-warranty-months = { $n ->
        [0] no warranty
        [one] one month from acceptance
       *[other] { $n } months from acceptance
    }
asset-life = Its life
asset-life-none = Nothing is known of it yet.
asset-outages = Outages
asset-outages-none = No outage is known.
asset-long = Length
asset-plate = Type plate
asset-its-order = the order it came with
asset-parts = Parts
asset-replaced = Came in place of
asset-relatives = Assembly and succession
asset-counters = Counters
asset-run-in-all = { $n } in all, over every counter
asset-acceptances = Acceptance
asset-satisfaction = { $n } of 5
asset-places = Where it stood
asset-at-first = at first

# Refusals
refusal-asset-year = lies outside the years 1900 to 2200
refusal-asset-future = has not come yet; today is { $today } there
refusal-asset-future-instant = has not come yet; it is { $now }
refusal-asset-customer-archived = { $name } is archived. Restore the customer first.
refusal-asset-site-archived = is archived: { $name }
refusal-asset-maker-ours = must be empty for what we made
refusal-asset-maker-needed = is needed for a rival’s unit
refusal-asset-product-ours = can only be named for what we made
refusal-asset-model-needed = is needed where no product is named
refusal-asset-serial-taken = belongs to another unit of this maker already
refusal-asset-contract-of-rival = can only be given for what somebody else made
refusal-asset-warranty-ours = can only be given for what we made
refusal-asset-ends-before = lies before the day since when outages are known
refusal-asset-service-after-end = lies after the unit went out of use on { $on }
refusal-asset-part-of-unknown = is no unit of this customer
refusal-asset-part-of-retired = is out of use since { $on }
refusal-asset-part-of-itself = would make the unit part of itself
refusal-asset-part-too-deep = would make the assembly deeper than 20 layers
refusal-asset-part-elsewhere = stands elsewhere; { $number } must stand at the same site
refusal-asset-accepted-is-ours = cannot change: the customer accepted this unit from us
refusal-asset-retired = { $number } is out of use since { $on }.
refusal-asset-in-use = { $number } is in use.
refusal-asset-stands-there = is where the unit stands already: { $name }
refusal-asset-moved-since = must lie after { $last }
refusal-asset-retired-before-service = lies before { $since }, when it went into service or was accepted
refusal-asset-successor-unknown = is no unit of this customer
refusal-asset-successor-itself = is the unit itself or a part of it
refusal-asset-successor-retired = is out of use itself since { $on }
refusal-asset-stands-still = { $number } stands still since { $since } already. End that outage first, or correct it.
refusal-asset-outage-backward = lies before the begin
refusal-asset-outage-before-service = lies before the unit went into service on { $since }
refusal-asset-outage-after-end = lies after the unit went out of use on { $on }
refusal-asset-outage-ended = This outage ended at { $ended } already. Correct it instead.
refusal-asset-outage-withdrawn = This outage was withdrawn.
refusal-asset-reading-less = is less than { $shown }, which it showed at { $at }; say so if the counter was replaced
refusal-asset-reading-more = is more than { $shown }, which it showed later, at { $at }
refusal-asset-reading-twice = has a reading already
refusal-asset-touched = Somebody has worked with { $number } since.
refusal-acceptance-not-ours = { $number } was not made by us: nobody accepts it from us.
refusal-acceptance-already = { $number } was accepted on { $on } already.
refusal-acceptance-not-yet = { $number } was not accepted yet: there is nothing to correct.
refusal-acceptance-same = is the day that stands already
refusal-acceptance-retired = lies after the unit went out of use on { $on }
possible-correct-acceptance = Correct the acceptance instead.
possible-end-outage = End the outage that lasts.

bulk-asset-retire = Take out of use
