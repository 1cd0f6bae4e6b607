"use strict";
// Tables: sort by the head of a column, by mouse or keyboard; copy for a spreadsheet.
{
  // What a spreadsheet would run as a formula (OWASP, CSV injection) is copied as text.
  const tame = (text) => (/^[=+\-@]/.test(text) ? `'${text}` : text).replace(/\s+/g, " ").trim();
  const shown = (cell) => tame((cell.querySelector("bdi") ?? cell).innerText);

  const compare = (kind) => (a, b) => {
    if (kind !== "number") return shown(a).localeCompare(shown(b), document.documentElement.lang);
    return Number(a.dataset.value) - Number(b.dataset.value);
  };
  for (const button of document.querySelectorAll("th .sort")) {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const heads = [...head.parentElement.children];
      const column = heads.indexOf(head);
      const kind = head.classList.contains("number") ? "number" : "text";
      // Numbers are first asked for from the top, words from A.
      const begin = kind === "number" ? "descending" : "ascending";
      const other = begin === "ascending" ? "descending" : "ascending";
      const to = head.ariaSort === begin ? other : begin;
      for (const each of heads) each.ariaSort = "none";
      head.ariaSort = to;
      const body = head.closest("table").tBodies[0];
      const sign = to === "ascending" ? 1 : -1;
      const missing = (row) => kind === "number" && row.cells[column].dataset.value === "";
      const by = compare(kind);
      body.append(...[...body.rows].sort((a, b) =>
        missing(a) - missing(b) || (missing(a) ? 0 : sign * by(a.cells[column], b.cells[column]))));
    });
  }

  const text = (table) => {
    const line = (row) => [...row.cells].flatMap((cell) => {
      const own = cell.dataset.value !== undefined ? cell.dataset.value || "" : shown(cell);
      if (cell.dataset.code !== undefined) return [tame(cell.dataset.code), own];
      return cell.classList.contains("name") && cell.scope === "col" ? ["id", own] : [own];
    }).join("\t");
    return [...table.rows].map(line).join("\r\n");
  };
  for (const button of document.querySelectorAll(".copy")) {
    button.addEventListener("click", () => {
      const table = document.getElementById(button.dataset.table);
      const give = (event) => {
        event.clipboardData.setData("text/plain", text(table));
        event.preventDefault();
      };
      document.addEventListener("copy", give, { once: true });
      if (!document.execCommand("copy")) return;
      button.replaceChildren(...page.both(page.data.copied));
      setTimeout(() => button.replaceChildren(...page.both(page.data.copy)), 1500);
    });
  }
}
