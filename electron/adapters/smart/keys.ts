// The practice's key for SMART Backend Services: ES384, one of the two algorithms that every server must take.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { ServiceKey } from '../../ports/ehr-access.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-384' } as const;

const Kept = z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-384'), kid: z.string(), d: z.string() });

export async function newKey(): Promise<ServiceKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const kid = randomUUID();
  const half = async (key: CryptoKey) => ({ ...(await crypto.subtle.exportKey('jwk', key)), kid });
  const { kty, crv, x, y } = await half(pair.publicKey);
  const listed = { kty, crv, x, y, kid, alg: 'ES384', use: 'sig', key_ops: ['verify'] };
  return {
    privateKey: JSON.stringify(await half(pair.privateKey)),
    publicKeys: JSON.stringify({ keys: [listed] }, undefined, 2),
  };
}

/** @returns ehrNoSignIn when what is kept is no key of ours */
export async function readKey(kept: string): Promise<Result<{ key: CryptoKey; kid: string }>> {
  try {
    const jwk = Kept.parse(JSON.parse(kept));
    const key = await crypto.subtle.importKey('jwk', jwk as JsonWebKey, ALGORITHM, false, ['sign']);
    return ok({ key, kid: jwk.kid });
  } catch {
    return fail('ehrNoSignIn', 'key');
  }
}
