// A question of order: buttons “up” and “down” beside the selects, which stay and always say the same.
// Without this module the selects alone give the order.

function format(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]).replace("%s", values.item);
}

class Ordering {
  constructor(element) {
    this.element = element;
    this.list = element.querySelector("ul");
    this.said = element.querySelector("[data-ordering-said]");
    for (const row of this.rows) this.addButtons(row);
    this.sortByPlace();
    this.list.addEventListener("change", (event) => this.take(event.target));
  }

  get rows() {
    return [...this.list.children];
  }

  textOf(row) {
    return row.querySelector("label").textContent.trim();
  }

  selectOf(row) {
    return row.querySelector("select");
  }

  addButtons(row) {
    const box = document.createElement("span");
    box.className = "choices__moves";
    for (const [name, sign, step] of [
      ["up", "↑", -1],
      ["down", "↓", 1],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button--quiet button--s";
      button.textContent = sign;
      button.lang = this.element.dataset.lang;
      button.setAttribute("aria-label", format(this.element.dataset[name], { item: this.textOf(row) }));
      button.addEventListener("click", () => this.move(row, step, button));
      box.append(button);
    }
    row.append(box);
  }

  // The selects hold the answer; when every place is given once, the rows stand in that order.
  sortByPlace() {
    const places = this.rows.map((row) => this.selectOf(row).selectedIndex);
    if ([...places].sort((a, b) => a - b).some((place, n) => place !== n + 1)) return false;
    this.list.append(...this.rows.sort((a, b) => this.selectOf(a).selectedIndex - this.selectOf(b).selectedIndex));
    return true;
  }

  take(select) {
    const row = select.closest("li");
    const focused = document.activeElement;
    if (this.sortByPlace()) focused?.focus();
    if (select.selectedIndex > 0) this.say(row, select.selectedIndex);
  }

  move(row, step, button) {
    const rows = this.rows;
    const to = rows.indexOf(row) + step;
    if (to >= 0 && to < rows.length) {
      if (step < 0) rows[to].before(row);
      else rows[to].after(row);
    }
    this.rows.forEach((each, n) => {
      this.selectOf(each).selectedIndex = n + 1;
    });
    button.focus();
    this.selectOf(row).dispatchEvent(new Event("change", { bubbles: true }));
  }

  say(row, place) {
    this.said.textContent = format(this.element.dataset.moved, {
      item: this.textOf(row),
      place,
      total: this.rows.length,
    });
  }
}

for (const element of document.querySelectorAll("[data-ordering]")) new Ordering(element);
