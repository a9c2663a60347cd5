// What the authorization server remembers: until the clinic ends, and nothing longer.
import type { Adapter, AdapterPayload } from 'oidc-provider';

export class Memory implements Adapter {
  readonly #kept = new Map<string, { payload: AdapterPayload; until: number }>();

  upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    this.#kept.set(id, { payload, until: Date.now() + expiresIn * 1000 });
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    const found = this.#kept.get(id);
    return Promise.resolve(found && found.until > Date.now() ? found.payload : undefined);
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#where((payload) => payload.uid === uid);
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#where((payload) => payload.userCode === userCode);
  }

  consume(id: string): Promise<void> {
    const found = this.#kept.get(id);
    if (found) found.payload.consumed = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.#kept.delete(id);
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, { payload }] of this.#kept) if (payload.grantId === grantId) this.#kept.delete(id);
    return Promise.resolve();
  }

  #where(fits: (payload: AdapterPayload) => boolean): Promise<AdapterPayload | undefined> {
    return Promise.resolve([...this.#kept.values()].find(({ payload }) => fits(payload))?.payload);
  }
}
