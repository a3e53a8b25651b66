//! Who may hear of an event: whoever may read what it is about.

use accord_kernel::Permission;

/// The permission that one needs to hear of an event. `closed` is what a room says of its own events, `of_act` the permission
/// of the act that leaves it. What is of the house is for who may do it; what is about nothing that a permission of its own
/// opens is for who may see everything.
pub fn permission(name: &str, of_act: Option<Permission>, closed: Option<Permission>) -> Permission {
    if let Some(closed) = closed {
        return closed;
    }
    let first = name.split('.').next().unwrap_or_default();
    let readable = |word: &str| Permission::parse(&format!("{word}.read"));
    let by_act = match of_act.map(|act| (act, act.group())) {
        Some((act, "house")) => Some(act),
        Some((_, "offer")) => Some(Permission::QuoteRead),
        Some((_, "self" | "portal")) | None => None,
        Some((_, group)) => readable(group),
    };
    by_act.or_else(|| readable(first)).unwrap_or(Permission::AuditRead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_for_who_may_read_what_it_is_about() {
        use Permission::*;
        assert_eq!(permission("case.open", Some(CaseOpen), None), CaseRead);
        assert_eq!(permission("statement.make", Some(StatementMake), None), PromiseRead);
        assert_eq!(permission("quote.send", Some(QuoteWrite), None), QuoteRead);
        assert_eq!(permission("leave.plan", Some(Own), None), AuditRead, "one's own is nobody else's");
        assert_eq!(permission("promise.warn", Some(SystemOnly), None), PromiseRead, "time passed");
        assert_eq!(permission("contract.customer_merged", None, None), ContractRead, "a reaction");
        assert_eq!(
            permission("order.commit", Some(OrderCommit), Some(OrderPlan)),
            OrderPlan,
            "a room said so"
        );
        assert_eq!(permission("token.make", Some(Own), None), AuditRead);
        assert_eq!(permission("setting.set", Some(SettingsManage), None), SettingsManage);
        assert_eq!(permission("pay.close", Some(PayAdminister), None), PayAdminister);
    }
}
