//! Opportunities of another system, and who sold there. A product that is not known stays in the words of the file and is
//! reported with what it may be called here; a row without a customer is refused. Nothing is guessed.

use accord_kernel::{Act, Fact, Outcome, Refusal};
use accord_room_catalog::{self as catalog, ProductId, rules, views::Products};
use accord_room_pipeline::{
    self as pipeline, ImportedOpportunity, ImportedSeller, Item, OpportunityState, SellerId,
};
use accord_store::{Tx, search};
use serde::{Deserialize, Serialize};

use super::{Made, Place, Writer, faults};
use crate::{
    draft::{Content, OpportunityDraft, SellerDraft},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

/// Most products that are looked through for a name like the one in the file.
const PRODUCTS_MAX: usize = 5_000;
/// Letters by which a name may differ and still be proposed.
const LETTERS_MAX: usize = 2;

/// Names of products as they are proposed, with the same without blanks and marks.
pub(super) type Catalogue = Vec<(String, String)>;

fn plain(text: &str) -> String {
    search::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The name most like another: the same but for blanks and marks, or with very few letters changed. Pure.
pub(super) fn most_like<'l>(wanted: &str, known: &'l [(String, String)]) -> Option<&'l str> {
    let wanted = plain(wanted);
    let distance = |name: &str| if name == wanted { 0 } else { letters_apart(&wanted, name) };
    let near = known.iter().map(|(name, plain)| (distance(plain), name));
    let near = near.filter(|(distance, _)| *distance <= LETTERS_MAX && *distance < wanted.chars().count());
    near.min_by_key(|(distance, name)| (*distance, name.as_str())).map(|(_, name)| name.as_str())
}

/// By how many letters two words differ (Levenshtein 1966).
fn letters_apart(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut before = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, b) in other.iter().enumerate() {
            let (left, up) = (row.get(j).copied().unwrap_or(0), row.get(j + 1).copied().unwrap_or(0));
            let best = (before + usize::from(a != *b)).min(left + 1).min(up + 1);
            before = up;
            if let Some(place) = row.get_mut(j + 1) {
                *place = best;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

impl Writer {
    pub(super) fn seller(&mut self, tx: &mut Tx, act: &mut Act<'_>, draft: &SellerDraft) -> Outcome<Made> {
        super::need(act, accord_kernel::Permission::PipelineManage)?;
        let hash = draft.hash();
        if let Some(known) = self.known(Entity::Seller, &draft.name)
            && known.content_hash == hash
        {
            let id = known.entity_id;
            return Ok(made_seller(id, draft, hash, (String::new(), None), Did::Same));
        }
        let former = pipeline::seller_named(tx, &draft.name)?.map(|row| FormerSeller {
            name: row.name,
            team: row.team,
            office: row.office,
        });
        let former = former.map_or(Ok(None), |former| super::stored(&former))?;
        let new = ImportedSeller {
            name: draft.name.clone(),
            team: draft.team.clone(),
            office: draft.office.clone(),
            person: self.colleague(tx, "/email", draft.email.as_deref())?,
        };
        let (id, entered) = pipeline::import_seller(tx, act, &new)?;
        let row: pipeline::Seller = tx.get(id)?.ok_or_else(Refusal::absent)?;
        let did = if entered { Did::New } else { Did::Changed };
        Ok(made_seller(id.into(), draft, hash, (row_hash(&row), former), did))
    }

    /// Writes one opportunity; who sold it is entered before, by name.
    pub(super) fn opportunity(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &OpportunityDraft,
    ) -> Outcome<()> {
        let hash = draft.hash();
        if let Some(known) = self.known(Entity::Opportunity, &draft.number) {
            if known.content_hash == hash {
                self.counts.note(Entity::Opportunity, Did::Same);
                return Ok(());
            }
            let differs =
                Refusal::field("/number", "import.opportunity_differs").with("number", draft.number.as_str());
            return self.refuse(act, Entity::Opportunity, Place::one(draft.row), differs);
        }
        if draft.account_code.is_none() {
            let none = Refusal::field("/account_code", "import.opportunity_without_account")
                .with("number", draft.number.as_str());
            return self.refuse(act, Entity::Opportunity, Place::one(draft.row), none);
        }
        if let Some(name) = &draft.seller
            && self.known(Entity::Seller, name).is_none()
        {
            let seller =
                SellerDraft { row: draft.row, name: name.clone(), team: None, office: None, email: None };
            let place = Place { row: draft.row, rows: 0 };
            self.try_one(tx, act, Entity::Seller, place, |own, tx, act| own.seller(tx, act, &seller))?;
        }
        let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
            let new = own.imported_opportunity(tx, act, draft)?;
            let id = pipeline::import_opportunity(tx, act, &new)?;
            Ok(Made {
                entity: Entity::Opportunity,
                id: id.into(),
                key: draft.number.clone(),
                hash,
                row_hash: row_hash(&pipeline::opportunity(tx, id)?),
                chain: new.customer.into(),
                subject: None,
                former: None,
                did: Did::New,
            })
        };
        self.try_one(tx, act, Entity::Opportunity, Place::one(draft.row), work)?;
        Ok(())
    }

    fn imported_opportunity(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &OpportunityDraft,
    ) -> Outcome<ImportedOpportunity> {
        let code = draft.account_code.as_deref().unwrap_or_default();
        let account = self.customer(tx, act, code)?;
        let owner = self.colleague(tx, "/owner", draft.owner.as_deref())?;
        let items = match draft.product_code.as_deref() {
            None => Vec::new(),
            Some(code) => vec![self.item(tx, act, draft, code)?],
        };
        let named = items.first().map(|item| item.description.clone());
        let seller = draft.seller.as_deref().and_then(|name| self.known(Entity::Seller, name));
        Ok(ImportedOpportunity {
            number: Some(draft.number.clone()),
            customer: account.id,
            title: draft.title.clone().or(named).unwrap_or_else(|| draft.number.clone()),
            kind: draft.kind,
            stage: draft.stage.clone(),
            state: draft.state,
            owner,
            seller: seller.map(|known| SellerId(known.entity_id)),
            value: draft.value,
            items,
            opened_on: draft.opened_on,
            closed_on: draft.closed_on.filter(|_| draft.state != OpportunityState::Open),
            end_words: draft.end_words.clone(),
        })
    }

    /// A product by its code, or the words of the file with a report of what they may mean.
    fn item(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &OpportunityDraft,
        code: &str,
    ) -> Outcome<Item> {
        let quantity = draft.quantity.unwrap_or(1);
        let found = match self.known(Entity::Product, code).map(|known| known.entity_id) {
            Some(id) => catalog::find(tx, ProductId(id))?,
            None => match rules::code(code) {
                Some(code) => catalog::find_by_code(tx, &code)?,
                None => None,
            },
        };
        if let Some(product) = found {
            return Ok(Item { product: Some(product.id), description: product.name, quantity });
        }
        let said = Refusal::field("/product_code", "import.product_not_known").with("code", code);
        let said = match most_like(code, self.catalogue(tx, act)?) {
            Some(name) => Refusal::field("/product_code", "import.product_perhaps")
                .with("code", code)
                .with("name", Fact::Text(name.to_owned())),
            None => said,
        };
        // A report beside what is written: the row itself is not refused.
        self.faults.extend(faults(act, draft.row, &said));
        Ok(Item { product: None, description: code.to_owned(), quantity })
    }

    fn catalogue(&mut self, tx: &mut Tx, act: &Act<'_>) -> Outcome<&Catalogue> {
        if self.catalogue.is_none() {
            let mut all: Catalogue = Vec::new();
            let mut after = None;
            loop {
                use accord_kernel::View as _;
                let page = Products { limit: Some(200), after, ..Products::default() }.read(tx, act)?;
                all.extend(page.rows.iter().map(|row| (row.name.clone(), plain(&row.name))));
                after = page.next;
                if after.is_none() || all.len() >= PRODUCTS_MAX {
                    break;
                }
            }
            self.catalogue = Some(all);
        }
        self.catalogue.as_ref().ok_or_else(|| Refusal::defect("the catalogue was read"))
    }
}

/// What was known of a seller before an import changed it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FormerSeller {
    name: String,
    team: String,
    office: String,
}

/// Says again what was known of a seller.
pub(super) fn restore_seller(tx: &mut Tx, act: &mut Act<'_>, former: FormerSeller) -> Outcome<()> {
    let new = ImportedSeller {
        name: former.name,
        team: Some(former.team),
        office: Some(former.office),
        person: None,
    };
    pipeline::import_seller(tx, act, &new).map(drop)
}

fn made_seller(
    id: uuid::Uuid,
    draft: &SellerDraft,
    hash: String,
    (row_hash, former): (String, Option<String>),
    did: Did,
) -> Made {
    Made {
        entity: Entity::Seller,
        id,
        key: draft.name.clone(),
        hash,
        row_hash,
        chain: id,
        subject: None,
        former,
        did,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), plain(name))).collect()
    }

    #[test]
    fn a_name_is_proposed_when_it_differs_in_blanks_or_few_letters_and_never_otherwise() {
        let list = known(&["Punch 40", "Punch 400 S", "Lathe", "Ab"]);
        assert_eq!(most_like("PUNCH-40", &list), Some("Punch 40"));
        assert_eq!(most_like("Punch400S", &list), Some("Punch 400 S"));
        assert_eq!(most_like("Lahte", &list), Some("Lathe"));
        assert_eq!(most_like("Mill", &list), None);
        assert_eq!(most_like("x", &list), None, "a single letter is like everything");
    }
}
