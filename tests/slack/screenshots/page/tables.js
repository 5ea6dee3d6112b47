// The server's page writes “[table]” where a block stands that it does not know: here such blocks are drawn from the
// messages themselves.
const [, , channel] = location.pathname.split("/");
const thread = new URLSearchParams(location.search).get("thread_ts");

function element(name, parts, style = {}) {
  const made = document.createElement(name);
  const { className, ...css } = style;
  if (className) made.className = className;
  made.append(...parts);
  Object.assign(made.style, css);
  return made;
}

function part(one) {
  if (one.type === "tag") return element("span", [one.text], { className: "look-tag" });
  if (one.type !== "link" && one.type !== "citation") {
    return element("span", [one.text], one.style?.bold ? { fontWeight: 700 } : {});
  }
  const link = element("a", [one.text]);
  link.href = one.url;
  return link;
}

function inline(block) {
  const made = element("div", block.elements.flatMap((section) => section.elements.map(part)));
  made.className = "look-rich";
  return made;
}

function cell(one) {
  if (one.type === "action_cell") {
    const button = element("button", [one.element.text.text]);
    button.className = "bk-button";
    return button;
  }
  return one.type === "rich_text" ? inline(one) : element("span", [one.text]);
}

function tabled(rows, align) {
  const table = element("table", rows.map((row) =>
    element("tr", row.map((one, at) => element("td", [cell(one)], { textAlign: align(at, one) })))));
  table.className = "look-table";
  return table;
}

const draw = {
  table: (block) => tabled(block.rows, (at) => block.column_settings?.[at]?.align ?? "left"),
  data_table: (block) => {
    const shown = tabled(block.rows.slice(0, 1 + block.page_size), (_at, one) => one.type === "raw_number" ? "right" : "left");
    shown.rows[0].querySelectorAll("td").forEach((head) => head.append(" ↕"));
    const count = block.rows.length - 1;
    const foot = element("div", [`1–${Math.min(block.page_size, count)} of ${count} rows   ‹  ›   Search   Filter   Download`]);
    foot.className = "bk-context";
    return element("div", [shown, foot]);
  },
  data_visualization: (block) => {
    const [series] = block.chart.series;
    const most = Math.max(...series.data.map((one) => one.value));
    const bars = series.data.map((one) => element("div", [
      element("div", [`${one.value}`]),
      element("div", [], { height: `${120 * one.value / most}px`, background: "#1264a3", borderRadius: "4px 4px 0 0" }),
      element("div", [one.label]),
    ], { width: "96px", textAlign: "center", fontSize: "12px" }));
    const chart = element("div", bars, { display: "flex", gap: "14px", alignItems: "flex-end" });
    return element("div", [element("b", [block.title]), chart]);
  },
  container: (block) => element("div", [
    element("b", [`${block.default_collapsed ? "▸" : "▾"} ${block.title.text}`]),
    ...(block.default_collapsed ? [] : block.child_blocks.map((one) => element("div", [one.text.text]))),
  ]),
  rich_text: inline,
};

async function fill() {
  const waiting = [...document.querySelectorAll(".thread-body .bk-unknown")];
  if (waiting.length === 0) return;
  const { messages } = await (await fetch(`/_control/messages/${channel}`)).json();
  const blocks = messages
    .filter((one) => one.ts === thread || one.thread_ts === thread)
    .flatMap((one) => one.blocks ?? []);
  for (const [kind, make] of Object.entries(draw)) {
    const places = waiting.filter((one) => one.textContent === `[${kind}]`);
    const theirs = blocks.filter((block) => block.type === kind);
    places.forEach((place, at) => place.replaceWith(make(theirs[at])));
  }
}

new MutationObserver(fill).observe(document.body, { childList: true, subtree: true });
fill();
