// Says what the time that is being typed (of the site's zone) is elsewhere:
// <planned-time field="id_publish_at" zone="Europe/Berlin" label="…" mine="…" past="…" gap="…">
customElements.define("planned-time", class extends HTMLElement {
  connectedCallback() {
    this.fields = [0, 1].map((n) => document.getElementById(`${this.getAttribute("field")}_${n}`));
    if (this.fields.includes(null)) return;
    this.setAttribute("role", "status");
    this.className = "moment";
    // The admin's calendar and clock fill the fields without an event that says so.
    for (const event of ["input", "change", "focusin", "click"]) {
      document.addEventListener(event, () => setTimeout(() => this.show(), 0));
    }
    this.first = this.typed();
    this.show();
  }

  typed() {
    return this.fields.map((field) => field.value.trim()).join(" ");
  }

  show() {
    const typed = this.typed();
    if (typed === this.shown) return;
    this.shown = typed;
    this.replaceChildren();
    const parts = typed.match(/^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)/)?.slice(1).map(Number);
    if (!parts || typed === this.first) return;
    const [at, ...others] = this.instants(Date.UTC(parts[0], parts[1] - 1, ...parts.slice(2)));
    if (at === undefined || others.length) return this.say(this.getAttribute("gap"));
    this.say(this.getAttribute("label"));
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    for (const zone of new Set([this.getAttribute("zone"), "UTC", own])) {
      this.say(`${this.written(at, zone)} ${zone}${zone === own ? ` (${this.getAttribute("mine")})` : ""}`);
    }
    if (at <= Date.now()) this.say(this.getAttribute("past"));
  }

  /* Every moment whose clock in the site's zone shows this; two or none when the clocks change. */
  instants(wall) {
    const zone = this.getAttribute("zone");
    const clock = (at) => Date.parse(`${new Date(at).toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T")}Z`);
    const tries = [-24, 0, 24].map((hours) => wall - (clock(wall + hours * 3600e3) - wall - hours * 3600e3));
    return [...new Set(tries)].filter((at) => clock(at) === wall);
  }

  written(at, zone) {
    const form = { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: zone };
    return new Intl.DateTimeFormat(document.documentElement.lang || undefined, form).format(at);
  }

  say(words) {
    this.append(Object.assign(document.createElement("span"), { textContent: words }));
  }
});
