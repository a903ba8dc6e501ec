// Put into each page before its own scripts: what the page asked for, when it last changed what is seen, and what blocked it.
(() => {
  const watch = { flying: 0, changed: 0, landed: 0, tasks: [], asked: [] };
  window.__watch = watch;
  const plain = window.fetch.bind(window);
  window.fetch = async (...given) => {
    const path = new URL(given[0]?.url ?? String(given[0]), location.href).pathname;
    const one = { path, from: performance.now(), to: null };
    if (path.includes("/api/")) watch.asked.push(one);
    watch.flying += 1;
    try {
      return await plain(...given);
    } finally {
      watch.flying -= 1;
      watch.landed = one.to = performance.now();
    }
  };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) watch.tasks.push({ from: startTime, ms: duration });
  }).observe({ type: "longtask", buffered: true });
  // What is seen has changed when the frame is drawn that has the change.
  new MutationObserver((records) => {
    if (!records.some(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest("#view"))) return;
    requestAnimationFrame(() => requestAnimationFrame(() => (watch.changed = performance.now())));
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
})();
