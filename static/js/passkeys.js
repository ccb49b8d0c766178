/* Shows what needs a passkey where the browser has them, and says so when one could not be used. */
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-passkey]").forEach((part) => { part.hidden = false; });
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const line = document.getElementById("passkey-problem");
    if (!line) return;
    line.hidden = false;
    line.textContent = line.dataset.words;
  });
})();
