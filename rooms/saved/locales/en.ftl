saved-views = Saved views
saved-view-opens = opens here
saved-view-menu = View { $name }
saved-view-rename = Rename
saved-view-replace = Replace with what is shown
saved-view-usual = Open the list with it
saved-view-not-usual = No longer open the list with it

saved-view-sharing-mine = for me
saved-view-sharing-area = my area
saved-view-sharing-sphere = my sphere
saved-view-sharing-role = a role
saved-view-sharing-company = everybody

field-sharing = For whom
field-page = Page
field-usual = Open the list with it
field-saved-view-keep-query = What is shown
field-saved-view-change-query = What is shown
field-view = View
hint-saved-view-keep-role = Only when the view is for a role.

action-saved-view-keep = Keep this view
action-saved-view-keep-done = View kept
action-saved-view-change = Change the view
action-saved-view-change-done = View changed
action-saved-view-remove = Remove
action-saved-view-remove-done = View removed
action-saved-view-restore = Bring the view back
action-saved-view-restore-done = View brought back
event-saved-view-keep = view of a list kept
event-saved-view-change = view of a list changed
event-saved-view-remove = view of a list removed
event-saved-view-restore = view of a list brought back

refusal-saved-view-settings = Only whoever keeps the settings chooses views for a role or for everybody, and what others’ lists open with. You can keep it for yourself, your area or your sphere.
refusal-saved-view-no-area = You have no post in an area, so there is no team to keep it for. Keep it for yourself.
refusal-saved-view-no-sphere = You belong to neither sphere. Keep it for yourself or your area.
refusal-saved-view-no-list = is not the page of a list
refusal-saved-view-name-taken = is taken by the view “{ $name }”. Choose another name, or replace that view.
refusal-saved-view-others = Somebody else keeps this view. Keep one of your own beside it.
refusal-saved-view-removed = This view has been removed.
refusal-saved-view-there = This view is there; nothing has to be brought back.
