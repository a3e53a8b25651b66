// Keeps the shell of the program, so that it opens without network. It never answers for the server: what is asked of
// the API goes to the network or fails, and the program keeps it.
interface Extendable extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetching extends Extendable { readonly request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  readonly shellFiles: readonly string[];
  readonly shellVersion: string;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", act: (event: Extendable) => void): void;
  addEventListener(type: "fetch", act: (event: Fetching) => void): void;
}

const scope = self as unknown as Scope;
const KEPT = `field-${scope.shellVersion}`;
const PATIENCE = 4_000;

scope.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([...scope.shellFiles])).then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("field-") && name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => scope.clients.claim()));
});

async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    // A page that leads elsewhere (to signing in) is shown, not kept.
    if (fresh.ok && !fresh.redirected) await cache.put("/field", fresh.clone());
    return fresh;
  } catch {
    return (await cache.match("/field")) ?? Response.error();
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? (await fetch(request));
}

scope.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (url.pathname === "/field") event.respondWith(shell(event.request));
  } else if (scope.shellFiles.includes(url.pathname)) {
    event.respondWith(file(event.request));
  }
});
