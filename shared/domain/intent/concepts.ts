// Words of both languages that mean the same kind of thing: what is learned from a sentence in one is known in the other.
// A word counts by its beginning ("bleed" is in "bleeding"); a space asks for words in a row.
import { plainWords } from '../red-flags/match.ts';

const LEXICON: Readonly<Record<string, string>> = {
  visit: `appointment, appt, schedul, book, reschedul, checkup, check up, physical, cita, agendar, reprogram, revision,
    consulta, opening, slot, waiting list, waitlist, cancel, confirm, follow up, be seen, seguimiento, chequeo, recheck,
    lista de espera, video visit, come in, see the doctor, see doctor, disponib, availab, available, espacio, me pueden ver,
    adelantar, earlier, move it, running late, llegar tarde, annual, well child, limpieza`,
  when: `tomorrow, today, monday, tuesday, wednesday, thursday, friday, saturday, next week, this week, morning, afternoon,
    mañana, hoy, lunes, martes, miércoles, jueves, viernes, sábado, semana, tarde, soonest, sooner, lo más pronto`,
  money: `bill, charge, copay, co pay, pay, payment, cost, price, balance, statement, refund, deductible, owe, dollar, fee,
    collection, receipt, invoice, factura, cobr, pago, pagar, cuenta, saldo, cuánto cuesta, cuánto sale, precio, deducible,
    reembolso, recibo, abono, debo, deuda, copago, cuánto es, afford, financial, discount, descuento, efectivo, card on file`,
  insurance: `insurance, coverage, covered, cover, medicare, medicaid, aetna, cigna, blue cross, united, in network, plan,
    claim, eligib, benefit, seguro, aseguranza, cubre, reclamo, dentro de la red, elegible, member id, humana, policy, póliza`,
  referral: `referral, referred, refer me, refer, referencia, referido, referir, authoriz, prior auth, autoriza, pre approv,
    preapprov, approved, approval, aprob, second opinion, segunda opinión, pase, order, orden`,
  specialist: `specialist, cardiolog, dermatolog, neurolog, orthoped, podiatr, gastro, urolog, endocrin, physical therapy,
    therapist, therapy, especialista, cardiólogo, dermatólogo, neurólogo, podólogo, ortoped, terapia, counselor, psychiatr,
    surgeon, cirujano, oncolog, rheumatolog, ent doctor, allergist, pulmon, eye doctor, audiolog, nutritionist, home health`,
  imaging: `mri, ct scan, scan, x ray, xray, ultrasound, mammogram, imaging, resonancia, rayos, radiograf, ultrasonido,
    tomograf, colonoscop, sleep study, estudio, equipment, walker, andador, wheelchair, infusion`,
  records: `record, chart, copy, copies, expediente, historial, copia, release of information, release form, transfer my,
    medical history, images on, disc, archivo, papeles, my file, fax my, mande los, dates of`,
  form: `form, forms, paperwork, letter, note for, excuse, fmla, disability, certificate, carta, forma, formulario,
    justificante, certificado, incapacidad, comprobante, signed, firm, jury, placard, camp, immunization record, shot record,
    vaccine card, vaccination card, cartilla, proof of, school form, notary, permiso, constancia`,
  lawyer: `lawyer, attorney, law office, abogado, legal, court, subpoena, power of attorney, immigration, inmigración`,
  medicine: `medicine, medication, meds, pill, prescription, refill, dose, tablet, inhaler, antibiotic, insulin, pharmacy,
    medicina, medicamento, pastilla, receta, repuesto, surt, dosis, farmacia, inhalador, antibiótic, insulina, ibuprofen,
    tylenol, side effect, birth control, anticoncep, cream, crema, vitamin, drops, gotas, strips, tiras, mg, miligram,
    ran out, run out, se me acab, statin, metformin, lisinopril, blood thinner, anticoagul`,
  results: `result, lab work, blood work, blood test, test came, análisis, resultado, lab, biopsy, biopsia, a1c, cultivo`,
  nurse: `nurse, enfermera, advice, consejo, should i, is it normal, es normal, can i take, puedo tomar`,
  symptom: `pain, hurt, ache, sore, cough, fever, rash, dizz, nausea, vomit, throwing up, throw up, diarrhea, swollen,
    swell, itch, burn, cramp, headache, tired, bleed, blood in, breath, wheez, numb, faint, weak, infection, infected,
    dolor, duele, tos, fiebre, calentura, sarpullido, marea, náusea, vómit, vomit, diarrea, hinchad, hincha, comezón, arde,
    cólic, sangr, respira, adormec, dormid, desmay, débil, infecc, ronch, molest, agruras, heartburn, cold, runny nose, gripa,
    catarro, allerg, alerg, anxious, ansios, depress, deprimi, sick, enferm, mole, lunar, lump, bulto, bump, bruise, moretón,
    pink eye, earache, oído, constip, estreñ, pee, orinar, shaking, tembl, sweat, sudando, lightheaded, stiff, tieso`,
  body: `chest, stomach, belly, head, leg, arm, back, knee, foot, hand, finger, eye, ear, throat, tooth, jaw, neck, heart,
    skin, toe, hip, shoulder, ankle, face, tongue, lips, pecho, estómago, panza, cabeza, pierna, brazo, espalda, rodilla,
    pie, mano, dedo, ojo, garganta, diente, muela, mandíbula, cuello, corazón, piel, hombro, tobillo, cara, lengua, labios,
    calf, pantorrilla, wound, herida, incision, stitches, puntos, kidney, riñón, vagin`,
  severe: `severe, really bad, very bad, terrible, worst, worse, getting worse, a lot, heavy, heavily, high, very fast,
    really fast, suddenly, all of a sudden, all night, all day, won't stop, can't stop, doesn't stop, uncontroll, intense,
    unbearable, peor, muy fuerte, mucho dolor, mucha, terrible, de repente, toda la noche, muy alta, muy alto, no para,
    no se quita, insoportable, más de lo normal, more than usual, rápido, too much, demasiad, extreme, extrem, spreading,
    three days, four days, several days, tres días, cuatro días, getting bigger, hondo, deep, empeor, grave`,
  danger: `can't breathe, catch my breath, short of breath, hard to breathe, trouble breathing, chest pain, chest hurts,
    pass out, passed out, faint, unconscious, seizure, stroke, slurr, confus, droop, numbness, overdose, suicid, dying, die,
    kill, harm, hurt myself, blood pressure is, two hundred, four hundred, blood sugar, choking, swallow, poison, head injury,
    hit my head, hit his head, hit her head, fell, fall, broke, broken, fracture, cut myself, deep cut, bite, bitten, burned,
    bleeding, blood in, allergic reaction, swelling up, can't swallow, hives, wrong dose, too many, too much, double dose,
    won't wake, not waking, limp, turned blue, turning blue, is blue, are blue, pregnan, contraction, water broke, baby move, baby hasn't moved, stitches came,
    came open, opened up, leaking, pus, smells bad, stiff neck, high fever, can't keep, keep anything down, can't pee,
    pee since, can't see, lost vision, vision, withdrawal, acting strange, palpitation, heart is beating, heart racing,
    out of insulin, no insulin, ran out of insulin, no more heart, asthma, asma, respirar, agarrar aire, falta el aire,
    falta de aire, dolor de pecho, duele el pecho, desmay, inconsciente, convuls, derrame, confundid, torcid, adormec,
    se me durmió, sobredosis, morir, matar, hacerme daño, presión muy, presión está, azúcar en, azúcar está, ahog, tragó,
    tragar, veneno, pegué en la cabeza, golpe, caí, cayó, quebr, fractur, corté, mordi, quem, sangr, reacción alérgica,
    ronchas, dosis equivocada, no despierta, morado, embaraz, contraccion, fuente, bebé no se, no se ha movido, se abrieron,
    se abrió, líquido, huele feo, huele mal, cuello tieso, no retiene, no puede orinar, no he podido orinar, no veo, visión,
    late muy, palpit, sin insulina, acabó la insulina, medicina del corazón, temblando, sudando, infected, infect, worst,
    chills, escalofr, dehydrat, deshidrat, lethargic, won't eat, not eating, no come, newborn, recién nacido, collapse,
    not breathing, no respira, turned blue, lump in my throat, can't move, no puede mover, can't walk, no puede caminar,
    crushing, tight, aprieta, opresión, vomiting blood, black stool, dizzy, marea`,
  infant: `baby, newborn, infant, month old, weeks old, toddler, bebé, recién nacido, meses, semanas de nacid, mi niño,
    mi niña, my son, my daughter, mi hijo, mi hija, my child, kids`,
  office: `hours, open, close, address, located, location, parking, directions, website, portal, password, log in, login,
    fax number, floor, bus, horario, abren, cierran, abierto, dirección, ubicad, estacionamiento, cómo llego, página,
    contraseña, piso, entrar al portal, app, aplicación, building, edificio, restroom, bathroom, baño, lobby, mask,
    cubrebocas, email, correo, npi, holiday, festivo, snow, nieve, bring to, qué tengo que llevar, arrive, wheelchair access`,
  people: `manager, complaint, complain, thank, compliment, hiring, job, supervisor, gerente, queja, agradec, contratando,
    trabajo, still working there, interpreter, intérprete, speak spanish, hablan español, called me, missed call,
    wrong number, me llamaron, equivocado, sales, rep, lost and found, left my, dejé mis, moved, new phone, phone number,
    emergency contact, change my address, cambié de dirección, número nuevo, contacto, another office, otra oficina, who is my`,
  status: `status, did you send, did you get, did they, received, still waiting, waiting for, ya mandaron, ya llegó,
    les llegó, en qué va, esperando, sent it, never got, haven't heard, how long does, cuánto tarda, check on, checking on`,
  refill: `refill, out of, ran out, run out, no more, repuesto, resurtir, se me acab, se acab, surtir, surt, renew, renov`,
  school: `school, daycare, camp, sports, work, employer, escuela, guardería, deportes, trabajo, jefe`,
};

interface Entry {
  readonly word: string;
  readonly concept: string;
}

/** By their first two letters: of six hundred words only a few have to be looked at. */
const byBeginning = new Map<string, Entry[]>();
for (const [concept, words] of Object.entries(LEXICON))
  for (const word of words.split(',').map(plainWords)) {
    const beginning = word.slice(0, 2);
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { word, concept }]);
  }

/** @returns the concepts the sentence touches, in a fixed order, each with the words that touch it first */
export function conceptsOf(text: string): Map<string, string> {
  const plain = plainWords(text);
  const found = new Map<string, string>();
  for (let at = 0; at >= 0 && at < plain.length; at = nextWord(plain, at))
    for (const { word, concept } of byBeginning.get(plain.slice(at, at + 2)) ?? [])
      if (!found.has(concept) && plain.startsWith(word, at)) found.set(concept, wholeWords(plain, at, word.length));
  return new Map([...found].sort(([one], [other]) => one.localeCompare(other)));
}

const nextWord = (plain: string, at: number): number => {
  const space = plain.indexOf(' ', at);
  return space < 0 ? -1 : space + 1;
};

function wholeWords(plain: string, at: number, length: number): string {
  const end = plain.indexOf(' ', at + length);
  return plain.slice(at, end < 0 ? undefined : end);
}
