// Evidence of an item: cited from the register, or dropped, pasted, photographed and entered in it at once.

const WIDEST = 1600; // pixels a photograph is scaled down to; smaller files are sent as they are
const LARGE = 1_000_000; // bytes

/** Take files and citations of every item. `edited` keeps an item, `say` says something beside it. */
export function evidence(page, { edited, say }) {
  const template = document.getElementById("more-fields");
  const sectionOf = (element) => element.closest(".item");
  if (!template && !document.querySelector(".more")) return { open() {}, list() {} }; // who came by a link registers nothing

  /** Show the fields of an item's evidence, grade and method. */
  function open(section) {
    if (section.querySelector(".more") || !template) return;
    const key = section.dataset.key;
    const box = template.content.firstElementChild.cloneNode(true);
    box.removeAttribute("id");
    for (const field of box.querySelectorAll("[name^='KEY/']")) field.name = field.name.replace("KEY", key);
    section.querySelector("fieldset").append(box);
    const rest = page.items[key].rest;
    for (const name of ["grade", "method", "who", "when"]) box.querySelector(`[name="${CSS.escape(`${key}/${name}`)}"]`).value = rest[name] ?? "";
    list(section, rest.evidence ?? []);
    section.querySelector(".to-more").hidden = true;
    register();
  }

  /** The entries an item cites, each to be taken off again. */
  function list(section, entries) {
    const box = section.querySelector(".cites");
    box?.replaceChildren(...entries.map((entry) => cite(section, entry)));
  }

  function cite(section, entry) {
    const label = document.createElement("label");
    const tick = document.createElement("input");
    Object.assign(tick, { type: "checkbox", name: `${section.dataset.key}/evidence`, value: entry, checked: true });
    const title = [...document.querySelectorAll("#register option")].find((one) => one.value === entry)?.textContent;
    label.append(tick, ` ${entry} `, title ?? "");
    return label;
  }

  function add(section, entries) {
    const there = [...section.querySelectorAll(".cites input")].map((one) => one.value);
    section.querySelector(".cites").append(...entries.filter((one) => !there.includes(one)).map((one) => cite(section, one)));
    return edited(section, 0);
  }

  /** What may be cited, for the field that offers it. */
  async function register() {
    if (document.getElementById("register")) return;
    const offered = document.createElement("datalist");
    offered.id = "register";
    document.body.append(offered);
    for (const place of [`?limit=100&assessment_id=${page.assessment}`, "?limit=100"]) await offer(offered, place);
    for (const section of document.querySelectorAll(".item:has(.more)"))
      list(section, [...section.querySelectorAll(".cites input:checked")].map((one) => one.value));
  }

  async function offer(offered, first) {
    for (let next = first; next; ) {
      const answer = await fetch(`/v1/organisations/${page.org}/evidence${next}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const found = await answer.json();
      offered.append(...found.items.filter((one) => !one.shown_until).map((one) => new Option(one.content.title, one.entry)));
      next = found.next && `${first}&cursor=${encodeURIComponent(found.next)}`;
    }
  }

  async function take(section, files) {
    open(section);
    for (const file of files) {
      say(section, "saving", `Adding ${file.name}…`);
      try {
        await add(section, [await enter(section, file)]);
      } catch (error) {
        say(section, "refused", `${file.name} was not added: ${error.message || "the network is away"}. Try again.`);
      }
    }
  }

  /** Enter a file in the register; its number there. */
  async function enter(section, file) {
    const chosen = (name) => section.querySelector(`[name="${CSS.escape(`${section.dataset.key}/${name}`)}"]`)?.value;
    const sent = new FormData();
    sent.set("assessment_id", page.assessment);
    sent.set("title", file.name);
    sent.set("method", chosen("method") || (file.type.startsWith("image/") ? "observation" : "document"));
    sent.set("grade", ["", "none", undefined].includes(chosen("grade")) ? "B" : chosen("grade"));
    sent.set("file", await smaller(file), file.name);
    const headers = { Accept: "application/json", "Idempotency-Key": crypto.randomUUID() };
    const answer = await fetch(`/v1/organisations/${page.org}/evidence`, { method: "POST", headers, body: sent }).catch(() => {
      throw new Error("");
    });
    const made = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(made.errors?.[0]?.detail ?? made.detail ?? `status ${answer.status}`);
    document.getElementById("register")?.append(new Option(made.content.title, made.entry));
    return made.entry;
  }

  const form = document.getElementById("form");
  form.addEventListener("click", (event) => {
    const link = event.target.closest(".to-more");
    if (!link || form.querySelector("fieldset[disabled]")) return;
    event.preventDefault();
    open(sectionOf(link));
    sectionOf(link).querySelector(".more input:not([type=hidden])").focus();
  });
  form.addEventListener("change", (event) => {
    const section = sectionOf(event.target);
    if (event.target.type === "file") {
      take(section, [...event.target.files]).then(() => (event.target.value = ""));
    } else if (event.target.name.endsWith("/cite") && event.target.value.trim()) {
      add(section, event.target.value.trim().split(/[\s,;]+/));
      event.target.value = "";
    }
  });
  form.addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length || !sectionOf(event.target)) return;
    event.preventDefault();
    take(sectionOf(event.target), [...event.clipboardData.files]);
  });
  for (const moment of ["dragover", "dragleave", "drop"])
    form.addEventListener(moment, (event) => {
      const section = sectionOf(event.target);
      if (!section || !event.dataTransfer.types.includes("Files") || form.querySelector("fieldset[disabled]")) return;
      event.preventDefault();
      section.classList.toggle("over", moment === "dragover");
      if (moment === "drop") take(section, [...event.dataTransfer.files]);
    });
  return { open, list };
}

/** A large photograph, scaled down, which also takes away where it was taken. */
async function smaller(file) {
  if (file.type !== "image/jpeg" || file.size < LARGE || !window.OffscreenCanvas) return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
}
