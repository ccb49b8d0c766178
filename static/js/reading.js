// Reading a pack without a network: the worker keeps pages, this sends what waited. Without it
// every page works while there is a network.
"use strict";
(async () => {
  const place = document.getElementById("reading");
  if (!place || !("serviceWorker" in navigator) || !("caches" in self)) return;
  const { worker, scope, reader, absent } = place.dataset;
  const [line, list] = place.children;
  const here = location.pathname, waiting = () => caches.open("pack waiting");
  document.querySelectorAll("[data-reading] textarea").forEach((area) => {
    if (area.value !== area.defaultValue) area.closest("details").open = true;
  });

  const entries = async () => {
    const cache = await waiting(), found = [];
    for (const key of await cache.keys()) {
      const said = await (await cache.match(key)).json();
      if (said.reader === reader) found.push({ key, said });
    }
    return found.sort((one, two) => (one.key.url > two.key.url ? 1 : -1));
  };
  const words = (body) => {
    const said = new URLSearchParams(body);
    const notes = [...said].filter(([name, text]) => /^words-/.test(name) && text.trim()).map(([, text]) => text);
    return said.get("do") === "read" || said.has("next") ? [...notes, place.dataset.read] : notes;
  };
  const add = (text, key) => {
    const item = document.createElement("li");
    item.textContent = text;
    if (key) {
      const drop = Object.assign(document.createElement("button"), { type: "button", className: "button button-plain button-small", textContent: place.dataset.drop });
      drop.onclick = async () => { await (await waiting()).delete(key); show(); };
      item.append(" ", drop);
    }
    list.append(item);
  };
  const show = async () => {
    list.replaceChildren();
    const there = await entries();
    for (const { key, said } of there) {
      for (const text of words(said.body)) add(`${said.refused ? place.dataset.refused : place.dataset.waits} ${text}`, said.refused && key);
    }
    line.hidden = navigator.onLine;
    place.hidden = line.hidden && !list.children.length;
    if (!navigator.onLine) await nameUnsaved();
  };
  const nameUnsaved = async () => {
    for (const link of document.querySelectorAll("a[data-item]:not([data-unsaved])")) {
      if (await caches.match(link.href)) continue;
      link.dataset.unsaved = "";
      link.append(Object.assign(document.createElement("span"), { className: "quiet small", textContent: ` (${place.dataset.unsaved})` }));
    }
  };

  const token = (html) => html.match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
  const deliver = async ({ key, said }) => {
    const page = await fetch(said.url, { redirect: "manual" });
    if (page.headers.get("Reading-For") !== reader) {
      if ([403, 404].includes(page.status)) await refuse(key, said);
      return false;
    }
    const body = new URLSearchParams(said.body);
    body.set("csrfmiddlewaretoken", token(await page.text()) || "");
    const answer = await fetch(said.url, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") { await refuse(key, said); return false; }
    await (await waiting()).delete(key);
    return true;
  };
  const refuse = async (key, said) => (await waiting()).put(key, new Response(JSON.stringify({ ...said, refused: true })));
  const flush = async () => {
    let isSent = false;
    for (const entry of await entries()) if (!entry.said.refused && await deliver(entry)) isSent = true;
    const isWriting = [...document.querySelectorAll("[data-reading] textarea")].some((area) => area.value !== area.defaultValue);
    if (isSent && !isWriting) location.replace(here);
  };
  const renew = async () => {
    await show();
    if (!navigator.onLine) return;
    try { await (navigator.locks ? navigator.locks.request("pack waiting", flush) : flush()); } catch { /* away again: it waits on */ }
    await show();
  };
  addEventListener("online", renew);
  addEventListener("offline", show);
  renew();

  // What is kept for a train without signal waits until the page stands.
  if (document.readyState !== "complete") await new Promise((done) => { addEventListener("load", () => setTimeout(done), { once: true }); });
  if (!navigator.serviceWorker.controller) { // signed out meanwhile, or not allowed here: say nothing
    const there = await fetch(worker, { redirect: "manual" }).catch(() => null);
    if (!there || !there.ok) return;
  }
  try { await navigator.serviceWorker.register(worker, { scope }); } catch { return; }
  const { active } = await navigator.serviceWorker.ready;
  const pages = navigator.serviceWorker.controller ? [] : [here, absent];
  const files = [...new Set(performance.getEntriesByType("resource").filter(({ initiatorType }) => ["link", "script", "css", "img"].includes(initiatorType)).map(({ name }) => name))].filter((name) => name.startsWith(location.origin));
  if (pages.length) active.postMessage({ pages, files });
})();
