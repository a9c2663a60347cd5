// The two pages of the made-up practice's sign-in: who one is, and what Frontdesk may do. Plain HTML without scripts.
import { escaped } from '../escaped.ts';
import type { Staff } from './provider.ts';

const frame = (title: string, body: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:12vh auto;padding:0 1rem;color-scheme:light dark}
label{display:block;margin:1rem 0 .25rem}select,input,button{font:inherit;padding:.5rem;width:100%;box-sizing:border-box}
button{margin-top:1.25rem}ul{max-height:40vh;overflow:auto}.bad{color:#c22}
</style>
<h1>${title}</h1>${body}</html>`;

export function loginPage(uid: string, staff: readonly Staff[], wrong: boolean): string {
  const people = staff.map(({ id, name }) => `<option value="${escaped(id)}">${escaped(name)}</option>`).join('');
  return frame(
    'Riverside EHR',
    `<p>Made-up staff of a made-up practice.</p>${wrong ? '<p class="bad" role="alert">That is not the password.</p>' : ''}
<form method="post" action="/interaction/${escaped(uid)}/login">
<label for="account">Who are you?</label><select id="account" name="account">${people}</select>
<label for="password">Password</label><input id="password" name="password" type="password" autofocus>
<button>Sign in</button></form>`,
  );
}

export function consentPage(uid: string, client: string, scopes: readonly string[]): string {
  const list = scopes.map((scope) => `<li>${escaped(scope)}</li>`).join('');
  return frame(
    'May Frontdesk?',
    `<p>${escaped(client)} asks for:</p><ul>${list}</ul>
<form method="post" action="/interaction/${escaped(uid)}/allow"><button>Allow</button></form>
<form method="post" action="/interaction/${escaped(uid)}/deny"><button>Do not allow</button></form>`,
  );
}
