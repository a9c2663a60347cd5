// Riverside Family Practice itself: the organization, its place, its five providers and their schedules.
import type { Location, Organization, Practitioner, PractitionerRole, Resource, Schedule } from '@medplum/fhirtypes';
import { reference } from './synthetic.ts';
import { PROVIDERS } from './vocabulary.ts';
import type { Provider } from './vocabulary.ts';

export const providerName = (provider: Provider): string => `${provider.prefix} ${provider.family}`;

const ORGANIZATION: Organization = {
  resourceType: 'Organization',
  id: 'riverside',
  active: true,
  name: 'Riverside Family Practice',
  telecom: [{ system: 'phone', use: 'work', value: '(206) 555-0100' }],
};

const LOCATION: Location = {
  resourceType: 'Location',
  id: 'riverside-main',
  status: 'active',
  name: 'Riverside, Main Street',
  managingOrganization: reference('Organization', 'riverside'),
};

function providerResources(provider: Provider): [Practitioner, PractitionerRole, Schedule] {
  const practitioner = reference('Practitioner', provider.id, providerName(provider));
  return [
    {
      resourceType: 'Practitioner',
      id: provider.id,
      active: true,
      name: [{ use: 'official', family: provider.family, given: [provider.given], prefix: [provider.prefix] }],
    },
    {
      resourceType: 'PractitionerRole',
      id: `role-${provider.id}`,
      active: true,
      practitioner,
      organization: reference('Organization', 'riverside'),
      location: [reference('Location', 'riverside-main')],
      specialty: [{ text: provider.specialty }],
    },
    {
      resourceType: 'Schedule',
      id: `schedule-${provider.id}`,
      active: true,
      actor: [practitioner, reference('Location', 'riverside-main')],
    },
  ];
}

/** Everything that is there before the first patient. */
export function practiceResources(): Resource[] {
  return [ORGANIZATION, LOCATION, ...PROVIDERS.flatMap(providerResources)];
}
