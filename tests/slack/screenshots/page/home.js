// The server's page opens App Home by a button of its sidebar, which has no address: “#home” presses it.
if (location.hash === "#home") {
  document.documentElement.classList.add("at-home");
  const press = new MutationObserver(() => {
    const app = document.querySelector(".sidebar-item .app-dot")?.closest("button");
    if (!app) return;
    press.disconnect();
    app.click();
  });
  press.observe(document.body, { childList: true, subtree: true });
}
