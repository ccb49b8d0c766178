// How many words a field has so far. Without this file the form says so once it is sent.
"use strict";
(() => {
  for (const area of document.querySelectorAll("textarea[data-words]")) {
    const { words: most, counted, over } = area.dataset;
    const place = document.createElement("p");
    place.id = `${area.id}_words`;
    place.className = "help";
    area.after(place);
    area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") || ""} ${place.id}`.trim());
    const count = () => {
      const many = area.value.split(/\s+/).filter(Boolean).length;
      place.textContent = (many > most ? over : counted).replace("{n}", many).replace("{most}", most);
      place.toggleAttribute("data-over", many > most);
    };
    area.addEventListener("input", count);
    count();
  }
})();
