// The words of the program, as the server put them on the page, and dates as the reader and the site have them.

const all = JSON.parse(document.body.dataset["words"] ?? "{}") as Record<string, string>;

/** A message by its key; `%name%` stands for what is given. */
export function say(key: string, facts: Record<string, string | number> = {}): string {
  const text = all[key] ?? key;
  return text.replace(/%(\w+)%/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** A message whose key ends in a stored word: `on_site` is `…-on-site`. */
export function word(start: string, stored: string): string {
  return say(`${start}-${stored.replaceAll("_", "-")}`);
}

/** An instant by the clock of a site. */
export function when(instant: string, zone: string): string {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone,
  });
  return form.format(new Date(instant));
}

/** The time of day of an instant at a site. */
export function clock(instant: string, zone: string): string {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  return form.format(new Date(instant));
}

/** The day of an instant at a site. */
export function day(instant: string, zone: string): string {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: zone });
  return form.format(new Date(instant));
}
