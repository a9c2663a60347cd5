// What a person does in the browser while signing in: name and password, then "allow".
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readAll } from './body.ts';
import { consentPage, loginPage } from './pages.ts';
import type { Staff } from './provider.ts';

type Interact = ((request: IncomingMessage, response: ServerResponse) => Promise<void>) & {
  revokeAll(): Promise<void>;
};

function sendPage(response: ServerResponse, text: string): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
  });
  response.end(text);
}

export function interactions(provider: Provider, staff: readonly Staff[], withheld: readonly string[]): Interact {
  const grants = new Set<string>();
  const asked = (scope: unknown): string[] =>
    String(scope ?? '')
      .split(' ')
      .filter((name) => !withheld.includes(name));

  async function show(request: IncomingMessage, response: ServerResponse, wrong: boolean): Promise<void> {
    const { uid, prompt, params } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') return sendPage(response, loginPage(uid, staff, wrong));
    sendPage(response, consentPage(uid, String(params['client_id']), asked(params['scope'])));
  }

  async function login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams((await readAll(request)).toString('utf8'));
    const person = staff.find(({ id }) => id === form.get('account'));
    if (!person || person.password !== form.get('password')) return show(request, response, true);
    await provider.interactionFinished(request, response, { login: { accountId: person.id } });
  }

  async function allow(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params, session } = await provider.interactionDetails(request, response);
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) });
    grant.addOIDCScope(asked(params['scope']).join(' '));
    if (withheld.length > 0) grant.rejectOIDCScope(withheld.join(' '));
    const grantId = await grant.save();
    grants.add(grantId);
    await provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
  }

  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const step = (request.url ?? '').split('/')[3];
    if (request.method !== 'POST') return show(request, response, false);
    if (step === 'login') return login(request, response);
    if (step === 'allow') return allow(request, response);
    await provider.interactionFinished(
      request,
      response,
      { error: 'access_denied' },
      { mergeWithLastSubmission: false },
    );
  };
  const revokeAll = async (): Promise<void> => {
    const found = await Promise.all([...grants].map((id) => provider.Grant.find(id)));
    await Promise.all(found.map((grant) => grant?.destroy()));
    grants.clear();
  };
  return Object.assign(interact, { revokeAll });
}
