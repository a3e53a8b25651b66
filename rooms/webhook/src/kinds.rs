//! Events by their names: which there are, who may hear of each, and what becomes of those that somebody hears of.

use std::collections::{BTreeMap, BTreeSet};

use accord_face::{
    Choices,
    parts::control::{Pick, PickGroups},
};
use accord_kernel::{Context, Happened, Outcome, Permission, Principal, Reader, Registry};
use accord_room_customer::views::ClosedEvents;
use accord_store::Tx;
use uuid::Uuid;

use crate::{
    id::DeliveryState,
    record::{self, Delivery},
    rules::reading,
};

/// The word by which a field says that it takes names of events.
pub(crate) const CHOICES: Choices = Choices { name: "webhook_event", offer };

/// The permission that one needs to hear of events of a name; none when nothing leaves such an event.
pub(crate) fn permission_of(registry: &Registry, name: &str) -> Option<Permission> {
    let act = registry.find_action(name);
    if act.is_none() && registry.reaction_names().all(|known| known != name) {
        return None;
    }
    let first = name.split('.').next().unwrap_or_default();
    let closed = registry.extensions::<ClosedEvents>().find(|closed| closed.kind == first);
    Some(reading::permission(name, act.map(|act| act.permission), closed.map(|closed| closed.permission)))
}

/// Whether somebody may hear of events of a name.
pub(crate) fn may_hear(registry: &Registry, principal: &Principal, name: &str) -> bool {
    permission_of(registry, name).is_some_and(|permission| principal.may(permission))
}

/// Every name of events that somebody may hear of, by what they are about.
pub(crate) fn names_for(
    registry: &Registry,
    principal: &Principal,
) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut groups: BTreeMap<&'static str, BTreeSet<&'static str>> = BTreeMap::new();
    let names = registry.actions().map(|act| act.name).chain(registry.reaction_names());
    for name in names {
        if let Some(permission) =
            permission_of(registry, name).filter(|permission| principal.may(*permission))
        {
            groups.entry(permission.group()).or_default().insert(name);
        }
    }
    groups
}

/// The message key of an event in the reader's words.
pub(crate) fn message(name: &str) -> String {
    format!("event-{}", name.replace(['.', '_'], "-"))
}

/// The kinds of events to choose from, in the reader's words, under what they are about.
fn offer(reader: &mut Reader<'_>) -> Outcome<PickGroups> {
    let registry = &reader.kernel.registry;
    let tongue = reader.context.tongue();
    let by_group = names_for(registry, &reader.context.principal);
    let in_order = Permission::GROUPS.iter().filter_map(|group| Some((*group, by_group.get(group)?)));
    Ok(in_order
        .map(|(group, names)| {
            let title = tongue.say(&format!("permission-group-{group}")).into_owned();
            let mut picks: Vec<Pick> = names
                .iter()
                .map(|name| Pick {
                    hint: (*name).to_owned(),
                    ..Pick::new(*name, tongue.say(&message(name)).into_owned(), false)
                })
                .collect();
            picks.sort_by(|one, other| one.label.cmp(&other.label));
            (title, picks)
        })
        .collect())
}

/// Puts a message into the queue of each endpoint that hears of an event, in the event's transaction.
pub(crate) fn put_deliveries(tx: &mut Tx, ctx: &Context, happened: &[Happened]) -> Outcome<()> {
    let names: BTreeSet<&str> = happened.iter().map(|event| event.name.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let listeners = record::listeners(tx, &names)?;
    if listeners.is_empty() {
        return Ok(());
    }
    for event in happened {
        for (_, endpoint) in listeners.iter().filter(|(name, _)| *name == event.name) {
            let one = Delivery {
                id: ctx.new_id(),
                endpoint: *endpoint,
                message: event.id,
                event: Some(event.id),
                ..fresh(ctx, *endpoint, &event.name, event.customer)
            };
            record::put(tx, &one)?;
        }
    }
    Ok(())
}

/// A message that waits, without an event.
pub(crate) fn fresh(
    ctx: &Context,
    endpoint: crate::EndpointId,
    name: &str,
    customer: Option<Uuid>,
) -> Delivery {
    let id: Uuid = ctx.new_id();
    Delivery {
        id: id.into(),
        endpoint,
        message: id,
        event: None,
        customer,
        name: name.to_owned(),
        made_at: ctx.now,
        state: DeliveryState::Queued,
        attempts: 0,
        next_try_at: ctx.wall,
        sent_at: None,
        status: None,
        error: None,
    }
}
