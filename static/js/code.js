// The three words behind # in a letter's link go into the form, and out of the address.
"use strict";
(() => {
  const field = document.querySelector("input[name=code]");
  const code = location.hash.slice(1);
  if (!field || !/^[a-z]+(-[a-z]+){2}$/.test(code)) return;
  if (!field.value) field.value = code.replaceAll("-", " ");
  history.replaceState(null, "", location.pathname);
})();
