// Says that referrals changed, and never re-orders the page under the reader.
const bar = document.querySelector("[data-live]");
if (bar && window.EventSource) {
  const changed = new Set();
  const source = new EventSource(bar.dataset.live);
  let breakTimer;

  const show = (text, link) => {
    bar.textContent = text;
    if (link) {
      const again = document.createElement("a");
      again.href = location.pathname + location.search;
      again.textContent = bar.dataset.show;
      bar.append(" ", again);
    }
  };
  const showChanges = () => {
    const text = changed.size === 1 ? bar.dataset.one : bar.dataset.other;
    show(changed.size ? text.replace("{count}", changed.size) : "", changed.size > 0);
  };

  source.addEventListener("referral", (event) => {
    try {
      changed.add(JSON.parse(event.data).id);
    } catch {
      return;
    }
    showChanges();
  });
  // A short break is normal and heals by itself; only a longer one is worth saying.
  source.addEventListener("error", () => {
    breakTimer ??= setTimeout(() => show(bar.dataset.paused, false), 8000);
  });
  source.addEventListener("open", () => {
    clearTimeout(breakTimer);
    breakTimer = undefined;
    showChanges();
  });
  addEventListener("pagehide", () => source.close());
}
