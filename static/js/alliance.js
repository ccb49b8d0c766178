// Manners, not features: every page works without this file.
"use strict";
(() => {
  const say = (words) => {
    const place = document.getElementById("announcer");
    if (!place || !words) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = words; }, 60);
  };
  const words = document.getElementById("words")?.dataset || {};
  const store = (() => { try { sessionStorage.length; return sessionStorage; } catch { return null; } })();

  // ---- focus goes where attention goes -------------------------------------------------------
  const attend = (root) => {
    const place = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus], [autofocus]");
    if (place) place.focus();
    const news = root.querySelector?.("[data-announce]");
    if (news) say(news.textContent.trim());
  };
  attend(document);
  document.addEventListener("htmx:afterSettle", (event) => { attend(event.target); restore(event.target); });
  for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(kind, () => say(words.failed));
  }

  // ---- a second click does nothing twice -----------------------------------------------------
  const sent = new WeakSet();
  const release = (form) => {
    sent.delete(form);
    form.querySelectorAll("[aria-disabled=true]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || button?.formMethod === "dialog") return;
    if (sent.has(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    sent.add(form);
    button?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000); // an answer that is a file leaves the page as it is
    if (form.matches("[data-forget]")) forget(); else note(form);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest?.("form"); if (form) release(form); });
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));

  // ---- long text is kept in this tab until it has been sent ----------------------------------
  const WRITING = "writing:", SENT = "sent:";
  const formKey = (form) => `${location.pathname}#${form.id || [...document.forms].indexOf(form)}`;
  const long = (form) => [...form.querySelectorAll("textarea[name]")].filter((area) => !area.closest("[data-private]"));
  const keys = (start) => store ? Object.keys(store).filter((key) => key.startsWith(start)) : [];
  const forget = () => keys("").forEach((key) => { if (key.startsWith(WRITING) || key.startsWith(SENT)) store.removeItem(key); });
  const note = (form) => { if (store && long(form).length) store.setItem(SENT + formKey(form), "1"); };
  const restore = (root) => {
    if (!store) return;
    const forms = root.matches?.("form") ? [root] : [...(root.querySelectorAll?.("form") || [])];
    for (const form of forms) {
      for (const area of long(form)) {
        const kept = store.getItem(`${WRITING}${formKey(form)}/${area.name}`);
        if (kept && !area.value) { area.value = kept; say(words.restored); }
      }
      store.removeItem(SENT + formKey(form));
    }
  };
  document.addEventListener("input", (event) => {
    const area = event.target, form = area.form;
    if (!store || !form || !long(form).includes(area)) return;
    try { store.setItem(`${WRITING}${formKey(form)}/${area.name}`, area.value); } catch { /* full: nothing is kept */ }
  });
  restore(document);
  // Another page after sending means it arrived; a sign-in page on the way means it did not.
  if (store && !/[?&]next=/.test(location.search)) {
    for (const key of keys(SENT)) {
      const form = key.slice(SENT.length);
      keys(`${WRITING}${form}/`).forEach((kept) => store.removeItem(kept));
      store.removeItem(key);
    }
  }

  // ---- leave quickly -------------------------------------------------------------------------
  const leave = (address) => { forget(); document.documentElement.hidden = true; location.replace(address); };
  let escapes = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.firstElementChild.focus(); });
    const way = document.querySelector("[data-leave]");
    escapes = [...escapes, event.timeStamp].slice(-3);
    if (way && escapes.length === 3 && escapes[2] - escapes[0] < 2000) leave(way.href);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-leave], a[data-dialog], button[data-move]");
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (!link || event.ctrlKey || event.metaKey) return;
    if (link.matches("[data-leave]")) { event.preventDefault(); leave(link.href); }
    if (link.dataset.dialog) { const asked = document.getElementById(link.dataset.dialog); if (asked?.showModal) { event.preventDefault(); asked.showModal(); } }
    if (link.dataset.move) move(link);
  });

  // ---- ranking: buttons beside the selects, which stay the truth -----------------------------
  const choice = (row) => row.querySelector("select");
  const move = (button) => {
    const row = button.closest("li"), list = row.parentElement, up = button.dataset.move === "up";
    const placed = [...list.children].filter((other) => choice(other).value).sort((one, two) => choice(one).value - choice(two).value);
    const at = placed.indexOf(row);
    if (at < 0) { if (up) placed.push(row); } // not placed yet: it comes last
    else if (up && at) placed.splice(at - 1, 2, row, placed[at - 1]);
    else if (!up && at === placed.length - 1) { placed.pop(); choice(row).value = ""; }
    else if (!up) placed.splice(at, 2, placed[at + 1], row);
    placed.forEach((other, place) => { choice(other).value = String(place + 1); });
    list.prepend(...placed);
    button.focus();
    say(`${row.querySelector("label").textContent}: ${choice(row).selectedOptions[0].textContent}`);
  };
  document.querySelectorAll("[data-ranking]").forEach((list) => {
    list.querySelectorAll(".moves[hidden]").forEach((moves) => { moves.hidden = false; });
  });

  // ---- the session is about to end -----------------------------------------------------------
  const seconds = Number(document.querySelector("meta[name=session-seconds]")?.content);
  if (seconds > 300 && seconds < 86400) {
    setTimeout(() => {
      document.dispatchEvent(new CustomEvent("alliance:session-ends"));
      const place = document.getElementById("messages"), box = document.createElement("div"), line = document.createElement("p");
      line.textContent = words.ends;
      box.className = "toast toast-near";
      box.append(line);
      place?.append(box);
    }, (seconds - 300) * 1000);
  }
})();
