// Fetches a token when a donor first touches the form, so that they go on to pay in one step:
// <gift-form address="…"><form>…<input type="hidden" name="token"></form></gift-form>
// Without it the form leads to a page where the donor checks what they give.
customElements.define("gift-form", class extends HTMLElement {
  connectedCallback() {
    for (const touch of ["focusin", "pointerdown"]) {
      this.addEventListener(touch, () => this.fetchToken(), { once: true });
    }
  }

  async fetchToken() {
    if (this.isAsked) return;
    this.isAsked = true;
    const answer = await fetch(this.getAttribute("address"), { method: "POST" }).catch(() => null);
    if (!answer?.ok) return;
    this.querySelector("[name=token]").value = (await answer.json()).token;
  }
});
