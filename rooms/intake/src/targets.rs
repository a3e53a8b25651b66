//! What the rows of each kind of file are to become. Pure.
//!
//! A field that is not mapped, and an empty cell, says nothing: it leaves a known thing as it is.

use accord_kernel::Language;
use accord_room_asset::Origin;
use accord_room_case::{CaseState, Entry, Severity};
use accord_room_catalog::{DayCount, ProductKind};
use accord_room_customer::Stage;
use accord_room_pipeline::{Kind, OpportunityState};
use accord_tabular::{FieldSpec, FieldType, TargetSpec};
use rust_decimal::Decimal;

use crate::id::ImportKind;

/// Longest key of a source, in characters.
pub const KEY_MAX: usize = 80;
/// Longest name.
pub const NAME_MAX: usize = 200;

fn code() -> FieldType {
    FieldType::Code { max_chars: KEY_MAX }
}
fn name() -> FieldType {
    FieldType::Text { max_chars: NAME_MAX }
}
fn choice(values: &[&str]) -> FieldType {
    FieldType::Choice { values: values.iter().map(|value| (*value).to_owned()).collect() }
}
fn whole(max: i64) -> FieldType {
    FieldType::Integer { min: Some(0), max: Some(max) }
}
fn optional(list: &[(&str, FieldType)]) -> Vec<FieldSpec> {
    list.iter().map(|(field, kind)| FieldSpec::new(*field, kind.clone())).collect()
}

/// The fields of a kind of file.
pub fn target(kind: ImportKind) -> TargetSpec {
    let fields = match kind {
        ImportKind::Accounts => accounts(),
        ImportKind::Sites => sites(),
        ImportKind::Contacts => contacts(),
        ImportKind::Products => products(),
        ImportKind::OrderLines => order_lines(),
        ImportKind::Sellers => sellers(),
        ImportKind::Opportunities => opportunities(),
        ImportKind::InstalledBase => installed_base(),
        ImportKind::Outages => outages(),
        ImportKind::Incidents => incidents(),
    };
    TargetSpec::new(kind.word(), fields)
}

fn accounts() -> Vec<FieldSpec> {
    let mut fields = vec![FieldSpec::new("code", code()).key(), FieldSpec::new("name", name()).required()];
    fields.extend(optional(&[
        ("legal_id", name()),
        ("territory", name()),
        ("currency", FieldType::Code { max_chars: 3 }),
        ("language", choice(&["en", "pt-BR"])),
        ("stage", choice(&["understand", "win", "make", "install", "learn", "use", "support", "renew"])),
        ("sales_owner", name()),
        ("service_owner", name()),
    ]));
    fields
}

fn sites() -> Vec<FieldSpec> {
    let mut fields = vec![
        FieldSpec::new("account_code", code()).key(),
        FieldSpec::new("name", name()).key(),
        FieldSpec::new("line1", name()).required(),
        FieldSpec::new("town", name()).required(),
        FieldSpec::new("country", FieldType::Code { max_chars: 2 }).required(),
        FieldSpec::new("zone", FieldType::Code { max_chars: 60 }).required(),
    ];
    fields.extend(optional(&[("line2", name()), ("postal_code", name()), ("region", name())]));
    fields
}

fn contacts() -> Vec<FieldSpec> {
    let mut fields = vec![
        FieldSpec::new("account_code", code()).key(),
        FieldSpec::new("code", code()).key(),
        FieldSpec::new("name", name()).required(),
    ];
    fields.extend(optional(&[
        ("email", name()),
        ("phone", name()),
        ("job", name()),
        ("language", choice(&["en", "pt-BR"])),
    ]));
    fields
}

const PRODUCT_KINDS: [&str; 4] = ["equipment", "part", "service", "software"];

fn products() -> Vec<FieldSpec> {
    let mut fields = vec![FieldSpec::new("code", code()).key(), FieldSpec::new("name", name()).required()];
    fields.extend(optional(&[
        ("kind", choice(&PRODUCT_KINDS)),
        ("unit", FieldType::Text { max_chars: 40 }),
        ("price", FieldType::Money { scale: 4, negative: false }),
        ("transport_days", whole(3_650)),
        ("lead_time_days", whole(3_650)),
        ("lead_time_count", choice(&["calendar", "working"])),
        ("lead_time_from", FieldType::Date),
    ]));
    fields
}

fn sellers() -> Vec<FieldSpec> {
    let mut fields = vec![FieldSpec::new("name", name()).key()];
    fields.extend(optional(&[("team", name()), ("office", name()), ("email", name())]));
    fields
}

fn opportunities() -> Vec<FieldSpec> {
    let kinds = ["net_new", "expansion", "renewal", "replacement_own", "replacement_rival"];
    let mut fields = vec![
        FieldSpec::new("number", code()).key(),
        FieldSpec::new("state", choice(&["open", "won", "lost"])).required(),
        FieldSpec::new("kind", choice(&kinds)).required(),
    ];
    fields.extend(optional(&[
        ("account_code", code()),
        ("title", name()),
        ("stage", FieldType::Code { max_chars: 60 }),
        ("product_code", code()),
        ("quantity", FieldType::Integer { min: Some(1), max: Some(1_000_000) }),
        ("value", FieldType::Money { scale: 4, negative: false }),
        ("opened_on", FieldType::Date),
        ("closed_on", FieldType::Date),
        ("seller", name()),
        ("owner", name()),
        ("end_words", FieldType::Text { max_chars: 2_000 }),
    ]));
    fields
}

fn order_lines() -> Vec<FieldSpec> {
    let least = Decimal::new(1, 3);
    let mut fields = vec![
        FieldSpec::new("order_number", code()).required(),
        FieldSpec::new("account_code", code()).required(),
        FieldSpec::new("quantity", FieldType::Decimal { scale: 3, min: Some(least), max: None }).required(),
        FieldSpec::new("unit_price", FieldType::Money { scale: 4, negative: false }).required(),
    ];
    fields.extend(optional(&[
        ("kind", choice(&["sale", "cancellation"])),
        ("account_name", name()),
        ("ordered_at", FieldType::DateTime),
        ("ordered_on", FieldType::Date),
        ("customer_reference", name()),
        ("site", name()),
        ("product_code", code()),
        ("product_name", name()),
        ("product_kind", choice(&PRODUCT_KINDS)),
        ("product_unit", FieldType::Text { max_chars: 40 }),
        ("description", name()),
        ("required_on", FieldType::Date),
        ("shipped_on", FieldType::Date),
    ]));
    fields
}

fn installed_base() -> Vec<FieldSpec> {
    let mut fields =
        vec![FieldSpec::new("code", code()).key(), FieldSpec::new("account_code", code()).required()];
    fields.extend(optional(&[
        ("account_name", name()),
        ("site", name()),
        ("origin", choice(&["ours", "rival", "own"])),
        ("maker", name()),
        ("product_code", code()),
        ("product_name", name()),
        ("product_kind", choice(&PRODUCT_KINDS)),
        ("product_unit", FieldType::Text { max_chars: 40 }),
        ("model", name()),
        ("serial", name()),
        ("part_of", code()),
        ("in_service_on", FieldType::Date),
        ("age_years", whole(200)),
        ("accepted_on", FieldType::Date),
        ("warranty_months", whole(600)),
        ("contract_ends_on", FieldType::Date),
        ("known_from", FieldType::Date),
        ("known_until", FieldType::Date),
        ("note", FieldType::Text { max_chars: 2_000 }),
    ]));
    fields
}

fn outages() -> Vec<FieldSpec> {
    // Two reports of one instant with different causes are two rows; the same report twice changes nothing.
    let mut fields = vec![
        FieldSpec::new("asset_code", code()).required(),
        FieldSpec::new("began_at", FieldType::DateTime).required(),
    ];
    fields.extend(optional(&[
        ("ended_at", FieldType::DateTime),
        ("minutes", whole(5_256_000)),
        ("cause", name()),
        ("note", FieldType::Text { max_chars: 2_000 }),
    ]));
    fields
}

fn incidents() -> Vec<FieldSpec> {
    // A state, severity or channel that the mapping does not translate is reported and stays in its own word; as a
    // choice it would cost the whole incident.
    let word = || FieldType::Text { max_chars: NAME_MAX };
    let mut fields = vec![
        FieldSpec::new("number", code()).required(),
        FieldSpec::new("account_code", code()).required(),
        FieldSpec::new("updated_at", FieldType::DateTime).required(),
        FieldSpec::new("state", word()).required(),
        FieldSpec::new("standing", word()).required(),
        FieldSpec::new("severity", word()).required(),
        FieldSpec::new("channel", word()).required(),
        FieldSpec::new("opened_at", FieldType::DateTime).required(),
    ];
    fields.extend(optional(&[
        ("account_name", name()),
        ("site", name()),
        ("what", FieldType::Text { max_chars: 2_000 }),
        ("caller", name()),
        ("category", name()),
        ("priority", name()),
        ("team", name()),
        ("assigned_to", name()),
        ("updated_by", name()),
        ("reassigned", whole(100_000)),
        ("reopened", whole(100_000)),
        ("resolved_at", FieldType::DateTime),
        ("closed_at", FieldType::DateTime),
        ("in_time", FieldType::Boolean),
        ("result", FieldType::Text { max_chars: 2_000 }),
        ("owner", name()),
    ]));
    fields
}

/// The few words that a field of a kind may have, each with the key of its message; none where it is no such field. Some
/// fields keep words that are none of these, and say so.
pub(crate) fn words_of(kind: ImportKind, field: &str) -> Vec<(&'static str, String)> {
    macro_rules! all {
        ($words:ty) => {
            <$words>::ALL.iter().map(|one| (one.word(), one.message())).collect()
        };
    }
    let incidents = kind == ImportKind::Incidents;
    let known: Vec<(&'static str, String)> = match field {
        "stage" if kind == ImportKind::Accounts => all!(Stage),
        "language" => all!(Language),
        "kind" if kind == ImportKind::Products => all!(ProductKind),
        "kind" if kind == ImportKind::Opportunities => all!(Kind),
        "kind" if kind == ImportKind::OrderLines => {
            ["sale", "cancellation"].map(|word| (word, format!("import-line-{word}"))).to_vec()
        }
        "product_kind" => all!(ProductKind),
        "state" if kind == ImportKind::Opportunities => all!(OpportunityState),
        "lead_time_count" => all!(DayCount),
        "origin" => all!(Origin),
        "standing" if incidents => all!(CaseState),
        "severity" if incidents => all!(Severity),
        "channel" if incidents => all!(Entry),
        _ => Vec::new(),
    };
    let choice = target(kind).fields.into_iter().find(|spec| spec.name == field).map(|spec| spec.kind);
    match choice {
        Some(FieldType::Choice { values }) => {
            known.into_iter().filter(|(word, _)| values.iter().any(|value| value == word)).collect()
        }
        Some(_) => known.into_iter().filter(|(word, _)| *word != CaseState::Withdrawn.word()).collect(),
        None => Vec::new(),
    }
}

/// Fields of an incident that all its rows must say alike.
pub const INCIDENT_HEADER: [&str; 2] = ["account_code", "opened_at"];

/// Fields of an order that all its rows must say alike.
pub const ORDER_HEADER: [&str; 6] =
    ["account_code", "account_name", "ordered_at", "ordered_on", "customer_reference", "site"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_target_of_its_own_name_and_no_field_twice() {
        for kind in ImportKind::ALL {
            let target = target(*kind);
            assert_eq!(target.name, kind.word());
            let mut names: Vec<_> = target.fields.iter().map(|field| field.name.clone()).collect();
            names.sort();
            let all = names.len();
            names.dedup();
            assert_eq!(all, names.len());
        }
        // Whatever is a choice can be translated on the page.
        for kind in ImportKind::ALL {
            for field in target(*kind).fields {
                if let FieldType::Choice { values } = &field.kind {
                    let offered = words_of(*kind, &field.name).len();
                    assert_eq!(offered, values.len(), "{} of {}", field.name, kind.word());
                }
            }
        }
        let lines = target(ImportKind::OrderLines);
        assert!(ORDER_HEADER.iter().all(|name| lines.fields.iter().any(|field| field.name == *name)));
    }
}
