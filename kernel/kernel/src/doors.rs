//! The doors before every action and view: what is touched is locked, sight is checked, guards are asked. One place, so
//! that an action called within another passes the very same ones.

use accord_store::{Tx, log};
use uuid::Uuid;

use crate::{Context, Intent, Outcome, PrincipalKind, Refusal, Registry, Sharing, Sight, Touches};

impl Registry {
    /// Locks what is touched and finds the surviving records of merged customers. That is asked only after their
    /// chains are locked, so that no merge can pass in between.
    pub(crate) fn lock(&self, tx: &mut Tx, mut touches: Touches) -> Outcome<Touches> {
        log::lock(tx, &touches.all())?;
        touches.customers = self.survivors(tx, &touches.customers)?;
        log::lock(tx, &touches.customers)?;
        Ok(touches)
    }

    /// The records that stand for these customers, each once: a merged one's is the one that goes on.
    pub(crate) fn survivors(&self, tx: &mut Tx, customers: &[Uuid]) -> Outcome<Vec<Uuid>> {
        let mut survivors = Vec::with_capacity(customers.len());
        for customer in customers {
            let survivor = self.sharing_rule()?.canonical(tx, *customer)?;
            if !survivors.contains(&survivor) {
                survivors.push(survivor);
            }
        }
        Ok(survivors)
    }

    /// Who decides sight.
    pub(crate) fn sharing_rule(&self) -> Outcome<&dyn Sharing> {
        self.sharing.as_deref().ok_or_else(|| Refusal::defect("no sharing rule"))
    }

    /// Asks every guard, in order of registration.
    pub(crate) fn ask_guards(&self, tx: &mut Tx, ctx: &Context, intent: &Intent<'_>) -> Outcome<()> {
        for guard in self.guards() {
            (guard.check)(tx, ctx, intent).map_err(Refusal::held)?;
        }
        Ok(())
    }

    /// Checks sight of every touched customer. Returns the reason under which a restricted one may be read.
    pub(crate) fn admit(&self, tx: &mut Tx, ctx: &Context, touches: &Touches) -> Outcome<Option<String>> {
        let mut reason = None;
        for customer in &touches.customers {
            match ctx.principal.kind {
                PrincipalKind::System => {}
                PrincipalKind::Nobody => return Err(Refusal::absent()),
                PrincipalKind::Contact => {
                    if ctx.principal.customer != Some(*customer) {
                        return Err(Refusal::absent());
                    }
                }
                PrincipalKind::Person => match self.sharing_rule()?.sight(tx, ctx, *customer)? {
                    Sight::Open => {}
                    Sight::ByReason(text) => reason = Some(text),
                    Sight::Hidden => return Err(Refusal::absent()),
                    Sight::NeedsReason => {
                        return Err(Refusal::forbidden("territory.reason_needed").possible_action(
                            "state_reason",
                            Vec::new(),
                            "customer.state_reason",
                            serde_json::json!({ "customer": customer }),
                        ));
                    }
                },
            }
        }
        Ok(reason)
    }
}
