// A server in front of another one that says no before anything is done.
import { json, outcome, standIn } from './stand-in.ts';
import type { Heard, StandIn } from './stand-in.ts';

const FORWARDED = ['content-type', 'if-match', 'if-none-exist', 'cache-control'];

/** @param refuse the HTTP status to refuse with, or undefined to let the request through */
export async function refusing(to: string, refuse: (heard: Heard) => number | undefined): Promise<StandIn> {
  const far: StandIn = await standIn(async (heard, response) => {
    const status = refuse(heard);
    if (status !== undefined) return json(response, status, outcome('business-rule'), { 'retry-after': '1' });
    const headers = FORWARDED.flatMap((name) =>
      heard.headers[name] === undefined ? [] : [[name, String(heard.headers[name])]],
    );
    const answer = await fetch(`${to}/${heard.path}`, {
      method: heard.method,
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(heard.method === 'GET' ? {} : { body: heard.body }),
    });
    json(response, answer.status, JSON.parse((await answer.text()).replaceAll(to, far.url)));
  });
  return far;
}
