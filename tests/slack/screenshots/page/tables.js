// The server's page writes “[table]” where a table block stands: here it is drawn from the message itself.
const [, , channel] = location.pathname.split("/");
const thread = new URLSearchParams(location.search).get("thread_ts");

function element(name, parts, style = {}) {
  const made = document.createElement(name);
  made.append(...parts);
  Object.assign(made.style, style);
  return made;
}

function part(one) {
  if (one.type !== "link") return element("span", [one.text], one.style?.bold ? { fontWeight: 700 } : {});
  const link = element("a", [one.text]);
  link.href = one.url;
  return link;
}

function drawn(block) {
  const rows = block.rows.map((row) =>
    element("tr", row.map((cell, at) => element(
      "td",
      cell.elements.flatMap((section) => section.elements.map(part)),
      { textAlign: block.column_settings?.[at]?.align ?? "left" },
    ))));
  const table = element("table", rows);
  table.className = "look-table";
  return table;
}

async function draw() {
  const waiting = [...document.querySelectorAll(".thread-body .bk-unknown")].filter((one) => one.textContent === "[table]");
  if (waiting.length === 0) return;
  const { messages } = await (await fetch(`/_control/messages/${channel}`)).json();
  const tables = messages
    .filter((one) => one.ts === thread || one.thread_ts === thread)
    .flatMap((one) => (one.blocks ?? []).filter((block) => block.type === "table"));
  waiting.forEach((place, at) => place.replaceWith(drawn(tables[at])));
}

new MutationObserver(draw).observe(document.body, { childList: true, subtree: true });
draw();
