// Shows how much time is left. The server decides: what it takes, and until when; this only counts along.

const SOON = 5 * 60;
const line = document.querySelector("[data-deadline]");

// Minutes while there are many of them, seconds at the end.
function inWords(seconds) {
  if (seconds > SOON) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

if (line) {
  const left = line.querySelector("[data-left]");
  const word = line.querySelector("[data-word]");
  const end = performance.now() + Number(line.dataset.seconds) * 1000;
  let said = "";

  // Said once each: a screen reader is not interrupted every second.
  const say = (text) => {
    if (said !== text) word.textContent = said = text;
  };

  const tick = () => {
    const seconds = Math.max(0, (end - performance.now()) / 1000);
    left.textContent = inWords(seconds);
    if (seconds === 0) {
      say(line.dataset.over);
      return;
    }
    if (seconds <= SOON) say(line.dataset.soon);
    setTimeout(tick, seconds > SOON ? 15_000 : 1000);
  };
  tick();
}
