// Put into a window once. Pages are then written into that window one after another, so that axe is
// read once, and what has been looked at already is remembered.
(() => {
  const COLOURS = ["color-contrast", "link-in-text-block"];
  const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const ALIKE = 3; // of several things alike, so many are looked at
  const IGNORED = /^(href|src|action|value|content|title|alt|placeholder|d|data-|hx-)/;
  const NUMBERED = /^(id|for|name|aria-(labelledby|describedby|controls|owns|label))$/;
  const seen = { light: new Set(), dark: new Set() };

  // ---- shapes: what a page is made of, without its words and numbers
  const attributes = (element) => [...element.attributes]
    .filter(({ name }) => !IGNORED.test(name))
    .map(({ name, value }) => `${name}=${NUMBERED.test(name) ? value.replace(/[\d-]+/g, "0") : value}`)
    .sort().join(" ");
  const shape = (node, known = new Map()) => {
    if (node.nodeType === 3) return node.data.trim() ? "#" : "";
    if (node.nodeType !== 1) return "";
    if (!known.has(node)) {
      const parts = node.localName === "svg" ? [] : [...node.childNodes].map((each) => shape(each, known));
      known.set(node, `<${node.localName} ${attributes(node)}>${[...new Set(parts)].join("")}</>`);
    }
    return known.get(node);
  };
  const shapes = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const main = page.querySelector("main");
    if (!main) return [shape(page.body), ""];
    const own = shape(main);
    main.replaceChildren();
    page.querySelectorAll("[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    return [own, shape(page.documentElement)];
  };

  // ---- looking
  const show = (html) => new Promise((done) => {
    document.open();
    document.write(html);
    addEventListener("load", () => document.fonts.ready.then(() => done(null)));
    document.close();
  });
  // Ten rows alike show no more than three; what differs in anything but words stays.
  const thin = () => {
    const known = new Map(), found = [];
    for (const parent of document.querySelectorAll("main tbody, main ul, main ol, main dl, main .grid, main .choices, main select")) {
      const times = new Map();
      for (const child of parent.children) {
        const kind = shape(child, known);
        times.set(kind, (times.get(kind) || 0) + 1);
        if (times.get(kind) > ALIKE) found.push(child);
      }
    }
    found.forEach((child) => child.remove());
  };
  // The topmost parts that stand under classes and states not yet seen at this width in these colours.
  const fresh = (place, root) => {
    const known = seen[place] ||= new Set(), found = [];
    const visit = (element, above) => {
      const chain = `${above}>${element.localName} ${element.className} ${["lang", "type", "aria-current", "aria-sort", "role"].map((name) => element.getAttribute(name) || "").join(" ")}`;
      const isNew = !known.has(chain);
      known.add(chain);
      if (isNew && found.at(-1)?.contains(element) !== true) found.push(element);
      if (element.localName !== "svg") for (const child of element.children) visit(child, chain);
    };
    visit(root, "");
    return found;
  };
  const run = async (root, options) => {
    const { violations } = await axe.run(root, { ...options, resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((one) => one.html.slice(0, 160))}`);
  };
  const rules = (withColours) => run(document, {
    runOnly: { type: "tag", values: TAGS },
    rules: Object.fromEntries(withColours ? [] : COLOURS.map((rule) => [rule, { enabled: false }])),
  });
  const colours = async (place) => {
    const include = fresh(place, document.body);
    return include.length ? run({ include }, { runOnly: { type: "rule", values: COLOURS } }) : [];
  };
  window.leafing = { shapes, show, thin, rules, colours };
})();
