// Passwords of console users: scrypt, N = 2^15, r = 8, kept as `scrypt$N$salt$hash` (base64url).
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const N = 32768;
const KEY_BYTES = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      KEY_BYTES,
      { N: cost, r: 8, p: 1, maxmem: 128 * 1024 * 1024 },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

/** The line to put into the site file, or to keep in the vault. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, N);
  return `scrypt$${N}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

export async function checkPassword(password: string, kept: string): Promise<boolean> {
  const [scheme, cost, salt, hash] = kept.split('$');
  if (scheme !== 'scrypt' || Number(cost) !== N || !salt || !hash) return false;
  const key = await derive(password, Buffer.from(salt, 'base64url'), N);
  const expected = Buffer.from(hash, 'base64url');
  return key.length === expected.length && timingSafeEqual(key, expected);
}
