// The made-up practice's authorization server: oidc-provider, set up as SMART App Launch 2 asks for
// (https://hl7.org/fhir/smart-app-launch/). Everything is in memory; nobody real can sign in here.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { Memory } from './memory.ts';

/** Somebody of the practice, with what they type. */
export interface Staff {
  readonly id: string;
  readonly name: string;
  /** `Practitioner/…`, or somebody who should not get in anywhere. */
  readonly fhirUser: string;
  readonly password: string;
}

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUris: readonly string[];
  readonly staff: readonly Staff[];
  /** Resource types that scopes may name. */
  readonly types: readonly string[];
  /** Seconds that an access token lives. */
  readonly tokenSeconds: number;
  /** The public half of the key of a client that signs in by itself; absent: there is none. */
  readonly service?: { readonly clientId: string; readonly keys: readonly object[] } | undefined;
}

const ACCESS = ['r', 's', 'rs', 'rus', 'c', 'u', 'cu', 'cr', 'crs', 'cru', 'crus', 'cruds', 'read', 'write', '*'];

/** Every form in which what is served may be asked for. */
function scopesOf(types: readonly string[]): string[] {
  const resources = ['*', ...types];
  const named = (['user', 'system'] as const).flatMap((who) =>
    resources.flatMap((type) => ACCESS.map((access) => `${who}/${type}.${access}`)),
  );
  return ['openid', 'fhirUser', 'offline_access', ...named];
}

function clientsOf({ clientId, redirectUris, service }: ProviderOptions): Configuration['clients'] {
  const person = {
    client_id: clientId,
    application_type: 'native' as const,
    token_endpoint_auth_method: 'none' as const,
    redirect_uris: [...redirectUris],
    response_types: ['code' as const],
    grant_types: ['authorization_code', 'refresh_token'],
  };
  if (!service) return [person];
  return [
    person,
    {
      client_id: service.clientId,
      redirect_uris: [],
      response_types: [],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES384',
      jwks: { keys: [...service.keys] },
    },
  ];
}

export function createProvider(options: ProviderOptions): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(options.issuer, {
    adapter: Memory,
    clients: clientsOf(options) ?? [],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'clinic' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: scopesOf(options.types),
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    extraParams: ['aud', 'launch'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: false },
    },
    enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS256'] },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    // Whoever may stay signed in is asked nothing more: the library gives offline access only with prompt=consent.
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: options.tokenSeconds,
      ClientCredentials: options.tokenSeconds,
      AuthorizationCode: 60,
      IdToken: 600,
      RefreshToken: 30 * 86_400,
      Grant: 30 * 86_400,
      Interaction: 900,
      Session: 86_400,
    },
    findAccount: (_context, id) => {
      const found = options.staff.find((person) => person.id === id);
      return found && { accountId: id, claims: () => ({ sub: id, fhirUser: found.fhirUser, name: found.name }) };
    },
  });
  // What the library says of its defaults belongs to nobody at a desk.
  provider.on('server_error', () => undefined);
  return provider;
}
