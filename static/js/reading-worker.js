// Keeps the pages of a board pack that somebody opened, to be read without a network, and what they
// wrote meanwhile. It reaches the addresses of one pack only, and is gone when its reader signs out.
"use strict";
const PAGES = "pack pages ", FILES = "pack files", WAITING = "pack waiting";
const scope = self.registration.scope;
const until = `${scope}until`, absent = `${scope}not-saved/`;
const plain = (address) => address.split(/[?#]/)[0];

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
// The first page was opened before there was a worker: it says itself what it is made of.
addEventListener("message", (event) => event.waitUntil(Promise.all([
  ...event.data.pages.map((address) => page(new Request(address))),
  ...event.data.files.map((address) => file(new Request(address))),
]).catch(() => {})));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.url.startsWith(scope)) {
    event.respondWith(request.method === "POST" ? send(request) : page(request));
  } else if (["style", "script", "font", "image"].includes(request.destination) && new URL(request.url).origin === location.origin) {
    event.respondWith(file(request));
  }
});

const readers = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));
const forget = async (except) => Promise.all((await readers()).filter((name) => name !== except).map((name) => caches.delete(name)));

async function page(request) {
  let answer;
  try { answer = await fetch(request); } catch { return kept(request.url); }
  const reader = answer.headers.get("Reading-For");
  const isGone = [403, 404, 410].includes(answer.status);
  // Sent elsewhere, or nothing shown any more: the session has ended, or the right to read.
  if (answer.type === "opaqueredirect" || isGone && plain(request.url) === scope) await forget();
  else if (isGone) await drop([plain(request.url)]);
  else if (answer.ok) await keep(plain(request.url), answer.clone(), reader);
  return answer;
}

async function drop(addresses) {
  for (const name of await readers()) {
    const cache = await caches.open(name);
    for (const address of addresses) await cache.delete(address);
  }
}

async function keep(address, answer, reader) {
  const headers = new Headers(answer.headers);
  const seconds = Number(headers.get("Reading-Seconds"));
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const copy = new Response(await answer.blob(), { headers });
  if (!reader) { await (await caches.open(FILES)).put(address, copy); return; }
  const own = PAGES + reader;
  await forget(own);
  const cache = await caches.open(own);
  await cache.put(address, copy);
  // What has been closed to this reader since is not kept either.
  await drop((headers.get("Reading-Closed") || "").split(" ").filter(Boolean).map((number) => `${scope}${number}/`));
  await cache.put(until, new Response(String(Date.now() + 1000 * seconds)));
}

async function kept(address) {
  for (const name of await readers()) {
    const cache = await caches.open(name), ends = await cache.match(until);
    if (ends && Number(await ends.text()) > Date.now()) {
      const found = await cache.match(plain(address));
      if (found) return found;
    } else if (ends) await caches.delete(name);
  }
  return (await (await caches.open(FILES)).match(absent)) || Response.error();
}

async function file(request) {
  const cache = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone());
    return answer;
  } catch { return (await cache.match(request.url)) || Response.error(); }
}

// What is written without a network waits on this device; the page sends it when there is one.
async function send(request) {
  const copy = request.clone();
  try { return await fetch(request); } catch {
    const body = await copy.text(), cache = await caches.open(WAITING);
    const said = { url: plain(request.url), body, reader: new URLSearchParams(body).get("reader") };
    await cache.put(`${scope}waiting/${Date.now()}`, new Response(JSON.stringify(said)));
    return Response.redirect(`${said.url}?waiting`, 303);
  }
}
