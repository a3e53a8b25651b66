//! The service plans of the demo, with their cards in both languages, and what some ordinary customers said their stops
//! cost them. Harbour Mills has not been asked yet: that is what the order meeting finds out.

use accord_kernel::{Caller, Outcome};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use super::script::{Company, Script, id, told};

/// A plan: code, name, place, terms beside prices and clauses, price of H1 and of the others, and its cards.
struct Plan {
    code: &'static str,
    name: &'static str,
    place: i64,
    cover: &'static str,
    clock_stop: &'static str,
    response: Option<i64>,
    restore: Option<i64>,
    stop: i64,
    visits: i64,
    uplift: bool,
    /// Prices of a year: H1, H2, H3, in dollars and in reais.
    prices: [(&'static str, &'static str, &'static str); 3],
    clauses: &'static [Words],
    excluded: &'static [Words],
    needs: &'static [(&'static str, &'static str)],
    customer: [(&'static str, &'static str); 2],
    colleague: [(&'static str, &'static str); 2],
}

/// Code, English, Portuguese.
type Words = (&'static str, &'static str, &'static str);

const VISIT: Words = ("visit", "A qualified engineer on site", "Um engenheiro qualificado no local");
const NIGHT: Words =
    ("night", "Nights, Sundays and holidays at no surcharge", "Noites, domingos e feriados sem acréscimo");
const PARTS: Words = (
    "parts",
    "Wearing parts held for you within four hours",
    "Peças de desgaste guardadas para vocês a até quatro horas",
);
const REMOTE: Words = (
    "remote",
    "Remote help from an engineer who knows your press",
    "Ajuda à distância de um engenheiro que conhece a sua prensa",
);
const CARE: Words = (
    "care",
    "Preventive visits, planned with your production",
    "Visitas preventivas, combinadas com a sua produção",
);
const FIXED: Words = ("fixed", "Travel and labour included", "Viagem e mão de obra incluídas");
const MISUSE: Words =
    ("misuse", "Damage by use beyond the rated force", "Danos por uso além da força nominal");
const WEAR: Words = ("wear", "Dies and tools", "Matrizes e ferramentas");

const PLANS: &[Plan] = &[
    Plan {
        code: "STANDARD",
        name: "Standard",
        place: 10,
        cover: "business_hours",
        clock_stop: "call_back",
        response: None,
        restore: None,
        stop: 2_160,
        visits: 0,
        uplift: false,
        prices: [("6000.00", "33000.00", "H1"), ("8400.00", "46000.00", "H2"), ("3000.00", "16500.00", "H3")],
        clauses: &[REMOTE],
        excluded: &[MISUSE, WEAR],
        needs: &[("remote_help", "remote")],
        customer: [
            (
                "Somebody who knows your press answers the next working day",
                "You call, a qualified engineer calls back by the end of the next working day. Visits are charged as they come.",
            ),
            (
                "Quem conhece a sua prensa responde no próximo dia útil",
                "Vocês ligam, um engenheiro qualificado liga de volta até o fim do próximo dia útil. Visitas são cobradas quando acontecem.",
            ),
        ],
        colleague: [
            (
                "For whoever can wait",
                "Right where a stop costs little or a second press takes over. Ask what a stop costs before you speak of anything more.",
            ),
            (
                "Para quem pode esperar",
                "Certo onde uma parada custa pouco ou outra prensa assume. Pergunte quanto custa uma parada antes de falar de mais.",
            ),
        ],
    },
    Plan {
        code: "SILVER",
        name: "Silver",
        place: 20,
        cover: "business_hours",
        clock_stop: "engineer_at_work",
        response: Some(480),
        restore: None,
        stop: 1_440,
        visits: 1,
        uplift: true,
        prices: [
            ("30000.00", "165000.00", "H1"),
            ("41000.00", "225000.00", "H2"),
            ("14000.00", "77000.00", "H3"),
        ],
        clauses: &[REMOTE, VISIT, CARE],
        excluded: &[MISUSE, WEAR],
        needs: &[("remote_help", "remote"), ("prevention", "care")],
        customer: [
            (
                "Running a day sooner, in your working hours",
                "An engineer works on it within eight working hours, and comes when help from afar does not do. Once a year we look before it stops.",
            ),
            (
                "Rodando um dia antes, no seu horário",
                "Um engenheiro trabalha nela em oito horas úteis, e vai quando a ajuda à distância não basta. Uma vez por ano olhamos antes que pare.",
            ),
        ],
        colleague: [
            (
                "For one shift",
                "Halves the stop for a mill that works by day. Not for whoever runs at night: say so.",
            ),
            (
                "Para um turno",
                "Reduz a parada à metade para quem trabalha de dia. Não serve a quem roda à noite: diga isso.",
            ),
        ],
    },
    Plan {
        code: "GOLD",
        name: "Gold",
        place: 30,
        cover: "around_clock",
        clock_stop: "engineer_at_work",
        response: Some(480),
        restore: None,
        stop: 1_080,
        visits: 2,
        uplift: true,
        prices: [
            ("58000.00", "319000.00", "H1"),
            ("79000.00", "434000.00", "H2"),
            ("27000.00", "148000.00", "H3"),
        ],
        clauses: &[REMOTE, VISIT, NIGHT, CARE, FIXED],
        excluded: &[MISUSE, WEAR],
        needs: &[
            ("remote_help", "remote"),
            ("prevention", "care"),
            ("night_cover", "night"),
            ("known_cost", "fixed"),
        ],
        customer: [
            (
                "Day and night, with a cost you know beforehand",
                "An engineer works on it within eight hours, at any hour of any day. Travel and labour are in the price.",
            ),
            (
                "Dia e noite, com um custo conhecido de antemão",
                "Um engenheiro trabalha nela em oito horas, a qualquer hora de qualquer dia. Viagem e mão de obra estão no preço.",
            ),
        ],
        colleague: [
            (
                "For two shifts and more",
                "The plan for mills that run at night and can bear a stop of some hours. Parts come as they come: Platinum holds them.",
            ),
            (
                "Para dois turnos ou mais",
                "O plano para quem roda à noite e suporta uma parada de algumas horas. Peças chegam quando chegam: Platinum as guarda.",
            ),
        ],
    },
    Plan {
        code: "PLATINUM",
        name: "Platinum",
        place: 40,
        cover: "around_clock",
        clock_stop: "engineer_at_work",
        response: Some(240),
        restore: Some(720),
        stop: 720,
        visits: 4,
        uplift: true,
        prices: [
            ("96000.00", "528000.00", "H1"),
            ("128000.00", "704000.00", "H2"),
            ("44000.00", "242000.00", "H3"),
        ],
        clauses: &[REMOTE, VISIT, NIGHT, PARTS, CARE, FIXED],
        excluded: &[MISUSE],
        needs: &[
            ("fast_response", "visit"),
            ("short_stop", "parts"),
            ("night_cover", "night"),
            ("parts_at_hand", "parts"),
            ("prevention", "care"),
            ("known_cost", "fixed"),
        ],
        customer: [
            (
                "A stop of hours, not of days",
                "An engineer works on your press within four hours, at any hour, with the parts at hand. Bought with the press, it covers your warranty at no extra cost.",
            ),
            (
                "Uma parada de horas, não de dias",
                "Um engenheiro trabalha na sua prensa em quatro horas, a qualquer hora, com as peças à mão. Comprado com a prensa, cobre a garantia sem custo extra.",
            ),
        ],
        colleague: [
            (
                "For whom a day without the press is worse than the price",
                "Do not be afraid of the question: does he think it never fails? Ask what a day costs him and let his own number speak. Where it does not, offer less.",
            ),
            (
                "Para quem um dia sem a prensa é pior do que o preço",
                "Não tenha medo da pergunta: ele acha que nunca falha? Pergunte quanto lhe custa um dia e deixe o número dele falar. Onde não fala, ofereça menos.",
            ),
        ],
    },
];

fn list(words: &[Words]) -> Vec<JsonValue> {
    words.iter().map(|(code, en, pt)| json!({ "code": code, "en": en, "pt": pt })).collect()
}

fn card((headline, body): (&str, &str)) -> JsonValue {
    json!({ "headline": headline, "body": body })
}

fn terms(company: &Company, plan: &Plan) -> Outcome<JsonValue> {
    let mut prices = Vec::new();
    for (dollars, reais, code) in plan.prices {
        let product = company.product(code)?;
        for (amount, currency) in [(dollars, "USD"), (reais, "BRL")] {
            prices.push(json!({ "product": product, "price": { "amount": amount, "currency": currency } }));
        }
    }
    // Any other press is charged as the one that sells most.
    let [(dollars, reais, _), ..] = plan.prices;
    for (amount, currency) in [(dollars, "USD"), (reais, "BRL")] {
        prices.push(json!({ "product": null, "price": { "amount": amount, "currency": currency } }));
    }
    let needs: Vec<JsonValue> =
        plan.needs.iter().map(|(need, clause)| json!({ "need": need, "clause": clause })).collect();
    Ok(json!({
        "cover": plan.cover, "clock_stop": plan.clock_stop, "response_minutes": plan.response,
        "restore_minutes": plan.restore, "stop_minutes": plan.stop, "term_months": 12,
        "uplift_allowed": plan.uplift, "visits_year": plan.visits, "prices": prices,
        "inclusions": list(plan.clauses), "exclusions": list(plan.excluded), "needs": needs,
        "excluded_causes": ["misuse"],
    }))
}

/// The head of service enters and publishes the plans.
pub(super) fn plans(together: &mut accord_kernel::Together<'_>, company: &Company) -> Outcome<()> {
    let steve = Caller::person(company.person("steve")?);
    let mut act = |action: &str, input: JsonValue| {
        together.act(&steve, action, input).map_err(|refusal| told(refusal, "steve", action))
    };
    for plan in PLANS {
        let entered =
            act("plan.enter", json!({ "code": plan.code, "name": plan.name, "place": plan.place }))?;
        let terms = terms(company, plan)?;
        let draft = act("plan.draft", json!({ "plan": id(&entered, "plan")?, "terms": terms }))?;
        let version = id(&draft, "plan_version")?;
        let [customer_en, customer_pt] = plan.customer;
        let [colleague_en, colleague_pt] = plan.colleague;
        act(
            "plan.cards",
            json!({
                "plan_version": version, "version": 1, "customer_en": card(customer_en),
                "customer_pt": card(customer_pt), "colleague_en": card(colleague_en),
                "colleague_pt": card(colleague_pt),
            }),
        )?;
        act("plan.publish", json!({ "plan_version": version, "version": 2 }))?;
    }
    Ok(())
}

/// Why they bought, why that is important, whether they think it never fails: English and Portuguese.
const SAID: &[[(&str, &str); 3]] = &[
    [
        ("Your presses hold their tolerance for years.", "As suas prensas mantêm a tolerância por anos."),
        (
            "Our customers send back what is off by a tenth.",
            "Nossos clientes devolvem o que sai um décimo fora.",
        ),
        ("Everything fails some day.", "Tudo falha um dia."),
    ],
    [
        ("It does the work of two of the old ones.", "Faz o trabalho de duas das antigas."),
        ("We have no floor left for another line.", "Não temos mais espaço para outra linha."),
        ("It had better not in the season.", "Na safra é melhor que não."),
    ],
    [
        (
            "Your engineer showed us what the others would not.",
            "O seu engenheiro mostrou o que os outros não mostraram.",
        ),
        ("We want to know whom to call.", "Queremos saber a quem ligar."),
        ("Of course it will. The question is for how long.", "Claro que vai. A pergunta é por quanto tempo."),
    ],
];

/// One ordinary customer in three was asked; a few of them only in part, and some numbers are our own guess.
pub(super) fn profile(
    script: &mut Script<'_, '_>,
    number: u32,
    rep: &str,
    customer: Uuid,
    contact: Uuid,
    brazil: bool,
) -> Outcome<()> {
    if !number.is_multiple_of(3) {
        return Ok(());
    }
    let turn = number / 3;
    let words = usize::try_from(turn).ok().and_then(|turn| SAID.get(turn % SAID.len()));
    let Some([why, important, fails]) = words else { return Ok(()) };
    let say = |pair: &(&str, &str)| if brazil { pair.1.to_owned() } else { pair.0.to_owned() };
    let needs: &[&str] = match turn % 3 {
        0 => &["short_stop", "parts_at_hand"],
        1 => &["night_cover", "fast_response"],
        _ => &["known_cost", "prevention"],
    };
    script.by(
        rep,
        "value.record",
        json!({
            "customer": customer, "reasons": say(why), "importance": say(important), "never_fails": say(fails),
            "needs": needs, "use_hours_week": (40 + 24 * (turn % 6)).to_string(),
        }),
    )?;
    if turn % 5 == 4 {
        return Ok(());
    }
    let (currency, factor) = if brazil { ("BRL", 5) } else { ("USD", 1) };
    let amount = (6 + (turn * 7) % 31) * 2_500 * factor;
    let confidence = match turn % 4 {
        0 => "confirmed",
        3 => "our_estimate",
        _ => "told",
    };
    script.by(
        rep,
        "value.stop_cost",
        json!({
            "customer": customer, "version": 1, "stop_cost": { "amount": format!("{amount}.00"), "currency": currency },
            "confidence": confidence, "contact": contact,
        }),
    )?;
    Ok(())
}
