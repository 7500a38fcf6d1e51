// How far jobs are, as the server tells it; when one has ended the page is loaded anew.

for (const place of document.querySelectorAll("[data-job]")) {
  const bar = place.querySelector("progress");
  const step = place.querySelector(".step");
  const source = new EventSource(place.dataset.job);
  source.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    bar.value = job.progress;
    step.textContent = job.step || "waiting for its turn";
    if (["done", "failed", "cancelled"].includes(job.state)) {
      source.close();
      location.reload();
    }
  });
}
