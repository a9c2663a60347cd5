// What a FHIR server says of its sign-in: `[base]/.well-known/smart-configuration`
// (https://hl7.org/fhir/smart-app-launch/conformance.html#using-well-known).
import { z } from 'zod';

const isPrivate = (address: string): boolean => {
  const url = URL.parse(address);
  if (!url || url.username !== '' || url.password !== '') return false;
  const isLoopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d+){3}$/.test(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback);
};

/** Off this machine a code or a token travels encrypted or not at all. */
const Endpoint = z.string().max(2000).refine(isPrivate);
const Names = z.array(z.string().max(300)).max(2000);

export const SmartConfiguration = z.object({
  issuer: Endpoint.optional(),
  jwks_uri: Endpoint.optional(),
  authorization_endpoint: Endpoint.optional(),
  token_endpoint: Endpoint,
  revocation_endpoint: Endpoint.optional().catch(undefined),
  scopes_supported: Names.optional().catch(undefined),
  capabilities: Names.catch([]),
  code_challenge_methods_supported: Names.optional().catch(undefined),
  token_endpoint_auth_methods_supported: Names.optional().catch(undefined),
});
export type SmartConfiguration = z.infer<typeof SmartConfiguration>;

/** Why a person cannot sign in here, or undefined. PKCE by S256 is a must of SMART 2; a list without it is taken at its word. */
export function cannotSignIn(configuration: SmartConfiguration): 'noAuthorization' | 'noPkce' | undefined {
  if (configuration.authorization_endpoint === undefined) return 'noAuthorization';
  const methods = configuration.code_challenge_methods_supported;
  return methods !== undefined && !methods.includes('S256') ? 'noPkce' : undefined;
}

export const speaksV2 = ({ capabilities, scopes_supported }: SmartConfiguration): boolean =>
  capabilities.includes('permission-v2') || (scopes_supported ?? []).some((scope) => /\.c?r?u?d?s$/.test(scope));
