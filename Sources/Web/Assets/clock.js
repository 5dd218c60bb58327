// Counts the words of running clocks down, each minute, in the page's own language.
const units = document.body.dataset;
const start = Date.now();
const clocks = [...document.querySelectorAll("[data-minutes]")];

const words = (minutes, perDay) => {
  const days = Math.floor(minutes / perDay);
  const hours = Math.floor((minutes % perDay) / 60);
  const left = (minutes % perDay) % 60;
  const fill = (pattern, count) => pattern.replace("{count}", count);
  const parts = [];
  if (days) parts.push(fill(days === 1 ? units.day : units.days, days));
  if (hours && days < 3) parts.push(fill(units.hour, hours));
  if (left && !days) parts.push(fill(units.minute, left));
  return parts.slice(0, 2).join(" ");
};

const tick = () => {
  const passed = Math.floor((Date.now() - start) / 60000);
  for (const clock of clocks) {
    const minutes = clock.dataset.minutes - passed;
    // Whether working time has ended meanwhile only the server knows: at zero the words stay.
    if (passed < 1 || minutes < 1) continue;
    clock.textContent = clock.dataset.pattern.replace("{left}", words(minutes, Number(clock.dataset.dayMinutes)));
  }
};
if (clocks.length) setInterval(tick, 60000);
