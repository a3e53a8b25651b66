use jiff::civil::date;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

use super::*;

fn column(title: &str, figures: bool, share: Option<u8>) -> Column {
    Column { title: title.to_owned(), figures, share }
}

fn quote(rows: usize) -> Document {
    Document {
        title: "Orçamento de duas prensas e plano Platina".to_owned(),
        number: "Q-2026-0107, versão 3".to_owned(),
        language: "pt".to_owned(),
        region: Some("BR".to_owned()),
        date: date(2026, 5, 4),
        dated: "4 de mai. de 2026".to_owned(),
        letterhead: Letterhead {
            company: "Halden Prensas Ltda.".to_owned(),
            lines: vec!["Rua das Oficinas, 310".to_owned(), "13480-000 Limeira SP".to_owned()],
            logo: None,
        },
        parties: vec![
            Party {
                label: "Para".to_owned(),
                lines: vec!["Móveis Ribeirão S.A.".to_owned(), "Joana Prado".to_owned()],
            },
            Party { label: "Local".to_owned(), lines: vec!["Fábrica 2, Franca SP".to_owned()] },
        ],
        blocks: vec![
            Block::Paragraph("Preparado a partir do que a senhora nos contou.".to_owned()),
            Block::Figures(vec![
                Figure {
                    label: "Custo de uma parada por dia".to_owned(),
                    value: "R$ 71.500,00".to_owned(),
                    note: "Joana Prado, 28 abr. 2026".to_owned(),
                },
                Figure {
                    label: "Paga-se com".to_owned(),
                    value: "0,84 parada".to_owned(),
                    note: String::new(),
                },
            ]),
            Block::Heading("O que oferecemos".to_owned()),
            Block::Facts(vec![Fact {
                label: "Válido até".to_owned(),
                value: "3 jun. 2026, 18:00".to_owned(),
            }]),
            Block::Table(Table {
                caption: "Itens".to_owned(),
                columns: vec![
                    column("Item", false, None),
                    column("Descrição", false, Some(1)),
                    column("Valor", true, None),
                ],
                rows: (1..=rows)
                    .map(|n| vec![n.to_string(), format!("Posição número {n}"), format!("{n}.000,00")])
                    .collect(),
                totals: vec![
                    Total { label: "Soma".to_owned(), value: "R$ 9.000,00".to_owned(), strong: false },
                    Total { label: "A pagar".to_owned(), value: "R$ 10.080,00".to_owned(), strong: true },
                ],
            }),
            Block::Subheading("Condições".to_owned()),
            Block::List(vec!["Pagamento em 30 dias".to_owned(), "Entrega em 8 semanas".to_owned()]),
            Block::Note("Um ano sem parada custa o preço do plano.".to_owned()),
            Block::Signatures(vec![Signature {
                label: "Pelo cliente".to_owned(),
                name: "Joana Prado".to_owned(),
                place_and_date: "Local, data".to_owned(),
            }]),
        ],
        footer: "CNPJ 12.345.678/0001-95".to_owned(),
        words: Words { page: "Página {page} de {pages}".to_owned() },
    }
}

fn text_of(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => text_of(&group.frame, text),
            FrameItem::Text(run) => text.push_str(&run.text),
            _ => {}
        }
    }
}

fn pages(paged: &PagedDocument) -> Vec<String> {
    let one = |page: &typst_layout::Page| {
        let mut text = String::new();
        text_of(&page.frame, &mut text);
        text
    };
    paged.pages().iter().map(one).collect()
}

fn printed(document: &Document) -> Vec<String> {
    pages(&Press::new().unwrap().set(document).unwrap().0)
}

/// Without the spaces at which lines break.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

fn holds(page: &str, text: &str) -> bool {
    dense(page).contains(&dense(text))
}

#[test]
fn a_quote_is_a_tagged_pdf_and_the_same_document_gives_the_same_bytes() {
    let press = Press::new().unwrap();
    let paper = press.print(&quote(8)).unwrap();
    assert!(paper.bytes.starts_with(b"%PDF-"));
    let has = |text: &str| paper.bytes.windows(text.len()).any(|window| window == text.as_bytes());
    // The standard's own mark, which is only written when its rules are met; language; tags.
    for mark in ["pdfuaid:part", "pt-BR", "/StructTreeRoot", "/MarkInfo"] {
        assert!(has(mark), "{mark} is not there");
    }
    assert!(paper.replaced.is_empty());
    assert_eq!(press.print(&quote(8)).unwrap(), paper);
    assert_ne!(press.print(&quote(9)).unwrap().bytes, paper.bytes);
}

#[test]
fn every_document_is_accessible_as_far_as_a_file_can_show_it() {
    let press = Press::new().unwrap();
    let mut all = quote(120);
    let svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='70' height='14'><rect width='9' height='9'/></svg>";
    all.letterhead.logo =
        Some(Logo { bytes: svg.into(), kind: LogoKind::Svg, description: "A press".to_owned() });
    all.blocks.push(Block::PageBreak);
    all.blocks.push(Block::Heading("Anexo".to_owned()));
    for document in [quote(1), all] {
        let paper = press.print(&document).unwrap();
        assert_eq!(look::faults(&paper.bytes), Vec::<String>::new());
        let pages = look::text(&paper.bytes).unwrap();
        assert_eq!(pages.len(), paper.pages);
        let read = pages.join("\n");
        for text in ["Orçamento de duas prensas", "R$ 71.500,00", "Posição número 1", "R$ 10.080,00"] {
            assert!(holds(&read, text), "{text} cannot be read back: {read}");
        }
    }
}

#[test]
fn what_is_not_accessible_is_found() {
    let mut bytes = Press::new().unwrap().print(&quote(2)).unwrap().bytes;
    let mut spoil = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len());
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes());
        let at = at.unwrap_or_else(|| panic!("{from} is not in the file"));
        bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
    };
    for (from, to) in [
        ("/DisplayDocTitle true", "/DisplayDocTitlf true"),
        ("/Marked true", "/Markfd true"),
        ("/Lang", "/Lanh"),
        ("<pdfuaid:part>", "<pdfuaix:part>"),
    ] {
        spoil(from, to);
    }
    let found = look::faults(&bytes).join("; ");
    for word in ["title", "tagged", "language", "PDF/UA"] {
        assert!(found.contains(word), "{word}: {found}");
    }
    assert_eq!(look::faults(b"hello"), ["this is no PDF"]);
}

#[test]
fn everything_given_is_printed() {
    let all = printed(&quote(8)).join("\n");
    for text in [
        "Orçamento de duas prensas",
        "Q-2026-0107, versão 3",
        "4 de mai. de 2026",
        "Halden Prensas Ltda.",
        "Rua das Oficinas, 310",
        "Móveis Ribeirão S.A.",
        "Fábrica 2, Franca SP",
        "Preparado a partir",
        "R$ 71.500,00",
        "Joana Prado, 28 abr. 2026",
        "O que oferecemos",
        "3 jun. 2026, 18:00",
        "Posição número 8",
        "A pagar",
        "R$ 10.080,00",
        "Condições",
        "Entrega em 8 semanas",
        "Um ano sem parada",
        "Pelo cliente",
        "Local, data",
        "CNPJ 12.345.678/0001-95",
    ] {
        assert!(holds(&all, text), "{text} is not there");
    }
}

#[test]
fn a_long_table_repeats_its_header_and_every_page_says_which_it_is() {
    let pages = printed(&quote(150));
    assert!(pages.len() >= 4, "{} pages", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(holds(page, &format!("Página {} de {}", at + 1, pages.len())));
        assert!(holds(page, "Q-2026-0107, versão 3"));
        if page.contains("Posição") {
            assert!(holds(page, "DescriçãoValor"), "page {} has no header", at + 1);
        }
    }
    let all = dense(&pages.join(""));
    assert!((1..=150).all(|n| all.contains(&dense(&format!("Posição número {n}")))));
    assert_eq!(all.matches("Apagar").count(), 1);
}

#[test]
fn texts_of_people_are_never_markup() {
    let hostile = [
        "#panic(\"x\")",
        "#set page(width: 1pt)",
        "#import \"@preview/x:1.0.0\"",
        "*bold* _it_ `raw` $x^2$ <label> @ref",
        "] [ } { \\ \" ' // /* */ ~ -- ---",
        "= Heading\n- item\n+ item\n/ term: x",
        "#read(\"/etc/passwd\") \\u{41}",
        "</script><b>\u{0}",
        "{page} {pages}",
        "",
    ];
    let mut document = quote(1);
    for text in hostile {
        let it = text.to_owned();
        document.title = format!("T {it}");
        document.number.clone_from(&it);
        document.footer.clone_from(&it);
        document.letterhead.company.clone_from(&it);
        document.letterhead.lines = vec![it.clone()];
        document.parties = vec![Party { label: it.clone(), lines: vec![it.clone(), it.clone()] }];
        document.blocks = vec![
            Block::Heading(it.clone()),
            Block::Subheading(it.clone()),
            Block::Paragraph(it.clone()),
            Block::List(vec![it.clone()]),
            Block::Facts(vec![Fact { label: it.clone(), value: it.clone() }]),
            Block::Figures(vec![Figure { label: it.clone(), value: it.clone(), note: it.clone() }]),
            Block::Table(Table {
                caption: it.clone(),
                columns: vec![column(&it, false, Some(1)), column(&it, true, None)],
                rows: vec![vec![it.clone(), it.clone()]],
                totals: vec![Total { label: it.clone(), value: it.clone(), strong: true }],
            }),
            Block::Note(it.clone()),
            Block::Signatures(vec![Signature {
                label: it.clone(),
                name: it.clone(),
                place_and_date: it.clone(),
            }]),
        ];
        let seen = dense(&text.replace('\0', ""));
        let all = printed(&document).join("\n");
        if !seen.is_empty() {
            assert!(dense(&all).matches(&seen).count() >= 20, "{text} is not printed as it is: {all}");
        }
        Press::new().unwrap().print(&document).unwrap();
    }
}

#[test]
fn characters_without_a_typeface_are_replaced_and_named() {
    let mut document = quote(1);
    document.parties[0].lines = vec!["株式会社 Ação 🏭 Ltda.".to_owned()];
    let paper = Press::new().unwrap().print(&document).unwrap();
    assert_eq!(paper.replaced, ['会', '式', '株', '社', '🏭']);
    assert!(holds(&printed(&document)[0], "Ação"));
}

#[test]
fn a_cell_longer_than_a_page_goes_on_overleaf_and_a_long_word_stays_on_the_paper() {
    let mut document = quote(1);
    let long = (0..1_500).map(|n| format!("palavra{n} ")).collect::<String>();
    document.blocks = vec![Block::Table(Table {
        caption: String::new(),
        columns: vec![column("A", false, Some(1)), column("B", true, None)],
        rows: vec![vec![long, "1".to_owned()], vec!["w".repeat(400), "2".to_owned()]],
        totals: vec![],
    })];
    let pages = printed(&document);
    assert!(pages.len() >= 3);
    let all = dense(&pages.join(""));
    assert!(all.contains("palavra1499") && all.matches('w').count() >= 400);
}

#[test]
fn a_logo_is_drawn_with_its_description_and_a_broken_one_is_refused() {
    let mut document = quote(1);
    let svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='70' height='14'><rect width='9' height='9'/></svg>";
    let logo = |bytes: &str, kind| Logo { bytes: bytes.into(), kind, description: "A # press".to_owned() };
    document.letterhead.logo = Some(logo(svg, LogoKind::Svg));
    let press = Press::new().unwrap();
    assert!(press.print(&document).is_ok());
    document.letterhead.logo = Some(logo("not a picture", LogoKind::Png));
    assert!(matches!(press.print(&document), Err(PaperError::Set(_))));
}

#[test]
fn what_no_document_holds_is_refused() {
    let press = Press::new().unwrap();
    assert!(matches!(press.print(&quote(5_001)), Err(PaperError::TooLarge { rows: 5_001, .. })));
    let mut ragged = quote(1);
    if let Block::Table(table) = &mut ragged.blocks[4] {
        table.rows[0].pop();
    }
    assert!(matches!(press.print(&ragged), Err(PaperError::Ragged { columns: 3, cells: 2 })));
    let mut tongue = quote(1);
    tongue.language = "not a language".to_owned();
    assert!(matches!(press.print(&tongue), Err(PaperError::Set(_))));
}

#[test]
fn only_one_version_of_the_memory_keeper_is_in_the_tree() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
    assert_eq!(lock.matches("name = \"comemo\"\n").count(), 1, "eviction would silently do nothing");
}
