// Riverside Family Practice itself: the organization, its places, its five providers and their schedules.
import type { Location, Organization, Practitioner, PractitionerRole, Resource, Schedule } from '@medplum/fhirtypes';
import { reference } from './synthetic.ts';
import { LOCATIONS, PROVIDERS, kindsOf, visitType } from './vocabulary.ts';
import type { Provider } from './vocabulary.ts';

export const providerName = (provider: Provider): string => `${provider.prefix} ${provider.family}`;

const ORGANIZATION: Organization = {
  resourceType: 'Organization',
  id: 'riverside',
  active: true,
  name: 'Riverside Family Practice',
  telecom: [{ system: 'phone', use: 'work', value: '(206) 555-0100' }],
};

const PLACES = Object.values(LOCATIONS).map(({ id, name }): Location => ({
  resourceType: 'Location',
  id,
  status: 'active',
  name,
  managingOrganization: reference('Organization', 'riverside'),
}));

/** Where a provider sees patients. */
export const placeOf = ({ at }: Provider) => reference('Location', LOCATIONS[at].id, LOCATIONS[at].name);

function providerResources(provider: Provider): [Practitioner, PractitionerRole, Schedule] {
  const practitioner = reference('Practitioner', provider.id, providerName(provider));
  return [
    {
      resourceType: 'Practitioner',
      id: provider.id,
      active: true,
      name: [{ use: 'official', family: provider.family, given: [provider.given], prefix: [provider.prefix] }],
      communication: provider.speaks.map((code) => ({ coding: [{ system: 'urn:ietf:bcp:47', code }] })),
    },
    {
      resourceType: 'PractitionerRole',
      id: `role-${provider.id}`,
      active: true,
      practitioner,
      organization: reference('Organization', 'riverside'),
      location: [placeOf(provider)],
      specialty: [{ text: provider.specialty }],
    },
    {
      resourceType: 'Schedule',
      id: `schedule-${provider.id}`,
      active: true,
      serviceType: kindsOf(provider).map(visitType),
      actor: [practitioner, placeOf(provider)],
    },
  ];
}

/** Everything that is there before the first patient. */
export function practiceResources(): Resource[] {
  return [ORGANIZATION, ...PLACES, ...PROVIDERS.flatMap(providerResources)];
}
