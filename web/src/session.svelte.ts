// Who is logged in, on a desk with accounts. Elsewhere nobody has to be, and nothing of this is seen.
import type { Account } from "./records";

class Session {
  /** The desk asks who one is, and nobody is logged in. */
  closed: boolean = $state(false);
  account: Account | null = $state.raw(null);
  /** What each act carries; without accounts any word does, for no other page can send one. */
  token: string = "1";

  begun(account: Account, token: string): void {
    this.account = account;
    this.token = token;
    this.closed = false;
  }

  ended(): void {
    this.account = null;
    this.token = "1";
    this.closed = true;
  }
}

export const session = new Session();
