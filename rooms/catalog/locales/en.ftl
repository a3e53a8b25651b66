# Actions
action-skill-enter = Enter skill
action-skill-enter-done = The skill is entered.
action-skill-change = Change skill
action-skill-change-done = The skill is changed.
action-product-enter = Enter product
action-product-enter-done = The product is entered.
action-product-change = Change product
action-product-change-done = The product is changed.
action-product-archive = Take out of sale
action-product-archive-done = The product is out of sale.
action-product-restore = Sell again
action-product-restore-done = The product is on sale again.
action-product-set-lead-time = Set lead time
action-product-set-lead-time-done = The lead time is set.

# What happened
event-skill-enter = entered the skill
event-skill-change = changed the skill
event-product-enter = entered the product
event-product-change = changed the product
event-product-archive = took the product out of sale
event-product-restore = put the product on sale again
event-product-set-lead-time = set a lead time

# Words
product-kind-equipment = equipment
product-kind-part = spare part
product-kind-service = service
product-kind-software = software
day-count-calendar = calendar days
day-count-working = working days

# Fields
field-code = Code
field-unit = Unit
field-by-slots = Takes production slots
field-plant-calendar = Calendar of the plant
field-installation = Work of installing one unit
field-skill = Skill
field-minutes = Minutes
field-transport-days = Days of transport
field-transport-count = Transport counts
field-price = List price
field-lead-time = Lead time
products-lead-days = Lead time in days
field-days = Days
field-count = Days count as
field-archived = Out of use
field-id = Product
hint-lead-time = Without one, a machine or part cannot be promised.
hint-product-set-lead-time-from = Orders keep the lead time of their own date.

# Pages
products-title = Products
products-about = What we sell, how long it takes, and the work of installing it
products-find = Name or code
products-sold = On sale
products-on-sale = on sale
products-off-sale = out of sale
products-install-minutes = Minutes on site
products-no-lead-time = No lead time
products-cannot-promise = No ship date can be promised until manufacturing gives one.
products-none-title = No such product
products-none = Nothing matches these filters.
products-empty-title = No products yet
products-empty = Ship dates, installation hours and parts rest on the products. Enter the first one, or import your list.
products-facts = The product
products-kind = Kind
products-way = Way to the customer
products-minutes = { $n ->
        [one] one minute each
       *[other] { $n } minutes each
    }
products-lead-times = Lead times
products-in-force = in force
products-set-at = Set on
catalog-days = { $count ->
        [working] { $days ->
            [one] one working day
           *[other] { $days } working days
        }
       *[calendar] { $days ->
            [one] one day
           *[other] { $days } days
        }
    }
skills-title = Skills
skills-about = What work on a site needs people to know
skills-archived = out of use
skills-empty-title = No skills yet
skills-empty = Crews have skills and products need them. Enter the first one.

# Refusals
refusal-field-range = must lie between { $from } and { $to }
refusal-field-year = lies outside the years 1970 to 2200
refusal-field-unknown-reference = names something that is not there
refusal-product-code = must have 1 to 40 letters, digits or - _ . /
refusal-product-code-taken = belongs to another product already
refusal-product-no-slots = only what is built takes production slots
refusal-product-price = must not be less than nothing
refusal-product-skill-twice = stands in the list twice; add its minutes up
refusal-skill-name-taken = is the name of another skill already
refusal-lead-time-back-dated = would change the past; it can begin on { $earliest } or later
possible-lead-time-from = Let it begin on { $earliest }.

bulk-product-archive = Archive
