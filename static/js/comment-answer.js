// Around an answer that was just posted, below the comment it answers: moves it behind the answers
// that were there before. Without this it stays first until the page is loaded again.
customElements.define("comment-answer", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:load", () => this.move(), { once: true });
  }

  move() {
    const answered = this.closest(".comment");
    const answer = this.querySelector(".comment");
    const earlier = answered.querySelector(":scope > .replies > .replies__list")
      ?? answered.querySelector(":scope > .comment__box > comment-answer ~ comment-answer > ol");
    if (!earlier) return;
    earlier.append(answer);
    answer.closest(".replies")?.setAttribute("open", "");
    this.remove();
    answer.focus();
  }
});
