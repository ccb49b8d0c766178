// A meeting as it goes: what is entered while the connection is cut waits in this tab and is sent again.
// Every entry has its own key, so that sending it twice enters it once. Without this file the forms work as forms.
"use strict";
(() => {
  const room = () => document.getElementById("room");
  if (!room()) return;
  let store = null;
  try { store = sessionStorage; store.getItem("live"); } catch { return; }
  const KEPT = `live:${location.pathname}`, PAUSE = 4000;
  const waiting = () => JSON.parse(store.getItem(KEPT) || "[]");
  const announce = (said) => { const place = document.getElementById("announcer"); if (place) place.textContent = said; };

  const show = (why) => {
    const place = document.getElementById("waiting"), list = waiting();
    if (!place) return;
    place.hidden = !list.length;
    place.querySelector("p").textContent = why || place.dataset.cut;
    (place.querySelector("ul") || place.appendChild(document.createElement("ul"))).replaceChildren(...list.map(({ said }) => Object.assign(document.createElement("li"), { textContent: said })));
  };
  const keep = (list) => {
    if (list.length) store.setItem(KEPT, JSON.stringify(list));
    else store.removeItem(KEPT);
  };

  // The answer is the page again: it takes the place of this one, and what is typed elsewhere stays.
  const typed = () => [...document.querySelectorAll("main form[id] :is(textarea, input:not([type=hidden]), select)")]
    .filter((field) => field.name && field.value !== (field.defaultValue ?? ""))
    .map((field) => [field.form.id, field.name, field.value]);
  const put = (text, sent) => {
    const page = new DOMParser().parseFromString(text, "text/html"), here = document.activeElement?.closest("form")?.id;
    const kept = typed().filter(([form]) => form !== sent);
    document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
    for (const [form, name, value] of kept) {
      const field = document.getElementById(form)?.elements[name];
      if (field && "value" in field && field.tagName !== "SELECT") field.value = value;
    }
    window.htmx?.process(document.getElementById("main"));
    const wrong = document.querySelector(".error-summary");
    const next = wrong || document.getElementById(here)?.querySelector("button") || document.getElementById("main");
    next.focus({ preventScroll: !wrong });
    announce(document.querySelector(".messages .toast")?.textContent.trim() || "");
    show();
  };
  const token = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  };
  const post = (entry) => fetch(entry.to, { method: "POST", credentials: "same-origin", body: new URLSearchParams(entry.fields) });

  let busy = false;
  const send = async () => {
    if (busy || !waiting().length) return;
    busy = true;
    let page = null, sent = "", why = "";
    try {
      for (let entry; (entry = waiting()[0]);) {
        let answer = await post(entry);
        if (answer.status === 403) { // signed in anew meanwhile: the same entry under the new token
          const fresh = await token();
          entry.fields = entry.fields.map(([name, value]) => [name, name === "csrfmiddlewaretoken" && fresh ? fresh : value]);
          answer = await post(entry);
        }
        const arrived = new URL(answer.url).pathname === location.pathname && (answer.ok || answer.status === 422);
        if (!arrived) { why = answer.redirected ? document.getElementById("waiting")?.dataset.signIn : ""; break; }
        page = await answer.text();
        sent = answer.ok ? entry.form : "";
        keep(waiting().slice(1));
      }
    } catch { /* cut off: they wait */ }
    busy = false;
    if (page !== null) put(page, sent);
    show(why);
    if (waiting().length) setTimeout(send, PAUSE);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!form.matches("[data-live]") || event.defaultPrevented) return;
    event.preventDefault();
    form.elements.at.value = new Date().toISOString();
    const clock = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const fields = [...new FormData(form, button)].map(([name, value]) => [name, String(value)]);
    const said = `${form.dataset.said}: ${button ? button.firstChild.textContent.trim() : ""}, ${clock}`;
    keep([...waiting(), { to: form.action, form: form.id, fields, said }]);
    form.querySelectorAll("textarea").forEach((area) => { area.value = ""; }); // it is in the list now
    dispatchEvent(new Event("pageshow")); // the buttons can be pressed again
    form.elements.key.value = crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`.slice(0, 36);
    send();
    if (!navigator.onLine) show();
  });
  addEventListener("online", send);
  show();
  send();
})();
