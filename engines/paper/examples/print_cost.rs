//! What a document costs: milliseconds of processor time (all threads), and the memory kept afterwards.
//!
//! `cargo run --release -p accord-paper --features print --example print_cost [FILE]`; with FILE, the document is kept there to be looked at.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use accord_paper::{
    Block, Column, Document, Fact, Figure, Letterhead, Party, Press, Print, Signature, Table, Total, Words,
};

/// Memory of this process in kilobytes (Linux).
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Processor time of this process so far, in milliseconds (Linux).
fn spent() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = text.rsplit_once(')').unwrap();
    let ticks = fields.split_whitespace().skip(11).take(2).map(|word| word.parse::<f64>().unwrap());
    ticks.sum::<f64>() * 10.0
}

fn quote(number: u32, rows: u32) -> Document {
    let text = |text: &str| text.to_owned();
    Document {
        title: text("Quote for two presses and Platinum cover"),
        number: format!("Q-2026-{number:04}, version 2"),
        language: text("en"),
        region: Some(text("GB")),
        date: jiff::civil::date(2026, 5, 4),
        dated: String::new(),
        letterhead: Letterhead {
            company: text("Halden Presses"),
            lines: vec![text("12 Foundry Lane"), text("Rotherham S60 1AA"), text("+44 1709 000000")],
            logo: None,
        },
        parties: vec![
            Party {
                label: text("For"),
                lines: vec![text("Northmoor Timber Ltd"), text("Jane Alder, operations")],
            },
            Party { label: text("Site"), lines: vec![text("Mill 2, Station Road"), text("Northmoor")] },
            Party {
                label: text("Prepared by"),
                lines: vec![text("Suzie Sales"), text("suzie@halden.example")],
            },
        ],
        blocks: vec![
            Block::Paragraph(text(
                "You told us that the mill stands still when the press does. What follows uses your own figures, and shows the year without any outage as well.",
            )),
            Block::Figures(vec![
                Figure {
                    label: text("A stop costs you, per day"),
                    value: text("$71,500.00"),
                    note: text("Jane Alder, 28 April 2026"),
                },
                Figure {
                    label: text("The plan pays from"),
                    value: text("0.84 outages"),
                    note: text("a year, price $60,000"),
                },
                Figure {
                    label: text("Expected for this model"),
                    value: text("1.35 a year"),
                    note: text("54 outages in 40 unit-years"),
                },
            ]),
            Block::Heading(text("What we offer")),
            Block::Facts(vec![
                Fact { label: text("Valid until"), value: text("3 June 2026, 18:00 (Europe/London)") },
                Fact { label: text("Payment"), value: text("30 days after delivery") },
                Fact { label: text("Delivery"), value: text("8 weeks after the order, at the site") },
            ]),
            Block::Table(Table {
                caption: text("Lines"),
                columns: vec![
                    Column { title: text("No."), figures: true, share: None },
                    Column { title: text("What, and for which need"), figures: false, share: Some(1) },
                    Column { title: text("Quantity"), figures: true, share: None },
                    Column { title: text("Unit price"), figures: true, share: None },
                    Column { title: text("Amount"), figures: true, share: None },
                ],
                rows: (1..=rows)
                    .map(|n| {
                        vec![
                            n.to_string(),
                            format!(
                                "Part {number}-{n} of the pressing line\nNeed: keeps the second shift running"
                            ),
                            text("2"),
                            format!("{n},250.00"),
                            format!("{},500.00", 2 * n),
                        ]
                    })
                    .collect(),
                totals: vec![
                    Total { label: text("Net"), value: text("$2,575,000.00"), strong: false },
                    Total { label: text("Tax 20 %"), value: text("$515,000.00"), strong: false },
                    Total { label: text("To be paid"), value: text("$3,090,000.00"), strong: true },
                ],
            }),
            Block::Subheading(text("Terms")),
            Block::List(vec![
                text("The warranty begins with your signed acceptance."),
                text("Spare parts are kept for ten years."),
            ]),
            Block::Note(text(
                "A year without any outage costs you the price of the plan and returns nothing.",
            )),
            Block::Signatures(vec![
                Signature {
                    label: text("For Northmoor Timber Ltd"),
                    name: text("Jane Alder"),
                    place_and_date: text("Place, date"),
                },
                Signature {
                    label: text("For Halden Presses"),
                    name: text("Suzie Sales"),
                    place_and_date: text("Place, date"),
                },
            ]),
        ],
        footer: text("Halden Presses Ltd · registered in England 01234567 · VAT GB 123 4567 89"),
        words: Words { page: text("Page {page} of {pages}") },
    }
}

fn main() {
    let begun = spent();
    let press = Press::new().unwrap();
    println!("typefaces and template read   {:>8.1} ms", (spent() - begun));
    println!("memory before                 {:>8} kB", resident());
    let begun = spent();
    let paper = press.print(&quote(1, 50)).unwrap();
    let first = spent() - begun;
    println!("first, 50 lines, {} pages      {first:>8.1} ms of 400", paper.pages);
    println!("its size                      {:>8} bytes", paper.bytes.len());
    if let Some(file) = std::env::args().nth(1) {
        std::fs::write(file, &paper.bytes).unwrap();
    }
    for round in 0..5 {
        let begun = spent();
        for n in 0..20 {
            press.print(&quote(2 + round * 20 + n, 50)).unwrap();
        }
        let each = (spent() - begun) / 20.0;
        println!("warm, another document        {each:>8.1} ms of 100, memory {:>8} kB", resident());
    }
}
