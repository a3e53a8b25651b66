# Roles that come with the program
role-sales-rep = Sales representative
role-sales-engineer = Sales engineer
role-account-manager = Account manager
role-channel-agent = Channel agent
role-head-of-sales = Head of sales
role-planner = Planner
role-head-of-manufacturing = Head of manufacturing
role-service-planner = Service planner
role-field-engineer = Field engineer
role-help-desk = Help desk
role-head-of-service = Head of service
role-implementer = Implementer
role-trainer = Trainer
role-compensation-administrator = Compensation administrator
role-executive = Executive
role-privacy-administrator = Privacy administrator
role-administrator = Administrator
role-customer-contact = Customer’s contact

# What a role allows
permission-system-only = The program itself
permission-sign-in = Sign in
permission-own = Look after oneself
permission-people-read = See colleagues and areas
permission-people-manage = Enter and change colleagues
permission-role-manage = Define roles
permission-map-manage = Key areas and publish the map
permission-leave-manage = Enter leave for others
permission-customer-read = See customers
permission-customer-write = Enter and change customers
permission-customer-merge = Merge two records of one firm
permission-team-assign = Give customers their owners
permission-territory-all = See every territory
permission-catalog-read = See products and lead times
permission-catalog-manage = Change products and lead times
permission-asset-read = See the installed base
permission-asset-write = Enter, correct, move and retire units, record outages
permission-acceptance-record = Record that a customer accepted a unit
permission-visit-read = See visits, and where parts and keys are
permission-visit-plan = Plan visits: who goes when
permission-visit-do = Carry out one’s own visits
permission-part-take = Take parts out of a place and put them back
permission-part-manage = Set up places of parts, their keys and least pieces
permission-capacity-read = See slots and crews
permission-capacity-slots = Change production slots
permission-capacity-crews = Change crews
permission-pipeline-read = See the pipeline
permission-pipeline-write = Pursue opportunities, plan demonstrations
permission-pipeline-manage = Set the stages, see what stands still with everybody
permission-demo-release = Take an engineer from a demonstration for a service call
permission-order-read = See orders with their internal dates
permission-order-write = Enter and amend orders
permission-order-commit = Commit dates to customers
permission-order-plan = Set internal targets
permission-order-release = Release orders to manufacturing
permission-review-write = Take part in reviews
permission-review-sign-sales = Sign for sales
permission-review-sign-manufacturing = Sign for manufacturing
permission-review-sign-service = Sign for service
permission-contract-read = See service contracts and entitlement
permission-contract-write = Decide service offers, sell and renew contracts
permission-contract-approve = Approve “not offered”, extend the sale window, end contracts, coach
permission-case-read = See service cases
permission-case-open = Take calls
permission-case-write = Work on service cases
permission-case-manage = Set communication plans and agreed words
permission-crisis-release = Let a needed thing pass in a crisis
permission-delivery-read = See installations, training and what was delivered
permission-delivery-write = Do steps of installations, train, note what was delivered
permission-delivery-plan = Write templates, plan and move installations
permission-quote-read = See quotes
permission-quote-write = Write, send and answer quotes
permission-quote-discount-head = Give discounts up to the limit of the head of sales
permission-quote-discount-company = Give discounts up to the company’s limit
permission-price-manage = Change price lists
permission-fact-sheet-manage = Change what may be said of products
permission-promise-read = See promises
permission-promise-make = Make promises
permission-promise-keep = Record how promises ended
permission-promise-override-manufacturing = Promise against the check: manufacturing
permission-promise-override-service = Promise against the check: service
permission-promise-override-sales = Promise against the check: sales
permission-statement-make = Record what was said
permission-watch-manage = Act on what colleagues owe
permission-value-read = See value profiles, service plans and claims
permission-value-write = Write value profiles
permission-plan-manage = Write and publish service plans
permission-claim-manage = Keep the library of claims
permission-feedback-read = See surveys, complaints, observations and what waits for an answer
permission-feedback-write = Record and answer what customers said, note observations
permission-feedback-approve = Approve remedies, close a complaint without the customer’s word
permission-improvement-manage = Hold reviews of failures and answer for what follows
permission-metric-read = See figures
permission-import-run = Import
permission-export-run = Export
permission-settings-manage = Change settings
permission-webhook-manage = Let programs outside hear of what happens
permission-audit-read = See the audit trail
permission-privacy-administer = Handle privacy and the read log
permission-pay-administer = See everybody’s pay
permission-portal-read = Read as a customer
permission-portal-write = Write as a customer
permission-portal-preview = See with a customer’s eyes

# Words that are stored
person-state-active = active
person-state-leaving = about to leave
person-state-disabled = has left
leave-state-planned = planned
leave-state-cancelled = called off
density-comfortable = Comfortable
density-compact = Compact
mail-wish-all = Every notice
mail-wish-urgent = What must be acknowledged
mail-wish-none = None
login-kind-person = Colleague
login-kind-contact = Customer’s contact
choice-kind-person = Colleague
choice-kind-area = Area
choice-kind-role = Role
choice-kind-territory = Territory
choice-kind-calendar = Calendar

# Settings
setting-session-idle-hours = Hours without a request after which a session ends
setting-session-days = Days after which a session ends in any case
setting-token-days = Most days that an access token holds
setting-invitation-hours = Hours in which an invitation can be used
setting-map-distant-days = Days without a customer after which an area is distant
setting-kind-whole = whole number
setting-kind-decimal = decimal
setting-kind-amount = amount
setting-kind-flag = yes or no
setting-kind-choice = choice
setting-kind-steps = rising numbers

# Notices and letters
notice-leave-cover = You cover for { $person } from { $from } until { $until }.
notice-leave-ended = The leave of { $person } from { $from } until { $until } is called off or over; the work is theirs again.
notice-escalated = { $person } has not acknowledged: { $matter }
letter-invitation = { $company } invites you to Accord
letter-invitation-body =
    You can now sign in to Accord at { $company }. Set your password by this link; it works once, until { $until }.

    { $link }
letter-reset = Your password for Accord
letter-reset-body =
    Somebody, probably you, asked for a new password for Accord at { $company }. Set it by this link; it works once, until { $until }. If it was not you, do nothing: your password stays as it is.

    { $link }

# Actions
action-company-set-up = Set up the company
action-company-set-up-done = The company is set up.
event-company-set-up = set the company up
action-company-change = Change the company
action-company-change-done = The company is changed.
event-company-change = changed the company
action-settings-set = Change a setting
action-settings-set-done = The setting is changed.
event-settings-set = changed a setting
action-calendar-define = Define a calendar
action-calendar-define-done = The calendar is defined.
event-calendar-define = defined a calendar
action-calendar-change = Change a calendar
action-calendar-change-done = The calendar is changed.
event-calendar-change = changed a calendar
action-territory-enter = Enter a territory
action-territory-enter-done = The territory is entered.
event-territory-enter = entered a territory
action-territory-change = Change a territory
action-territory-change-done = The territory is changed.
event-territory-change = changed a territory
action-area-enter = Enter an area
action-area-enter-done = The area is entered.
event-area-enter = entered an area
action-area-change = Change an area
action-area-change-done = The area is changed.
event-area-change = changed an area
action-area-key = Key the area to a sphere
action-area-key-done = The area is keyed.
event-area-key = keyed an area to a sphere
action-map-publish = Publish the map
action-map-publish-done = The map is published.
event-map-publish = published the map
action-people-enter = Enter a colleague
action-people-enter-done = The colleague is entered.
event-people-enter = entered a colleague
action-people-change = Change a colleague
action-people-change-done = The colleague is changed.
event-people-change = changed a colleague
action-people-preferences = Set my pages and letters
action-people-preferences-done = Your wishes are kept.
event-people-preferences = set own pages and letters
action-people-mark-leaving = Mark as leaving
action-people-mark-leaving-done = It is noted.
event-people-mark-leaving = noted whether a colleague leaves
action-people-disable = End their time here
action-people-disable-done = Their access has ended.
event-people-disable = ended a colleague’s time here
action-people-enable = Take back
action-people-enable-done = They are back. Invite them to set a password.
event-people-enable = took a colleague back
action-people-assign-role = Give a role
action-people-assign-role-done = The role is given.
event-people-assign-role = gave a role
action-people-unassign-role = Take a role
action-people-unassign-role-done = The role is taken.
event-people-unassign-role = took a role
action-people-set-post = Give a post
action-people-set-post-done = The post is given.
event-people-set-post = gave a post
action-people-drop-post = Take a post
action-people-drop-post-done = The post is taken.
event-people-drop-post = took a post
action-people-set-territories = Set the territories
action-people-set-territories-done = The territories are set.
event-people-set-territories = set the territories
action-people-invite = Invite to sign in
action-people-invite-done = The invitation is on its way.
event-people-invite = invited a colleague to sign in
action-role-define = Define a role
action-role-define-done = The role is defined.
event-role-define = defined a role
action-role-change = Change a role
action-role-change-done = The role is changed.
event-role-change = changed a role
action-leave-plan = Plan leave
action-leave-plan-done = The leave is planned; the cover is told.
event-leave-plan = planned leave
action-leave-cancel = Call the leave off
action-leave-cancel-done = The leave is called off.
event-leave-cancel = called a leave off
action-session-open = Sign in
action-session-open-done = You are in.
event-session-open = signed in
action-session-note-failure = Note a failed sign-in
action-session-note-failure-done = It is noted.
event-session-note-failure = sign-in failed often
action-session-end = End the session
action-session-end-done = The session has ended.
event-session-end = ended a session
action-session-end-all = Sign out everywhere else
action-session-end-all-done = You are signed out everywhere else.
event-session-end-all = ended the other sessions
action-password-set = Set the password
action-password-set-done = The password is set.
event-password-set = the password was set
action-password-ask-reset = Ask for a new password
action-password-ask-reset-done = If the address is known, a letter is on its way.
event-password-ask-reset = asked for a new password
action-token-make = Make an access token
action-token-make-done = The token is made.
event-token-make = made an access token
action-token-revoke = Revoke the token
action-token-revoke-done = The token is revoked.
event-token-revoke = revoked an access token
action-notice-read = Mark as read
action-notice-read-done = Marked as read.
event-notice-read = read notices
action-notice-acknowledge = Acknowledge
action-notice-acknowledge-done = Acknowledged.
event-notice-acknowledge = acknowledged a notice
action-notice-escalate = Tell those above
action-notice-escalate-done = Those above are told.
event-notice-escalate = nobody acknowledged; those above were told

# Fields
field-home-zone = Home zone
field-value = Value
field-effective-from = Holds from
field-monday = Monday
field-tuesday = Tuesday
field-wednesday = Wednesday
field-thursday = Thursday
field-friday = Friday
field-saturday = Saturday
field-sunday = Sunday
hint-calendar-define-monday = for example 08:00-12:00, 13:00-17:00; empty is closed
hint-calendar-change-monday = for example 08:00-12:00, 13:00-17:00; empty is closed
field-calendar-define-week = Hours of the week
field-calendar-change-week = Hours of the week
field-exceptions = Holidays and other dates
field-calendar-define-date = Date
field-calendar-define-hours = Hours, for example 08:00-12:00; none is a holiday
field-calendar-change-hours = Hours, for example 08:00-12:00; none is a holiday
field-calendar-change-date = Date
field-area = Area
field-serves-sphere = Serves the promise of
field-helps = How it helps customers to buy or to use well
field-metric = Customer figure
field-roles = Roles
field-role = Role
field-posts = Posts
field-home = Home
field-territories = Territories
field-leaving = Is about to leave
field-theme = Colours
field-density = Density
field-mail-wish = Also by e-mail
field-quiet-from = No letters from
field-quiet-until = … until
field-label = Name for people
field-role-define-name = Stable word
field-permissions = Allows
field-leave = Leave
field-cover = Cover
field-leave-plan-note = What the cover should know
field-session = Session
field-token = Token
field-expires-at = Ends
field-token-make-label = What it is for
field-notice = Notice
field-notices = Notices

# Refusals
refusal-field-zone = is no time zone of the IANA list
refusal-field-name-taken = is taken already
refusal-company-none = The company is not set up yet.
refusal-company-exists = The company is set up already.
refusal-calendar-hours = is not a list of hours like 08:00-12:00, 13:00-17:00
refusal-calendar-hours-order = ends before it begins; a night is two entries, to 24:00 and from 00:00
refusal-calendar-overlap = has hours that overlap
refusal-calendar-no-hours = must have some working time
refusal-area-one-key = must have exactly one key: its home sphere, or the sphere whose promise it serves
refusal-map-empty = There are no areas yet.
refusal-map-unkeyed = { $n ->
    [one] One area has no key to a sphere
   *[other] { $n } areas have no key to a sphere
}: { $areas }. The map waits for it.
possible-key-area = Key it now.
refusal-people-not-active = { $person } is leaving or has left; choose somebody else.
refusal-people-disabled = This colleague has left already.
refusal-people-enabled = This colleague is here already.
refusal-people-own-end = You cannot end your own time here; ask another administrator.
refusal-people-last-administrator = This is the last administrator. Give the role to somebody else first.
refusal-people-hands-over-first = Still held, { $n ->
    [one] one thing
   *[other] { $n } things
}: { $things }. Whoever leaves hands everything over first.
possible-hand-over = Hand it over, then end their time here.
refusal-people-email-taken = is somebody’s address already
refusal-people-quiet-both = needs both ends
refusal-people-no-address = There is no e-mail address to sign in with. Enter one first.
refusal-role-not-given = This role is not given to colleagues.
refusal-role-own = Nobody changes their own roles. Ask somebody who may define roles.
refusal-role-permission-never = cannot be part of this role ({ $permission })
refusal-role-ring = would come back to the role itself
refusal-role-administrator = The administrator’s role must go on managing people and roles.
refusal-role-held = { $n ->
    [one] One colleague has
   *[other] { $n } colleagues have
} this role. Take it from them first.
refusal-leave-empty = must be after the beginning
refusal-leave-own-cover = must be somebody else
refusal-leave-cover-gone = is leaving or has left
refusal-leave-overlaps = overlaps another leave of the same person
refusal-leave-cover-away = is on leave at that time
refusal-leave-over = This leave is over or called off already.
refusal-sign-in-wrong = Address or password is not right.
refusal-sign-in-too-often = Too many tries. Try again in { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}.
refusal-password-short = must have at least { $min } characters
refusal-password-proof = The present password is not right.
refusal-token-by-token = A token cannot do this. Sign in.
refusal-token-beyond = is more than you may yourself ({ $permission })
refusal-token-too-long = ends later than { $days } days from now
refusal-mail-server = The mail server’s address cannot be read.
refusal-mail-answers = Where answers to mails arrive must be an address, short enough for our mark.
refusal-mail-from = The sender’s address cannot be read.
refusal-mail-letter = A letter could not be written.

# Pages
people-title = Colleagues
people-about = Who works here, in which areas and roles, and who covers whom.
people-find = Name, title, address, telephone
people-here = Here
people-name = Name
people-area = Area
people-sphere = Sphere
people-role = Role
people-roles = Roles
people-posts = Posts
people-state = Standing
people-act = Do
people-none = Nobody found
people-none-text = Change the filters, or enter a colleague. Each person has one record, however many posts.
people-away = away, { $cover } covers
people-leaving-title = About to leave.
people-leaving-text = Nothing new is given to them; what they hold is handed over before their time here ends.
people-stays = Stays after all
people-card = Card
people-calendar = Working calendar
people-no-posts = No post yet: give one, so that the map shows whom they serve.
people-no-roles = No role yet: they can sign in and do nothing.
people-no-territories = No territory: they see customers of theirs alone, or by a stated reason.
map-title = Map
map-about = Every area of the company, keyed to the sphere whose promise it keeps.
map-none = There are no areas yet
map-none-text = Enter the areas, teams and posts of the company and key each to one of the two spheres; then publish the map.
map-never = Not published yet
map-published = Published { $at } by { $by }
map-changed = changed since
map-unkeyed = Without a key
map-unkeyed-title = The map cannot be published.
map-unkeyed-text = Without a key to a sphere: { $areas }.
map-distant-title = Distant from the customer.
map-distant-text = No contact with a customer and no customer figure in { $days } days: { $areas }.
map-distant = distant from the customer
map-serving = Serving this sphere
map-half-empty = No area yet.
map-people = { $n ->
    [one] one person
   *[other] { $n } people
}
roles-title = Roles
roles-about = What each function may do. Roles are data; permissions are fixed.
roles-allows = { $n ->
    [one] one permission
   *[other] { $n } permissions
}
roles-holders = { $n ->
    [one] one person
   *[other] { $n } people
}
roles-held = Held by
roles-above = Left undone, it goes to
roles-archived = no longer given
leave-title = Leave
leave-about = Who is away. The cover has everything of the person meanwhile; after the leave it comes back by itself.
leave-none = Nobody is away
leave-none-own = No leave is planned
leave-none-text = Plan a leave and name who covers: the cover sees what is due and is told what happens.
leave-now = away now
settings-title = Settings
settings-about = Every number that a rule uses, from which day it holds, and who set it why.
settings-default = (without setting: { $value })
settings-setting = Setting
settings-heading = About
settings-between = From { $from } to { $to }.
settings-between-amounts = In the company’s currency, from { $from } to { $to }.
settings-steps = Whole numbers from { $from } to { $to }, each greater than the one before: 30, 60, 90.
settings-history = History
settings-set = Set by
settings-company = Company
settings-calendars = Working calendars
settings-exceptions = { $n ->
    [one] one date differs
   *[other] { $n } dates differ
}
settings-no-territories = No territory yet: everybody sees every customer.
notices-title = Notices
notices-about = { $n ->
    [0] Everything is read.
    [one] One is not read.
   *[other] { $n } are not read.
}
notices-all = All
notices-unread = Not read
notices-what = What
notices-when = When
notices-none = Nothing to tell you
notices-none-text = What others do that concerns you appears here, and what must be acknowledged stands on top.
notices-acknowledge-by = acknowledge by { $at }
notices-escalated = went to those above
notices-covered = for { $person }
me-must-change = Your password was made by somebody else.
me-must-change-text = Set one that only you know.
me-wishes = My pages and letters
me-sessions = Where I am signed in
me-device = Device
me-last-seen = Last used
me-present = here
me-no-sessions = No session.
me-tokens = Access tokens
me-no-tokens = No token. A token lets a program act as you, with less than you may and an end.
me-token-over = over

# The first set-up
set-up-step-hours = Working hours
set-up-step-logo = Your mark
set-up-step-territories = Territories
set-up-step-own-work = Your own work
set-up-step-colleagues = Colleagues
set-up-title = Set up your company
set-up-intro = Two things to begin with: you, who look after Accord from now on, and your company. Everything can be changed later but the currency.
set-up-you = You, the first administrator
set-up-your-company = Your company
set-up-name = Your name
set-up-password = Password
set-up-password-hint = At least 12 characters; a sentence is good.
set-up-company = Name of the company
set-up-zone-hint = Where the company is at home. Each person and each customer’s site can have another.
set-up-currency-hint = Of your books. Customers may have others.
set-up-choose = Choose
set-up-submit = Begin
set-up-calendar = Working hours
set-up-demo = Look around first?
set-up-demo-text = The same program has a sample company with its stories. It has a folder of its own, so nothing of it gets among your data. Start it on the machine with:
action-company-settle-step = Go on to the next step
action-company-settle-step-done = It is noted.
event-company-settle-step = went through a step of the set-up
action-company-set-logo = Set the company’s mark
action-company-set-logo-done = The mark is set.
event-company-set-logo = set the company’s mark
field-step = Step
field-image = Picture (base64)
field-invite = Send an invitation by e-mail at once
refusal-logo-too-large = must not be larger than { $max } KiB
refusal-logo-kind = must be a picture: PNG, JPEG or WebP
settings-logo = The company’s mark

# Roles of the company's own
field-escalates-to = Left undone, it goes to
refusal-role-keys = This person holds keys of the house that you do not have. Ask an administrator.
refusal-role-beyond = Nobody gives more than they have. You may not: { $permission }. An administrator can do it.
roles-own = our own
roles-seeded = came with Accord
roles-as-base = Make one like this
roles-grants = Who has this role may do what stands here. What does not, is refused.
roles-grants-nothing = This role grants nothing.
roles-reads = See it
roles-nobody = Nobody has it.
roles-change = Change
roles-change-text = A change holds for everybody who has the role from their next request on.
roles-base = Begin with
roles-base-none = Nothing ticked
roles-base-take = Take these
roles-new-about = A role is a name and what it grants.
roles-deny-title = What is not ticked is refused.
roles-deny = Everybody may look after their own pages, leave and notices without a role. You can tick no more than you may yourself, unless you are an administrator.
permission-group-customer = Customers
permission-group-promise = Promises
permission-group-pipeline = Pursuing
permission-group-offer = Quotes
permission-group-order = Orders and reviews
permission-group-capacity = Capacity
permission-group-catalog = Products and prices
permission-group-value = Value, plans and claims
permission-group-contract = Service contracts
permission-group-delivery = Installation and training
permission-group-asset = Installed base
permission-group-visit = Visits and parts
permission-group-case = Service cases
permission-group-feedback = What customers said
permission-group-people = Colleagues and roles
permission-group-house = The house and its figures
permission-group-portal = Customers’ own pages
permission-group-self = Oneself

# The way back in
action-password-send-reset = Send a link for a new password
action-password-send-reset-done = The letter is written.
event-password-send-reset = a link for a new password was sent
action-people-recover = Make somebody an administrator again
action-people-recover-done = They are an administrator.
event-people-recover = made an administrator from the command line
notice-recovered = { $person } was made an administrator from the command line, with a new password.
refusal-recover-contact = This address is a customer’s contact’s. Choose another.

# How one is told
notice-topic-leave = Leave and cover
notice-topic-house = Administrators and access
notice-topic-other = Other things
told-by-page = Page alone
told-by-mail = E-mail at once
told-by-digest = Daily digest
told-by-off = Off
digest-wish-daily = Daily, when there is something
digest-wish-none = None
days-off-quiet = Quiet: letters wait until work begins
days-off-as-others = As any other day
field-notice-choose-channel = Told by
field-topic = Kind
field-days-off = Days off
field-digest = Daily digest
field-digest-at = … at
hint-digest-at = A time of day in your zone, such as 07:00
hint-notice-choose-channel = What must be acknowledged comes even where the rest is off. Leave it empty for the house’s own choice.
action-notice-choose = Choose how to be told
action-notice-choose-done = Chosen.
event-notice-choose = chose how to be told
action-notice-acknowledge-all = It is in hand, all of it
action-notice-acknowledge-all-done = Acknowledged.
event-notice-acknowledge-all = several notices acknowledged
action-notice-tell-held = Tell what waited for the end of quiet time
action-notice-tell-held-done = Told.
event-notice-tell-held = told what waited for the end of quiet time
action-notice-digest = Write a daily digest
action-notice-digest-done = Written.
event-notice-digest = a daily digest was written
refusal-notice-not-off = cannot be off: somebody always has to hear of it
telling-title = How I am told
telling-about = Which notices reach you where, when you want quiet, and your daily digest.
telling-topics = By kind
telling-topics-about = Everything stands on the page of notices unless you switch its kind off. What must be acknowledged is told in any case, since it goes to those above when nobody does.
telling-topic = Kind
telling-must = What must be acknowledged
telling-rest = The rest
telling-chosen = your choice
telling-when = When
telling-quiet-about = In quiet time letters wait and come together when it ends. What must be acknowledged before then gets through, and says so.
telling-next-digest = Your next digest:
me-telling = How I am told
letter-held-line = { $at }: { $text }
told-and-earlier = { $n ->
    [one] { $text } (and one earlier notice about it)
   *[other] { $text } (and { $n } earlier notices about it)
}
letter-more-lines = … and { $n } more. They stand in Accord.
digest-waiting = WAITS FOR YOUR WORD
digest-changed = NEW SINCE THE LAST DIGEST

# Operation: what did not go out, what failed
permission-operation-manage = See what did not go out or failed, and set it going again
operation-title = Undelivered and failed
operation-about = Letters that did not go out and planned steps that failed: why, when they are tried again, and a way to do it now.
operation-letters = Letters
operation-letter = To
operation-no-letters = Every letter went out
operation-no-letters-text = A letter that the mail server refuses or puts off stands here with the reason.
operation-plans = Planned steps
operation-plan = What
operation-no-plans = Nothing failed
operation-no-plans-text = A reminder, an escalation or another planned step that could not be done stands here.
operation-since = Since
operation-stand = Why
operation-next = Tried again
operation-attempts = { $n ->
    [one] tried once
   *[other] tried { $n } times
}
operation-dead = Addresses that lead nowhere
operation-dead-text = The mail server refused these for good. Correct the address of the colleague or contact, then have the letter tried again or write a new one.
stand-tried-again = Tried again
stand-held = Held
stand-given-up = Given up
letter-error-refused = The mail server refused it for good.
letter-error-later = The mail server put it off.
letter-error-timeout = The mail server did not answer in time.
letter-error-connection = The mail server could not be reached.
letter-error-folder = The folder for letters could not be written.
letter-error-letter = The letter or its address is not well formed.
letter-error-held = A rule holds it, such as a customer in crisis. It goes when the rule no longer stands against it.
action-operation-letter-again = Try again now
action-operation-letter-again-done = It is tried within seconds.
event-operation-letter-again = had a letter tried again
action-operation-plan-again = Try again now
action-operation-plan-again-done = It is tried within seconds.
event-operation-plan-again = had a planned step tried again
field-letter = Letter
field-operation-plan-again-plan = Plan
person-state-erased = Forgotten
action-people-erase = Forget this colleague
action-people-erase-done = Forgotten
event-people-erase = a colleague who had left was forgotten
refusal-people-erased = They were forgotten before
refusal-people-leaves-first = { $person } still works here. Whoever is to be forgotten leaves first and hands over what they hold

# The company's own sign-in
action-sso-begin = Begin a sign-in at the company’s provider
action-sso-begin-done = Begun.
event-sso-begin = a sign-in at the provider began
action-sso-take = Take a sign-in that came back
action-sso-take-done = Taken.
event-sso-take = a sign-in came back
action-sso-enter = Let a colleague in by the company’s provider
action-sso-enter-done = They are in.
event-sso-enter = signed in by the company’s provider
action-sso-bind = Tie an account of the company’s sign-in
action-sso-bind-done = The account opens the house for them.
event-sso-bind = an account of the company’s sign-in was tied
action-sso-unbind = Untie the account of the company’s sign-in
action-sso-unbind-done = It opens nothing any more.
event-sso-unbind = the account of the company’s sign-in was untied
field-issuer = Issuer
field-sso-bind-subject = Subject
hint-issuer = Exactly as it stands in the operator’s file, such as https://id.example.com/realms/works
hint-sso-bind-subject = The name of the account that never changes (sub), not an address
people-sso = Account of the company’s sign-in
people-sso-none = None is tied. An invitation ties it, or you do here.
people-sso-last = last used { $at }

digest-things = { $n ->
    [one] one thing for you
   *[other] { $n } things for you
}
held-several = { $n } notices from your quiet time

# Letters
letter-invitation-about = Invitation of a colleague
letter-reset-about = New password, asked for by whoever signs in
letter-notice = { $text }
letter-notice-body =
    { $text }

    { $link }
letter-notice-about = One notice, at once
letter-through-quiet = { $text }
letter-through-quiet-body =
    { $text }

    This reaches you in your quiet time, since your word is asked for by { $by }.

    { $link }
letter-through-quiet-about = One notice that cannot wait for the end of quiet time
letter-held = { $matter }
letter-held-body =
    This waited for the end of your quiet time. The times say when it happened.

    { $lines }

    --
    How and when you are told is yours to choose:
    { $choose }
letter-held-about = What waited for the end of quiet time
letter-digest = { $today }: { $things }
letter-digest-body =
    { $reader }, this is what your day holds in Accord.

    { $lines }

    --
    How and when you are told is yours to choose:
    { $choose }
letter-digest-about = Daily digest
letter-to-colleague = a colleague
letter-to-anyone = a colleague or a customer’s contact
letter-to-customer = a customer’s contact
letter-stand-ours = as delivered
letter-stand-own = our own text
letter-stand-ours-changed = our own text; the delivered one has changed
letter-stand-unfit = our own text cannot be sent
letter-example-name = Clara Nunes
letter-example-person = Daniel Prado
letter-example-site = North plant, gate 2
letter-example-purpose = yearly inspection of the press
letter-example-title = Press line for the north plant
letter-example-about = the repair of your press
letter-example-words = The spare valve has left our store this morning and is with you tomorrow. Until then the press can run at half its speed.
letter-example-text = The promise PR-2026-0118 to North Mills is due tomorrow: say that it is in hand.
letter-example-matter = 3 notices from your quiet time
letter-example-things = 2 things for you
letter-example-lines =
    - The visit VIS-2026-0087 has no time yet.

    - Quote QU-2026-0031 was accepted by the customer.
letter-place-company = The name of our company
letter-place-link = The link, on its own or within a sentence
letter-place-until = Until when it can be used or answered
letter-place-name = The reader’s name
letter-place-number = The number of the case, visit or quote
letter-place-words = What a colleague wrote to the customer
letter-place-next = When the customer hears from us again
letter-place-owner = The colleague who looks after it
letter-place-person = The colleague who comes
letter-place-site = The customer’s site
letter-place-at = When they come, in the site’s own time
letter-place-before = When they were to come before
letter-place-purpose = What they come for
letter-place-title = The title of the quote
letter-place-about = The work that was finished
letter-place-text = The notice in words; a subject takes its first line
letter-place-by = By when the reader’s word is asked for
letter-place-matter = The only notice, or how many there are
letter-place-lines = The notices, each with the address of its page
letter-place-choose = Address of the page on which one chooses how to be told
letter-place-today = Today, with the day of the week
letter-place-things = How many things there are
letter-place-reader = The name of the colleague who reads
letters-title = Letters
letters-intro = Every e-mail that the program writes: for what it is, and its text in each language. A text that you change holds for every letter from then on; letters that already wait to go out keep theirs.
letters-customers = To customers
letters-colleagues = To colleagues
letters-about = What it is for
letters-goes-to = Goes to
letters-text = Text
letters-subject = Subject
letters-how = Plain text; what you write arrives as you write it. A name in braces, such as {"{"}company{"}"}, is replaced by what it stands for; a brace itself is written twice.
letters-look = See how it looks
letters-draft = This is your draft
letters-draft-text = Nobody gets it before you put it in force. The preview shows it as it would arrive.
letters-preview = How it arrives
letters-preview-draft = How your draft would arrive
letters-preview-text = Filled with examples, by the part of the program that also sends. Links show an example address.
letters-places = What may be inserted
letters-place = Write
letters-meaning = for
letters-places-text = Nothing else about customers or colleagues can stand in this letter.
letters-must-subject = The subject cannot do without it.
letters-must-body = The text cannot do without it.
letters-ours = As delivered with the program
letters-ours-changed = The delivered text has changed since
letters-ours-changed-text = Your own text goes on to hold. Compare it with the one delivered now, and put that in force if it suits you better.
letters-ours-then = As it was delivered when your text was written
letters-unfit = Your own text cannot be sent any more
letters-unfit-text = It lacks something that this letter needs by now, or names something that it has no more. The delivered text is sent until you mend yours.
letters-own-before = Your own text
letters-history = Changes
letters-when = When
letters-who = Who
letters-put-back = The delivered text was put back.
action-letter-draft = Draft a letter’s text
action-letter-draft-done = This is how it looks.
event-letter-draft = drafted a letter’s text
action-letter-drop-draft = Drop the draft
action-letter-drop-draft-done = The draft is gone.
event-letter-drop-draft = dropped a draft of a letter
action-letter-set = Put in force
action-letter-set-done = Every such letter has this text from now on.
event-letter-set = changed a letter’s text
action-letter-put-back = Put the delivered text back
action-letter-put-back-done = The delivered text holds again.
event-letter-put-back = put a letter’s delivered text back
action-letter-try = Send me a trial
action-letter-try-done = It is on its way to your own address.
event-letter-try = tried a letter out
field-letter-draft-subject = Subject
field-letter-draft-body = Text of the letter
field-letter-set-subject = Subject
field-letter-set-body = Text of the letter
field-letter-try-subject = Subject
field-letter-try-body = Text of the letter
field-turn = Turn that was seen
refusal-letter-braces = line { $line }: a brace is open or holds no name; a brace itself is written twice
refusal-letter-unknown-place = { $place } is nothing that this letter knows; it knows { $known }
refusal-letter-place-only-in-body = { $place } can stand in the text only, not in the subject
refusal-letter-place-missing = cannot do without { $places }
refusal-letter-same = This text holds already.
refusal-letter-is-ours = The delivered text holds already.
refusal-letter-changed-meanwhile = Somebody has changed this letter meanwhile. Look at it again before you change it.
refusal-letter-no-address = You have no e-mail address here to which a trial could go.
