// A calendar at a secret address, read by two calendar libraries, renewed and revoked.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import ICAL from "ical.js";
import { needed } from "./harness/processes.js";
import { found, signFounderIn } from "./harness/set-up.js";
import { inEachLanguage } from "./harness/suite.js";
import { type Visit, themes } from "./harness/visit.js";

interface Read {
  uid: string;
  summary: string;
  day: string;
}

function byJavascript(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    assert.equal(event.startDate.isDate, true, "a day that was told is a whole day");
    return { uid: event.uid, summary: event.summary, day: event.startDate.toString() };
  });
}

function byPython(text: string): Read[] {
  const program = [
    "import json, sys",
    "from icalendar import Calendar",
    "calendar = Calendar.from_ical(sys.stdin.buffer.read())",
    "assert not calendar.errors, calendar.errors",
    "events = [(e, e.decoded('dtstart')) for e in calendar.walk('VEVENT')]",
    "assert all(not e.errors for e, _ in events)",
    "print(json.dumps([{'uid': str(e['uid']), 'summary': str(e['summary']), 'day': at.isoformat()} for e, at in events]))",
  ].join("\n");
  const env = { ...process.env, PYTHONPATH: needed("ACCORD_TEST_PYTHONPATH"), PYTHONIOENCODING: "utf8" };
  const ran = spawnSync("python3", ["-c", program], { input: text, env, encoding: "utf8" });
  assert.equal(ran.status, 0, `python: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Read[];
}

/** The address that a page shows once, as its path. */
async function addressOf(aoife: Visit): Promise<string> {
  const shown = (await aoife.page.locator("main code").first().innerText()).trim();
  assert.match(shown, /^\/calendar\/accord_calendar_[A-Za-z0-9_-]{43}\.ics$/);
  return shown;
}

inEachLanguage(
  "a calendar is read by two calendar libraries, renewed and revoked",
  async ({ house, visit, lang }) => {
    const aoife = await visit({ lang });
    await found(aoife, house, lang);
    // Whoever promises leads sales, beside administering the house.
    for (let step = 0; step < 3; step += 1) await aoife.act("company.settle_step");
    await aoife.act("people.assign_role", { role: lang === "en" ? "Head of sales" : "Diretor comercial" });
    await aoife.go("/set-up?step=ready");
    await aoife.act("customer.enter", { name: "Kilkenny; Weavers, \\ Söhne" });
    await aoife.page.locator("form[action='/do/promise.make']").waitFor();
    const due = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    await aoife.act("promise.make", { wording: "The drawing, of the \"loom\"; with ñ", due_on: due });
    await aoife.go("/calendars");
    await aoife.axe();
    await aoife.screenshot("calendars none");
    await aoife.act("calendar_feed.make", { label: "Telephone" });
    const address = await addressOf(aoife);
    await aoife.axe();
    const fetched = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
      await fetch(`${house.address}${path}`, { headers });
    const first = await fetched(address);
    assert.equal(first.status, 200);
    assert.equal(first.headers.get("content-type"), "text/calendar; charset=utf-8");
    assert.equal(first.headers.get("cache-control"), "private, no-cache");
    const text = await first.text();
    const wanted = [{ summary: "Kilkenny; Weavers, \\ Söhne: The drawing, of the \"loom\"; with ñ", day: due }];
    const [javascript, python] = [byJavascript(text), byPython(text)];
    assert.deepEqual(javascript, python);
    assert.deepEqual(javascript.map(({ summary, day }) => ({ summary, day })), wanted);
    const tag = first.headers.get("etag") ?? "";
    assert.match(tag, /^(W\/)?"[0-9a-f]{64}"$/);
    for (const known of [tag, `"x", ${tag}`, "*"]) {
      assert.equal((await fetched(address, { "if-none-match": known })).status, 304);
    }
    assert.equal((await fetched(address, { "if-none-match": '"x"' })).status, 200);

    // Guessed addresses are all alike.
    const guess = address.replace(/.{5}\.ics$/, "AAAAA.ics");
    const answers = await Promise.all([guess, "/calendar/x", "/calendar/x.ics", address.replace(".ics", "")].map(async (path) => {
      const answer = await fetched(path);
      return `${answer.status} ${await answer.text()}`;
    }));
    assert.deepEqual([...new Set(answers)], ["404 "]);

    await aoife.go("/calendars");
    await aoife.act("calendar_feed.renew");
    const second = await addressOf(aoife);
    assert.equal((await fetched(address)).status, 404);
    assert.equal((await fetched(second)).status, 200);
    for (const theme of themes) {
      for (const width of [1320, 360]) {
        const guest = await visit({ lang, theme, width });
        await signFounderIn(guest);
        await guest.go("/calendars");
        await guest.axe();
        await guest.noSidewaysScroll();
        await guest.screenshot("calendars");
      }
    }
    await aoife.go("/calendars");
    await aoife.act("calendar_feed.revoke");
    assert.equal((await fetched(second)).status, 404);
    assert.ok(!house.output.includes("accord_calendar_"), "no secret in the log");
  },
  { own: true, begin: "empty", seconds: 400 },
);
