// The phone's program for whoever is in the field. It works without network: the shell is cached by its worker, the day
// and the outbox are kept on the device. Every change is one of the server's own actions, sent in order under a key.
import { find } from "../dom";
import { ask, belongTo, flush, outbox, setClock, start, tidy, unsent } from "./outbox";
import { STEPS, type Step } from "./overlay";
import { dayScreen, outboxScreen, partsScreen, placeScreen, stepScreen, visitScreen } from "./screens";
import { forgetDay, keepDay, lastPerson, readDay } from "./store";
import type { Day } from "./types";
import { button, el } from "./ui";
import { say } from "./words";

let day: Day | undefined;

const main = (): HTMLElement => find("#main") ?? document.body;
const go = (hash: string): void => {
  if (location.hash === hash) draw();
  else location.hash = hash;
};

function screen(): HTMLElement {
  if (!day) return el("div", {}, el("h1", {}, say("field-app-day")), el("p", { class: "empty" }, say(outbox.signIn ? "field-app-sign-in-text" : "field-app-first")));
  const [where, id, step, name] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
  if (where === "outbox") return outboxScreen(day);
  if (where === "parts") {
    const place = day.places.find((one) => one.name === id);
    return place ? placeScreen(place, undefined, go) : partsScreen(day);
  }
  const visit = where === "visit" ? day.visits.find((one) => one.id === id) : undefined;
  if (!visit) return dayScreen(day);
  const place = step === "parts" && name ? day.places.find((one) => one.name === name) : undefined;
  if (place) return placeScreen(place, visit, go);
  return STEPS.includes(step as Step) ? stepScreen(day, visit, step as Step, go) : visitScreen(visit);
}

function draw(): void {
  main().replaceChildren(screen());
  bar();
}

/** Steps whose screen holds what somebody is just filling in. */
const FILLED: readonly string[] = ["safety", "work", "leave", "summary", "sign"];

/** A change of state elsewhere must not take the words out of somebody's hand. */
function refresh(): void {
  const step = location.hash.split("/")[3] ?? "";
  const typing = document.activeElement instanceof HTMLElement && document.activeElement.matches("main textarea, main input:not([type=checkbox]):not([type=radio])");
  const choosing = find("main section.conflict input:checked") !== null;
  if (typing || choosing || FILLED.includes(step)) bar();
  else draw();
}

/** On top of every screen: with or without network, and how much is not told yet. */
function bar(): void {
  const left = unsent().filter((item) => !day || item.person === day.person.id);
  const bad = left.filter((item) => item.state === "refused" || item.state === "conflict").length;
  const online = navigator.onLine && outbox.reached && !outbox.signIn;
  const text = left.length > 0 ? say("field-app-unsent", { n: left.length }) : say("field-app-all-sent");
  const status = find("#status");
  status?.replaceChildren(
    el("span", { class: online ? "net on" : "net off" }, el("span", { "aria-hidden": "true" }, online ? "●" : "○"), ` ${say(online ? "field-app-online" : "field-app-offline")}`),
    el("a", { href: "#/outbox", class: bad > 0 ? "unsent bad" : "unsent" }, bad > 0 ? `≠ ${say("field-app-look", { n: bad })}` : text),
  );
  const signIn = find("#sign-in");
  if (signIn) signIn.hidden = !outbox.signIn;
  lookAgain();
}

const readDayAnew = (): Promise<Response> => ask("/api/v1/views/field.day", { headers: { accept: "application/json" } });

/** How long until an unreachable server is asked again, in milliseconds. */
const LOOK_AGAIN = 10_000;
let looking = 0;

/** A browser that did not notice that the network was gone does not say that it is back. */
function lookAgain(): void {
  if (outbox.reached || looking) return;
  looking = window.setTimeout(() => {
    looking = 0;
    // Whoever comes back to this page reads anew at once.
    if (!document.hidden) void read();
  }, LOOK_AGAIN);
}

/** Reads the day anew when there is a network; what is kept stays until then. */
async function read(): Promise<void> {
  let response: Response;
  try {
    response = await readDayAnew();
  } catch {
    return bar();
  }
  outbox.signIn = response.status === 401;
  if (response.ok) {
    const fresh = (await response.json()) as Day;
    setClock(fresh.now);
    await keepDay(fresh);
    day = fresh;
    belongTo(fresh);
    await flush();
    // Once more, so that what has just been told is seen as the server has it.
    if (outbox.items.some((item) => item.state === "sent")) {
      const again = await readDayAnew().catch(() => undefined);
      if (again?.ok) {
        day = (await again.json()) as Day;
        await keepDay(day);
        belongTo(day);
        await tidy();
      }
    }
  }
  refresh();
}

/** Signing out takes the day off the device; it waits while something is not told yet. */
async function signOut(): Promise<void> {
  const left = unsent().filter((item) => item.person === day?.person.id);
  const problem = find("#sign-out-problem");
  if (left.length > 0) {
    if (problem) {
      problem.textContent = say("field-app-sign-out-waits", { n: left.length });
      problem.hidden = false;
    }
    location.hash = "#/outbox";
    return;
  }
  if (day) await forgetDay(day.person.id);
  find<HTMLFormElement>("#sign-out-form")?.submit();
}

async function begin(): Promise<void> {
  document.documentElement.classList.add("script");
  await start(refresh);
  const person = await lastPerson();
  const kept = person ? await readDay(person) : undefined;
  // Whoever is signed in now may be somebody else than whoever used the device last: with network it is asked first.
  const asked = read();
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, navigator.onLine ? 2_500 : 0))]);
  if (!day && kept) {
    day = kept;
    belongTo(kept);
  }
  draw();
  window.addEventListener("hashchange", () => {
    draw();
    window.scrollTo(0, 0);
    main().focus({ preventScroll: true });
  });
  window.addEventListener("online", () => void read());
  window.addEventListener("offline", bar);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void read();
  });
  find("#sign-out")?.append(button(say("sign-out"), () => void signOut(), "quiet"));
  const { worker } = document.body.dataset;
  if (worker && "serviceWorker" in navigator) void navigator.serviceWorker.register(worker, { scope: "/field" }).catch(() => undefined);
  // Without this the browser may throw away what is not told yet when its disk fills.
  void navigator.storage?.persist?.();
  await asked;
}

void begin();
