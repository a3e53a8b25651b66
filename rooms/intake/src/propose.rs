//! A mapping to begin with, from the names of a file's columns. Pure. What no column is called like stays open: a
//! person maps it or ignores it.

use accord_store::search::fold;
use accord_tabular::{ColumnRule, Detection, FieldType, Mapping, Repeats};

use crate::{faulty::ADDED, id::ImportKind, targets::target};

/// What columns are called that hold a field, folded and without blanks or marks.
fn names(field: &str) -> &'static [&'static str] {
    match field {
        "code" => &[
            "no",
            "number",
            "key",
            "accountno",
            "customerno",
            "itemno",
            "stockcode",
            "sku",
            "codigo",
            "id",
            "contactno",
        ],
        "name" => &[
            "company",
            "customer",
            "firm",
            "description",
            "nome",
            "empresa",
            "razaosocial",
            "descricao",
            "site",
            "unidade",
        ],
        "legal_id" => &["taxid", "vat", "vatid", "taxnumber", "cnpj", "cpf", "cnpjcpf"],
        "territory" => &["region", "area", "territorio", "regiao"],
        "currency" => &["curr", "moeda"],
        "language" => &["idioma", "lingua"],
        "sales_owner" => &["salesrep", "salesperson", "vendedor", "responsavelvendas"],
        "service_owner" => &["servicerep", "responsavelservico"],
        "account_code" => &[
            "accountno",
            "account",
            "customerno",
            "customerid",
            "customer",
            "codigocliente",
            "cliente",
            "conta",
        ],
        "account_name" => &["customername", "company", "nomecliente", "razaosocial"],
        "line1" => &["street", "address", "endereco", "logradouro", "rua"],
        "line2" => &["address2", "complemento"],
        "postal_code" => &["zip", "zipcode", "postcode", "cep"],
        "town" => &["city", "cidade", "municipio"],
        "region" => &["state", "province", "estado", "uf"],
        "country" => &["pais"],
        "zone" => &["timezone", "fuso", "fusohorario"],
        "email" => &["mail", "emailaddress"],
        "phone" => &["telephone", "tel", "telefone", "celular"],
        "job" => &["function", "role", "title", "cargo", "funcao"],
        "kind" => &["type", "tipo"],
        "unit" | "product_unit" => &["uom", "unidademedida", "un"],
        "price" => &["listprice", "preco", "precolista"],
        "lead_time_days" => &["leadtime", "leadtimedays", "prazo", "prazodias"],
        "transport_days" => &["transport", "transportdays", "transporte"],
        "order_number" => &["order", "orderno", "invoiceno", "invoice", "pedido", "numeropedido"],
        "ordered_on" => &["orderdate", "date", "datapedido", "data"],
        "ordered_at" => &["invoicedate", "orderedat"],
        "customer_reference" => &["customerpo", "po", "purchaseorder", "pedidocliente"],
        "site" => &["shipto", "unidade", "localentrega"],
        "product_code" => &["product", "item", "itemno", "stockcode", "sku", "produto", "codigoproduto"],
        "product_name" => &["productname", "itemname", "nomeproduto"],
        "description" => &["text", "descricao"],
        "quantity" => &["qty", "quantidade", "qtd", "qtde"],
        "unit_price" => &["price", "preco", "precounitario", "valorunitario"],
        "required_on" => &["wanted", "requireddate", "dataentrega", "prazoentrega"],
        "maker" => &["manufacturer", "make", "brand", "fabricante", "marca"],
        "model" => &["type", "modelo"],
        "serial" => &["serialno", "serialnumber", "sn", "numeroserie", "numerodeserie"],
        "part_of" => &["parent", "assembly", "conjunto"],
        "in_service_on" => &["installed", "installedon", "inservice", "commissioned", "instaladoem"],
        "age_years" => &["age", "idade"],
        "accepted_on" => &["accepted", "acceptance", "aceite", "dataaceite"],
        "asset_code" => &["asset", "unit", "machine", "machineid", "unitno", "ativo", "maquina"],
        "began_at" => &["began", "start", "from", "datetime", "inicio"],
        "ended_at" => &["ended", "end", "until", "fim"],
        "cause" => &["failure", "component", "causa", "falha"],
        "standing" => &["status", "incidentstate", "situacao"],
        "caller" => &["callerid", "requester", "solicitante"],
        "channel" => &["contacttype", "canal"],
        "team" => &["assignmentgroup", "equipe", "grupo"],
        "assigned_to" => &["assignee", "responsavel"],
        "updated_at" => &["sysupdatedat", "lastupdate", "atualizadoem"],
        "updated_by" => &["sysupdatedby", "atualizadopor"],
        "opened_at" => &["created", "createdat", "abertoem"],
        "resolved_at" => &["resolved", "resolvidoem"],
        "closed_at" => &["closed", "fechadoem", "encerradoem"],
        "reassigned" => &["reassignmentcount", "reatribuicoes"],
        "reopened" => &["reopencount", "reaberturas"],
        "in_time" => &["madesla", "slamet", "noprazo"],
        "shipped_on" => &["shipped", "shipdate", "dataembarque", "dataexpedicao"],
        _ => &[],
    }
}

fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A mapping of a kind for a file as it was detected.
pub(crate) fn propose(kind: ImportKind, found: &Detection, zone: &str) -> Mapping {
    let mut source = found.source_options();
    let mut free: Vec<(String, &str)> =
        found.columns.iter().map(|column| (plain(&column.name), column.name.as_str())).collect();
    let mut columns = Vec::new();
    let fields = target(kind).fields;
    // Columns called exactly like a field first, so that no other field takes them.
    for exact in [true, false] {
        for field in &fields {
            if columns.iter().any(|rule: &ColumnRule| rule.to == field.name) {
                continue;
            }
            let own = plain(&field.name);
            let fits = |name: &str| if exact { name == own } else { names(&field.name).contains(&name) };
            let Some(place) = free.iter().position(|(name, _)| fits(name)) else { continue };
            let (_, from) = free.remove(place);
            if field.kind == FieldType::DateTime {
                source.zone = Some(zone.to_owned());
            }
            let money = matches!(field.kind, FieldType::Money { .. });
            let currency = free
                .iter()
                .position(|(name, _)| money && ["currency", "curr", "moeda"].contains(&name.as_str()));
            let currency_from = currency.map(|place| free.remove(place).1.to_owned());
            columns.push(ColumnRule {
                from: from.to_owned(),
                to: field.name.clone(),
                currency_from,
                ..ColumnRule::default()
            });
        }
    }
    // What the file of errors added is no part of what it holds, and its cells were made harmless.
    let ignore: Vec<String> = found
        .columns
        .iter()
        .filter(|column| column.name.starts_with(ADDED))
        .map(|column| column.name.clone())
        .collect();
    source.neutralised = !ignore.is_empty();
    Mapping {
        target: kind.word().to_owned(),
        repeats: repeats(kind),
        ignore,
        source,
        columns,
        ..Mapping::default()
    }
}

/// What rows with the same key are in a file of a kind.
pub(crate) fn repeats(kind: ImportKind) -> Repeats {
    match kind {
        ImportKind::OrderLines | ImportKind::Outages | ImportKind::Incidents => Repeats::Group,
        _ => Repeats::Refuse,
    }
}

/// A mapping that somebody kept for a file with the same columns, to be used for this one as it is read. None where its
/// columns are others.
pub(crate) fn remembered(kept: &Mapping, found: &Detection) -> Option<Mapping> {
    let mut named: Vec<&str> = kept.columns.iter().map(|rule| rule.from.as_str()).collect();
    named.extend(kept.columns.iter().filter_map(|rule| rule.currency_from.as_deref()));
    named.extend(kept.ignore.iter().map(String::as_str));
    let mut here: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    let added = |name: &&str| !name.starts_with(ADDED);
    named.retain(added);
    let again = here.len();
    here.retain(added);
    let corrected = here.len() < again;
    named.sort_unstable();
    named.dedup();
    here.sort_unstable();
    here.dedup();
    if kept.columns.is_empty() || named != here {
        return None;
    }
    let mut mapping = kept.clone();
    mapping.ignore.retain(|name| !name.starts_with(ADDED));
    mapping.ignore.extend(
        found.columns.iter().map(|column| column.name.clone()).filter(|name| name.starts_with(ADDED)),
    );
    let own = found.source_options();
    mapping.source.encoding = own.encoding;
    mapping.source.separator = own.separator;
    mapping.source.quote = own.quote;
    mapping.source.sheet = own.sheet;
    mapping.source.header_row = own.header_row;
    mapping.source.neutralised |= corrected;
    Some(mapping)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use accord_tabular::{Limits, SourceOptions, detect};

    use super::*;

    fn proposed(kind: ImportKind, csv: &str) -> Vec<(String, String)> {
        let found =
            detect(Cursor::new(csv.as_bytes().to_vec()), &SourceOptions::default(), Limits::default())
                .unwrap();
        let mapping = propose(kind, &found, "Europe/Lisbon");
        assert_eq!(Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap(), mapping);
        mapping.columns.into_iter().map(|rule| (rule.from, rule.to)).collect()
    }

    fn detected(csv: &str) -> Detection {
        detect(Cursor::new(csv.as_bytes().to_vec()), &SourceOptions::default(), Limits::default()).unwrap()
    }

    #[test]
    fn a_mapping_is_remembered_for_the_same_columns_in_any_order_and_for_a_file_of_errors() {
        let kept = Mapping::from_toml(
            "target = \"accounts\"\nignore = [\"Note\"]\n[source]\nseparator = \",\"\ndate_order = \"dmy\"\n\
            [[column]]\nfrom = \"No\"\nto = \"code\"\n[[column]]\nfrom = \"Firm\"\nto = \"name\"\n",
        )
        .unwrap();
        let same = remembered(&kept, &detected("Note;Firm;No\nx;A;1\n")).unwrap();
        assert_eq!(same.source.separator, Some(';'), "it is read as it is");
        assert_eq!(same.source.date_order, kept.source.date_order);
        assert!(!same.source.neutralised);
        assert_eq!(remembered(&kept, &detected("Firm;No\nA;1\n")), None);
        assert_eq!(remembered(&kept, &detected("Note;Firm;No;New\nx;A;1;y\n")), None);
        let errors = "No,Firm,Note,Accord: row,Accord: what is wrong\n1,A,x,2,bad\n";
        let again = remembered(&kept, &detected(errors)).unwrap();
        assert_eq!(again.ignore, ["Note", "Accord: row", "Accord: what is wrong"]);
        assert!(again.source.neutralised);
    }

    #[test]
    fn columns_are_known_by_their_names_in_both_languages_and_the_rest_stays_open() {
        let pairs = |list: &[(&str, &str)]| {
            list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(
            proposed(ImportKind::Accounts, "Código;Razão Social;CNPJ;Observação\n1;Ardo;11;x\n"),
            pairs(&[("Código", "code"), ("Razão Social", "name"), ("CNPJ", "legal_id")])
        );
        assert_eq!(
            proposed(ImportKind::Products, "Code,Description,Price,Currency\nA,B,1.50,EUR\n"),
            pairs(&[("Code", "code"), ("Price", "price"), ("Description", "name")])
        );
    }
}
