//! Price lists and fact sheets: from a day until a day, never two at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod seller;

use accord_testing::on_both_databases;
use seller::{OSAKA, RECIFE, Seller, id, rooms, rule};
use serde_json::json;

#[test]
fn r14_two_prices_of_one_thing_never_hold_at_once() {
    on_both_databases(rooms, "2027-03-10T12:00:00Z", |house| {
        let seller = Seller::new(house, &RECIFE);
        let press = seller.machine("P-7", None);
        let list = seller.list("Brazil 2027", "BRL", "2027-01-01", None);
        let first = seller.price(list, press, "418000.00", "2027-01-01", None).unwrap();
        let refusal = seller.price(list, press, "431500", "2027-07-01", None).unwrap_err();
        assert_eq!(refusal.fields[0].rule, "price.overlap");
        assert_eq!(refusal.possible[0].action.as_ref().unwrap().1["valid_until"], json!("2027-06-30"));
        let end = json!({ "price_entry": first["price_entry"], "version": 1, "valid_until": "2027-06-30" });
        seller.act(seller.head_of_sales, "price.end", end).unwrap();
        seller.price(list, press, "431500", "2027-07-01", Some("2027-12-31")).unwrap();
        assert_eq!(rule(seller.price(list, press, "1", "2027-12-31", None)), "/valid_from price.overlap");
        assert_eq!(
            rule(seller.price(list, press, "1", "2026-12-31", None)),
            "/valid_from price.outside_list"
        );
        assert_eq!(rule(seller.price(list, press, "0", "2028-01-01", None)), "/unit_price offer.price");
        assert_eq!(rule(seller.price(list, press, "-5", "2028-01-01", None)), "/unit_price offer.price");
        let shown = house.view(seller.rep, "price_list.one", json!({ "price_list": list })).unwrap();
        let force: Vec<bool> =
            shown["entries"].as_array().unwrap().iter().map(|row| row["in_force"] == json!(true)).collect();
        assert_eq!(force, [true, false]);
        let denied = seller.act(
            seller.rep,
            "price_list.enter",
            json!({ "name": "x", "currency": "BRL", "valid_from": "2027-01-01" }),
        );
        assert_eq!(rule(denied), "permission");
        house.verify();
    });
}

#[test]
fn r14_the_price_is_that_of_the_day_where_the_customer_is() {
    // 16:30 in UTC is half past one in the morning of the next day in Osaka: the new price holds there already.
    on_both_databases(rooms, "2027-03-31T16:30:00Z", |house| {
        let seller = Seller::new(house, &OSAKA);
        let press = seller.machine("P-7", None);
        let list = seller.list("Nippon", "JPY", "2027-01-01", None);
        seller.price(list, press, "61000000", "2027-01-01", Some("2027-03-31")).unwrap();
        seller.price(list, press, "64500000", "2027-04-01", None).unwrap();
        let account = seller.account("Kobo");
        let quote = seller.quote(account, json!({}));
        let line = seller.add(quote, json!({ "product": press, "quantity": "2" })).unwrap();
        assert_eq!(line["net"], json!({ "amount": "129000000", "currency": "JPY" }));
        house.verify();
    });
}

#[test]
fn r14_a_converted_price_keeps_its_rate_and_day() {
    on_both_databases(rooms, "2027-03-10T12:00:00Z", |house| {
        let seller = Seller::new(house, &RECIFE);
        let press = seller.machine("P-7", None);
        let list = seller.list("Export", "USD", "2027-01-01", None);
        seller.price(list, press, "99333.3333", "2027-01-01", None).unwrap();
        let account = seller.account("Moinho");
        let open = |more: serde_json::Value| {
            let mut input = json!({ "customer": account.customer, "title": "A press", "price_list": list });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            seller.act(seller.rep, "quote.open", input)
        };
        assert_eq!(rule(open(json!({}))), "/exchange_rate quote.rate_needed");
        assert_eq!(rule(open(json!({ "exchange_rate": "0" }))), "/exchange_rate offer.rate");
        assert_eq!(
            rule(open(json!({ "exchange_rate": "5.2", "rate_on": "2027-03-11" }))),
            "/rate_on field.future"
        );
        let quote =
            id(&open(json!({ "exchange_rate": "5.1873", "rate_on": "2027-03-08" })).unwrap(), "quote");
        let line = seller.add(quote, json!({ "product": press, "quantity": "3" })).unwrap();
        // 99,333.3333 x 5.1873 = 515,271.79982..., kept as 515,271.7998; three of them 1,545,815.3994.
        assert_eq!(line["net"]["amount"], json!("1545815.40"));
        let shown = seller.one(quote)["shown"].clone();
        assert_eq!(
            (shown["exchange_rate"].clone(), shown["rate_on"].clone()),
            (json!("5.1873"), json!("2027-03-08"))
        );
        house.verify();
    });
}

#[test]
fn r21_only_one_version_of_a_product_is_sold_on_a_day_and_both_languages_are_needed() {
    on_both_databases(rooms, "2027-03-10T12:00:00Z", |house| {
        let seller = Seller::new(house, &RECIFE);
        let press = seller.machine("P-7", None);
        let enter = |version: &str, from: &str, pt: &str| {
            let statements = json!([{ "text_en": "Presses 40 sheets a minute.", "text_pt": pt }]);
            let input = json!({ "product": press, "product_version": version, "valid_from": from, "statements": statements });
            seller.act(seller.head_of_sales, "fact_sheet.enter", input)
        };
        assert_eq!(rule(enter("1.0", "2027-01-01", " ")), "/statements/0/text_pt field.empty");
        let sheet = enter("1.0", "2027-01-01", "Prensa 40 chapas por minuto.").unwrap();
        assert_eq!(
            rule(enter("1.1", "2027-06-01", "Prensa 40 chapas por minuto.")),
            "/valid_from fact_sheet.overlap"
        );
        let end = json!({ "fact_sheet": sheet["fact_sheet"], "version": 1, "valid_until": "2027-05-31" });
        seller.act(seller.head_of_sales, "fact_sheet.end", end).unwrap();
        enter("1.1", "2027-06-01", "Prensa 40 chapas por minuto.").unwrap();
        house.verify();
    });
}
