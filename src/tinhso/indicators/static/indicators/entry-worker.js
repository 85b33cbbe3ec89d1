// Keeps the pages of the entry grid, and the files they are drawn with, for when there is no line. Nothing else.
"use strict";
const FAMILY = "tinhso-entry-";
const CACHE = `${FAMILY}1`;
const HOME = new URL(self.registration.scope).pathname;
const OWNER = `${HOME}owner`; // a note in the cache, no address: whose pages these are, in which language
const MOST = 12, OLDEST = 14 * 24 * 3600 * 1000, PATIENCE = 6000;
const DRAWN_WITH = ["style", "script", "font", "image"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(FAMILY) && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === HOME) event.respondWith(page(event, url));
  } else if (DRAWN_WITH.includes(request.destination)) {
    event.respondWith(fetch(request).catch(async () => (await (await caches.open(CACHE)).match(request)) || Response.error()));
  }
});

async function page(event, url) {
  const known = await kept(url.href);
  try {
    const answer = await (known ? Promise.race([fetch(event.request), tooLong()]) : fetch(event.request));
    if (answer.status >= 500 && known) return known;
    if (isPage(answer)) event.waitUntil(keep(url.href, answer.clone()));
    return answer;
  } catch {
    return known || (await kept(new URL(HOME, url).href)) || Response.error();
  }
}
// One grid, one copy, whichever way its address was written; communes are what it means without a level.
function named(address) {
  const url = new URL(address);
  url.hash = "";
  if (url.searchParams.get("level") === "commune") url.searchParams.delete("level");
  url.searchParams.sort();
  return url.href;
}
const tooLong = () => new Promise((_, failed) => setTimeout(() => failed(new Error("too long")), PATIENCE));
const isPage = (answer) => answer.ok && !answer.redirected;

// The page as it was kept, marked so that it can say so itself.
async function kept(address) {
  const found = await (await caches.open(CACHE)).match(named(address));
  if (!found || Date.now() - Date.parse(found.headers.get("Date")) > OLDEST) return null;
  const headers = new Headers(found.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response((await found.text()).replace("<html ", "<html data-kept "), { headers });
}

async function keep(address, answer) {
  const cache = await caches.open(CACHE);
  await cache.put(named(address), answer);
  const pages = (await cache.keys()).filter((one) => new URL(one.url).pathname === HOME);
  for (const one of pages.slice(0, -MOST)) await cache.delete(one);
}

// A page tells whose it is, in which language, and what it is drawn with; another's pages go before it is kept.
self.addEventListener("message", (event) => event.waitUntil((async () => {
  const { owner, address, files } = event.data;
  const before = await (await caches.open(CACHE)).match(OWNER);
  if (before && (await before.text()) !== owner) await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  for (const one of await cache.keys()) {
    if (new URL(one.url).pathname !== HOME && !files.includes(one.url)) await cache.delete(one);
  }
  await cache.put(OWNER, new Response(owner));
  for (const file of files) if (!(await cache.match(file))) await cache.add(file).catch(() => null);
  for (const one of [new URL(HOME, address).href, address]) {
    if (await cache.match(named(one))) continue;
    const answer = await fetch(one, { credentials: "same-origin" }).catch(() => null);
    if (answer && isPage(answer)) await keep(one, answer);
  }
})()));
