"use strict";
// The panel beside the picture: how to read it and what to show, or all that is known of a node.
const panel = (() => {
  const { scene, data } = graph;
  const box = document.getElementById("panel");
  const el = page.element.bind(page);
  const t = (en, zh) => page.pick([en, zh]);
  const { word, name, rows, clean } = graph;
  const SHOWN = 8;

  // ---- numbers and their sources ---------------------------------------------------------
  const digits = (value, n) => String(+Number(value).toPrecision(n));
  const number = (value, unit, n = 4) => {
    if (value == null || typeof value !== "number") return value == null ? "" : clean(value);
    if (unit === "fraction") return `${digits(100 * value, n)}%`;
    const units = { months: t("months", "個月"), years: t("years", "年"), pp: t("pp", "百分點"), "US$ bn": t("US$ bn", "十億美元"), "US$ bn·years": t("US$ bn·years", "十億美元·年") };
    return `${digits(value, n)} ${units[unit] ?? unit}`.trim();
  };
  const sources = new Map(graph.table("sources").map((source) => [source.source_id, source]));
  const cite = (id, year, confidence, note) => {
    const source = sources.get(id);
    const parts = [];
    if (source) {
      const assumed = source.kind === "assumption";
      if (assumed) parts.push(el("span", { class: "assumed" }, word("assumption")), " · ");
      const title = clean(source.title) + (assumed ? "" : ` (${clean(source.publisher)}, ${source.year})`);
      const safe = /^https?:\/\//i.test(source.url || "");
      parts.push(safe ? el("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, title) : title);
      if (assumed && source.note) note = note ? `${note}. ${source.note}` : source.note;
    }
    if (year) parts.push(` · ${t("as of", "資料年")} ${year}`);
    if (confidence) parts.push(` · ${t("confidence", "可信度")} ${confidence}/3`);
    const lines = [];
    if (parts.length) lines.push(el("div", { class: "cite" }, parts));
    if (note) lines.push(el("div", { class: "cite" }, clean(note)));
    return lines;
  };
  const go = (id, text) => {
    const node = graph.byKey.get(id);
    return node ? el("button", { type: "button", class: "go", onclick: () => view.select(node) }, text ?? name(id)) : el("bdi", {}, text ?? name(id));
  };
  const fact = ({ label, to, value = "", range = "", source, year, confidence, note, inferred }) =>
    el("li", {},
      el("div", { class: "fact" },
        el("span", {}, to ? go(to, label) : el("bdi", {}, label)),
        el("span", {}, value, range ? el("span", { class: "range" }, ` (${range})`) : null,
          inferred ? el("span", { class: "range" }, ` ${t("share unknown", "占比未知")}`) : null)),
      cite(source, year, confidence, note));
  const list = (title, facts) => {
    if (!facts.length) return [];
    const more = facts.slice(SHOWN);
    return [
      el("h3", {}, title, facts.length > SHOWN ? ` (${facts.length})` : ""),
      el("ul", { class: "facts" }, facts.slice(0, SHOWN)),
      more.length ? el("details", {}, el("summary", {}, t(`${more.length} more`, `另有 ${more.length} 項`)), el("ul", { class: "facts" }, more)) : null,
    ];
  };
  const range = (low, high, unit) => (low != null && high != null && low !== high ? `${number(low, unit === "fraction" ? unit : "", 3)}–${number(high, unit === "fraction" ? unit : "", 3)}` : "");

  // ---- the facts of a node: its own columns, then every table that names it ----------------
  const FIELDS = {
    Technology: [["kind", ["kind", "類別"], "word"], ["stage", ["stage", "階段"], "word"], ["time_to_substitute_months", ["time to substitute", "替代月數"], "months"]],
    Need: [["policy_basis", ["policy basis", "政策依據"], "both"], ["us_demand_usd_bn", ["US demand a year", "美國年需求額"], "US$ bn"], ["us_domestic_share", ["made in the US", "美國自製占比"], "fraction"], ["net_import_reliance", ["net import reliance", "淨進口依賴"], "fraction"], ["taiwan_share", ["Taiwan's part of the market", "臺灣市占"], "fraction"]],
    Firm: [["country", ["at home in", "所在國"], "node"], ["role", ["role", "角色"], "both"], ["ticker", ["ticker", "股票代號"], "text"], ["ubn", ["unified business number", "統一編號"], "text"]],
    ControlPoint: [["tech_id", ["over", "標的"], "node"], ["right", ["right", "權利"], "word"], ["scope", ["scope", "涵蓋範圍"], "fraction"], ["valid_from", ["from", "起"], "text"], ["valid_to", ["to", "迄"], "text"]],
    Investment: [["instrument", ["instrument", "工具"], "word"], ["credit_min_usd_bn", ["smallest credit", "最小信用額"], "US$ bn"], ["credit_max_usd_bn", ["credit at full size", "全額信用"], "US$ bn"], ["leverage", ["capital over credit", "資本對信用倍數"], "×"]],
    Country: [],
  };
  const own = (node) => FIELDS[node.kind].map(([column, title, unit]) => {
    const value = node.record[column];
    if (value == null) return null;
    const own = rows("citations", "record_id", node.key).find((row) => row.property === column);
    const cited = own || node.record;
    const shown = unit === "word" ? word(value) : unit === "node" ? go(value) : unit === "both" ? el("bdi", {}, clean(page.pick([value, node.record[`${column}_zh`] || value]))) : unit === "text" ? el("bdi", {}, clean(value)) : number(value, unit);
    const tell = typeof value === "number" || column === "policy_basis" || column === "role";
    return fact({
      label: page.pick(title), value: shown, range: own ? range(own.low, own.high, unit) : "",
      source: tell ? cited.source_id : null, year: tell ? cited.year : null, confidence: tell ? cited.confidence : null,
      note: own?.note ?? (column === "scope" ? node.record.note : null),
    });
  }).filter(Boolean);
  const held = (row) => {
    const from = row.row == null ? {} : graph.table("provides")[row.row];
    return {
      value: number(row.share, "fraction"), range: range(row.low, row.high, "fraction"), inferred: row.inferred,
      source: from.source_id, year: from.year, confidence: from.confidence, note: from.note,
    };
  };
  const cited = (row) => ({ source: row.source_id, year: row.year, confidence: row.confidence, note: row.note });
  const essential = (row) => (row.essential ? t("essential", "必要") : t("not essential", "非必要")) + (row.cost_share == null ? "" : t(`, ${number(row.cost_share, "fraction")} of cost`, `，占成本 ${number(row.cost_share, "fraction")}`));
  const stake = (row) => (row.stake == null ? t("stake unknown", "持股未知") : number(row.stake, "fraction"));
  // Title, table, the column that names this node, that which names the other, the value, and
  // the kind of node it is told of, if of one alone.
  const RELATIONS = [
    [["Provided by", "供應者"], "holdings", "tech_id", "holder_id", held],
    [["Provides", "供應"], "holdings", "holder_id", "tech_id", held, "Firm"],
    [["Provides, with the firms at home there", "供應（含所屬企業）"], "totals", "holder_id", "tech_id", held, "Country"],
    [["Rests on", "仰賴"], "relies_on", "need_id", "tech_id", (row) => ({ value: t("weight ", "權重 ") + number(row.weight, "fraction") })],
    [["Requires", "需要"], "requires", "tech_id", "input_id", (row) => ({ value: essential(row) })],
    [["Variants", "型式"], "variants", "family_id", "variant_id", (row) => ({ value: number(row.weight, "fraction") })],
    [["Variant of", "所屬類別"], "variants", "variant_id", "family_id", (row) => ({ value: number(row.weight, "fraction") })],
    [["Required by", "用於"], "requires", "input_id", "tech_id", (row) => ({ value: essential(row) })],
    [["US needs that rest on it", "直接仰賴之美國需求"], "relies_on", "tech_id", "need_id", (row) => ({ value: t("weight ", "權重 ") + number(row.weight, "fraction") })],
    [["Control points over it", "其控制點"], "control_points", "tech_id", "control_id", (row) => ({ value: word(row.right) + holdersOf(row.control_id) })],
    [["Held by", "持有者"], "holds", "control_id", "holder_id", (row) => ({ value: row.share == null ? t("part unknown", "比例未知") : number(row.share, "fraction") })],
    [["Holds", "持有權利"], "holds", "holder_id", "control_id", (row) => ({ value: word(graph.table("control_points").find((p) => p.control_id === row.control_id)?.right ?? "") })],
    [["Effects, at full size", "效果（全額）"], "effects", "investment_id", "target_id", effect],
    [["Targeted by", "受下列投資案影響"], "effects", "target_id", "investment_id", effect],
    [["Made by", "投資人"], "investments", "investment_id", "made_by", () => ({})],
    [["Partners", "夥伴"], "investments", "investment_id", "partners", () => ({})],
    [["Invests in", "投資案"], "investments", "made_by", "investment_id", () => ({})],
    [["Partner in", "作為夥伴之投資案"], "investments", "partners", "investment_id", () => ({})],
    [["Owns", "持股"], "ownership", "owner_id", "owned_id", (row) => ({ value: stake(row) })],
    [["Owned by", "股東"], "ownership", "owned_id", "owner_id", (row) => ({ value: stake(row) })],
    [["Supplies", "供貨予"], "supplies", "supplier_id", "customer_id", (row) => ({ value: name(row.tech_id) })],
    [["Supplied by", "供貨者"], "supplies", "customer_id", "supplier_id", (row) => ({ value: name(row.tech_id) })],
    [["Firms at home there", "所屬企業"], "firms", "country", "firm_id", (row) => ({ value: clean(page.pick([row.role, row.role_zh || row.role])), source: null })],
  ];
  function effect(row) {
    return { value: `${word(row.right)} ${number(row.mode, "fraction")}`, range: range(row.low, row.high, "fraction") };
  }
  function holdersOf(id) {
    const holders = rows("holds", "control_id", id).map((row) => name(row.holder_id));
    return holders.length ? t(": ", "：") + holders.join(t(", ", "、")) : "";
  }
  const relations = (node) => RELATIONS.filter(([, , , , , only]) => !only || only === node.kind).flatMap(([title, table, mine, theirs, tell]) =>
    list(page.pick(title), rows(table, mine, node.key).flatMap((row) =>
      [].concat(row[theirs] ?? []).map((to) => fact({ label: name(to), to, ...cited(row), ...tell(row) })))));
  const tranches = (node) => list(t("Tranches", "分期"), rows("tranches", "investment_id", node.key).map((row) =>
    fact({ label: `${row.tranche}. ${clean(page.pick([row.gate_en, row.gate_zh]))}`, value: number(row.share, "fraction"), source: row.source_id })));
  const project = (node) => list(t("Real project behind it", "所本之實際計畫"), graph.table("projects").filter((p) => p.project_id === node.record.project_id && p.project_id).map((p) =>
    fact({ label: `${name(p.firm_id)}, ${clean(p.location)}: ${clean(p.status)}`, ...cited(p), note: p.capacity_note })));
  const measures = (node) => {
    const found = Object.entries(data.titles).filter(([key]) => node.measures[key] != null && typeof node.measures[key] === "number");
    if (!found.length) return [];
    const evidence = String(node.measures.evidence || "").split(";").filter(Boolean);
    const holder = node.kind === "Firm" || node.kind === "Country", by = node.measures.denier;
    const label = (key, en, zh) => {
      if (key === "leverage" && holder) return t("US need lost if it withholds", "其斷供時美國需求之損失");
      if (key === "leverage" && by) return t(`US need lost if ${name(by)} withholds`, `${name(by)}斷供時美國需求之損失`);
      if (key === "leverage" && node.kind === "ControlPoint") return t("US need lost if its technology is withheld", "其技術斷供時美國需求之損失");
      return t(en, zh) + (key === "months_to_substitute" && node.measures.time_basis === "inferred" ? t(" (inferred)", "（推估）") : "");
    };
    const facts = found.filter(([key]) => !(key === "exposure" && holder))
      .map(([key, [en, zh, unit]]) => fact({ label: label(key, en, zh), value: number(node.measures[key], unit, 3) }));
    return [
      ...list(t("Measures (computed)", "指標（計算值）"), facts),
      evidence.length ? el("details", {}, el("summary", {}, t(`rests on ${evidence.length} sources, least confidence ${node.measures.evidence_confidence}/3`, `依據 ${evidence.length} 項來源，最低可信度 ${node.measures.evidence_confidence}/3`)),
        el("ul", { class: "facts" }, evidence.map((id) => el("li", {}, cite(id))))) : null,
    ];
  };
  const swatch = (group) => el("span", { class: `swatch g-${group}` });

  const about = (node) => {
    const other = page.pick([node.names[1], node.names[0]]);
    return [
      el("div", { class: "head" },
        el("h2", {}, el("bdi", {}, page.pick(node.names))),
        el("button", { type: "button", class: "close", "aria-label": t("Close", "關閉"), onclick: () => view.select(null) }, "×")),
      el("div", { class: "also" }, el("bdi", {}, other)),
      el("div", { class: "also" }, word(node.kind), node.directions.length ? ` · ${node.directions.map(word).join(t(", ", "、"))}` : "", " · ", el("code", {}, node.key)),
      el("div", { class: "chips" }, node.group !== "none" ? el("span", { class: "fact" }, swatch(node.group), el("span", {}, homeOf(node))) : null),
      el("p", { class: "also screen" }, el("span", { class: "into" }, "━ "), t("what it rests on", "其所仰賴者"), "   ", el("span", { class: "out" }, "━ "), t("what rests on it", "仰賴它者")),
      el("p", { class: "screen" }, el("button", { type: "button", id: "only", onclick: () => view.isolate(node) }, t("Show only its neighbourhood", "只看其鄰近節點"))),
      ...list(t("Facts", "概況"), own(node)), ...measures(node), ...relations(node), ...project(node), ...tranches(node),
    ];
  };
  const homeOf = (node) => {
    if (node.kind !== "Technology") return name(node.record.country ?? node.measures.denier ?? (node.group === "other" ? "" : node.group));
    const top = rows("holdings", "tech_id", node.key).map((row) => [graph.data.tables.firms && firmHome(row.holder_id), row.share]);
    const by = new Map();
    for (const [land, share] of top) by.set(land, (by.get(land) || 0) + share);
    const [land, share] = [...by].sort((a, b) => b[1] - a[1])[0] || [];
    return land ? t(`${name(land)} has the largest share: ${number(share, "fraction", 3)}`, `${name(land)}占比最大：${number(share, "fraction", 3)}`) : "";
  };
  const homes = new Map(graph.table("firms").map((firm) => [firm.firm_id, firm.country]));
  const firmHome = (id) => homes.get(id) ?? id;

  // ---- how to read the picture, and what to show -------------------------------------------
  const NS = "http://www.w3.org/2000/svg";
  const svg = (tag, attributes, ...children) => {
    const made = document.createElementNS(NS, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const ICONS = {
    Technology: ["circle", { cx: 8, cy: 8, r: 6 }], Firm: ["rect", { x: 2.5, y: 2.5, width: 11, height: 11 }],
    Need: ["path", { d: "M4.5 2h7L15 8l-3.5 6h-7L1 8z", fill: "none", stroke: "currentColor", "stroke-width": 1.6 }], ControlPoint: ["path", { d: "M8 1l7 7-7 7-7-7z" }],
    Country: ["path", { d: "M8 1.5L15 14H1z" }], Investment: ["path", { d: "M8 0l2.2 5.4 5.8.4-4.500 3.700 1.500 5.700L8 12.100 3 15.200l1.500-5.700L0 5.800l5.800-.4z" }],
  };
  const icon = (kind) => svg("svg", { viewBox: "0 0 16 16", class: "icon" }, svg(...ICONS[kind]));
  const chip = (content, pressed, act) => el("button", { type: "button", "aria-pressed": String(pressed), onclick: act }, content);
  const toggle = (set, key) => () => {
    if (set.has(key)) set.delete(key);
    else set.add(key);
    view.filter();
  };
  const filters = () => {
    const { state } = picture, nodes = graph.nodes;
    const count = (test) => el("span", { class: "count" }, String(nodes.filter(test).length));
    const kinds = Object.keys(ICONS).filter((kind) => nodes.some((node) => node.kind === kind));
    const lands = [...data.countries, ["other", data.words.other ?? ["other countries", "其他國家"]]].filter(([key]) => nodes.some((node) => node.group === key));
    const ways = [...new Set(nodes.flatMap((node) => node.directions))].sort();
    const group = (title, name, chips) => (chips.length > 1 ? [el("h3", {}, title), el("div", { class: "chips", role: "group", "data-filter": name, "aria-label": title }, chips)] : []);
    return [
      ...group(t("Show", "顯示"), "kind", kinds.map((kind) => chip([icon(kind), word(kind), count((node) => node.kind === kind)], state.kinds.has(kind), toggle(state.kinds, kind)))),
      ...group(t("Colour: country (choose to see only these)", "顏色：國家（點選則只看所選）"), "country", lands.map(([key, pair]) => chip([swatch(key), page.pick(pair)], state.countries.has(key), toggle(state.countries, key)))),
      ...group(t("Direction", "方向"), "direction", ways.map((key) => chip([word(key)], state.directions.has(key), toggle(state.directions, key)))),
      ...group(t("Confidence of the evidence", "證據可信度"), "confidence", [1, 2, 3].map((n) => chip([[t("all", "全部"), t("2 or 3", "2 以上"), t("3: seen in the source", "3：見於原始來源")][n - 1]], state.confidence === n, () => { state.confidence = n; view.filter(); }))),
    ];
  };
  const unit = () => data.titles[scene.size] || [scene.size, scene.size, ""];
  const legend = () => {
    const shown = picture.shown(), [en, zh, of] = unit();
    const values = graph.nodes.filter((node) => picture.stands(node) === node && typeof node.measures[scene.size] === "number" && node.radius);
    const most = values.reduce((best, node) => (node.radius > (best?.radius ?? 0) ? node : best), null);
    const r = most && !picture.many ? picture.unit() * most.radius : 0;
    const circles = [];
    if (most && r) {
      const top = most.measures[scene.size];
      let x = 2;
      for (const part of [1, 0.25, 0.04]) {
        const radius = Math.max(2, r * Math.sqrt(part));
        circles.push(svg("circle", { cx: x + radius, cy: r, r: radius, fill: "none", stroke: "currentColor" }),
          svg("text", { x: x + 2 * radius + 5, y: r + 4, "font-size": 12, fill: "currentColor" }, number(top * part, of, 2)));
        x += 2 * radius + 70;
      }
    }
    const lines = graph.lines.filter((line) => picture.stands(line.from) && picture.stands(line.to));
    const stroke = (dash) => svg("svg", { width: 34, height: 10 }, svg("path", { d: "M1 5h32", stroke: "currentColor", "stroke-width": 1.6, "stroke-dasharray": dash, fill: "none" }));
    const ring = (mine) => svg("svg", { width: 34, height: 16 }, svg("circle", { cx: 17, cy: 8, r: 3.5, fill: "currentColor" }), svg("circle", { cx: 17, cy: 8, r: 6.8, fill: "none", class: mine ? "mine" : "", stroke: mine ? picture.colours().TWN : "currentColor", "stroke-width": mine ? 2 : 1 }));
    const rows = [];
    if (circles.length) rows.push(el("div", { class: "areas" }, t(`Area: ${en}`, `面積：${zh}`), svg("svg", { width: "100%", height: 2 * r + 4 }, ...circles)));
    if (shown.some((item) => item.radius == null && item.kind === "Technology")) rows.push(svg("svg", { width: 34, height: 14 }, svg("circle", { cx: 17, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.4 })), el("span", {}, t("hollow: no provider recorded", "空心：未記錄供應者")));
    rows.push(stroke("none"), el("span", {}, t("recorded: what is given, to the right", "已記錄：由左供應至右")));
    if (lines.some((line) => Array.isArray(line.dashes) && line.dashes[0] < 3)) rows.push(stroke("1 4"), el("span", {}, t("share unknown", "占比未知")));
    if (lines.some((line) => Array.isArray(line.dashes) && line.dashes[0] > 3)) rows.push(stroke("7 4"), el("span", {}, t("derived: who decides (control index)", "推導：決定權（控制權指數）")));
    if (scene.mode === "investment") rows.push(svg("svg", { width: 34, height: 10 }, svg("path", { d: "M1 5h32", stroke: picture.colours().TWN, "stroke-width": 2, fill: "none" })), el("span", {}, t("the way from the investment to US needs", "由投資案通往美國需求之路徑")));
    if (shown.some((item) => item.ring === 1)) rows.push(ring(false), el("span", {}, t("a control right is recorded here", "此處有已記錄之控制權利")));
    if (shown.some((item) => item.ring === 2)) rows.push(ring(true), el("span", {}, t("Taiwan holds one of them", "臺灣持有其一")));
    return [el("h3", {}, t("How to read it", "圖例")), el("div", { class: "legend" }, rows)];
  };
  const top = () => {
    const [en, zh, of] = unit();
    const found = graph.nodes.filter((node) => node.kind === "Technology" && typeof node.measures[scene.size] === "number" && node.measures[scene.size] > 0)
      .sort((a, b) => b.measures[scene.size] - a.measures[scene.size]).slice(0, 7);
    return found.length < 2 ? [] : list(t(`Largest: ${en}`, `最大：${zh}`), found.map((node) => ranked(node.key, node.measures[scene.size], of, node.group, found[0].measures[scene.size])));
  };
  const ranked = (id, value, of, group, most, act) => {
    const bar = el("i");
    bar.style.width = `${(100 * Math.abs(value)) / Math.abs(most)}%`;
    bar.style.background = `var(--${group === "none" ? "soft" : group})`;
    const head = act ? el("button", { type: "button", class: "go", onclick: act }, name(id)) : go(id);
    return el("li", {}, el("div", { class: "fact" }, el("span", {}, head), el("span", { class: "value" }, number(value, of, 3))), el("div", { class: "track" }, bar));
  };

  // ---- what each view tells ------------------------------------------------------------------
  const groupOf = (id) => graph.byKey.get(id)?.group ?? (data.countries.some(([key]) => key === id) ? id : "other");
  const STORIES = {
    whole: () => [el("p", {}, t(
      "Each dot is a technology; lines run from what goes in, on the left, to the US needs on the right. The larger the dot, the more of US need is lost within a year if the country in its colour withholds. Choose anything to see what it rests on and its sources.",
      "每一圓點為一項技術；線由左側之投入連向右側之美國需求。圓點愈大，代表該色國家斷供一年內，美國需求之損失愈大。點選任一節點，即見其所仰賴者與來源。")), ...top()],
    focus: () => [el("p", {}, t("A node and its neighbours: what it rests on to the left, what rests on it to the right.", "節點及其鄰近：左為其所仰賴者，右為仰賴它者。"))],
    need: () => {
      const { scenarios, control, open, months } = scene.story;
      const isTech = (id) => graph.byKey.get(id)?.kind === "Technology" || graph.table("technologies").some((row) => row.tech_id === id);
      const play = (s) => () => view.play(picture.state.scenario === s ? null : s);
      const show = (chosen) => chosen.map((s) => ranked(s.id, s.lost, "fraction", groupOf(s.id), 1, play(s)));
      const techs = scenarios.filter((s) => isTech(s.id) && s.lost > 0.005), lands = scenarios.filter((s) => !isTech(s.id));
      const active = picture.state.scenario;
      return [
        el("p", {}, t(`What of this need is lost within ${months} months, before prices and diplomacy respond. Choose one to see the loss travel through the picture.`, `${months} 個月內本需求之損失（價格與外交回應之前）。點選任一項，觀看損失如何傳至需求。`)),
        active ? el("p", { class: "playing" }, el("b", {}, t(`Without ${name(active.id)}: ${number(active.lost, "fraction", 3)} of this need is lost. `, `失去「${name(active.id)}」：本需求損失 ${number(active.lost, "fraction", 3)}。`)), el("button", { type: "button", onclick: () => view.play(null) }, t("stop", "停止"))) : null,
        ...list(t("If a country withholds", "若一國斷供"), show(lands)),
        ...list(t("Without a technology", "若失去一項技術"), show(techs)),
        ...list(t("Who decides over it (control index, derived)", "誰決定（控制權指數，推導值）"), [...control, ["open", open]].filter(([, v]) => v > 0.005).map(([id, v]) =>
          ranked(id, v, "fraction", id === "open" ? "none" : groupOf(id), Math.max(open, ...control.map(([, x]) => x))))),
      ];
    },
    investment: () => {
      const story = scene.story, { state } = picture, pp = (v) => `${v > 0 ? "+" : v < 0 ? "−" : ""}${digits(Math.abs(v), 3)}`;
      const bar = (parts) => {
        const row = el("div", { class: "bar" });
        for (const [id, value] of parts) {
          const part = el("i", { class: `g-${id === "open" ? "open" : groupOf(id)}`, title: `${name(id) === id ? word(id) : name(id)} ${number(value, "fraction", 3)}` });
          part.style.width = `${100 * value}%`;
          row.append(part);
        }
        return row;
      };
      const mine = (parts) => parts.find(([id]) => id === "TWN")?.[1] ?? 0;
      const set = (after) => () => { state.after = after; view.filter(); };
      const [value, low, high] = story.shift;
      return [
        el("p", {}, story.rank ? t(`Candidate, rank ${story.rank} of ${story.of}.`, `候選，第 ${story.rank} 名（共 ${story.of}）。`) : el("span", {}, el("b", {}, t("Excluded: ", "排除：")), clean(page.pick(story.reason)))),
        el("div", { class: "ledgers" },
          el("div", {}, el("b", {}, pp(value)), el("span", {}, t(`pp: Taiwan's control over US needs (${digits(low, 2)} to ${digits(high, 2)})`, `百分點：臺灣對美國需求之控制（${digits(low, 2)} 至 ${digits(high, 2)}）`))),
          el("div", {}, el("b", {}, pp(story.ledgers[0])), el("span", {}, t("pp: US exposure at the targets", "百分點：美國於標的之曝險"))),
          el("div", {}, el("b", {}, pp(story.ledgers[1])), el("span", {}, t("pp: Taiwan's home leverage", "百分點：臺灣在地槓桿")))),
        story.control == null ? null : el("p", { class: "also" }, t(`Taiwan's control-right index: ${digits(story.control, 4)}% before, ${digits(story.control + value, 4)}% after.`, `臺灣控制權指數：投資前 ${digits(story.control, 4)}%，投資後 ${digits(story.control + value, 4)}%。`)),
        el("div", { class: "switch screen", role: "group" },
          el("button", { type: "button", "aria-pressed": String(!state.after), onclick: set(false) }, t("Before", "投資前")),
          el("button", { type: "button", "aria-pressed": String(state.after), onclick: set(true) }, t("After", "投資後"))),
        el("h3", {}, t("Rights over its targets, before and after", "標的之權利：投資前後")),
        ...story.rights.map((r) => el("div", { class: "right" },
          el("div", { class: "fact" }, el("span", {}, word(r.right), t(" over ", "："), go(r.tech)), el("span", {}, t("Taiwan ", "臺灣 "), `${number(mine(r.before), "fraction", 3)} → `, el("b", {}, number(mine(r.after), "fraction", 3)))),
          el("div", { class: "bars" },
            el("div", { class: "bar-row" }, el("span", {}, t("before", "前")), bar(r.before)),
            el("div", { class: "bar-row" }, el("span", {}, t("after", "後")), bar(r.after))))),
        ...list(t("US needs over which Taiwan newly decides", "臺灣新取得決策權之美國需求"), story.needs.map(([id, v]) => ranked(id, v, "pp", "TWN", story.needs[0][1]))),
        ...list(t("It comes from", "取自"), [...story.from.map(([id, v]) => ranked(id, v, "pp", groupOf(id), story.from[0][1])), ranked("open", -story.from_open, "pp", "none", Math.max(story.from_open, ...story.from.map(([, v]) => -v)) || 1)]),
      ];
    },
  };
  const start = () => [
    el("h2", {}, { whole: t("At a glance", "一覽"), focus: name(scene.start), need: t("The cascade", "連鎖效應"), investment: t("Before and after", "投資前後") }[scene.mode]),
    ...(scene.mode === "focus" ? [el("p", { class: "also" }, word(graph.byKey.get(scene.start).kind))] : []),
    ...STORIES[scene.mode](), ...legend(), ...filters(),
  ];
  const cell = (item) => [
    el("div", { class: "head" }, el("h2", {}, page.pick(item.names)), el("button", { type: "button", class: "close", "aria-label": t("Close", "關閉"), onclick: () => view.select(null) }, "×")),
    el("div", { class: "also" }, page.pick(data.levels[item.level][0])),
    ...list(t("Largest in it", "其中最大者"), [...item.members].sort((a, b) => (b.radius ?? 0) - (a.radius ?? 0)).slice(0, 30).map((node) => fact({ label: name(node.key), to: node.key, value: number(node.measures[scene.size], unit()[2], 3) }))),
  ];
  const show = () => {
    const { selected } = picture.state;
    box.classList.toggle("about", Boolean(selected));
    box.replaceChildren(...(selected?.cell ? cell(selected) : selected ? about(selected) : start()).filter(Boolean));
  };
  return { show, box, number };
})();
