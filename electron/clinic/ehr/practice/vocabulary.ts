// What the made-up practice is made of. Names are common ones of the region, combined by chance; nobody real is meant.

// prettier-ignore
export const FAMILY_NAMES = [
  'Abdi', 'Adams', 'Álvarez', 'Andersen', 'Baker', 'Bauer', 'Brooks', 'Campbell', 'Castillo', 'Chen', 'Choi', 'Clarke',
  'Collins', 'Cruz', 'Dang', 'Diaz', 'Dubois', 'Ellis', 'Fischer', 'Flores', 'Foster', 'García', 'Gill', 'Graham',
  'Green', 'Haddad', 'Hansen', 'Hassan', 'Hernández', 'Hughes', 'Ivanova', 'Jackson', 'Jensen', 'Johansson', 'Kaur',
  'Kelly', 'Kowalski', 'Larsen', 'Lewis', 'Lin', 'Lopez', 'Martin', 'Mendoza', 'Mills', 'Morales', 'Morgan', 'Nakamura',
  'Nelson', "O'Brien", 'Olsen', 'Ortiz', 'Patel', 'Petrov', 'Pham', 'Price', 'Ramirez', 'Reed', 'Reyes', 'Rossi', 'Russell',
  'Saito', 'Sanders', 'Schmidt', 'Scott', 'Shah', 'Silva', 'Smith-Reyes', 'Sullivan', 'Tanaka', 'Taylor', 'Torres',
  'Tran', 'Turner', 'Vargas', 'Vu', 'Walker', 'Ward', 'Watson', 'Webb', 'White', 'Wong', 'Wright', 'Yamamoto', 'Young',
] as const;

// prettier-ignore
export const FEMALE_NAMES = [
  'Abigail', 'Amina', 'Ana', 'Anh', 'Anita', 'Beatriz', 'Carmen', 'Charlotte', 'Chloe', 'Dorothy', 'Elena', 'Emily',
  'Esther', 'Fatima', 'Gloria', 'Hannah', 'Ingrid', 'Isabel', 'Jasmine', 'Joan', 'Julia', 'Karen', 'Keiko', 'Laura',
  'Leila', 'Lucía', 'Mai', 'Margaret', 'Mei', 'Nadia', 'Nora', 'Olivia', 'Patricia', 'Rosa', 'Ruth', 'Sofía', 'Susan',
  'Teresa', 'Yuki', 'Zoë',
] as const;

// prettier-ignore
export const MALE_NAMES = [
  'Aaron', 'Ahmed', 'Alberto', 'Andre', 'Benjamin', 'Bao', 'Carl', 'Daniel', 'David', 'Diego', 'Edward', 'Erik',
  'Felipe', 'Frank', 'George', 'Hiro', 'Ian', 'Ibrahim', 'Jack', 'Jorge', 'José', 'Kenji', 'Kevin', 'Luis', 'Mark',
  'Mateo', 'Michael', 'Minh', 'Nathan', 'Omar', 'Oscar', 'Paul', 'Peter', 'Quan', 'Ravi', 'Ricardo', 'Stefan', 'Tomás',
  'Victor', 'William',
] as const;

// prettier-ignore
export const STREETS = [
  'Alder Street', 'Birch Avenue', 'Cedar Lane', 'Ferry Road', 'Hillcrest Drive', 'Juniper Court', 'Lakeview Avenue',
  'Maple Street', 'Mill Road', 'Orchard Way', 'Pine Street', 'River Road', 'Spruce Court', 'Summit Avenue', 'Willow Lane',
] as const;

export const PLACES = [
  { city: 'Riverside', postalCode: '98101' },
  { city: 'Riverside', postalCode: '98104' },
  { city: 'Northgate', postalCode: '98125' },
  { city: 'Eastlake', postalCode: '98004' },
  { city: 'Harbor', postalCode: '98402' },
] as const;

/** Area codes of the made-up region; 555-01xx is reserved for fiction in each. */
export const AREA_CODES = ['206', '253', '425', '360', '509', '564'] as const;

export const OTHER_LANGUAGES = [
  { code: 'es', name: 'Spanish' },
  { code: 'es', name: 'Spanish' },
  { code: 'es', name: 'Spanish' },
  { code: 'vi', name: 'Vietnamese' },
  { code: 'zh', name: 'Chinese' },
  { code: 'so', name: 'Somali' },
  { code: 'ru', name: 'Russian' },
] as const;

export const LOCATIONS = {
  main: { id: 'riverside-main', name: 'Riverside, Main Street' },
  harbor: { id: 'riverside-harbor', name: 'Riverside, Harbor Street' },
} as const;

const [MAIN, HARBOR] = ['main', 'harbor'] as const;
// prettier-ignore
export const PROVIDERS = [
  { id: 'lee', prefix: 'Dr.', given: 'Hannah', family: 'Lee', specialty: 'Family medicine', at: MAIN, speaks: ['en'] },
  { id: 'osei', prefix: 'Dr.', given: 'Kwame', family: 'Osei', specialty: 'Family medicine', at: MAIN, speaks: ['en', 'fr'] },
  { id: 'marsh', prefix: 'Dr.', given: 'Ellen', family: 'Marsh', specialty: 'Internal medicine', at: HARBOR, speaks: ['en'] },
  { id: 'alvarez', prefix: 'NP', given: 'Rosa', family: 'Alvarez', specialty: 'Family nurse practitioner', at: MAIN, speaks: ['en', 'es'] },
  { id: 'kim', prefix: 'Dr.', given: 'Daniel', family: 'Kim', specialty: 'Pediatrics', at: MAIN, speaks: ['en', 'es'] },
] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What a visit of this kind is coded as (Schedule.serviceType, Slot.serviceType, Appointment.serviceType). */
export const visitType = (
  kind: string,
): { coding: { system: string; code: string; display: string }[]; text: string } => ({
  coding: [{ system: VISIT_TYPE_SYSTEM, code: kind.toLowerCase().replaceAll(/[^a-z]+/g, '-'), display: kind }],
  text: kind,
});
const VISIT_TYPE_SYSTEM = 'https://clinic.example/CodeSystem/visit-type';

/** The kinds of visits somebody sees: children one, physicals no nurse practitioner. */
export const kindsOf = ({ id }: Provider): readonly string[] =>
  id === 'kim' ? VISIT_KINDS.child : VISIT_KINDS.adult.filter((kind) => id !== 'alvarez' || kind !== 'Annual physical');

export const VISIT_KINDS = {
  adult: ['Follow-up', 'Annual physical', 'Sick visit', 'Blood pressure check', 'Medication review', 'Vaccination'],
  child: ['Well-child visit', 'Sick visit', 'Vaccination', 'School physical'],
} as const;

export const PAYERS = [
  { name: 'Evergreen Health Plan', plan: 'Choice PPO' },
  { name: 'Evergreen Health Plan', plan: 'Basic HMO' },
  { name: 'Cascadia Mutual', plan: 'Silver 2000' },
  { name: 'Sound Community Care', plan: 'State plan' },
  { name: 'Federal Senior Coverage', plan: 'Part B' },
] as const;

// prettier-ignore
export const SPECIALTIES = [
  'Cardiology', 'Dermatology', 'Physical therapy', 'Orthopedics', 'Gastroenterology', 'Neurology', 'Ophthalmology',
  'Endocrinology',
] as const;

// prettier-ignore
export const MEDICATIONS = [
  'Lisinopril 10 mg tablet', 'Metformin 500 mg tablet', 'Atorvastatin 20 mg tablet', 'Levothyroxine 50 mcg tablet',
  'Albuterol inhaler 90 mcg', 'Sertraline 50 mg tablet', 'Amlodipine 5 mg tablet', 'Omeprazole 20 mg capsule',
] as const;

export const FLAGS = [
  { category: 'admin', text: 'Payment plan: send questions to billing' },
  { category: 'admin', text: 'Missed visits: confirm by phone the day before' },
  { category: 'contact', text: 'Hard of hearing: speak slowly, use the relay service' },
  { category: 'safety', text: 'Fall risk: offer a ground-floor room' },
  { category: 'admin', text: 'New insurance card needed at the next visit' },
] as const;

export const TASKS = [
  { kind: 'callback', text: 'Call back about test results', owner: 'Nurse line' },
  { kind: 'refill', text: 'Refill request: check with the prescriber', owner: 'Refill desk' },
  { kind: 'records', text: 'Send records to the new practice', owner: 'Records' },
  { kind: 'billing', text: 'Explain the last statement', owner: 'Billing' },
  { kind: 'scheduling', text: 'Offer an earlier visit when one opens', owner: 'Front desk' },
] as const;

export const CONTACTS = [
  { category: 'scheduling', outcome: 'Booked', text: 'Asked for a visit; booked with the usual provider.' },
  { category: 'scheduling', outcome: 'Rescheduled', text: 'Could not come; moved to the following week.' },
  { category: 'insurance', outcome: 'Answered', text: 'Asked about the copay; told the practice policy.' },
  { category: 'general', outcome: 'Answered', text: 'Asked for directions and parking.' },
  { category: 'clinical', outcome: 'Sent to nurse', text: 'Question about a medicine; nurse line took the call.' },
  { category: 'records', outcome: 'Message taken', text: 'Wants a copy of the vaccination record; form sent.' },
] as const;
