// Passkeys, shown where the browser has them: one is asked for or made, and goes with the form as JSON.
"use strict";
(() => {
  if (!window.PublicKeyCredential) return;
  const octets = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (keys) => (keys || []).map((key) => ({ ...key, id: octets(key.id) }));
  const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const packed = (key) => {
    const response = {};
    for (const part of PARTS) if (key.response[part]) response[part] = text(key.response[part]);
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return JSON.stringify({
      id: key.id, rawId: text(key.rawId), type: key.type, response,
      authenticatorAttachment: key.authenticatorAttachment, clientExtensionResults: key.getClientExtensionResults(),
    });
  };
  const written = (id) => JSON.parse(document.getElementById(id).textContent);
  const fetched = async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  };

  const ask = async (form) => {
    const { request_options: { publicKey } } = form.dataset.options ? written(form.dataset.options) : await fetched(form);
    const options = { ...publicKey, challenge: octets(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) };
    return navigator.credentials.get({ publicKey: options });
  };
  const make = async (form) => {
    const { creation_options: { publicKey } } = written(form.dataset.options);
    const isAlone = form.querySelector("[name=passwordless]")?.checked || false; // enough without a password
    const kind = { residentKey: isAlone ? "required" : "discouraged", requireResidentKey: isAlone };
    if (isAlone) kind.userVerification = "required";
    return navigator.credentials.create({ publicKey: {
      ...publicKey, challenge: octets(publicKey.challenge), excludeCredentials: known(publicKey.excludeCredentials),
      user: { ...publicKey.user, id: octets(publicKey.user.id) },
      authenticatorSelection: { ...publicKey.authenticatorSelection, ...kind },
    } });
  };

  for (const form of document.querySelectorAll("form[data-passkey-form]")) {
    form.querySelector("[data-passkey-button]").addEventListener("click", async (event) => {
      event.preventDefault();
      if (!form.reportValidity()) return;
      const line = document.getElementById("passkey-problem");
      try {
        const key = await (form.dataset.passkeyForm === "make" ? make(form) : ask(form));
        form.elements.credential.value = packed(key);
        form.submit();
      } catch {
        line.hidden = false;
        line.textContent = line.dataset.words;
      }
    });
  }
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
})();
