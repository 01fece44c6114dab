// Around an answer that was just posted, below the comment it answers: moves it where the page will
// show it: behind the answers that were there before or, where no deeper indentation is shown,
// behind the comment and its answers. Without this it stays first until the page is loaded again.
const DEEPEST = 5;

customElements.define("comment-answer", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:load", () => this.move(), { once: true });
  }

  move() {
    const answered = this.closest(".comment");
    const answer = this.querySelector(".comment");
    const earlier = answered.querySelector(":scope > .replies > .replies__list");
    const isBeside = Number(answered.dataset.depth) >= DEEPEST;
    answer.dataset.depth = Math.min(Number(answered.dataset.depth) + 1, DEEPEST);
    answer.classList.toggle("comment--apart", isBeside);
    if (isBeside) this.lastAnswer(answered).after(answer);
    else if (earlier) earlier.append(answer);
    else answered.querySelector(":scope > .comment__box, :scope > .comment__hidden").after(this.firstElementChild);
    answer.closest(".replies")?.setAttribute("open", "");
    this.remove();
    answer.tabIndex = -1;
    answer.focus();
  }

  // Of comments side by side that answer each other, the last below this one.
  lastAnswer(answered) {
    const talk = new Set([`#${answered.id}`]);
    let last = answered;
    for (let next = last.nextElementSibling; next; next = next.nextElementSibling) {
      const link = next.querySelector(":scope > * .comment__answered a");
      if (!talk.has(link?.getAttribute("href"))) break;
      talk.add(`#${next.id}`);
      last = next;
    }
    return last;
  }
});
