// <zone-time words="your time"><time datetime="…">…</time></zone-time> adds the same moment in the
// zone of this browser, unless it is there already.
customElements.define("zone-time", class extends HTMLElement {
  connectedCallback() {
    const at = new Date(this.querySelector("time")?.dateTime);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (Number.isNaN(at.getTime()) || !zone || this.isKnown(zone)) return;
    const line = document.createElement("span");
    const name = document.createElement("span");
    name.className = "moment__zone";
    name.textContent = `${zone} (${this.getAttribute("words")})`;
    const language = document.documentElement.lang || undefined;
    const form = { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: zone };
    line.append(new Intl.DateTimeFormat(language, form).format(at), " ", name);
    this.append(line);
  }

  isKnown(zone) {
    const names = [...this.querySelectorAll(".moment__zone")].map((each) => each.textContent);
    const same = zone === "Etc/UTC" ? "UTC" : zone;
    return names.includes(same);
  }
});
