"use strict";
// The graph as the page knows it: nodes and lines of the picture, and the tables behind them.
const graph = (() => {
  const data = page.data;
  const columnOf = (column, rows) =>
    Array.isArray(column) ? column
      : column.at ? column.at.map((i) => column.of[i])
        : Array(rows).fill(column.of[0]);
  const unpack = ({ rows, columns }) => {
    const made = Array.from({ length: rows }, () => ({}));
    for (const [name, column] of Object.entries(columns))
      columnOf(column, rows).forEach((value, i) => { made[i][name] = value; });
    return made;
  };
  const once = (make) => {
    const known = new Map();
    return (key) => {
      if (!known.has(key)) known.set(key, make(key));
      return known.get(key);
    };
  };

  const KEYS = {
    countries: ["iso3", "Country"], firms: ["firm_id", "Firm"],
    technologies: ["tech_id", "Technology"], needs: ["need_id", "Need"],
    control_points: ["control_id", "ControlPoint"], investments: ["investment_id", "Investment"],
  };
  const table = once((name) => {
    const packed = data.derived[name] ?? data.tables[name];
    return packed ? unpack(packed) : [];
  });
  const index = once((key) => {
    const [name, column] = key.split(".");
    const found = new Map();
    for (const row of table(name))
      for (const id of Array.isArray(row[column]) ? row[column] : [row[column]]) {
        if (!found.has(id)) found.set(id, []);
        found.get(id).push(row);
      }
    return found;
  });
  const rows = (name, column, id) => index(`${name}.${column}`).get(id) || [];

  const records = new Map();
  for (const [name, [key, kind]] of Object.entries(KEYS))
    for (const record of table(name)) records.set(record[key], { kind, record });

  // Characters that turn the reading direction could make one name pass for another.
  const clean = (text) => String(text ?? "").replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  const short = (text) => text.replace(/\s*[（(][^（()）]*[）)]/g, "").trim() || text;

  const measures = unpack(data.measures);
  const nodes = unpack(data.nodes).map((drawn, i) => {
    const id = data.ids[i];
    const { kind, record } = records.get(id);
    const names = [clean(record.name_en), clean(record.name_zh)];
    return { ...drawn, level: drawn.x, place: drawn.y, key: id, kind, record, names,
      short: names.map(short), measures: measures[i], inputs: [], users: [] };
  });
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const lines = unpack(data.edges).map((drawn, i) => ({ ...drawn, n: i, from: nodes[drawn.from], to: nodes[drawn.to] }));
  for (const line of lines) {
    line.from.users.push(line);
    line.to.inputs.push(line);
  }

  const directions = (node) => {
    const of = node.kind === "ControlPoint" ? records.get(node.record.tech_id)?.record : node.record;
    return of?.direction ? [].concat(of.direction) : [];
  };
  const confidence = (node) => node.measures.evidence_confidence ?? node.record.confidence ?? null;
  for (const node of nodes) {
    node.directions = directions(node);
    node.confidence = confidence(node);
  }

  // Spellings meet as in the command line: 臺 as 台, any width, any case, no punctuation.
  const fold = (text) =>
    clean(text).normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFKC").toLowerCase()
      .replace(/[臺裏峯着]/g, (c) => ({ 臺: "台", 裏: "裡", 峯: "峰", 着: "著" })[c])
      .replace(/[^\p{L}\p{N}&]/gu, "");
  const spellings = once((node) => {
    const { record } = node;
    const aliases = rows("aliases", "record_id", node.key).map((row) => row.alias);
    return [node.key, ...node.names, ...node.short, record.ticker, record.ubn, ...aliases]
      .filter(Boolean).map(fold);
  });
  const search = (text, limit = 12) => {
    const key = fold(text);
    if (!key) return [];
    const ranked = [];
    for (const node of nodes) {
      let best = 9;
      for (const name of spellings(node))
        if (name === key) best = 0;
        else if (name.startsWith(key)) best = Math.min(best, 1);
        else if (name.includes(key)) best = Math.min(best, 2);
      if (best < 9) ranked.push([best, node]);
    }
    const size = (node) => node.radius ?? 0;
    return ranked.sort((a, b) => a[0] - b[0] || size(b[1]) - size(a[1])).slice(0, limit).map(([, node]) => node);
  };

  const word = (key) => page.pick(data.words[key] || [key, key]);
  const name = (id) => {
    const found = records.get(id);
    return found ? clean(page.pick([found.record.name_en, found.record.name_zh])) : word(id);
  };
  return { data, scene: data.scene, nodes, lines, byKey, table, rows, clean, search, word, name };
})();
