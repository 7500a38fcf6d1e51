// Evidence of an item: cited from the register, or dropped, pasted, photographed and entered in it at once.

import { button, element, isOurs, page, placeOf, say, sectionOf, sectionOfKey } from "./page.js";
import { drafts, edited, flush, passed, report } from "./queue.js";

const WIDEST = 1600; // pixels a photograph is scaled down to; smaller files are sent as they are
const LARGE = 1_000_000; // bytes

/** Take files and citations of every item; null for who came by a link, who registers nothing. */
export function attach() {
  const template = document.getElementById("more-fields");
  if (!template && !document.querySelector(".more")) return null;

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
    label.append(tick, ` ${entry} `, titleOf(entry));
    return label;
  }

  function titleOf(entry) {
    return [...document.querySelectorAll("#register option")].find((one) => one.value === entry)?.textContent ?? "";
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
    // In place: a box that were put there anew would lose the focus of who stands on it.
    for (const tick of document.querySelectorAll(".cites input")) tick.parentElement.lastChild.textContent = titleOf(tick.value);
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

  /** Keep files on this device, then send them. */
  async function take(section, files) {
    open(section);
    for (const file of files) {
      say(section, "saving", `Adding ${file.name}…`);
      try {
        await drafts.putFile(await waiting(section, file));
      } catch (error) {
        say(section, "refused", `${file.name} was not added: this device has no room to keep it (${error.name}). Add it while there is a network.`);
      }
    }
    await listWaiting(section);
    await report();
    await flush();
  }

  /** A file as it waits; its id is the key under which the server takes it once, however often it is sent. */
  async function waiting(section, file) {
    const chosen = (name) => section.querySelector(`[name="${CSS.escape(`${section.dataset.key}/${name}`)}"]`)?.value;
    const method = chosen("method") || (file.type.startsWith("image/") ? "observation" : "document");
    const grade = ["", "none", undefined].includes(chosen("grade")) ? "B" : chosen("grade");
    return { id: crypto.randomUUID(), at: Date.now(), name: file.name, method, grade, blob: await smaller(file), ...placeOf(section.dataset.key) };
  }

  /** Enter a file in the register and cite it; false where the next need not be tried. */
  async function send(file) {
    const section = sectionOfKey(file.key);
    const answer = await entered(file).catch(() => null);
    if (!passed(answer?.status ?? 503)) return false; // said beside its item with the reason
    const made = await answer.json().catch(() => ({}));
    if (answer.ok) await cited(section, file, made);
    else await drafts.putFile({ ...file, refused: made.errors?.[0]?.detail ?? made.detail ?? `status ${answer.status}` });
    if (!answer.ok) say(section, "refused", `${file.name} was not added`);
    await listWaiting(section);
    return true;
  }

  function entered(file) {
    const sent = new FormData();
    for (const [name, value] of Object.entries({ assessment_id: file.assessment, title: file.name, method: file.method, grade: file.grade })) sent.set(name, value);
    sent.set("file", file.blob, file.name);
    const headers = { Accept: "application/json", "Idempotency-Key": file.id };
    return fetch(`/v1/organisations/${page.org}/evidence`, { method: "POST", headers, body: sent });
  }

  /** Cite what is in the register now; only then is the file forgotten here. */
  async function cited(section, file, made) {
    document.getElementById("register")?.append(new Option(made.content.title, made.entry));
    open(section);
    await add(section, [made.entry]);
    await drafts.dropFile(file.id);
  }

  /** Files of an item that are not in the register yet, each to be forgotten. */
  async function listWaiting(section) {
    const files = (await drafts.files()).filter((one) => isOurs(one) && one.key === section.dataset.key);
    if (files.length) open(section);
    section.querySelector(".waits")?.remove();
    if (!files.length) return;
    const list = element("ul", "waits");
    for (const file of files) {
      const line = element("li", "", `${file.name}: ${file.refused ? `not added, ${file.refused}` : "not sent yet"} `);
      line.append(button("Forget it", () => drop(section, file)));
      list.append(line);
    }
    section.querySelector(".cites").after(list);
  }

  async function drop(section, file) {
    await drafts.dropFile(file.id);
    await listWaiting(section);
    say(section, "waiting", `${file.name} was not added`);
    await report();
  }

  /** Files an earlier visit could not send stand at their items again. */
  async function resume() {
    for (const key of new Set((await drafts.files()).filter(isOurs).map((one) => one.key))) await listWaiting(sectionOfKey(key));
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
  return { open, list, send, resume };
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
