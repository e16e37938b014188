/** Italiano: see en/sign-in.ts. */
import type { words as english } from '../en/sign-in.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  language: 'Lingua',
  brand: 'Samepage',
  opening: 'Apertura della console…',
  title: 'Accedere alla console',
  login: 'Nome utente o e-mail',
  password: 'Password',
  button: 'Accedi',
  provider: 'Accedi con l’account {company}',
  refusals: {
    none: 'La Sua azienda non ha qui un accesso con account aziendale.',
    'not-asked': 'L’operazione ha richiesto troppo tempo o è iniziata in un altro browser. Riprovi.',
    invalid: 'Il servizio di accesso della Sua azienda ha dato una risposta non valida. Riprovi.',
    'no-role': 'Il Suo account aziendale non ha alcun ruolo in questa console. Si rivolga a un amministratore.',
    down: 'Il servizio di accesso della Sua azienda non risponde. Riprovi più tardi.',
  },
  both: 'Inserisca il nome utente e la password.',
  operator: 'Accedi con il link del gateway',
  operatorText: 'È stato mostrato all’avvio del gateway e termina con #token=…',
  token: 'Link o token',
  wrongToken: 'Questo token non è valido. Copi tutto il testo dopo «#token=».',
  welcomeTitle: 'Scegliere una password',
  welcomeText: 'Almeno dodici caratteri. Va bene una frase che direbbe solo Lei.',
  newPassword: 'Nuova password',
  again: 'Ancora una volta',
  differ: 'Le due password non coincidono.',
  choose: 'Salva e accedi',
  seatTitle: 'Questo link non può essere aperto',
};
