//! Orders that were made elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::{House, on_both_databases};
use jiff::civil::date;
use maker::{Account, Maker, PORTO, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";
struct Works<'h> {
    maker: Maker<'h>,
    account: Account,
    press: Uuid,
}

/// A press with a lead time of 30 days and one slot a week.
fn works(house: &House) -> Works<'_> {
    let maker = Maker::new(house, &PORTO);
    let account = maker.account("Moinho Açu");
    let press = maker.machine("P-1", 30, 0, "120000.00");
    maker.slots(press, "2027-03-08", "2027-12-27", 1);
    Works { maker, account, press }
}

#[test]
fn what_was_ordered_elsewhere_comes_in_and_can_be_taken_back_untouched() {
    fn with_import(registry: &mut accord_kernel::Registry) {
        rooms(registry);
        registry.action::<Bring>().action::<TakeBack>();
    }
    on_both_databases(with_import, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let bring = json!({ "customer": works.account.customer, "number": "A-77" });
        let order = id(&house.act(maker.rep, "test.bring", bring.clone()).unwrap(), "order");
        assert_eq!(rule(house.act(maker.rep, "test.bring", bring)), "/number order.number_taken");
        let one = maker.one(order);
        assert_eq!(
            (&one["state"], &one["imported"], &one["net_new"]),
            (&json!("closed"), &json!(true), &json!(false))
        );
        // 2.5 at 10.125 is 25.31, of which one at 10.125 is taken back: 10.13.
        assert_eq!(one["totals"]["net"]["amount"], "15.18");
        assert_eq!((&one["review"], &one["promises"]), (&Value::Null, &json!([])));
        house.act(maker.rep, "test.take_back", json!({ "order": order })).unwrap();
        assert_eq!(rule(house.view(maker.rep, "order.one", json!({ "order": order }))), "absent");
        let own = maker.order(works.account, works.press, 1, "2027-06-14");
        assert_eq!(rule(house.act(maker.rep, "test.take_back", json!({ "order": own }))), "order.touched");
        maker.verify();
    });
}

/// Stands for the room of imports.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Bring {
    customer: Uuid,
    number: String,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Brought {
    order: accord_room_order::OrderId,
}

impl accord_kernel::Action for Bring {
    const NAME: &'static str = "test.bring";
    const PERMISSION: accord_kernel::Permission = accord_kernel::Permission::OrderWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: accord_kernel::Audience = accord_kernel::Audience::Staff;
    type Answer = Brought;
    fn touches(
        &self,
        _: &mut accord_store::Tx,
        _: &accord_kernel::Context,
    ) -> accord_kernel::Outcome<accord_kernel::Touches> {
        Ok(accord_kernel::Touches::customer(self.customer))
    }
    fn perform(
        self,
        tx: &mut accord_store::Tx,
        act: &mut accord_kernel::Act<'_>,
    ) -> accord_kernel::Outcome<Brought> {
        use accord_room_order::{ImportedLine, ImportedOrder, LineKind, import_order};
        let line = |kind, quantity: &str, cancels| ImportedLine {
            kind,
            cancels,
            product: None,
            description: "Felt".to_owned(),
            quantity: quantity.parse().unwrap(),
            unit_price: "10.125".parse().unwrap(),
            required_on: None,
            shipped_on: Some(date(2025, 3, 4)),
        };
        let order = import_order(
            tx,
            act,
            &ImportedOrder {
                number: Some(self.number),
                customer: self.customer.into(),
                site: None,
                contact: None,
                ordered_on: date(2025, 2, 3),
                received_at: None,
                customer_reference: None,
                currency: None,
                lines: vec![line(LineKind::Goods, "2.5", None), line(LineKind::Cancellation, "1", Some(1))],
            },
        )?;
        Ok(Brought { order })
    }
}

/// Stands for the room of imports.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct TakeBack {
    order: accord_room_order::OrderId,
}

impl accord_kernel::Action for TakeBack {
    const NAME: &'static str = "test.take_back";
    const PERMISSION: accord_kernel::Permission = accord_kernel::Permission::OrderWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: accord_kernel::Audience = accord_kernel::Audience::Staff;
    type Answer = ();
    fn touches(
        &self,
        tx: &mut accord_store::Tx,
        _: &accord_kernel::Context,
    ) -> accord_kernel::Outcome<accord_kernel::Touches> {
        Ok(accord_kernel::Touches::customer(accord_room_order::find(tx, self.order)?.customer_id))
    }
    fn perform(
        self,
        tx: &mut accord_store::Tx,
        act: &mut accord_kernel::Act<'_>,
    ) -> accord_kernel::Outcome<()> {
        accord_room_order::take_back_import(tx, act, self.order)
    }
}
