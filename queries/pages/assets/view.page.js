"use strict";
// What the reader does: choose, search, filter, move by keys, save, print.
const view = (() => {
  const { state } = picture;
  const byId = (id) => document.getElementById(id);
  const address = (node) => {
    const hash = node && !node.cell ? `#${encodeURIComponent(node.key)}` : location.pathname + location.search;
    if (decodeURIComponent(location.hash.slice(1)) !== (node?.key ?? "")) history.replaceState(null, "", hash);
  };
  const back = () => { byId("back").hidden = !(state.only || state.open); };
  const see = (node) => {
    const item = picture.stands(node);
    if (item === node) return;
    if (item?.cell) state.open = item.key; // open its cell
    else if (state.only) state.only = null;
    if (!picture.stands(node)) state.kinds.add(node.kind);
    picture.update();
    if (!picture.stands(node)) {
      state.countries.clear(); state.directions.clear(); state.confidence = 1;
      picture.update();
    }
    if (picture.stands(node)?.cell) { state.open = picture.stands(node).key; picture.update(); }
  };
  const select = (node) => {
    state.scenario = null;
    state.selected = node;
    if (node && !node.cell) see(node);
    address(node);
    picture.redraw();
    panel.show();
    panel.box.scrollTop = 0;
    back();
  };
  const isolate = (node) => {
    const near = new Set([node]);
    for (const line of [...node.inputs, ...node.users]) near.add(line.from).add(line.to);
    state.only = near;
    state.selected = node;
    picture.update();
    panel.show();
    back();
  };
  const play = (scenario) => {
    state.selected = null;
    state.scenario = scenario;
    picture.redraw();
    panel.show();
  };
  const filter = () => { picture.update(); panel.show(); };
  const open = (cell) => {
    state.open = state.open === cell.key ? null : cell.key;
    state.selected = null;
    picture.update();
    panel.show();
    back();
  };
  const leave = () => {
    if (!byId("found").hidden) close();
    else if (state.scenario) play(null);
    else if (state.selected) select(null);
    else if (state.only || state.open) { state.only = null; state.open = null; filter(); }
    else picture.home();
    back();
  };

  picture.network.on("click", ({ pointer }) => {
    const id = picture.network.getNodeAt(pointer.DOM);
    const item = id === undefined ? nearest(pointer.canvas) : picture.items.get(String(id));
    if (item?.cell) open(item);
    else if (item !== state.selected) select(item ?? null);
    picture.box.focus({ preventScroll: true });
  });
  // Small dots are hard to hit, above all by finger: the nearest within reach counts.
  const nearest = ({ x, y }) => {
    const reach = (matchMedia("(pointer: coarse)").matches ? 22 : 10) / picture.network.getScale();
    let best = null, least = reach;
    for (const item of picture.shown()) {
      const far = Math.hypot(item.x - x, item.y - y) - item.r;
      if (far < least) [best, least] = [item, far];
    }
    return best;
  };
  picture.network.on("doubleClick", () => { if (state.selected && !state.selected.cell) isolate(state.selected); });
  picture.network.on("hoverNode", ({ node }) => { state.hovered = picture.items.get(String(node)); picture.network.redraw(); });
  picture.network.on("blurNode", () => { state.hovered = null; picture.network.redraw(); });

  // ---- search ----------------------------------------------------------------------------
  const input = byId("search"), found = byId("found");
  let hits = [], at = 0;
  const close = () => { found.hidden = true; input.setAttribute("aria-expanded", "false"); };
  const choose = (node) => { close(); input.value = ""; input.blur(); select(node); };
  const offer = () => {
    hits = graph.search(input.value);
    at = 0;
    found.replaceChildren(...hits.map((node, n) =>
      page.element("li", { role: "option", "aria-selected": String(n === at), onmousedown: (event) => { event.preventDefault(); choose(node); } },
        page.element("bdi", {}, graph.name(node.key)), page.element("small", {}, graph.word(node.kind)))));
    if (!hits.length && input.value.trim()) found.append(page.element("li", {}, page.pick(["nothing found", "查無結果"])));
    found.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!found.hidden));
  };
  input.addEventListener("input", offer);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) {
      at = (at + step + hits.length) % hits.length;
      [...found.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === at)));
      event.preventDefault();
    } else if (event.key === "Enter" && hits[at]) choose(hits[at]);
    else if (event.key === "Escape") { close(); input.blur(); }
    event.stopPropagation();
  });

  // ---- keys ------------------------------------------------------------------------------
  const move = (key) => {
    const here = state.selected && (picture.stands(state.selected) ?? state.selected);
    const size = (item) => item.radius ?? 0;
    if (!here) return [...picture.shown()].sort((a, b) => size(b) - size(a))[0];
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const next = key === "ArrowLeft" ? picture.inputs(here) : picture.users(here);
      return next.sort((a, b) => size(b) - size(a) || Math.abs(a.y - here.y) - Math.abs(b.y - here.y))[0];
    }
    const column = picture.shown().filter((item) => item.level === here.level).sort((a, b) => a.y - b.y || a.x - b.x);
    return column[column.indexOf(here) + (key === "ArrowDown" ? 1 : -1)];
  };
  document.addEventListener("keydown", (event) => {
    if (event.target === input || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") leave();
    else if (event.key === "/") { input.focus(); event.preventDefault(); }
    else if (event.key.startsWith("Arrow") && (event.target === picture.box || picture.box.contains(event.target) || event.target === document.body)) {
      const item = move(event.key);
      if (item) select(item);
      event.preventDefault();
    } else if (event.key === "Enter" && state.selected?.cell) open(state.selected);
  });

  // ---- buttons ---------------------------------------------------------------------------
  const zoom = (by) => picture.network.moveTo({ scale: picture.network.getScale() * by, position: picture.network.getViewPosition() });
  byId("closer").addEventListener("click", () => zoom(1.4));
  byId("farther").addEventListener("click", () => zoom(1 / 1.4));
  byId("fit").addEventListener("click", picture.home);
  byId("back").addEventListener("click", leave);
  byId("print").addEventListener("click", () => print());
  byId("png").addEventListener("click", () => {
    const canvas = picture.box.querySelector("canvas");
    const ratio = canvas.width / picture.box.clientWidth, top = 46 * ratio, foot = 30 * ratio;
    const out = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height + top + foot });
    const pen = out.getContext("2d"), { paper, ink, soft } = picture.colours(), family = getComputedStyle(document.body).fontFamily;
    pen.fillStyle = paper;
    pen.fillRect(0, 0, out.width, out.height);
    pen.drawImage(canvas, 0, top);
    pen.fillStyle = ink;
    pen.font = `600 ${17 * ratio}px ${family}`;
    pen.fillText(document.querySelector(`h1 .${page.lang}`).textContent, 14 * ratio, 29 * ratio);
    pen.fillStyle = soft;
    pen.font = `${11 * ratio}px ${family}`;
    const told = [...document.querySelectorAll(".foot > *")].map((part) => part.querySelector(".en") ? part.textContent.replace(part.querySelector(page.lang === "zh" ? ".en" : ".zh").textContent, "").trim() : part.textContent);
    pen.fillText(told.join("   ·   "), 14 * ratio, out.height - 11 * ratio);
    out.toBlob((blob) => {
      const link = page.element("a", { href: URL.createObjectURL(blob), download: "controlshift.png" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    });
  });

  // ---- the world around ------------------------------------------------------------------
  const follow = () => {
    const node = graph.byKey.get(decodeURIComponent(location.hash.slice(1)));
    if (node && node !== state.selected) select(node);
  };
  addEventListener("hashchange", follow);
  new ResizeObserver(picture.resize).observe(picture.box);
  document.addEventListener("language", () => { picture.update(false); panel.show(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", picture.repaint);
  matchMedia("print").addEventListener("change", picture.repaint);
  addEventListener("beforeprint", picture.repaint);
  addEventListener("afterprint", picture.repaint);
  return { select, isolate, play, filter, follow };
})();
panel.show();
if (graph.scene.mode === "focus" && !location.hash) view.select(graph.byKey.get(graph.scene.start));
else view.follow();
