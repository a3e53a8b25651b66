// The screens: my day, one visit with its steps, parts, what is not told yet.
import { pad, smaller } from "./draw";
import { sha256, signedWords } from "./merge";
import { act, itemsOf, now as instant, outbox, photo, putAway, settle, unsent, write } from "./outbox";
import { LEFT, OPTIONAL, SAFETY, STEPS, type Now, type Step, isDone, openSteps, standing } from "./overlay";
import type { Clash, Day, Item, Place, ReportFields, Visit } from "./types";
import { area, back, button, check, el, empty, line, number, stateMark, told } from "./ui";
import { clock, day as dayName, say, when, word } from "./words";

export type Go = (hash: string) => void;

/** My day: what is under way, then what comes, by the day at the site. */
export function dayScreen(day: Day): HTMLElement {
  const screen = el("div", {}, el("h1", {}, say("field-app-day")));
  const over = (visit: Visit): boolean => standing(visit, outbox.items).done;
  const ahead = day.visits.filter((visit) => !over(visit));
  if (day.visits.length === 0) screen.append(empty(say("field-app-day-empty")));
  let last = "";
  for (const visit of [...ahead, ...day.visits.filter(over)]) {
    const heading = over(visit) ? say("field-app-over") : visit.starts_at ? dayName(visit.starts_at, visit.zone) : say("field-app-no-time");
    if (heading !== last) screen.append(el("h2", {}, heading));
    last = heading;
    screen.append(visitLine(visit));
  }
  screen.append(el("h2", {}, say("field-app-parts")), line("#/parts", say("field-app-parts-take"), say("field-app-parts-text")));
  return screen;
}

function visitLine(visit: Visit): HTMLElement {
  const own = itemsOf(visit.id);
  const worst = own.find((item) => item.state === "conflict") ?? own.find((item) => item.state === "refused") ?? own.find((item) => item.state !== "sent");
  const time = visit.starts_at ? clock(visit.starts_at, visit.zone) : "–";
  const aside = worst ? stateMark(worst.state) : el("span", { class: "chip" }, word("visit-state", visit.state));
  return line(`#/visit/${visit.id}`, `${time} ${visit.customer.name}`, `${word("visit-purpose", visit.purpose)} · ${visit.site_name} · ${visit.task}`, aside);
}

/** One visit: where, how to get in, and the steps. */
export function visitScreen(visit: Visit): HTMLElement {
  const now = standing(visit, outbox.items);
  const next = STEPS.find((step) => !isDone(step, now) && !OPTIONAL.includes(step)) ?? "done";
  const first: Step = !now.travelled && !now.arrived ? "travel" : next;
  const steps = el("ol", { role: "list", class: "steps" });
  for (const step of STEPS) {
    const done = isDone(step, now);
    const mark = done ? "✓" : step === first ? "›" : "";
    const label = done ? say("field-app-step-done") : OPTIONAL.includes(step) ? say("field-app-step-optional") : say("field-app-step-open");
    steps.append(el("li", { class: done ? "done" : "" }, line(`#/visit/${visit.id}/${step}`, word("visit-step", step), label, el("span", { "aria-hidden": "true" }, mark))));
  }
  const screen = el("div", {}, back("#/"), el("h1", {}, visit.customer.name), el("p", { class: "task" }, visit.task));
  const facts = el("dl", {});
  const fact = (key: string, ...value: (Node | string)[]): void => facts.append(el("dt", {}, say(key)), el("dd", {}, ...value));
  if (visit.starts_at) fact("field-app-when", when(visit.starts_at, visit.zone));
  fact("field-app-where", `${visit.site_name}, ${visit.address}`);
  if (visit.contact) fact("field-app-contact", ...person(visit.contact.name, visit.contact.phone));
  if (visit.asset) fact("field-app-unit", visit.asset.name);
  if (visit.colleagues.length > 0) fact("field-app-colleagues", visit.colleagues.map((who) => who.name).join(", "));
  screen.append(facts);
  const own = itemsOf(visit.id);
  for (const item of own.filter((one) => one.state === "conflict")) screen.append(conflict(item));
  if (!now.done) screen.append(el("a", { href: `#/visit/${visit.id}/${first}`, class: "button primary" }, `${say("field-app-go-on")} ${word("visit-step", first)}`));
  screen.append(steps, told(own));
  return screen;
}

function person(name: string, phone: string | null): (Node | string)[] {
  return phone ? [name, " ", el("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}`, class: "call" }, phone)] : [name];
}

/** What two devices wrote differently: both stand beside each other, a person chooses. */
function conflict(item: Item): HTMLElement {
  const box = el("section", { class: "conflict", role: "group", "aria-label": say("field-app-conflict") }, el("h2", {}, say("field-app-conflict")), el("p", {}, say("field-app-conflict-text")));
  const chosen: Partial<ReportFields> = {};
  const left = new Set((item.clashes ?? []).map((clash) => clash.field));
  for (const clash of item.clashes ?? []) {
    const field = el("fieldset", {}, el("legend", {}, say(`field-visit-report-${clash.field.replaceAll("_", "-")}`)));
    const offer = (key: string, value: string | string[]): void => {
      const radio = el("input", { type: "radio", name: `${item.id}-${clash.field}` }) as HTMLInputElement;
      radio.addEventListener("change", () => {
        Object.assign(chosen, { [clash.field]: value });
        left.delete(clash.field);
      });
      field.append(el("label", { class: "check" }, radio, el("span", {}, el("small", {}, say(key)), shown(clash, value))));
    };
    offer("field-app-mine", clash.mine);
    offer("field-app-theirs", clash.theirs);
    if (typeof clash.mine === "string" && clash.mine && clash.theirs) offer("field-app-both", `${String(clash.theirs)}\n${clash.mine}`);
    box.append(field);
  }
  const say_ = el("p", { role: "alert", class: "bad" });
  box.append(say_, button(say("field-app-choose"), () => {
    if (left.size > 0) say_.textContent = say("field-app-choose-all");
    else {
      box.remove();
      void settle(item, chosen);
    }
  }, "primary"));
  return box;
}

function shown(clash: Clash, value: string | string[]): HTMLElement {
  if (!Array.isArray(value)) return el("span", { class: "words" }, value || "–");
  const start = clash.field === "safety" ? "visit-safety" : "visit-left";
  return el("span", {}, value.map((point) => word(start, point)).join(", ") || "–");
}

/** One step of a visit. */
export function stepScreen(day: Day, visit: Visit, step: Step, go: Go): HTMLElement {
  const now = standing(visit, outbox.items);
  const at = STEPS.indexOf(step);
  const next = STEPS[at + 1];
  const onward = (): void => go(next ? `#/visit/${visit.id}/${next}` : `#/visit/${visit.id}`);
  const screen = el("div", { class: "step" }, back(`#/visit/${visit.id}`, visit.customer.name),
    el("p", { class: "where" }, say("field-app-step-of", { n: at + 1, of: STEPS.length })), el("h1", {}, word("visit-step", step)));
  const body = el("div", { class: "body" });
  let primary: HTMLElement | undefined;
  const report = (fields: Partial<ReportFields>): void => void write(visit, fields);
  switch (step) {
    case "travel": primary = travel(body, visit, now, onward); break;
    case "arrive": primary = arrive(body, visit, now, onward); break;
    case "safety": points(body, "visit-safety", SAFETY, now.report.safety, (safety) => report({ safety }));
      body.append(area(say("field-visit-report-safety-note"), now.report.safety_note, (safety_note) => report({ safety_note }), "safety-note")); break;
    case "work": body.append(area(say("field-visit-report-found"), now.report.found, (found) => report({ found }), "found"),
      area(say("field-visit-report-mended"), now.report.mended, (mended) => report({ mended }), "mended")); break;
    case "readings": readings(body, visit); break;
    case "parts": parts(body, day, visit, go); break;
    case "leave": points(body, "visit-left", LEFT, now.report.left_right, (left_right) => report({ left_right }));
      body.append(area(say("field-visit-report-left-note"), now.report.left_note, (left_note) => report({ left_note }), "left-note")); break;
    case "summary": body.append(area(say("field-visit-report-summary"), now.report.summary, (summary) => report({ summary }), "summary"), el("p", { class: "hint" }, say("field-app-summary-hint"))); break;
    case "sign": primary = sign(body, visit, now, onward); break;
    case "done": primary = done(body, visit, now, go); break;
  }
  screen.append(body, el("div", { class: "bar" }, primary ?? button(say("field-app-next"), onward, "primary")));
  return screen;
}

function points(body: HTMLElement, start: string, all: string[], have: string[], keep: (points: string[]) => void): void {
  const chosen = new Set(have);
  for (const point of all) {
    body.append(check(word(start, point), chosen.has(point), (checked) => {
      if (checked) chosen.add(point);
      else chosen.delete(point);
      keep(all.filter((one) => chosen.has(one)));
    }));
  }
}

function access(body: HTMLElement, visit: Visit): void {
  if (!visit.access) return void body.append(el("p", { class: "hint" }, say("field-app-no-access")));
  const list = el("dl", {});
  for (const name of ["door", "ring", "badge", "safety", "hours", "parking", "emergency_path"] as const) {
    const value = visit.access[name];
    if (value) list.append(el("dt", {}, say(`field-app-access-${name.replaceAll("_", "-")}`)), el("dd", {}, value));
  }
  if (visit.access.escort) list.append(el("dt", {}, say("field-app-access-escort")), el("dd", {}, say("field-app-yes")));
  body.append(list);
}

function travel(body: HTMLElement, visit: Visit, now: Now, onward: () => void): HTMLElement {
  body.append(el("p", { class: "big" }, `${visit.site_name}, ${visit.address}`));
  if (visit.contact) body.append(el("p", {}, ...person(visit.contact.name, visit.contact.phone)));
  access(body, visit);
  if (now.travelled) return button(say("field-app-next"), onward, "primary");
  const minutes = number(say("field-visit-travel-minutes"), visit.travel_minutes ? String(visit.travel_minutes) : "", "minutes", say("field-app-travel-hint"));
  body.append(minutes.element);
  return button(say("action-visit-travel"), () => {
    const way = minutes.value();
    void act(visit.id, say("action-visit-travel"), "visit.travel", { visit: visit.id, at: instant(), ...(way ? { minutes: way } : {}) }).then(onward);
  }, "primary");
}

function arrive(body: HTMLElement, visit: Visit, now: Now, onward: () => void): HTMLElement {
  access(body, visit);
  if (now.arrived) {
    if (visit.arrived_at) body.append(el("p", {}, say("field-app-there-since", { at: clock(visit.arrived_at, visit.zone) })));
    return button(say("field-app-next"), onward, "primary");
  }
  body.append(el("p", { class: "hint" }, say("field-app-arrive-hint")));
  return button(say("action-visit-arrive"), () => void act(visit.id, say("action-visit-arrive"), "visit.arrive", { visit: visit.id, at: instant() }).then(onward), "primary");
}

function readings(body: HTMLElement, visit: Visit): void {
  const asset = visit.asset;
  if (asset) {
    for (const one of asset.counters) {
      const hint = one.reading === null ? "" : say("field-app-last-reading", { n: one.reading });
      const field = number(word("counter", one.counter), "", `counter-${one.counter}`, hint);
      const keep = button(say("field-app-keep"), () => {
        const reading = field.value();
        if (reading === undefined) return;
        const label = `${word("counter", one.counter)} ${reading}`;
        void act(visit.id, label, "asset.reading_record", { asset: asset.id, counter: one.counter, reading, read_at: instant() });
      });
      body.append(el("div", { class: "pair" }, field.element, keep));
    }
  }
  const input = el("input", { type: "file", accept: "image/*", capture: "environment", id: "photo", multiple: "", class: "unseen" }) as HTMLInputElement;
  const kept = itemsOf(visit.id).filter((item) => item.action === "upload" || item.action === "asset.reading_record");
  const photos = kept.filter((item) => item.action === "upload").length;
  const count = el("p", { role: "status" }, photos > 0 ? say("field-app-photos", { n: photos }) : "");
  input.addEventListener("change", () => {
    void (async () => {
      for (const file of [...(input.files ?? [])]) await photo(visit, await smaller(file), file.name || "photo.jpg");
    })();
  });
  body.append(el("div", { class: "photo" }, input, el("label", { for: "photo", class: "button plain" }, say("field-app-take-photo"))), count, told(kept));
}

function parts(body: HTMLElement, day: Day, visit: Visit, go: Go): void {
  const now = standing(visit, outbox.items);
  if (now.parts.length > 0) {
    const list = el("ul", { role: "list" });
    for (const one of now.parts) list.append(el("li", {}, `${one.quantity} × ${one.part} ${one.place}`));
    body.append(el("h2", {}, say("field-app-taken")), list);
  }
  for (const one of visit.held) {
    body.append(button(`${say("field-app-take-held")}: ${one.quantity} × ${one.part}, ${one.place}`, () => {
      void act(visit.id, one.part, "part.take", { stock: one.stock, quantity: one.quantity, visit: visit.id, at: instant() }).then(() => go(`#/visit/${visit.id}/parts`));
    }));
  }
  body.append(...placeLines(day.places, `#/visit/${visit.id}/parts`));
}

function placeLines(places: Place[], start: string): HTMLElement[] {
  if (places.length === 0) return [empty(say("field-app-parts-empty"))];
  return places.map((place) => {
    const about = [place.kind ? word("part-place-kind", place.kind) : "", place.mine ? say("field-app-place-mine") : "", place.night_access ? say("field-app-place-night") : ""].filter(Boolean).join(" · ");
    return line(`${start}/${encodeURIComponent(place.name)}`, place.name, about || place.address, String(place.stock.reduce((sum, one) => sum + one.free, 0)));
  });
}

/** Parts without a visit: place, part, take. */
export function partsScreen(day: Day): HTMLElement {
  return el("div", {}, back("#/"), el("h1", {}, say("field-app-parts")), el("p", { class: "hint" }, say("field-app-parts-text")), ...placeLines(day.places, "#/parts"));
}

/** One place: a part and take it. */
export function placeScreen(place: Place, visit: Visit | undefined, go: Go): HTMLElement {
  const home = visit ? `#/visit/${visit.id}/parts` : "#/parts";
  const screen = el("div", {}, back(home), el("h1", {}, place.name), el("p", { class: "hint" }, [place.address, place.night_note].filter(Boolean).join(" · ")));
  for (const one of place.stock) {
    const taken = outbox.items.filter((item) => item.action === "part.take" && item.input["stock"] === one.stock && item.state !== "refused" && item.state !== "sent")
      .reduce((sum, item) => sum + Number(item.input["quantity"]), 0);
    const left = one.free - taken;
    let quantity = 1;
    const many = el("output", {}, "1");
    const change = (by: number) => (): void => {
      quantity = Math.min(Math.max(1, quantity + by), Math.max(1, left));
      many.textContent = String(quantity);
    };
    const take = button(say("field-app-take"), () => {
      const input = { stock: one.stock, quantity, at: instant(), ...(visit ? { visit: visit.id } : {}) };
      void act(visit?.id ?? null, `${quantity} × ${one.name}`, "part.take", input).then(() => go(visit ? home : "#/outbox"));
    }, "primary");
    if (left <= 0) take.setAttribute("disabled", "");
    const less = button("−", change(-1));
    less.setAttribute("aria-label", say("field-app-fewer", { part: one.name }));
    const more = button("+", change(1));
    more.setAttribute("aria-label", say("field-app-more", { part: one.name }));
    screen.append(el("section", { class: "part" }, el("span", { class: "what" }, el("strong", {}, one.name), el("small", {}, `${one.code} · ${say("field-app-left", { n: left })}`)),
      el("span", { class: "take" }, less, many, more, take)));
  }
  return screen;
}

function sign(body: HTMLElement, visit: Visit, now: Now, onward: () => void): HTMLElement {
  const report = now.report;
  body.append(el("p", { class: "hint" }, say("field-app-sign-hint")));
  const text = el("section", { class: "paper" }, el("strong", {}, `${visit.number} · ${visit.customer.name}`));
  for (const name of ["found", "mended", "left_note", "summary"] as const) {
    if (report[name]) text.append(el("h2", {}, say(`field-visit-report-${name.replaceAll("_", "-")}`)), el("p", { class: "words" }, report[name]));
  }
  body.append(text);
  if (now.signed) {
    body.append(el("p", { class: "good" }, `✓ ${say("field-app-signed")}`));
    return button(say("field-app-next"), onward, "primary");
  }
  const names = el("datalist", { id: "contacts" });
  for (const contact of visit.contacts) names.append(el("option", { value: contact.name }));
  const name = el("input", { id: "signer", list: "contacts", autocomplete: "off", maxlength: "200" }) as HTMLInputElement;
  const drawing = pad();
  const problem = el("p", { role: "alert", class: "bad" });
  body.append(el("div", { class: "field" }, el("label", { for: "signer" }, say("field-visit-sign-name")), name, names), el("p", { class: "hint" }, say("field-app-draw-hint")), drawing.element, problem,
    area(say("field-visit-report-unsigned-reason"), report.unsigned_reason, (unsigned_reason) => void write(visit, { unsigned_reason }), "unsigned"));
  return button(say("field-app-sign"), () => {
    void (async () => {
      const typed = name.value.trim();
      if (report.unsigned_reason && !typed) return onward();
      if (!typed || !report.summary) return void (problem.textContent = say(typed ? "field-app-no-summary" : "field-app-no-name"));
      const contact = visit.contacts.find((one) => one.name.toLowerCase() === typed.toLowerCase());
      const input = { visit: visit.id, name: typed, text_sha256: await sha256(signedWords(visit.number, report)), drawn: drawing.path(), at: instant(), ...(contact ? { contact: contact.id } : {}) };
      await act(visit.id, say("field-app-signed"), "visit.sign", input);
      onward();
    })();
  }, "primary");
}

function done(body: HTMLElement, visit: Visit, now: Now, go: Go): HTMLElement {
  const open = openSteps(now);
  if (now.done) {
    body.append(el("p", { class: "good" }, `✓ ${say("field-app-finished")}`), told(itemsOf(visit.id)));
    return button(say("field-app-to-day"), () => go("#/"), "primary");
  }
  if (open.length > 0) {
    body.append(el("p", {}, say("field-app-open-steps")));
    for (const step of open) body.append(line(`#/visit/${visit.id}/${step}`, word("visit-step", step), say("field-app-step-open")));
  }
  let comeBack = "";
  body.append(area(say("field-visit-finish-come-back"), "", (value) => (comeBack = value), "come-back"));
  const end = button(say("action-visit-finish"), () => {
    void act(visit.id, say("action-visit-finish"), "visit.finish", { visit: visit.id, at: instant(), ...(comeBack.trim() ? { come_back: comeBack } : {}) }).then(() => go(`#/visit/${visit.id}/done`));
  }, "primary");
  if (open.length > 0) end.setAttribute("disabled", "");
  return end;
}

/** What is not told yet, and what was refused. */
export function outboxScreen(day: Day): HTMLElement {
  const screen = el("div", {}, back("#/"), el("h1", {}, say("field-app-outbox")));
  const others = unsent().filter((item) => item.person !== day.person.id).length;
  if (others > 0) screen.append(el("p", { class: "warn" }, say("field-app-others", { n: others })));
  const own = outbox.items.filter((item) => item.person === day.person.id);
  if (own.length === 0) screen.append(empty(say("field-app-outbox-empty")));
  for (const item of [...own].reverse()) {
    const of = day.visits.find((visit) => visit.id === item.visit);
    const entry = el("section", { class: "entry" }, el("span", { class: "what" }, el("strong", {}, item.label), el("small", {}, of ? `${of.customer.name} · ${when(item.at, of.zone)}` : "")), stateMark(item.state));
    if (item.problem && item.state === "refused") entry.append(el("p", { class: "bad" }, item.problem), button(say("field-app-put-away"), () => void putAway(item)));
    screen.append(entry);
    if (item.state === "conflict") screen.append(conflict(item));
  }
  return screen;
}
