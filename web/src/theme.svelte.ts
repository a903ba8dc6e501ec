// Dark and light: as the system prefers, until the switch is used. The choice is a taste and not part of what is looked at,
// so it is kept by the browser and not in the address.
const KEY = "dateline-theme";

class Theme {
  #system = matchMedia("(prefers-color-scheme: dark)");
  #chosen: string | null = $state(null);
  #dark = $state(this.#system.matches);

  constructor() {
    try {
      this.#chosen = localStorage.getItem(KEY);
    } catch {
      // A browser that keeps nothing: the system's preference holds.
    }
    this.#system.addEventListener("change", (event) => (this.#dark = event.matches));
    this.#apply();
  }

  get dark(): boolean {
    return this.#chosen ? this.#chosen === "dark" : this.#dark;
  }

  flip(): void {
    this.#chosen = this.dark ? "light" : "dark";
    try {
      localStorage.setItem(KEY, this.#chosen);
    } catch {
      // Not kept; it holds until the page is closed.
    }
    this.#apply();
  }

  #apply(): void {
    if (this.#chosen) document.documentElement.dataset.theme = this.#chosen;
  }
}

export const theme = new Theme();
