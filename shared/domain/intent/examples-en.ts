// What callers say, by what it is about: written for this purpose, no words of real patients. `!` marks what cannot wait.
export const ENGLISH: Readonly<Record<string, string>> = {
  scheduling: `
    I need to make an appointment; I'd like to schedule a visit with the doctor; can I come in this week;
    do you have anything available tomorrow; I want to book a physical; I need to reschedule my appointment;
    I have to cancel my appointment on Friday; can I move my appointment to next week; what time is my appointment;
    I'm calling to confirm my visit; I missed my appointment and need a new one; I'm running late for my appointment;
    can you put me on the waiting list; is there an earlier opening; I need a follow up visit in two weeks;
    I'd like to see doctor Lee; when is the next opening for a new patient; are you taking new patients;
    I want to set up an annual checkup; I need a well child visit; my son needs a school physical;
    I need to come in for a blood draw appointment; can I get a flu shot appointment; I need to book a vaccine;
    can I do a video visit instead; I want to change from the morning to the afternoon; my appointment is at the wrong office;
    I got a text about my appointment; the reminder says to call to confirm; I can't make it on Monday;
    please cancel tomorrow; I need to push my visit back; do you have Saturday hours for appointments;
    I'd like to schedule a cleaning; I want to schedule a mammogram; need to schedule my ultrasound;
    what's the soonest I can be seen for a physical; is anything open after three; I need two appointments back to back for my kids;
    I was told to come back in a month; I need a six month recheck; I want to switch providers for my next visit;
    can my daughter be seen by a woman doctor; I need to move my surgery date; I want to book a consultation;
    need an appointment for my husband; when can I come in to see the nurse practitioner;
    any cancellations today for a regular checkup; I'd like the first available; schedule my baby's two month checkup
  `,
  insurance: `
    do you take my insurance; do you accept Blue Cross; I have a question about my bill; I got a bill I don't understand;
    why was I charged twice; how much is my copay; what will this visit cost; I changed insurance companies;
    I have a new insurance card; is this visit covered; I need to set up a payment plan; I want to pay my bill;
    can I pay over the phone; I got a statement in the mail; my insurance denied the claim; the claim was rejected;
    I met my deductible already; how much do I owe; there's a balance on my account; I was sent to collections;
    do you take Medicare; do you take Medicaid; are you in network with Aetna; is doctor Lee in my plan;
    I lost my coverage; I don't have insurance, how much is a visit; what is the self pay price;
    I need an itemized bill; I need a receipt for my flexible spending account; can you resubmit the claim;
    you billed the wrong insurance; my secondary insurance wasn't billed; the code on my bill is wrong;
    I paid at the desk but still got a bill; I need a refund; can you lower my bill; financial assistance application;
    do you offer a sliding scale; I need my explanation of benefits explained; who do I talk to about billing;
    my credit card was charged; update my card on file; is the vaccine covered by my plan; what is my deductible;
    workers comp is paying for this; it was a car accident, who do you bill; Medicare says you never sent the claim;
    how much does a physical cost without insurance; does my plan cover the lab work;
    I want to check my eligibility; what's the price of the ultrasound
  `,
  referrals: `
    I need a referral to a cardiologist; did you send my referral; the specialist says they never got the referral;
    has my referral been approved; I'm waiting on an authorization; my MRI needs prior authorization;
    the insurance wants a prior auth; can the doctor refer me to physical therapy; I need a referral for dermatology;
    checking the status of my referral; the referral expired; they need a new referral order;
    I need an order for an x-ray; can you fax the referral again; which specialist did you refer me to;
    I lost the name of the specialist; the authorization number please; the surgery needs to be authorized;
    the pharmacy says the medicine needs prior authorization; my knee doctor needs a referral from you;
    I was told you'd send me to a neurologist; has the cardiology office called you back about my referral;
    the specialist's office wants more information for the authorization; is my referral ready to schedule;
    I want a second opinion, can you refer me; need a referral to an eye doctor for my diabetes;
    the imaging center doesn't have my order; can you send the order to a different place;
    my insurance requires a referral for the podiatrist; referral to gastroenterology for a colonoscopy;
    the sleep study was not approved; I need you to call my insurance for approval of the scan;
    waiting for approval of my infusion; how long does a prior authorization take;
    we are an orthopedic office, we received a referral without notes; calling from cardiology about a referral;
    my son needs a referral for speech therapy; home health needs an order signed; I need an order for a walker;
    the medical equipment company needs the doctor's order; can you refer me to a counselor;
    referral for a hearing test; I need the referral sent to another doctor in network;
    the referral has the wrong diagnosis code
  `,
  records: `
    I need a copy of my medical records; can you send my records to my new doctor; I need my immunization records;
    my daughter needs her shot record for school; I'm moving and need my chart transferred;
    I need a form filled out by the doctor; I dropped off disability paperwork; is my FMLA form ready;
    I need a letter for work; I need a doctor's note for school; my lawyer is requesting records;
    how do I request my records; I signed a release form; can you fax my last office note;
    I need my lab results sent to another office; please send the x-ray report to my surgeon;
    an insurance company needs my records for life insurance; I need my vaccine card;
    I want to see what's in my chart; there's a mistake in my records; I need a sports physical form signed;
    camp form for my son; the school needs the medication form; I need proof of my visit;
    work excuse for yesterday; jury duty letter; handicap parking form; I need a copy of my mammogram images on a disc;
    did you get the records from the hospital; we are requesting records for a patient; this is the records department at the hospital;
    how much do copies cost; I need my records by Friday; can I pick up my records; mail me my records;
    I need a release of information; my mother's records, I have power of attorney; copy of my test results on paper;
    the adoption agency needs a medical report; immigration medical records; send my chart to the VA;
    the disability office says you did not send the records; a letter that says I can go back to work;
    I need the dates of my visits; transfer my file; the daycare needs a health form; need the physical form from last month
  `,
  clinical: `
    I have a question about my medicine; I need a refill; I ran out of my blood pressure pills; my pharmacy has no refills left;
    can the nurse call me; I have a cough that won't go away; my throat hurts; I have a rash on my arm;
    are my test results back; what did my blood work show; should I take this with food;
    !the new medicine makes me dizzy; !I've had a fever for three days; !my baby has a fever; !I'm having bad stomach pain;
    !my chest hurts when I breathe; !I can't catch my breath; !I think I'm having an allergic reaction; !my leg is swollen and red;
    !I'm bleeding more than usual; !my blood sugar is four hundred; !my blood pressure is two hundred over one hundred;
    !I fell and hit my head; !I've been throwing up all night; !he can't keep anything down; !she is very confused today;
    !my incision is red and leaking; !the pain is getting a lot worse; !I took the wrong dose of my medicine;
    !I'm out of insulin; !I have no more heart medicine since yesterday; !I feel like I might pass out;
    !I'm pregnant and having cramps; !the baby hasn't moved much today; !I have been thinking about dying;
    !my son swallowed something; !she won't wake up properly; !my tooth abscess is swelling up my face;
    !I cut myself deep with a knife; !it burns when I pee and I have a fever; !my asthma is acting up and the inhaler isn't working;
    !my heart is beating really fast; !I can't see out of one eye; !numbness in my face since this morning;
    !blood in my stool; !I have a terrible headache all of a sudden; !my stitches came open; !I'm shaking and sweating a lot;
    !I think my arm is broken; !the cast is too tight and my fingers are numb; !my husband is acting strange and slurring;
    !he has a high fever and a stiff neck; !diarrhea for four days and very weak; !I can't stop coughing and it's hard to breathe;
    !I might have taken too much tylenol; !dog bite on my hand; !my wound smells bad; !I haven't been able to pee since last night;
    I have a runny nose; I want to know if the vaccine has side effects; can I take ibuprofen with my pills;
    my ear has been bothering me; I need my birth control refilled; please send my prescription to a different pharmacy;
    the pharmacy didn't get my prescription; I have a question about my lab results; the doctor wanted to know how I am doing on the new dose;
    my knee has been sore for weeks; I have a cold; is it normal to feel tired after the shot; what dose should my child take;
    I think I have pink eye; my allergies are bad this spring; can you change my prescription to ninety days;
    I stopped taking the pill because of the taste; I need more test strips; when will my results come in;
    my back has been aching for a month; a mole I want somebody to look at; does the doctor want me to stop my vitamins before the test;
    I need my inhaler refilled; my refill was denied; I need a refill on my thyroid medication; the nurse left me a message;
    returning the nurse's call; I have a bruise that itches; my son has a bit of a cough; heartburn after meals;
    I want advice about my diet; should I still take the antibiotic if I feel better; what is this medicine for;
    do I need to fast before my blood test; the cream isn't helping my eczema; I feel anxious lately and want to talk to the nurse;
    my prescription is wrong; I need a new prescription for my glasses; generic instead of the brand name
  `,
  general: `
    what are your hours; where are you located; what is your address; what's your fax number; do you have parking;
    how do I get to your office; what time do you close today; are you open on Saturday; are you open on the holiday;
    how do I sign up for the portal; I can't log in to the patient portal; I forgot my portal password;
    which floor are you on; what's the website; can I bring my wheelchair in; do you speak Spanish there;
    I want to speak to the office manager; I have a complaint; I'd like to thank the staff; I'm calling from a lab supply company;
    I'm a drug rep; is doctor Lee still working there; what's the doctor's email; do you have a bathroom for visitors;
    is there a pharmacy in the building; can my kids wait in the lobby; do I need to wear a mask; what should I bring to my visit;
    how early should I arrive; I left my glasses in the waiting room; lost and found; are you hiring; I want to apply for a job;
    I need to update my address; I have a new phone number; change my emergency contact; you called me and hung up;
    somebody called me from this number; returning a missed call, I don't know who called; wrong number, sorry;
    is the office open in the snow; which bus goes to your office; do you validate parking; what is your NPI number;
    I want to leave a message for the manager; how do I download the app; new patient paperwork, where do I find it;
    do you have an interpreter; what forms do I fill out before; can I drop off a sample today; what is the office policy on late arrivals;
    who is my doctor; do you treat children; do you have another office; I need directions
  `,
};
