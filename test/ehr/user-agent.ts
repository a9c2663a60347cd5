// A browser without a window: keeps cookies, follows redirections, fills in the two pages of the made-up sign-in. Which
// pages come, and that they work in a real one, is seen in test/e2e/ehr-sign-in.e2e.ts.

interface Step {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

export class UserAgent {
  readonly #cookies = new Map<string, string>();
  readonly #through: (location: string) => string;

  /** `through`: what a page on the way makes of an address. */
  constructor(through: (location: string) => string = (location) => location) {
    this.#through = through;
  }

  async #go(url: string, form?: Record<string, string>): Promise<Step> {
    let [target, body] = [url, form];
    for (let hops = 0; hops < 12; hops++) {
      const answer = await fetch(target, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body ? { body: new URLSearchParams(body) } : {}),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        if (value === '') this.#cookies.delete(name);
        else this.#cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      const text = await answer.text();
      if (answer.status < 300 || answer.status >= 400 || location === null)
        return { url: target, status: answer.status, text };
      target = this.#through(new URL(location, target).href);
      body = undefined;
    }
    throw new Error('too many redirections');
  }

  /** Signs in as `account` and answers the question; returns the last page. */
  async signIn(address: string, account: string, password: string, answer: 'allow' | 'deny' = 'allow'): Promise<Step> {
    let step = await this.#go(address);
    const form = (name: string) => {
      const action = new RegExp(`action="(/interaction/[^"]+/${name})"`).exec(step.text)?.[1];
      return action === undefined ? undefined : new URL(action, step.url).href;
    };
    const login = form('login');
    if (login !== undefined) step = await this.#go(login, { account, password });
    const decide = form(answer);
    return decide === undefined ? step : this.#go(decide, {});
  }

  /** Opens the address and does nothing more: whom the browser remembers goes through. */
  open(address: string): Promise<Step> {
    return this.#go(address);
  }
}
