/** Deutsch: see en/sign-in.ts. */
import type { words as english } from '../en/sign-in.ts';
import type { Translation } from '../types.ts';

export const words: Translation<typeof english> = {
  language: 'Sprache',
  brand: 'Samepage',
  opening: 'Konsole wird geöffnet…',
  title: 'An der Konsole anmelden',
  login: 'Anmeldename oder E-Mail',
  password: 'Passwort',
  button: 'Anmelden',
  provider: 'Mit Ihrem {company}-Konto anmelden',
  refusals: {
    none: 'Für Ihr Unternehmen gibt es hier keine Anmeldung über das Firmenkonto.',
    'not-asked': 'Dies hat zu lange gedauert oder in einem anderen Browser begonnen. Versuchen Sie es erneut.',
    invalid: 'Der Anmeldedienst Ihres Unternehmens hat eine ungültige Antwort gegeben. Versuchen Sie es erneut.',
    'no-role': 'Ihr Firmenkonto hat keine Rolle in dieser Konsole. Wenden Sie sich an einen Administrator.',
    down: 'Der Anmeldedienst Ihres Unternehmens antwortet nicht. Versuchen Sie es später erneut.',
  },
  both: 'Geben Sie Anmeldename und Passwort ein.',
  operator: 'Mit dem Link des Gateways anmelden',
  operatorText: 'Er wurde beim Start des Gateways ausgegeben und endet auf #token=…',
  token: 'Link oder Token',
  wrongToken: 'Dieses Token ist nicht gültig. Kopieren Sie den gesamten Text nach „#token=“.',
  welcomeTitle: 'Passwort wählen',
  welcomeText: 'Mindestens zwölf Zeichen. Gut ist ein Satz, den nur Sie sagen würden.',
  newPassword: 'Neues Passwort',
  again: 'Noch einmal',
  differ: 'Die beiden stimmen nicht überein.',
  choose: 'Speichern und anmelden',
  seatTitle: 'Dieser Link kann nicht geöffnet werden',
};
