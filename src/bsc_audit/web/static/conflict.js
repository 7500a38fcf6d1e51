// Two people answered: both values, and the choice between them.

import { button, element, say, sectionOfKey } from "./page.js";

/** Offer the choice at an item; `chosen` is told whether one's own stays. */
export function offer(key, theirs, chosen) {
  const section = sectionOfKey(key);
  section.querySelector(".conflict")?.remove();
  const box = element("div", "conflict");
  box.setAttribute("role", "alert");
  box.append(element("p", "", `${theirs.who} changed this to ${theirs.said} while you were editing. Keep yours, or take theirs?`));
  const row = element("div", "row");
  const choose = (mine) => () => {
    box.remove();
    chosen(section, mine);
  };
  row.append(button("Keep yours", choose(true)), button("Take theirs", choose(false)));
  box.append(row);
  section.querySelector("fieldset").before(box);
  say(section, "refused", "Not saved: two answers");
}
