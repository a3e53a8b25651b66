// How the order meeting of Harbour Mills goes otherwise: a stop costs them little, they decline, they come back when the
// press has left; or the plan costs more than one stop gives back. What may be said and sold follows the figures.
import assert from "node:assert/strict";
import { inEachLanguage } from "./harness/suite.js";
import { type Lang, type Visit } from "./harness/visit.js";

type Say = <T>(en: T, pt: T) => T;

const sayIn = (lang: Lang): Say => (en, pt) => (lang === "en" ? en : pt);

async function words(person: Visit): Promise<string> {
  return (await person.page.locator("main").innerText()).replace(/[\u00a0\u202f]/g, " ");
}

/** Looks at the page as its user does: nothing sideways, nothing that a reader of screens cannot read, and a picture. */
async function look(person: Visit, name: string): Promise<void> {
  await person.noSidewaysScroll();
  await person.axe();
  await person.screenshot(`variant ${name}`);
}

async function link(person: Visit, start: string, text?: string | RegExp): Promise<string> {
  const links = person.page.locator(`main a[href^="${start}"]`);
  const href = await (text ? links.filter({ hasText: text }) : links).first().getAttribute("href");
  assert.ok(href, `a link to ${start}`);
  return href;
}

/** Opens Harbour Mills' order; the paths of order and customer. */
async function mills(suzie: Visit): Promise<{ order: string; customer: string }> {
  await suzie.go("/customers?query=Harbour");
  const customer = await link(suzie, "/customers/0", "Harbour Mills");
  await suzie.go("/orders");
  return { order: await link(suzie, "/orders/0"), customer };
}

/** His own words and his own number, through the page of his value profile. */
async function stopCosts(suzie: Visit, customer: string, amount: string): Promise<void> {
  await suzie.go(`${customer}/value`);
  if ((await suzie.page.locator("main a[href*='/value/']").count()) === 0) {
    await suzie.act("value.record", { reasons: "It does the work of three.", importance: "It feeds the line.", never_fails: "Perhaps it will.", needs: "fast_response" });
    await suzie.go(`${customer}/value`);
  }
  await suzie.act("value.stop_cost", { "stop_cost.amount": amount, confidence: "confirmed", contact: "Paul Keane" });
}

/** The value table of a plan, opened from the profile. */
async function table(suzie: Visit, customer: string, plan: string): Promise<string> {
  await suzie.go(`${customer}/value`);
  await suzie.go(await link(suzie, `${customer}/value/`, plan));
  // They have no press yet: what is to be expected is the installed base's, of the press that they order.
  const press = await suzie.page.locator("main select[name=product] option", { hasText: "H1" }).first().getAttribute("value");
  await suzie.go(`${new URL(suzie.page.url()).pathname}?product=${press}`);
  return await words(suzie);
}

/** Every point is decided, the three sign, and manufacturing gets the order. */
async function release(suzie: Visit, mark: Visit, steve: Visit, order: string): Promise<void> {
  for (let left = 6; left > 0; left -= 1) {
    await suzie.go(`${order}/review`);
    if ((await suzie.offers("review.decide")) === 0) break;
    await suzie.act("review.decide", { decision: "Agreed in the meeting." });
  }
  for (const person of [suzie, mark, steve]) {
    await person.go(`${order}/review`);
    await person.act("review.sign");
  }
  await mark.go(order);
  await mark.act("order.release");
}

inEachLanguage(
  "a stop costs little: less is proposed, a declined plan is no obstacle, and after the shipment nothing covers the warranty",
  async ({ visit, lang }) => {
    const say = sayIn(lang);
    const suzie = await visit({ lang });
    await suzie.enter("suzie");
    const { order, customer } = await mills(suzie);
    await suzie.go(`${order}/review`);
    await suzie.act("order.commit_date", { on: "2026-04-27", told_by: "call" });

    // Two thousand a day: Platinum costs more than it can give back, and nothing hides it.
    await stopCosts(suzie, customer, "2000.00");
    const dear = await table(suzie, customer, "Platinum");
    assert.match(dear, say(/Costs more than it is worth/, /Custa mais do que vale/));
    assert.match(dear, say(/may not be said/, /não pode ser dito/));
    await look(suzie, "a stop costs little");

    // It is not sold all the same, by the page or past it.
    suzie.expectProblem(/409|422/);
    await suzie.go(`${order}/review`);
    await suzie.act("service.decide", { plan_version: "Platinum", contact: "Paul Keane" }, '"answer":"accepted"');
    const refused = await suzie.page.locator("[role=alert]").first().innerText();
    assert.match(refused, say(/worth/i, /val/i));
    await look(suzie, "not worth it refused");

    // What was offered and declined is written down in his words, and holds nothing up.
    await suzie.go(`${order}/review`);
    await suzie.act("service.decide", { plan_version: "Standard", reason: "We have two spare presses." }, '"answer":"declined"');
    await suzie.go(`${order}/review`);
    assert.match(await words(suzie), /We have two spare presses/);
    await look(suzie, "declined");
    const mark = await visit({ lang });
    await mark.enter("mark");
    const steve = await visit({ lang, width: 360, theme: "dark" });
    await steve.enter("steve");
    await release(suzie, mark, steve, order);
    await suzie.go(order);
    assert.doesNotMatch(await words(suzie), lang === "en" ? /\bHeld\b/ : /Retido/, "a declined offer does not hold the order");

    // April: it has left; the spare presses are sold, and a stop costs now what it costs others.
    await suzie.moveClock("2026-04-24T14:00:00Z");
    await mark.go(order);
    await mark.act("order.ship", { evidence: "Waybill 77-3310" });
    await suzie.moveClock("2026-05-04T14:00:00Z");
    await stopCosts(suzie, customer, "100000.00");
    await suzie.go(order);
    await suzie.act("service.reopen", { reason: "The spare presses are sold; they asked again." });
    await suzie.go(order);
    const closed = await words(suzie);
    assert.match(closed, say(/24 Apr 2026/, /24 de abr\.? de 2026/), "the window closed with the shipment, and the page says when");
    assert.doesNotMatch(closed, say(/0\.00 through the warranty/, /0,00 durante a garantia/));
    await suzie.act("service.decide", { plan_version: "Platinum", contact: "Paul Keane" }, '"answer":"accepted"');
    await suzie.go(order);
    await suzie.go(await link(suzie, "/contracts/0"));
    const contract = await words(suzie);
    assert.match(contract, say(/bought after the goods had shipped/, /comprado depois do envio/), "no cover through the warranty, and why");
    assert.doesNotMatch(contract, /-100|−100/, "before its first day it neither gave nor cost anything");
    await look(suzie, "contract after the shipment");
    await steve.go(new URL(suzie.page.url()).pathname);
    await look(steve, "contract after the shipment on the phone");
  },
  { own: true, seconds: 300 },
);

inEachLanguage(
  "the plan costs 130,000: that one outage recovers it may not be said, and less is proposed",
  async ({ visit, lang }) => {
    const say = sayIn(lang);
    const money = (whole: string): RegExp => new RegExp(lang === "en" ? whole : whole.replaceAll(",", "#").replaceAll(".", ",").replaceAll("#", "\\."));
    const suzie = await visit({ lang });
    await suzie.enter("suzie");
    const { customer } = await mills(suzie);
    await stopCosts(suzie, customer, "100000.00");
    const before = await table(suzie, customer, "Platinum");
    assert.match(before, money("96,000.00"));
    assert.doesNotMatch(before, say(/may not be said/, /não pode ser dito/), "one outage gives back 100,000 and costs 96,000");

    // A price typed to see what would be: the page follows, and says that nothing is offered by it.
    await suzie.go(`${suzie.page.url()}&price=130000`);
    const tried = await words(suzie);
    assert.match(tried, money("30,000.00"));
    assert.match(tried, say(/may not be said/, /não pode ser dito/));
    assert.match(tried, say(/typed here, recorded nowhere/, /digitado aqui, não registrado/));
    assert.match(tried, say(/Gold propose this/, /Gold propor este/), "a plan that gives less serves them better");
    await look(suzie, "another price tried");

    // The head of service makes it the price, in a version of its own, with both cards in both languages.
    const steve = await visit({ lang });
    await steve.enter("steve", "/plans");
    const plan = await link(steve, "/plans/0", "Platinum");
    await steve.go(plan);
    const draft = await steve.open("plan.draft");
    const amounts = draft.locator("[name^='terms.prices.'][name$='.amount']");
    for (let place = 0; place < (await amounts.count()); place += 1) {
      if (/^96[.,]?000/.test(await amounts.nth(place).inputValue())) await amounts.nth(place).fill("130000.00");
    }
    await draft.locator("button:not([name]):not([type=button])").last().click();
    await steve.page.waitForLoadState("load");
    await steve.go(`${plan}?version=2`);
    await look(steve, "a dearer version without cards");
    const card = (start: string, words: string): Record<string, string> => ({ [`${start}.headline`]: words, [`${start}.body`]: `${words}.` });
    await steve.act("plan.cards", {
      ...card("customer_en", "A stop of hours"), ...card("customer_pt", "Uma parada de horas"),
      ...card("colleague_en", "Let his number speak"), ...card("colleague_pt", "Deixe o número falar"),
    });
    await steve.go(`${plan}?version=2`);
    await steve.act("plan.publish");
    await steve.go(plan);
    assert.match(await words(steve), money("130,000.00"));
    await look(steve, "the dearer version on offer");

    const after = await table(suzie, customer, "Platinum");
    assert.match(after, money("130,000.00"));
    assert.match(after, say(/Costs more than it is worth/, /Custa mais do que vale/));
    assert.doesNotMatch(after, say(/typed here/, /digitado aqui/));
    assert.match(after, say(/may not be said/, /não pode ser dito/), "one outage gives back 100,000 and costs 130,000");
    await suzie.noSidewaysScroll();
    await look(suzie, "the dearer plan");
    const small = await visit({ lang, width: 360, theme: "dark" });
    await small.enter("suzie", new URL(suzie.page.url()).pathname);
    await look(small, "the dearer plan on the phone");
  },
  { own: true, seconds: 240 },
);
