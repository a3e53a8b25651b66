// Ten months of Harbour Mills, lived through the pages: from the first visit on 7 April 2025 over the demonstration with
// the local engineer to the order meeting of 2 February 2026, where what a stop costs the customer becomes a service
// plan that ties to it, and the amended order is released.
import assert from "node:assert/strict";
import { inEachLanguage } from "./harness/suite.js";
import { type Visit } from "./harness/visit.js";

const OLD = [
  "2004-03-15", "2004-03-15", "2005-09-01", "2006-02-20", "2006-02-20", "2007-06-11", "2007-06-11",
  "2008-10-06", "2009-04-27", "2010-01-18", "2010-01-18", "2011-08-08", "2012-05-21",
];

async function words(person: Visit): Promise<string> {
  return (await person.page.locator("main").innerText()).replace(/[\u00a0\u202f]/g, " ");
}

/** Looks at the page as its user does: nothing sideways, nothing that a reader of screens cannot read, and a picture. */
async function look(person: Visit, name: string): Promise<void> {
  await person.noSidewaysScroll();
  await person.axe();
  await person.screenshot(`offer ${name}`);
}

function here(person: Visit): string {
  return new URL(person.page.url()).pathname;
}

/** Monday, 7 April 2025: a customer nobody knew, the opportunity, and the thirteen presses that stand there. */
async function firstVisit(suzie: Visit): Promise<{ customer: string; opportunity: string }> {
  await suzie.go("/customers");
  await suzie.act("customer.enter", { name: "Harbour Mills", legal_id: "39-4417820", territory: "Great Lakes", stage: "understand", sales_owner: "Suzie", service_owner: "Nora" });
  const customer = here(suzie);
  assert.match(customer, /^\/customers\/[0-9a-f-]{36}$/);
  await suzie.act("site.enter", { name: "Hall B", line1: "12 Dock Road", town: "Duluth", region: "MN", country: "US", zone: "America/Chicago", calendar: "Milwaukee" });
  await suzie.go(customer);
  await suzie.act("contact.enter", { name: "Paul Keane", email: "paul.keane@harbourmills.example", phone: "+1 218 555 0147", job: "Plant manager" });
  await suzie.go(customer);
  await suzie.act("opportunity.open", {
    title: "First H1 for hall B", kind: "net_new", next_step: "List the old presses with Paul", next_step_on: "2025-04-14",
    "value.amount": "850000.00", "items.0.quantity": "1", "items.0.product": "H1", incumbent: "Kessler",
    weak_points: "Parts take weeks, and nobody answers at night.", site: "Hall B",
  });
  const opportunity = here(suzie);
  for (const [number, since] of OLD.entries()) {
    await suzie.go(customer);
    await suzie.act("asset.add", {
      site: "Hall B", origin: "rival", maker: "Kessler", model: "KP 200", serial: `KP2-${String(117 + 23 * number).padStart(4, "0")}`,
      in_service_on: since, contract_ends_on: number < 5 ? "2026-12-31" : "2027-06-30",
    });
  }
  await suzie.go(opportunity);
  const shown = await words(suzie);
  assert.equal(shown.match(/KP2-\d{4}/g)?.length, 13, "the thirteen are listed one by one");
  assert.match(shown, /KP2-0117/);
  assert.match(shown, /Kessler/);
  await look(suzie, "opportunity");
  return { customer, opportunity };
}

/** 15 September: the demonstration. The engineer of the place is proposed by the program, not by the rep's memory. */
async function demonstration(suzie: Visit, opportunity: string): Promise<void> {
  await suzie.moveClock("2025-08-28T14:20:00Z");
  await suzie.go(opportunity);
  await suzie.act("opportunity.finish_step", { outcome: "All 13 listed with year and contract.", next_step: "Show the H1 at their hall", next_step_on: "2025-09-15" });
  await suzie.go(`${opportunity}/demonstration`);
  const ask = suzie.page.locator("main form[action$=\"/demonstration\"]");
  await ask.locator("[name=product]").selectOption("H1 mill press");
  await ask.locator("[name=day]").fill("2025-09-15");
  await ask.locator("[name=time]").fill("14:00");
  await ask.locator("[name=minutes]").fill("120");
  await ask.locator("button").last().click();
  await suzie.page.waitForLoadState("load");
  assert.match(await words(suzie), /Nora/, "the local engineer is proposed");
  await look(suzie, "demonstration planned");
  await suzie.act("demo.plan");
  await suzie.moveClock("2025-09-15T21:30:00Z");
  await suzie.go(opportunity);
  await suzie.act("demo.record", { engineer_came: "true", outcome: "It ran their own paper for an hour." });
  await suzie.go(opportunity);
  await look(suzie, "opportunity after the demonstration");
}

/**
 * What the presses of other customers did meanwhile, told by the engineers through the API as it came: about one and a
 * half outages a year each, of a day and a half.
 */
async function meanwhile(steve: Visit): Promise<void> {
  const told = await steve.page.evaluate(async () => {
    const listed = (await (await fetch("/api/v1/views/asset.list?limit=200&origin=ours")).json()) as { rows: { id: string; model: string }[] };
    let count = 0;
    for (const [place, unit] of listed.rows.filter((row) => row.model.startsWith("H1")).entries()) {
      for (const month of place % 2 === 0 ? ["06", "11"] : ["09"]) {
        const day = String(1 + (place % 27)).padStart(2, "0");
        const until = String(2 + (place % 27)).padStart(2, "0");
        const input = { asset: unit.id, began_at: `2025-${month}-${day}T06:00:00Z`, ended_at: `2025-${month}-${until}T18:00:00Z`, cause: "drive unit" };
        const answer = await fetch("/api/v1/actions/asset.outage_record", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(input) });
        if (answer.ok) count += 1;
      }
    }
    return count;
  });
  assert.ok(told > 20, `${told} outages were told`);
}

/** 2 February 2026, 09:00: the purchase order. Nothing is released while the service offer is open. */
async function purchaseOrder(suzie: Visit, customer: string): Promise<string> {
  await suzie.go(customer);
  await suzie.act("order.enter", {
    site: "Hall B", contact: "Paul Keane", customer_reference: "HM-PO-7731", ordered_on: "2026-02-02", required_on: "2026-04-27", trial: "true",
    "lines.0.product": "H1", "lines.0.quantity": "1", "lines.0.unit_price": "850000.00",
  });
  const order = here(suzie);
  assert.match(order, /^\/orders\//);
  await look(suzie, "order held");
  return order;
}

/** 14:20: his own words, his own number, and what each plan is worth by them. */
async function whatAStopCosts(suzie: Visit, customer: string): Promise<void> {
  await suzie.go(`${customer}/value`);
  await suzie.act("value.record", {
    reasons: "Best press in the world.", importance: "The line feeds four others.", never_fails: "Of course not.", needs: "fast_response, short_stop, night_cover",
  });
  await suzie.go(`${customer}/value`);
  await suzie.act("value.stop_cost", { "stop_cost.amount": "100000.00", confidence: "told", contact: "Paul Keane" });
  await suzie.go(`${customer}/value`);
  await look(suzie, "value profile");
  const table = suzie.page.locator("main a[href*='/value/']", { hasText: "Platinum" }).first();
  await suzie.go((await table.getAttribute("href")) ?? "");
  await look(suzie, "value table");
}

inEachLanguage(
  `from the first visit to the amended order: the plan ties to what a stop costs`,
  async ({ visit, lang }) => {
    const money = (whole: string): RegExp => new RegExp(lang === "en" ? whole : whole.replaceAll(",", "#").replaceAll(".", ",").replaceAll("#", "\\."));
    const suzie = await visit({ lang });
    await suzie.enter("suzie");
    const { customer, opportunity } = await firstVisit(suzie);
    await demonstration(suzie, opportunity);
    await suzie.moveClock("2026-02-02T15:00:00Z");
    const steve = await visit({ lang, width: 360, theme: "dark" });
    await steve.enter("steve");
    await meanwhile(steve);
    const order = await purchaseOrder(suzie, customer);

    const mark = await visit({ lang });
    await mark.enter("mark", `${order}/review`);
    assert.match(await words(mark), /28/, "four weeks of slack");
    await suzie.go(`${order}/review`);
    await suzie.act("order.commit_date", { on: "2026-04-27", told_by: "call" });
    await mark.act("order.set_target", { on: "2026-03-30" });

    await whatAStopCosts(suzie, customer);
    // The year without an outage stands first; the expected one comes from the installed base.
    const table = await words(suzie);
    for (const figure of ["96,000.00", "4,000.00", "104,000.00", "204,000.00", "0.96"]) assert.match(table, money(figure), figure);

    assert.equal(await suzie.page.locator("main .notice.bad").count(), 0, "Platinum is worth its price to them");

    await steve.go(`${order}/review`);
    await look(steve, "review on the phone");
    await suzie.go(order);
    assert.equal(await suzie.offers("order.release"), 0, "nothing is released while the offer is open");

    // "Make the call now": Paul confirms his number and takes the plan, and the order is amended by it.
    await suzie.go(`${customer}/value`);
    await suzie.act("value.stop_cost", { "stop_cost.amount": "100000.00", confidence: "confirmed", contact: "Paul Keane" });
    await suzie.go(`${order}/review`);
    await suzie.act("service.decide", { plan_version: "Platinum", contact: "Paul Keane" }, '"answer":"accepted"');
    await suzie.go(order);
    await look(suzie, "order with the plan");
    assert.match(await words(suzie), money("946,000.00"));
    for (let left = 6; left > 0; left -= 1) {
      await suzie.go(`${order}/review`);
      if ((await suzie.offers("review.decide")) === 0) break;
      await suzie.act("review.decide", { decision: "Agreed in the meeting." });
    }
    await look(suzie, "review decided");
    for (const person of [suzie, mark, steve]) {
      await person.go(`${order}/review`);
      await person.act("review.sign");
    }
    await mark.go(order);
    await mark.act("order.release");
    await suzie.go(order);
    await look(suzie, "order released");
    assert.doesNotMatch(await words(suzie), lang === "en" ? /Held/ : /Retido/);
    const contract = await suzie.page.locator("main a[href^='/contracts/0']").first().getAttribute("href");
    await steve.go(contract ?? "");
    await look(steve, "contract");

    // The customer reads the same plan on his own page, and no date that is ours alone.
    await suzie.go(customer);
    await suzie.go((await suzie.page.locator("main a[href^='/contacts/']").first().getAttribute("href")) ?? "");
    await suzie.act("contact.invite");
    const paul = await visit({ lang, width: 360 });
    await paul.enter("paul.keane@harbourmills.example", "/portal");
    await look(paul, "the customer's page");
    const read = await paul.page.content();
    assert.match(read, /Platinum/);
    assert.doesNotMatch(read, /2026-03-30|30 Mar 2026|30 de mar/, "an internal date reached the customer");
  },
  { own: true, begin: "pursuit", seconds: 400 },
);
