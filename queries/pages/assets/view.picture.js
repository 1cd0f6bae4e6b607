"use strict";
// The picture: what is visible, where it stands, and how it is drawn. Columns and places come
// with the data; here they are spread over the window, and vis-network pans, zooms and draws.
const picture = (() => {
  const { scene, nodes, lines } = graph;
  const box = document.getElementById("picture");
  const TITLES = 42, EDGE = 12;
  const MAIN = new Set(["Technology", "Need"]);
  // Shapes of one radius differ in area: these factors make the areas equal.
  const EQUAL = { dot: 1, square: 0.886, diamond: 1.253, triangle: 1.347, star: 1.2, hexagon: 1.1, box: 0.886 };

  const state = {
    kinds: new Set(), countries: new Set(), directions: new Set(), confidence: 1,
    only: null, open: null, selected: null, hovered: null, scenario: null, after: true,
  };
  const many = nodes.filter((node) => MAIN.has(node.kind)).length > scene.many;
  const few = nodes.length <= scene.few;
  for (const node of nodes)
    if (MAIN.has(node.kind) || (few && scene.mode !== "investment") || node.key === scene.start) state.kinds.add(node.kind);

  // ---- what is visible -------------------------------------------------------------------
  const passes = (node) =>
    (state.kinds.has(node.kind) || scene.always.includes(node.key)) &&
    (!state.countries.size || node.group === "none" || state.countries.has(node.group)) &&
    (!state.directions.size || !node.directions.length || node.directions.some((d) => state.directions.has(d))) &&
    (state.confidence < 2 || node.confidence == null || node.confidence >= state.confidence) &&
    !(scene.mode === "investment" && !state.after && scene.always.includes(node.key));

  const cells = new Map();
  const cellOf = (node) => {
    const lane = scene.by === "direction" || node.group === "none" ? node.lane : node.group;
    const key = `${node.level}|${lane}`;
    if (!cells.has(key))
      cells.set(key, {
        cell: key, key, kind: node.kind, level: node.level, lane, group: scene.by === "direction" ? "other" : node.group,
        shape: "dot", ring: 0, members: [], inputs: [], users: [], directions: [], dashes: false,
      });
    return cells.get(key);
  };

  let shown = [], drawn = [], stands = new Map();
  // Whatever stands for a node in the picture: itself, its cell, or nothing.
  const refresh = () => {
    const wanted = nodes.filter((node) => (state.only ? state.only.has(node) : passes(node)));
    stands = new Map();
    if (!many || state.only) for (const node of wanted) stands.set(node, node);
    else {
      for (const cell of cells.values()) cell.members = [];
      for (const node of wanted) {
        const cell = cellOf(node);
        cell.members.push(node);
        stands.set(node, cell.key === state.open ? node : cell);
      }
      const total = (cell) => cell.members.reduce((sum, node) => sum + (node.radius ?? 0) ** 2, 0);
      const all = [...cells.values()].filter((cell) => cell.members.length);
      const most = Math.max(...all.map(total)) || 1;
      for (const cell of all) {
        cell.radius = Math.sqrt(total(cell) / most);
        cell.names = cell.short = [0, 1].map((i) => `${laneName(cell.lane, cell.group)[i]} ${cell.members.length}`);
      }
    }
    shown = [...new Set(stands.values())];
    const pairs = new Map();
    for (const line of lines) {
      const a = stands.get(line.from), b = stands.get(line.to);
      if (!a || !b || a === b) continue;
      if (state.confidence > 1 && line.confidence != null && line.confidence < state.confidence) continue;
      const key = a.cell || b.cell ? `${a.key}→${b.key}` : line.n;
      const known = pairs.get(key);
      if (known) known.count += 1;
      else pairs.set(key, { id: line.n, from: a, to: b, count: 1, line });
    }
    drawn = [...pairs.values()];
    const most = Math.max(1, ...drawn.map((d) => d.count));
    for (const d of drawn) d.weight = a(d) ? d.count / most : d.line.share ?? 0.15;
    function a(d) { return d.from.cell || d.to.cell; }
  };
  const laneName = (lane, group) => {
    const found = graph.data.lanes.find(([key]) => key === lane) || graph.data.countries.find(([key]) => key === lane);
    if (found && found[1][0]) return found[1];
    if (group === "none") return ["all", "全部"];
    return lane === "other" ? ["Other countries", "其他國家"] : graph.data.words[lane] || ["", ""];
  };

  // ---- where it stands -------------------------------------------------------------------
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  const measure = (text, font) => {
    const key = font + text;
    if (!widths.has(key)) {
      pen.font = font;
      widths.set(key, pen.measureText(text).width);
    }
    return widths.get(key);
  };
  const narrow = () => box.clientWidth < 620;
  const family = () => getComputedStyle(document.body).fontFamily;
  const font = (bold) => `${bold ? 600 : 400} ${narrow() ? 11 : 12}px ${family()}`;
  const label = (node, full) => page.pick(full ? node.names : node.short);

  let size = [0, 0], columns = [], bands = [], unit = 1; // pixels of radius 1
  const laned = () => scene.by !== "stage" && !state.only && scene.mode === "whole";
  const laneRank = new Map([...graph.data.lanes, ...graph.data.countries].map(([key], n) => [key, n]));
  const inOrder = (a, b) =>
    a.cell || b.cell ? (laneRank.get(a.lane) ?? 99) - (laneRank.get(b.lane) ?? 99) || a.level - b.level : a.place - b.place;

  const spread = () => {
    const [width, height] = size = [box.clientWidth, box.clientHeight];
    const inner = height - TITLES - EDGE, levels = [...new Set(shown.map((item) => item.level))].sort((a, b) => a - b);
    const order = laned() ? graph.data.lanes.map(([key]) => key) : [];
    const laneOf = (item) => (order.includes(item.lane) ? item.lane : null);
    const groups = new Map(); // level → lane → items from top to bottom
    for (const level of levels) groups.set(level, new Map());
    for (const item of [...shown].sort(inOrder)) {
      const of = groups.get(item.level), lane = laneOf(item);
      if (!of.has(lane)) of.set(lane, []);
      of.get(lane).push(item);
    }
    // A lane is as tall as the square root of its fullest column; full ones are wrapped.
    const tallest = (lane) => Math.max(0, ...levels.map((level) => groups.get(level).get(lane)?.length ?? 0));
    const used = order.filter(tallest), share = (lane) => tallest(lane) ** 0.8 + 1;
    const total = used.reduce((sum, lane) => sum + share(lane), 0), head = narrow() ? 15 : 0;
    bands = [];
    let top = TITLES;
    for (const lane of used) {
      const tall = (inner * share(lane)) / total;
      bands.push({ lane, top, bottom: top + tall });
      top += tall;
    }
    const bandOf = (lane) => {
      const band = bands.find((b) => b.lane === lane);
      return band ? { top: band.top + head + 2, bottom: band.bottom - 2 } : { top: TITLES, bottom: height - EDGE };
    };
    // A cell too full for its height is wrapped into columns beside each other.
    const wrapOf = (lane, own) => Math.ceil((own.length * (laned() && !narrow() ? 7 : 5)) / (bandOf(lane).bottom - bandOf(lane).top));
    const wraps = new Map(levels.map((level) => [level, Math.max(1, ...[...groups.get(level)].map(([lane, own]) => wrapOf(lane, own)))]));
    const pitch = Math.min(...levels.flatMap((level) => [...groups.get(level)].map(([lane, own]) =>
      (bandOf(lane).bottom - bandOf(lane).top) / Math.ceil(own.length / wrapOf(lane, own)))));
    const most = Math.max(1, ...levels.map((level) => shown.filter((item) => item.level === level).length));
    const wide = width / Math.max(3, levels.length);
    const R = Math.max(narrow() ? 5 : 9, Math.min(many && !state.only ? 30 : narrow() ? 13 : 20, 1.15 * pitch, wide / 5));
    const biggest = Math.max(...shown.map((item) => item.radius ?? 0)) || 1;
    unit = R / biggest;
    for (const item of shown)
      item.r = item.radius == null ? Math.max(2.4, Math.min(5, R * 0.3)) : Math.max(1.8, unit * item.radius);

    // Columns take the width that their labels want, and share what is left or missing.
    columns = levels.map((level) => {
      const own = shown.filter((item) => item.level === level), last = level === levels.at(-1);
      const lengths = own.map((item) => measure(label(item), font(level === levels.at(-1))) + item.r).sort((a, b) => a - b);
      const text = Math.min(lengths[Math.floor(lengths.length * (last ? 0.97 : 0.8))] || 0, last ? (own.length > 3 ? 280 : 420) : 210);
      // Of a column with few nodes the labels find room beside the next one's.
      const part = last ? 1 : Math.min(1, 0.25 + own.length / most);
      const wrap = wraps.get(level);
      return { level, wrap, last, want: (text * part + 24) * (bands.length ? 1 : 1 + 0.6 * (wrap - 1)), biggest: Math.max(...own.map((item) => item.r)) };
    });
    const margin = bands.length && !narrow() ? 104 : EDGE;
    const room = width - margin - EDGE, wanted = columns.reduce((sum, column) => sum + column.want, 0);
    const spare = Math.max(0, room - wanted) / Math.max(1, columns.length - 0.5), scale = Math.min(1, room / wanted);
    let left = margin;
    for (const column of columns) {
      column.left = left;
      column.width = column.want * scale + (column.last ? spare / 2 : spare);
      left += column.width;
      column.x = column.left + Math.min(column.biggest + 3, column.width / 2) + Math.min(spare / 4, 40);
      if (narrow()) column.x = column.left + Math.min(column.width / 2, column.biggest + 2);
      for (const [lane, own] of groups.get(column.level)) {
        const wrap = Math.max(1, wrapOf(lane, own)), chunk = Math.ceil(own.length / wrap);
        for (let w = 0; w < wrap; w += 1)
          stack(own.slice(w * chunk, (w + 1) * chunk), bandOf(lane), column.x + (w * (column.width - 8)) / wrap);
      }
    }
    for (const item of shown) {
      item.x -= width / 2;
      item.y -= height / 2;
    }
  };
  // Spread items over a height: each takes at least its own circle, the rest is shared evenly.
  const stack = (own, { top, bottom }, x) => {
    if (!own.length) return;
    const need = own.map((item) => 2 * item.r + 3);
    let row = (bottom - top) / own.length;
    for (let n = 0; n < 4; n += 1) {
      const tall = need.filter((h) => h > row);
      row = Math.max(0, bottom - top - tall.reduce((a, b) => a + b, 0)) / Math.max(1, own.length - tall.length);
    }
    const tall = need.map((h) => Math.max(row, h));
    const fit = Math.min(1, (bottom - top) / tall.reduce((a, b) => a + b, 0));
    const extra = Math.max(0, bottom - top - tall.reduce((a, b) => a + b, 0)) / own.length;
    let y = top;
    own.forEach((item, n) => {
      item.x = x;
      item.room = tall[n] * fit + extra;
      item.y = y + item.room / 2;
      y += tall[n] * fit + extra;
    });
  };

  // ---- vis-network -----------------------------------------------------------------------
  let colours = {};
  const theme = () => {
    const style = getComputedStyle(document.documentElement);
    const names = ["ink", "soft", "line", "paper", "accent", "TWN", "USA", "CHN", "JPN", "KOR", "NLD", "DEU", "other", "edge", "veil", "band", "into", "out", "loss"];
    colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  };
  const ids = new Map();
  const idOf = (item) => {
    if (!ids.has(item)) ids.set(item, item.cell ? `c${ids.size}` : item.id);
    return ids.get(item);
  };
  const items = new Map();
  const asNode = (item) => {
    const hollow = item.group === "none" || (item.radius == null && !item.cell);
    const fill = colours[item.group] || colours.soft;
    items.set(String(idOf(item)), item);
    return {
      id: idOf(item), x: item.x, y: item.y, shape: item.shape, size: item.r * (EQUAL[item.shape] || 1), label: " ",
      color: { background: hollow ? colours.paper : fill, border: item.group === "none" ? colours.soft : hollow ? fill : colours.paper },
      borderWidth: hollow ? 1.4 : 0.7,
    };
  };
  const asEdge = (d) => {
    const same = d.from.level === d.to.level;
    const back = d.from.level > d.to.level;
    return {
      id: d.id, from: idOf(d.from), to: idOf(d.to), arrows: "", dashes: d.line.dashes,
      color: { color: moved(d) ? colours.TWN : colours.edge, inherit: false, opacity: moved(d) ? 0.75 : 1 },
      width: moved(d) ? 1.6 : 0.5 + (many ? 2.6 : 0.7) * d.weight,
      smooth: same
        ? { enabled: true, type: d.from.y < d.to.y ? "curvedCW" : "curvedCCW", roundness: Math.min(0.35, 18 / Math.max(1, Math.abs(d.from.y - d.to.y))) }
        : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: back ? 0.25 : 0.45 },
    };
  };

  // The way from an investment to the needs over which it gains a say.
  const way = new Set((scene.story.paths ?? []).flatMap((path) => path.slice(1).map((id, n) => `${path[n]}→${id}`)));
  const moved = (d) =>
    scene.mode === "investment" && state.after && (way.has(`${d.from.key}→${d.to.key}`) || d.line.kind === "MADE_BY" || d.line.kind === "TARGETS");

  theme();
  refresh();
  spread();
  const sets = { nodes: new vis.DataSet(shown.map(asNode)), edges: new vis.DataSet(drawn.map(asEdge)) };
  const network = new vis.Network(box, sets, { ...graph.data.options, autoResize: false });
  const home = () => network.moveTo({ position: { x: 0, y: 0 }, scale: 1 });
  home();

  // Drawn once in the next frame, however often it is asked for.
  const draw = () => network.body.emitter.emit("_requestRedraw");
  const sync = (set, wanted) => {
    const keep = new Set(wanted.map((item) => item.id));
    set.remove(set.getIds().filter((id) => !keep.has(id)));
    set.update(wanted);
  };
  const update = (move = true) => {
    refresh();
    spread();
    sync(sets.edges, []);
    sync(sets.nodes, shown.map(asNode));
    sets.edges.add(drawn.map(asEdge));
    if (move) home();
    draw();
  };
  const resize = () => {
    if (box.clientWidth === size[0] && box.clientHeight === size[1]) return;
    network.setSize(`${box.clientWidth}px`, `${box.clientHeight}px`);
    update();
  };

  // ---- drawing ---------------------------------------------------------------------------
  const steps = (item) => {
    const near = new Map([[item, 0]]), along = new Set(), upward = new Map();
    // What rests on it, to the needs: only along inputs, not along ownership or trade.
    const chain = new Set(["REQUIRES", "VARIANT_OF", "RELIES_ON", "PROVIDES", "GOVERNS", "TARGETS"]);
    for (const d of drawn) {
      if (d.from === item || d.to === item) {
        along.add(d);
        near.set(d.from === item ? d.to : d.from, 1);
      }
      if (!chain.has(d.line.kind)) continue;
      if (!upward.has(d.from)) upward.set(d.from, []);
      upward.get(d.from).push(d);
    }
    const passed = new Set();
    let front = [item];
    while (front.length) {
      const next = [];
      for (const from of front) {
        if (passed.has(from)) continue;
        passed.add(from);
        for (const d of upward.get(from) ?? []) {
          along.add(d);
          if (!near.has(d.to)) near.set(d.to, 2);
          next.push(d.to);
        }
      }
      front = next;
    }
    return { near, along };
  };
  let focus = null;
  const lost = (item) => (state.scenario ? state.scenario.at[item.key] ?? (item.key === scene.start ? state.scenario.lost : 0) : 0);
  const refocus = () => {
    focus = null;
    if (state.scenario) {
      const near = new Map(shown.filter((item) => lost(item) || item.key === state.scenario.id).map((item) => [item, 1]));
      const along = new Set(drawn.filter((d) => near.has(d.from) && near.has(d.to)));
      focus = { near, along };
    } else if (state.selected) {
      const item = stands.get(state.selected) || (state.selected.cell && shown.includes(state.selected) ? state.selected : null);
      if (item) focus = steps(item);
    }
  };
  const curve = (ctx, a, b) => {
    ctx.beginPath();
    ctx.moveTo(a.x, a.y);
    if (a.level === b.level) ctx.quadraticCurveTo(a.x + 26 + Math.abs(a.y - b.y) / 6, (a.y + b.y) / 2, b.x, b.y);
    else ctx.bezierCurveTo(a.x + (b.x - a.x) * 0.45, a.y, b.x - (b.x - a.x) * 0.45, b.y, b.x, b.y);
    ctx.stroke();
  };
  const ring = (ctx, item) => {
    if (!item.ring) return;
    ctx.beginPath();
    ctx.arc(item.x, item.y, item.r * (EQUAL[item.shape] || 1) + (narrow() ? 1.6 : 2.6), 0, 2 * Math.PI);
    ctx.strokeStyle = item.ring === 2 ? colours.TWN : colours.other;
    ctx.lineWidth = item.ring === 2 ? 1.7 : 0.8;
    ctx.stroke();
  };
  const drawFocus = (ctx) => {
    const scale = network.getScale(), view = network.getViewPosition();
    const [w, h] = size;
    ctx.fillStyle = colours.veil;
    ctx.fillRect(view.x - w / scale, view.y - h / scale, (2 * w) / scale, (2 * h) / scale);
    const self = state.selected && stands.get(state.selected);
    for (const d of focus.along) {
      const loss = Math.min(lost(d.from), lost(d.to) || 0);
      const into = self && d.to === self;
      ctx.strokeStyle = state.scenario ? colours.loss : into ? colours.into : colours.out;
      ctx.globalAlpha = state.scenario ? 0.25 + 0.6 * Math.min(1, loss) : self && d.from !== self && d.to !== self ? 0.28 : 0.65;
      ctx.lineWidth = 0.8 + 1.5 * d.weight;
      ctx.setLineDash(d.line.dashes || []);
      curve(ctx, d.from, d.to);
    }
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    for (const item of focus.near.keys()) network.body.nodes[idOf(item)]?.draw(ctx);
    for (const item of focus.near.keys()) ring(ctx, item);
    if (self) {
      ctx.beginPath();
      ctx.arc(self.x, self.y, self.r + 6, 0, 2 * Math.PI);
      ctx.strokeStyle = colours.ink;
      ctx.lineWidth = 2;
      ctx.stroke();
    }
  };
  const badge = (item) => {
    if (state.scenario && lost(item)) return ` −${percent(lost(item))}`;
    if (scene.mode === "investment" && state.after) {
      const gained = scene.story.rights.filter((r) => r.tech === item.key && r.gained > 0);
      if (gained.length) return ` +${gained.map((r) => `${graph.word(r.right)} ${percent(r.gained)}`).join(", +")}`;
    }
    return "";
  };
  const percent = (value) => `${+(100 * value).toPrecision(value < 0.1 ? 2 : 3)}%`;

  // Labels keep their size; the most important come first, and none is put over another.
  const drawLabels = (ctx, to) => {
    const placed = [], scale = network.getScale();
    const high = narrow() ? 12 : 13.5;
    const where = (item) => to(item.x, item.y);
    const near = focus?.near;
    const weight = (item) =>
      (item === state.hovered ? 1e4 : 0) + (state.selected && stands.get(state.selected) === item ? 1e3 : 0) +
      (near ? (near.has(item) ? 100 - 10 * near.get(item) : 0) : 0) + (item.cell ? 2 : 0) + (badge(item) ? 50 : 0) + (item.key === scene.start ? 60 : 0) + (item.radius ?? (item.kind === "Need" ? 0.35 : 0.1));
    const order = shown.filter((item) => !near || near.has(item) || item === state.hovered).sort((a, b) => weight(b) - weight(a) || (a.key < b.key ? -1 : 1));
    for (const item of order) {
      const [x, y] = where(item), r = item.r * scale;
      placed.push({ l: x - r * 0.8, r: x + r * 0.8, t: y - r * 0.8, b: y + r * 0.8, item, dot: r });
    }
    // On a narrow screen the titles of lanes stand among the nodes.
    if (bands.length && narrow()) for (const band of bands) {
      const [, top] = to(0, band.top - size[1] / 2), y = Math.max(TITLES + 4, top + 12);
      placed.push({ l: 4, r: 12 + measure(page.pick(laneName(band.lane, "")), `600 12px ${family()}`), t: y - 8, b: y + 8 });
    }
    // A loud label may lie over a small dot, for it is worth more than the dot.
    const free = (rect, item, bold) => placed.every((p) => p.item === item || (bold && p.dot < 4) || rect.r < p.l || rect.l > p.r || rect.b < p.t || rect.t > p.b);
    const last = columns.at(-1)?.level;
    const loud = near ? 10 : narrow() ? 9 : 14;
    order.forEach((item, n) => {
      const [x, y] = where(item), r = item.r * scale * (EQUAL[item.shape] || 1) + (item.ring ? 5 : 3);
      if (x < -60 || x > size[0] + 60 || y < TITLES - 10 || y > size[1] + 10) return;
      const quiet = narrow() && scale < 1.4 && !near && item.kind !== "Need";
      if (quiet && n >= loud && item !== state.hovered) return;
      const bold = n < loud || badge(item) !== "";
      const forced = item === state.hovered || (state.selected && stands.get(state.selected) === item);
      const extra = badge(item);
      const centred = (w) => Math.max(4, Math.min(x - w / 2, size[0] - w - 4));
      const spots = [(w) => [x + r, y]];
      if (bold || near || last === item.level) spots.push((w) => [x - r - w, y]);
      if (bold || near || item.room * scale > 34) spots.push((w) => [centred(w), y - r - high / 2], (w) => [centred(w), y + r + high / 2]);
      if (item.key === scene.start) spots.push((w) => [centred(w), y - r - 1.7 * high], (w) => [centred(w), y + r + 1.7 * high]);
      const texts = [...new Set([label(item, true) + extra, label(item) + extra])];
      const tries = spots.flatMap((spot) => texts.map((text) => {
        const width = measure(text, font(bold)), [l, c] = spot(width);
        return { text, c, l, r: l + width, t: c - high / 2 + 0.8, b: c + high / 2 - 0.8 };
      }));
      const fits = tries.find((rect) => rect.l >= (bands.length && !narrow() ? 96 : 2) && rect.r <= size[0] - 2 && rect.t > TITLES - 6 && free(rect, item, bold));
      const rect = fits || (forced ? { ...tries[0], l: Math.max(2, Math.min(x + r, size[0] - measure(tries[0].text, font(bold)) - 4)) } : null);
      if (rect) {
        const { text } = rect;
        if (fits) placed.push({ ...rect, l: rect.l - 2, r: rect.r + 4 });
        ctx.font = font(bold);
        ctx.lineWidth = 3.5;
        ctx.lineJoin = "round";
        ctx.strokeStyle = colours.paper;
        ctx.strokeText(text, rect.l, rect.c);
        ctx.fillStyle = state.scenario && lost(item) ? colours.loss : bold ? colours.ink : colours.soft;
        ctx.fillText(text, rect.l, rect.c);
      }
    });
  };
  // The stage above its columns, and what these hold below it where there are several.
  const drawTitles = (ctx, to) => {
    ctx.fillStyle = colours.paper;
    ctx.globalAlpha = 0.93;
    ctx.fillRect(0, 0, size[0], TITLES - 6);
    ctx.globalAlpha = 1;
    const several = columns.some((column) => graph.data.levels[column.level][1]);
    const ends = [-99, -99];
    const write = (text, column, row, bold) => {
      const style = `${bold ? 600 : 400} ${narrow() || !bold ? 11 : 12.5}px ${family()}`, width = measure(text, style);
      const [mid] = to(column.x - size[0] / 2, 0);
      const wanted = Math.max(narrow() ? mid - width / 2 : mid - 6, 4);
      const left = Math.min(Math.max(wanted, ends[row] + 8), size[0] - width - 4);
      if (left < ends[row] + 8 || left > wanted + 40) return false; // no room, or too far aside
      if (mid < -20 || mid > size[0] + 20) return true;
      ends[row] = left + width;
      ctx.font = style;
      ctx.fillStyle = bold ? colours.ink : colours.soft;
      ctx.fillText(text, left, row ? 27 : 11);
      return true;
    };
    let stage = null;
    for (const column of columns) {
      const [title, part] = graph.data.levels[column.level];
      const name = page.pick(title);
      if (name !== stage) if (!write(name, column, 0, true) && !several) write(name, column, 1, true);
      stage = name;
      if (several && part) write(page.pick(part), column, 1, false);
    }
    ctx.fillStyle = colours.line;
    ctx.fillRect(0, TITLES - 6, size[0], 1);
  };
  const drawLanes = (ctx, to) => {
    ctx.font = `600 12px ${family()}`;
    ctx.lineWidth = 4;
    ctx.strokeStyle = colours.paper;
    ctx.fillStyle = colours.ink;
    for (const band of bands) {
      const [, top] = to(0, band.top - size[1] / 2), [, bottom] = to(0, band.bottom - size[1] / 2);
      if (bottom < TITLES || top > size[1]) continue;
      const rows = narrow() ? [page.pick(laneName(band.lane, ""))] : wrapped(page.pick(laneName(band.lane, "")), 78, ctx.font);
      rows.forEach((text, n) => {
        const y = Math.max(TITLES + 4, top + 12) + 15 * n;
        ctx.strokeText(text, 8, y);
        ctx.fillText(text, 8, y);
      });
    }
  };
  const wrapped = (text, width, style) => {
    const rows = [""];
    for (const part of text.match(/[\p{Script=Han}]|[^\s\p{Script=Han}]+\s*/gu) ?? [])
      if (measure(rows.at(-1) + part.trim(), style) <= width || !rows.at(-1)) rows[rows.length - 1] += part;
      else rows.push(part);
    return rows;
  };
  network.on("beforeDrawing", (ctx) => {
    const far = 4000;
    ctx.fillStyle = colours.band;
    if (bands.length) bands.forEach((band, n) => {
      if (n % 2 === 0) ctx.fillRect(-far, band.top - size[1] / 2, 2 * far, band.bottom - band.top);
    });
    else {
      const stages = [...new Set(columns.map((column) => graph.data.levels[column.level][0][0]))];
      for (const column of columns)
        if (stages.indexOf(graph.data.levels[column.level][0][0]) % 2 === 0) ctx.fillRect(column.left - size[0] / 2, -far, column.width, 2 * far);
    }
  });
  network.on("afterDrawing", (ctx) => {
    if (focus) drawFocus(ctx);
    else for (const item of shown) ring(ctx, item);
    const scale = network.getScale(), view = network.getViewPosition();
    const to = (x, y) => [(x - view.x) * scale + size[0] / 2, (y - view.y) * scale + size[1] / 2];
    const ratio = ctx.canvas.width / size[0];
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.textBaseline = "middle";
    ctx.textAlign = "left";
    drawLabels(ctx, to);
    if (bands.length) drawLanes(ctx, to);
    drawTitles(ctx, to);
    ctx.restore();
  });

  // For those who time the page: when its first picture was on the screen.
  network.once("afterDrawing", () => requestAnimationFrame(() => setTimeout(() => performance.mark("picture"))));

  const redraw = () => {
    refocus();
    draw();
  };
  const repaint = () => {
    theme();
    sets.nodes.update(shown.map(asNode));
    sets.edges.update(drawn.map(asEdge));
    redraw();
  };
  refocus();
  return {
    state, network, box, redraw, repaint, resize, home, many, items,
    update: (move) => { update(move); redraw(); },
    shown: () => shown, stands: (node) => stands.get(node), cells, laneName,
    inputs: (item) => drawn.filter((d) => d.to === item).map((d) => d.from),
    users: (item) => drawn.filter((d) => d.from === item).map((d) => d.to),
    colours: () => colours, unit: () => unit,
  };
})();
