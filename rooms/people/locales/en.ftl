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
setting-kind-flag = yes or no
setting-kind-choice = choice
setting-kind-steps = rising numbers

# Notices and letters
notice-leave-cover = You cover for { $person } from { $from } until { $until }.
notice-leave-ended = The leave of { $person } from { $from } until { $until } is called off or over; the work is theirs again.
notice-escalated = { $person } has not acknowledged: { $matter }
letter-invitation = { $company } invites you to Accord
letter-invitation-body = You can now sign in to Accord at { $company }. Set your password by this link; it works once, until { $until }.
letter-reset = Your password for Accord
letter-reset-body = Somebody, probably you, asked for a new password for Accord at { $company }. Set it by this link; it works once, until { $until }. If it was not you, do nothing: your password stays as it is.

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
action-session-end-all = End all other sessions
action-session-end-all-done = The other sessions have ended.
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
field-escalates-to = Left undone, it goes to (role’s word)
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
refusal-role-keys = This opens the house itself; only who may define roles may do it.
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
leave-none-text = Plan a leave and name who covers: the cover sees what is due and is told what happens.
leave-now = away now
settings-title = Settings
settings-about = Every number that a rule uses, from which day it holds, and who set it why.
settings-default = (without setting: { $value })
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
