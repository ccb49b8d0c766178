// Manners, not features: every page works without this file.
"use strict";
(() => {
  const on = (kind, then, early) => document.addEventListener(kind, then, early);
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  // Few pages have a part that renews itself, so few ask for htmx; it begins once the page is complete.
  const { htmx } = document.currentScript?.dataset || {};
  if (htmx && document.querySelector("[hx-get], [hx-post]")) {
    addEventListener("load", () => document.head.append(Object.assign(document.createElement("script"), { src: htmx })));
  }
  const words = document.getElementById("words")?.dataset || {};
  const say = (said) => {
    const place = document.getElementById("announcer");
    if (!place || !said) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = said; }, 60);
  };

  // Focus goes where attention goes.
  const attend = (root) => {
    const wanted = "[data-focus], [autofocus]";
    (root.matches?.(wanted) ? root : root.querySelector(wanted))?.focus();
    say(root.querySelector("[data-announce]")?.textContent.trim());
  };
  on("htmx:afterSettle", (event) => { attend(event.target); settle(event.target); });
  for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) on(kind, () => say(words.failed));

  // A second click does nothing twice.
  const sent = new WeakSet();
  const release = (form) => {
    sent.delete(form);
    all("[aria-disabled=true]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  on("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || button?.formMethod === "dialog") return;
    if (sent.has(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    sent.add(form);
    button?.setAttribute("aria-disabled", "true");
    setTimeout(release, 8000, form); // an answer that is a file leaves the page as it is
    if (form.matches("[data-forget]")) forget();
    else if (store && long(form).length) store.setItem(SENT + named(form), "");
  }, true);
  on("htmx:afterRequest", (event) => { const form = event.target.closest("form"); if (form) release(form); });
  addEventListener("pageshow", () => all("form").forEach(release));

  // Long text is kept in this tab until it has been sent.
  const WRITING = "writing:", SENT = "sent:";
  let store = null;
  try { store = sessionStorage; } catch { /* not allowed here: nothing is kept */ }
  const keys = (start) => Object.keys(store || {}).filter((key) => key.startsWith(start));
  const drop = (start) => keys(start).forEach((key) => store.removeItem(key));
  const forget = () => store?.clear();
  const named = (form) => `${location.pathname}#${form.id || all("form").indexOf(form)}`;
  const long = (form) => all("textarea[name]", form).filter((area) => !area.closest("[data-private]"));
  const settle = (root) => {
    if (!store) return;
    // Errors, a page of refusal or a sign-in page on the way mean it did not arrive; any other page that it did.
    if (/[?&]next=/.test(location.search) || document.querySelector(".error-summary, [data-not-sent]")) drop(SENT);
    for (const key of keys(SENT)) { drop(`${WRITING}${key.slice(SENT.length)}/`); store.removeItem(key); }
    for (const area of all("form", root).flatMap(long)) {
      const kept = store.getItem(`${WRITING}${named(area.form)}/${area.name}`);
      if (kept && !area.value) { area.value = kept; say(words.restored); }
    }
  };
  on("input", ({ target }) => {
    if (!store || !target.form || !long(target.form).includes(target)) return;
    try { store.setItem(`${WRITING}${named(target.form)}/${target.name}`, target.value); } catch { /* full */ }
  });
  attend(document);
  settle(document);

  // Leave quickly; menus; dialogs.
  const leave = (address) => { forget(); document.documentElement.hidden = true; location.replace(address); };
  const shut = (except) => all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(except)) menu.open = false; });
  let escapes = [];
  on("keydown", ({ key, timeStamp, target }) => {
    if (key !== "Escape") return;
    target.closest("details[data-menu]")?.querySelector("summary").focus();
    shut();
    const way = document.querySelector("[data-leave]");
    escapes = [...escapes, timeStamp].slice(-3);
    if (way && escapes.length > 2 && timeStamp - escapes[0] < 2000) leave(way.href);
  });
  on("click", (event) => {
    shut(event.target);
    const link = event.target.closest("[data-leave], [data-dialog], [data-move]");
    if (!link || event.ctrlKey || event.metaKey) return;
    const { dialog, move } = link.dataset;
    if (!move) event.preventDefault();
    if (move) shift(link.closest("li"), move === "up", link);
    else if (dialog) {
      const asked = document.getElementById(dialog);
      asked.showModal();
      asked.querySelector("[formmethod=dialog]")?.focus(); // the safe answer
    }
    else leave(link.href);
  });

  // Ranking: buttons beside the selects, which stay the truth.
  const choice = (row) => row.querySelector("select");
  const shift = (row, up, button) => {
    const placed = [...row.parentElement.children].filter((other) => choice(other).value);
    placed.sort((one, two) => choice(one).value - choice(two).value);
    const at = placed.indexOf(row);
    if (at < 0) { if (up) placed.push(row); } // not placed yet: it comes last
    else if (up && at) placed.splice(at - 1, 2, row, placed[at - 1]);
    else if (!up && placed[at + 1]) placed.splice(at, 2, placed[at + 1], row);
    else if (!up) { placed.pop(); choice(row).value = ""; }
    placed.forEach((other, place) => { choice(other).value = String(place + 1); });
    row.parentElement.prepend(...placed);
    button.focus();
    say(`${row.querySelector("label").textContent}: ${choice(row).selectedOptions[0].textContent}`);
  };
  all("[data-ranking] .moves").forEach((moves) => { moves.hidden = false; });

  // Whoever signs in finds nothing that an ended session left on this device.
  if (location.pathname === "/account/login/" && self.caches) {
    caches.keys().then((names) => names.filter((name) => name.startsWith("pack pages")).forEach((name) => caches.delete(name)));
  }

  // The session is about to end.
  const seconds = Number(document.querySelector("meta[name=session-seconds]")?.content);
  if (seconds > 300 && seconds < 86400) {
    setTimeout(() => {
      document.getElementById("session-ends").hidden = false;
      say(words.ends);
    }, (seconds - 300) * 1000);
  }
})();
